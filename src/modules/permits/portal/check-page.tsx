import { z } from 'zod';
import { page, redirect, text, view, type Reply } from '#platform/http';
import type { Locale } from '#platform/i18n';
import { Alert, Button, ButtonRow, DescriptionList, Form, PageHeader, Stack, TextField } from '#platform/ui';
import { publicKeyPem } from '../permit-key.ts';
import { plainPlate, readPermitToken } from '../permit-token.ts';
import { findPermitByCode, stateOf, type PermitState } from '../permits.queries.ts';
import type { Permit } from '../tables.ts';
import { permitFacts } from './permit-facts.tsx';
import { texts } from './texts.ts';

type Verdict = { kind: 'found'; permit: Permit; state: PermitState } | { kind: 'forged' } | { kind: 'unknown' };

/** Whoever scans the code sees whether the permit is good, and nothing about the person. A short code is looked up, a signed one checked first. */
export const checkPage = page({
  method: 'GET',
  path: '/ausweis/:token',
  site: 'portal',
  access: 'anyone',
  params: z.object({ token: z.string().max(600) }),
  query: z.object({ kennzeichen: z.string().max(20).optional() }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { token } = rq.params;
      const signed = token.includes('.');
      const claims = signed ? readPermitToken(rq.platform, token) : undefined;
      const permit = signed && !claims ? undefined : await findPermitByCode(ctx, claims?.code ?? token);
      const verdict: Verdict = permit ? { kind: 'found', permit, state: stateOf(permit, ctx.now) } : { kind: signed && !claims ? 'forged' : 'unknown' };
      return checkView({ verdict, plate: rq.query.kennzeichen, here: `/ausweis/${token}`, locale: rq.locale });
    }),
});

function checkView({ verdict, plate, here, locale }: { verdict: Verdict; plate: string | undefined; here: string; locale: Locale }): Reply {
  const t = texts(locale);
  return view({
    title: t.check,
    status: verdict.kind === 'found' ? 200 : 404,
    width: 'narrow',
    noIndex: true,
    body: (
      <Stack gap="large">
        <PageHeader title={t.check} lead={t.checkLead} />
        {verdict.kind === 'forged' && (
          <Alert kind="danger" title={t.fake} level={2}>
            <p class="kern-body">{t.fakeText}</p>
          </Alert>
        )}
        {verdict.kind === 'unknown' && (
          <Alert kind="danger" title={t.unknown} level={2}>
            <p class="kern-body">{t.unknownText}</p>
          </Alert>
        )}
        {verdict.kind === 'found' && <Checked {...verdict} plate={plate} here={here} locale={locale} />}
      </Stack>
    ),
  });
}

function Checked({ permit, state, locale, plate, here }: { permit: Permit; state: PermitState; locale: Locale; plate: string | undefined; here: string }) {
  const t = texts(locale);
  const same = plate && permit.plate ? plainPlate(plate) === plainPlate(permit.plate) : undefined;
  return (
    <Stack gap="large">
      <Alert kind={state === 'valid' ? 'success' : 'danger'} title={`${permit.title}: ${t[state]}`} level={2} />
      {same !== undefined && <Alert kind={same ? 'success' : 'danger'} title={same ? t.same : t.different} role="status" />}
      <DescriptionList items={permitFacts(permit, { locale, withPlate: false })} />
      {permit.plate && (
        <Form action={here} method="get">
          <TextField name="kennzeichen" label={t.plate} hint={t.example} value={plate ?? ''} width={10} spellcheck={false} autocomplete="off" />
          <ButtonRow>
            <Button>{t.compare}</Button>
          </ButtonRow>
        </Form>
      )}
    </Stack>
  );
}

/** Typing the number instead of scanning. */
export const askPage = page({
  method: 'GET',
  path: '/ausweis',
  site: 'portal',
  access: 'anyone',
  query: z.object({ nummer: z.string().max(60).optional() }),
  handle: async (rq) => {
    const t = texts(rq.locale);
    const code = rq.query.nummer?.trim();
    if (code) return redirect(`/ausweis/${encodeURIComponent(code)}`);
    return view({
      title: t.check,
      width: 'narrow',
      body: (
        <Stack gap="large">
          <PageHeader title={t.check} lead={t.checkLead} />
          <Form action="/ausweis" method="get">
            <TextField name="nummer" label={t.enterCode} width={20} spellcheck={false} autocomplete="off" required />
            <ButtonRow>
              <Button variant="primary">{t.look}</Button>
            </ButtonRow>
          </Form>
        </Stack>
      ),
    });
  },
});

/** The key for devices that check without connection. */
export const keyPage = page({ method: 'GET', path: '/ausweis/schluessel.pem', site: 'portal', access: 'anyone', handle: async (rq) => text(publicKeyPem(rq.platform), 'application/x-pem-file') });
