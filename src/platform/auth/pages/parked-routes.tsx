import { z } from 'zod';
import { page, redirect, view, type Reply, type Route, type Rq, type Site } from '#platform/http';
import { Alert, Button, ButtonRow, Form, PageHeader, Stack } from '#platform/ui';
import { signInTexts } from '../sign-in-texts.ts';
import { kindOf, pathsOf } from '../site-paths.ts';
import { findTicket, redeemTicket } from '../tickets.ts';
import { formField } from './form-fields.ts';

type Parked = { action: string; fields: [string, string][] };

/** What was kept for exactly this person. */
async function findParked(rq: Rq, token: string): Promise<Parked | undefined> {
  const ticket = await rq.read((ctx) => findTicket(ctx, token, 'parked'));
  if (!ticket || ticket.accountId !== rq.actor.id) return undefined;
  return { action: String(ticket.data.action), fields: ticket.data.fields as [string, string][] };
}

function parkedPage(rq: Rq, site: Site, parked: Parked & { token: string }): Reply {
  const t = signInTexts(rq.locale);
  const filled = parked.fields.filter(([, value]) => value.trim()).length;
  const body = (
    <Stack gap="large">
      <PageHeader title={t.parked} lead={t.parkedLead} />
      <Alert kind="info" title={t.parkedCount(filled)}>
        {t.parkedFiles}
      </Alert>
      <Form action={parked.action} label={t.parked}>
        {parked.fields.map(([name, value], position) => (
          <input type="hidden" key={position} name={name} value={value} />
        ))}
        <ButtonRow>
          <Button variant="primary">{t.parkedSend}</Button>
          <Button form="verwerfen" variant="secondary">
            {t.parkedDrop}
          </Button>
        </ButtonRow>
      </Form>
      <form id="verwerfen" method="post" action={pathsOf(site).parked}>
        <input type="hidden" name="angaben" value={parked.token} />
      </form>
    </Stack>
  );
  return view({ title: t.parked, body, width: 'narrow', noIndex: true });
}

/** 'Sie sind wieder angemeldet – jetzt absenden': the form that a session outlived, with one button to send it. */
export function parkedRoutes(site: Site): Route[] {
  const paths = pathsOf(site);
  const access = kindOf(site);
  return [
    page({
      method: 'GET', path: paths.parked, site, access, query: z.object({ angaben: formField(100) }),
      handle: async (rq) => {
        const parked = await findParked(rq, rq.query.angaben);
        if (!parked) return redirect(paths.home, { flash: { kind: 'info', text: signInTexts(rq.locale).parkedGone } });
        return parkedPage(rq, site, { ...parked, token: rq.query.angaben });
      },
    }),
    page({
      method: 'POST', path: paths.parked, site, access, body: z.object({ angaben: formField(100) }),
      handle: async (rq) => {
        if (await findParked(rq, rq.body.angaben)) await rq.transact((ctx) => redeemTicket(ctx, rq.body.angaben, 'parked'));
        return redirect(paths.home);
      },
    }),
  ];
}
