import { z } from 'zod';
import { qrSvg } from '#engines/documents';
import { page, text, view } from '#platform/http';
import { defineTexts, formatDate, type Locale } from '#platform/i18n';
import { Alert, Badge, Button, ButtonRow, DescriptionList, EmptyState, Form, PageHeader, Stack, TaskList, TextField } from '#platform/ui';
import { findPermitByCode, getOwnPermit, listAccountPermits, stateOf, type PermitState } from '../permits.queries.ts';
import { hashPlate, publicKeyPem, readPermitToken, signPermit } from '../permit-token.ts';
import type { Permit } from '../tables.ts';

const texts = defineTexts({
  de: {
    permits: 'Ausweise', account: 'Mein Konto', empty: 'Keine Ausweise', emptyText: 'Digitale Ausweise Ihrer Stadt finden Sie hier.',
    valid: 'gültig', 'not-yet': 'noch nicht gültig', expired: 'abgelaufen', revoked: 'ungültig',
    area: 'Bereich', plate: 'Kennzeichen', from: 'Gültig ab', until: 'Gültig bis', code: 'Prüfcode',
    qr: 'Prüfcode des Ausweises als QR-Code', hint: 'Sie brauchen nichts auszulegen: Die Verkehrsüberwachung prüft mit dem Kennzeichen oder diesem Code.',
    check: 'Ausweis prüfen', checkLead: 'Diese Seite zeigt keine persönlichen Daten.', fake: 'Dieser Code stammt nicht von uns', fakeText: 'Die Unterschrift des Codes ist falsch. Der Ausweis gilt nicht.',
    compare: 'Kennzeichen vergleichen', same: 'Das Kennzeichen passt zum Ausweis.', different: 'Das Kennzeichen passt nicht zum Ausweis.',
  },
  en: {
    permits: 'Permits', account: 'My account', empty: 'No permits', emptyText: 'You find the digital permits of your city here.',
    valid: 'valid', 'not-yet': 'not valid yet', expired: 'expired', revoked: 'not valid',
    area: 'Area', plate: 'Licence plate', from: 'Valid from', until: 'Valid until', code: 'Check code',
    qr: 'Check code of the permit as QR code', hint: 'You do not have to display anything: traffic wardens check by licence plate or this code.',
    check: 'Check a permit', checkLead: 'This page shows no personal data.', fake: 'This code is not ours', fakeText: 'The signature of the code is wrong. The permit is not valid.',
    compare: 'Compare the licence plate', same: 'The licence plate matches the permit.', different: 'The licence plate does not match the permit.',
  },
});
const badge = { valid: 'done', 'not-yet': 'waiting', expired: 'late', revoked: 'late' } as const;

function StateBadge({ state, locale }: { state: PermitState; locale: Locale }) {
  return <Badge state={badge[state]}>{texts(locale)[state]}</Badge>;
}

export const permitsPage = page({
  method: 'GET',
  path: '/konto/ausweise',
  site: 'portal',
  access: 'citizen',
  handle: (rq) =>
    rq.read(async (ctx) => {
      const t = texts(rq.locale);
      const permits = await listAccountPermits(ctx, rq.actor.id ?? '');
      return view({
        title: t.permits,
        nav: 'account',
        crumbs: [{ label: t.account, href: '/konto' }, { label: t.permits }],
        body: (
          <Stack gap="large">
            <PageHeader title={t.permits} />
            {permits.length === 0 ? (
              <EmptyState title={t.empty}>{t.emptyText}</EmptyState>
            ) : (
              <TaskList
                label={t.permits}
                items={permits.map((permit) => ({ title: permit.title, href: `/konto/ausweise/${permit.id}`, note: `${permit.plate ?? permit.area} · ${t.until} ${formatDate(permit.valid_until, rq.locale)}`, badge: <StateBadge state={stateOf(permit, ctx.now)} locale={rq.locale} /> }))}
              />
            )}
          </Stack>
        ),
      });
    }),
});

