import { z } from 'zod';
import { collectOwnData, listOwnData, ownData } from '#core/parties';
import { changeAccount, describeUserAgent, getAccount, listSessions, type Account, type Profile } from '#platform/auth';
import { parsePage, renderPage, type Address, type FormData, type FormEnv, type ParsedPage } from '#engines/forms';
import { json, page, redirect, view, type Reply, type Rq } from '#platform/http';
import { calendarDayOf, tr, type Text } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Button, ButtonRow, DescriptionList, ErrorSummary, Form, Link, PageHeader, Section, Stack } from '#platform/ui';
import { ACCOUNT_PAGE, accountForm } from './account-form.ts';
import { accountTexts } from './account-texts.ts';
import { leaveTexts } from './account-leave-texts.ts';

const envOf = (ctx: Ctx): FormEnv => ({ today: calendarDayOf(ctx.now), locale: ctx.locale });

/** The account's data, and the way to take everything along. */
export const accountDataPage = page({
  method: 'GET',
  path: '/konto/daten',
  site: 'portal',
  access: 'citizen',
  handle: (rq) => rq.read(async (ctx) => dataView(ctx, rq, { account: await getAccount(ctx, rq.actor.id ?? '') })),
});

function dataView(ctx: Ctx, rq: Pick<Rq, 'locale'>, { account, parsed }: { account: Account; parsed?: ParsedPage }): Reply {
  const t = accountTexts(rq.locale);
  const errors = parsed?.errors ?? [];
  const drawn = renderPage({ form: accountForm, pageId: ACCOUNT_PAGE, data: parsed?.values ?? answersOf(account), env: envOf(ctx), errors, ...(parsed ? { typed: parsed.typed } : {}) });
  return view({
    title: t.data,
    status: errors.length ? 422 : 200,
    nav: 'account',
    width: 'narrow',
    noIndex: true,
    crumbs: [{ label: t.title, href: '/konto' }, { label: t.data }],
    body: (
      <Stack gap="x-large">
        {drawn.summary.length > 0 && <ErrorSummary errors={drawn.summary} />}
        <PageHeader title={t.data} lead={t.dataLead} />
        <Form action="/konto/daten" label={t.data}>
          {drawn.fields}
          <DescriptionList items={[{ term: t.email, value: account.email ?? '–' }]} />
          <p class="kern-body kern-body--small muted">{t.emailHint}</p>
          <ButtonRow>
            <Button variant="primary">{t.save}</Button>
          </ButtonRow>
        </Form>
        <Section title={t.export} id="herunterladen">
          <Stack>
            <p class="kern-body">{t.exportText}</p>
            <ul class="kern-list kern-list--bullet">
              {listOwnData(ctx, 'person').map((source) => (
                <li key={source.key}>{tr(source.title, rq.locale)}</li>
              ))}
            </ul>
            <p>
              <Button icon="download" href="/konto/daten/export">
                {t.exportButton}
              </Button>
            </p>
            <p class="kern-body">
              <Link href="/konto/daten/uebersicht">{leaveTexts(rq.locale).knownLink}</Link>
            </p>
            <p class="kern-body">
              <Link href="/konto/daten/loeschen">{leaveTexts(rq.locale).delete}</Link>
            </p>
          </Stack>
        </Section>
      </Stack>
    ),
  });
}

function answersOf({ profile }: Account): FormData {
  const { givenName, familyName, birthDate, phone, address } = profile;
  return {
    ...(givenName ? { givenName } : {}),
    ...(familyName ? { familyName } : {}),
    ...(birthDate ? { birthDate } : {}),
    ...(phone ? { phone } : {}),
    ...(address ? { address: { street: address.street, houseNumber: address.houseNumber, postcode: address.postalCode, city: address.city } } : {}),
  };
}

/** What was left empty is taken out of the profile, too. */
function profileOf(values: FormData): Profile {
  const text = (key: string): string | undefined => (typeof values[key] === 'string' ? values[key] : undefined);
  const address = values['address'] as Address | undefined;
  return {
    givenName: text('givenName'),
    familyName: text('familyName'),
    birthDate: text('birthDate'),
    phone: text('phone'),
    address: address && { street: address.street, houseNumber: address.houseNumber, postalCode: address.postcode, city: address.city },
  };
}

export const accountDataPost = page({
  method: 'POST',
  path: '/konto/daten',
  site: 'portal',
  access: 'citizen',
  body: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const account = await getAccount(ctx, rq.actor.id ?? '');
      const parsed = parsePage(accountForm, { pageId: ACCOUNT_PAGE, body: rq.body, data: {}, env: envOf(ctx) });
      if (!parsed.complete) return dataView(ctx, rq, { account, parsed });
      const profile = profileOf(parsed.values);
      await changeAccount(ctx, account.id, { name: [profile.givenName, profile.familyName].filter(Boolean).join(' '), profile });
      return redirect('/konto/daten', { flash: accountTexts(rq.locale).saved });
    }),
});

/** Everything we hold about the person, as one file (GDPR Art. 15 and 20). That it was fetched is noted. */
export const accountExport = page({
  method: 'GET',
  path: '/konto/daten/export',
  site: 'portal',
  access: 'citizen',
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const accountId = rq.actor.id ?? '';
      const data = await collectOwnData(ctx, accountId);
      ctx.emit({ type: 'portal/data-exported', subject: `account:${accountId}` });
      return json({ exportedAt: ctx.now.toISOString(), ...data }, { headers: { 'content-disposition': `attachment; filename="meine-daten-${calendarDayOf(ctx.now)}.json"` } });
    }),
});

const title: Text = { de: 'Konto mit Name, Anschrift und Kontaktdaten', en: 'Account with name, address and contact details' };
/** The account itself, for the export. */
export const ownAccount = ownData.of({
  key: 'account',
  of: 'person',
  why: { de: 'damit Sie sich anmelden können und Formulare schon ausgefüllt sind', en: 'so that you can sign in and find forms filled in' },
  kept: { de: 'bis Sie das Konto löschen', en: 'until you delete the account' },
  title,
  read: async (ctx, accountId) => {
    const { name, email, profile, locale, createdAt, lastSignInAt } = await getAccount(ctx, accountId);
    const sessions = (await listSessions(ctx, { id: accountId, kind: 'citizen' })).map((one) => ({ device: describeUserAgent(one.userAgent) ?? null, since: one.createdAt.toISOString(), lastSeenAt: one.lastSeenAt.toISOString() }));
    return { name, email, profile: { ...profile }, locale, createdAt: createdAt.toISOString(), lastSignInAt: lastSignInAt?.toISOString() ?? null, sessions, open: '/konto/sicherheit' };
  },
});
