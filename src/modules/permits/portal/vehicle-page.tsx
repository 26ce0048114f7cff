import { z } from 'zod';
import { page, redirect, view, type Reply } from '#platform/http';
import type { Locale } from '#platform/i18n';
import { Problem, holderOf } from '#platform/module';
import { Button, ButtonRow, ErrorSummary, Form, PageHeader, Stack, TextField } from '#platform/ui';
import { changeVehicle } from '../change-vehicle.ts';
import { getOwnPermit } from '../permits.queries.ts';
import { texts } from './texts.ts';

const params = z.object({ id: z.uuid() });
const path = '/konto/ausweise/:id/kennzeichen';

function vehicleView({ id, plate, error, locale }: { id: string; plate: string; error?: string; locale: Locale }): Reply {
  const t = texts(locale);
  return view({
    title: t.change,
    status: error ? 422 : 200,
    nav: 'account',
    width: 'narrow',
    noIndex: true,
    crumbs: [{ label: t.account, href: '/konto' }, { label: t.permits, href: '/konto/ausweise' }, { label: t.change }],
    body: (
      <Stack gap="large">
        {error && <ErrorSummary errors={[{ id: 'kennzeichen', text: error }]} />}
        <PageHeader title={t.change} lead={t.changeLead} />
        <Form>
          <TextField name="kennzeichen" label={t.newPlate} hint={t.example} value={plate} error={error} width={10} spellcheck={false} autocomplete="off" required />
          <ButtonRow>
            <Button variant="primary">{t.change}</Button>
            <Button href={`/konto/ausweise/${id}`}>{t.cancel}</Button>
          </ButtonRow>
        </Form>
      </Stack>
    ),
  });
}

export const vehiclePage = page({
  method: 'GET',
  path,
  site: 'portal',
  access: 'citizen',
  params,
  handle: (rq) => rq.read(async (ctx) => vehicleView({ id: (await getOwnPermit(ctx, rq.params.id, holderOf(rq.actor))).id, plate: '', locale: rq.locale })),
});

/** The holder drives another car. */
export const vehiclePost = page({
  method: 'POST',
  path,
  site: 'portal',
  access: 'citizen',
  params,
  body: z.object({ kennzeichen: z.string().max(200).default('') }),
  handle: async (rq) => {
    try {
      await rq.transact((ctx) => changeVehicle(ctx, rq.params.id, { accountId: holderOf(rq.actor), plate: rq.body.kennzeichen }));
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 422) throw error;
      return vehicleView({ id: rq.params.id, plate: rq.body.kennzeichen, error: rq.locale === 'en' ? error.en : error.de, locale: rq.locale });
    }
    return redirect('/konto/ausweise', { flash: texts(rq.locale).changed });
  },
});