export const permitPage = page({
  method: 'GET',
  path: '/konto/ausweise/:id',
  site: 'portal',
  access: 'citizen',
  params: z.object({ id: z.uuid() }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const t = texts(rq.locale);
      const permit = await getOwnPermit(ctx, rq.params.id, rq.actor.id ?? '');
      const address = `${rq.platform.config.publicUrl}/ausweis/${signPermit(rq.platform, permit)}`;
      return view({
        title: permit.title,
        nav: 'account',
        crumbs: [{ label: t.account, href: '/konto' }, { label: t.permits, href: '/konto/ausweise' }, { label: permit.title }],
        body: (
          <Stack gap="large">
            <PageHeader title={permit.title} meta={<StateBadge state={stateOf(permit, ctx.now)} locale={rq.locale} />} lead={t.hint} />
            <img class="sk-qr" src={`data:image/svg+xml;base64,${Buffer.from(qrSvg(address)).toString('base64')}`} alt={t.qr} width={240} height={240} />
            <DescriptionList items={facts(permit, rq.locale)} />
          </Stack>
        ),
      });
    }),
});

function facts(permit: Permit, locale: Locale): { term: string; value: string }[] {
  const t = texts(locale);
  return [
    { term: t.area, value: permit.area },
    ...(permit.plate ? [{ term: t.plate, value: permit.plate }] : []),
    { term: t.from, value: formatDate(permit.valid_from, locale) },
    { term: t.until, value: formatDate(permit.valid_until, locale) },
    { term: t.code, value: permit.code },
  ];
}

/** Whoever scans the code sees whether the permit is good, and nothing about the person. A short code is looked up, a signed one checked first. */
export const checkPage = page({
  method: 'GET',
  path: '/ausweis/:token',
  site: 'portal',
  access: 'anyone',
  params: z.object({ token: z.string().max(280) }),
  query: z.object({ kennzeichen: z.string().max(20).optional() }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const t = texts(rq.locale);
      const { token } = rq.params;
      const claims = token.includes('.') ? readPermitToken(rq.platform, token) : undefined;
      const forged = token.includes('.') && !claims;
      const permit = forged ? undefined : await findPermitByCode(ctx, claims?.code ?? token);
      const body = permit ? <Checked permit={permit} state={stateOf(permit, ctx.now)} locale={rq.locale} plate={rq.query.kennzeichen} here={`/ausweis/${token}`} /> : <Alert kind="danger" title={t.fake}>{t.fakeText}</Alert>;
      return view({
        title: t.check,
        status: permit ? 200 : 404,
        noIndex: true,
        body: (
          <Stack gap="large">
            <PageHeader title={t.check} lead={t.checkLead} />
            {body}
          </Stack>
        ),
      });
    }),
});

function Checked({ permit, state, locale, plate, here }: { permit: Permit; state: PermitState; locale: Locale; plate: string | undefined; here: string }) {
  const t = texts(locale);
  const same = plate && permit.plate ? hashPlate(permit.code, plate) === hashPlate(permit.code, permit.plate) : undefined;
  return (
    <Stack gap="large">
      <Alert kind={state === 'valid' ? 'success' : 'danger'} title={`${permit.title}: ${t[state]}`} level={2} />
      <DescriptionList items={facts({ ...permit, plate: null }, locale)} />
      {same !== undefined && <Alert kind={same ? 'success' : 'danger'} title={same ? t.same : t.different} role="status" />}
      {permit.plate && (
        <Form action={here} method="get" inline>
          <TextField name="kennzeichen" label={t.plate} value={plate ?? ''} width={10} spellcheck={false} />
          <ButtonRow>
            <Button>{t.compare}</Button>
          </ButtonRow>
        </Form>
      )}
    </Stack>
  );
}

/** The key for devices that check without connection. */
export const keyPage = page({ method: 'GET', path: '/ausweis/schluessel.pem', site: 'portal', access: 'anyone', handle: async (rq) => text(publicKeyPem(rq.platform), 'application/x-pem-file') });
