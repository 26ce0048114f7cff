import { z } from 'zod';
import { hasEnded } from '#core/cases';
import { chooseLettersByPost, listPostChoices } from '#core/inbox';
import { page, redirect, view } from '#platform/http';
import { defineTexts, formatDate, type Locale } from '#platform/i18n';
import { holderOf, requireToAct, type Ctx } from '#platform/module';
import { Badge, Button, EmptyState, PageHeader, Pagination, Stack, Table } from '#platform/ui';
import { getApplication, listApplications } from '../applications.queries.ts';
import { problem } from '../problems.ts';
import { withNames, type ListedApplication } from './applications-page.tsx';
import { openerOf } from './visitor-request.ts';

const PATH = '/konto/einwilligungen';
const PAGE = 20;

const texts = defineTexts({
  de: {
    account: 'Mein Konto',
    title: 'Einwilligungen',
    lead: 'Wozu Sie zugestimmt haben. Sie können das jederzeit für die Zukunft widerrufen; was bis dahin geschehen ist, bleibt gültig.',
    none: 'Keine Einwilligungen',
    noneText: 'Stimmen Sie bei einem Antrag etwas zu, steht es hier.',
    what: 'Wozu',
    purpose: (name: string, number: string) => `Bescheide elektronisch in Ihr Postfach: ${name} (${number})`,
    given: 'Erteilt am',
    state: 'Stand',
    valid: 'gilt',
    ended: 'Verfahren beendet',
    withdrawnOn: (date: string) => `widerrufen am ${date}`,
    withdraw: 'Widerrufen',
    withdrawn: 'Widerrufen. Bescheide zu diesem Antrag kommen ab jetzt mit der Post.',
  },
  en: {
    account: 'My account',
    title: 'Consents',
    lead: 'What you have agreed to. You can withdraw it for the future at any time; what has happened until then stays valid.',
    none: 'No consents',
    noneText: 'If you agree to something in an application, you find it here.',
    what: 'What for',
    purpose: (name: string, number: string) => `Notices electronically into your inbox: ${name} (${number})`,
    given: 'Given on',
    state: 'State',
    valid: 'valid',
    ended: 'procedure ended',
    withdrawnOn: (date: string) => `withdrawn on ${date}`,
    withdraw: 'Withdraw',
    withdrawn: 'Withdrawn. Notices about this application now come by post.',
  },
});

type Consent = ListedApplication & { withdrawnAt: Date | undefined };

async function listConsents(ctx: Ctx, before: string | undefined): Promise<{ consents: Consent[]; next: string | undefined }> {
  const found = await listApplications(ctx, holderOf(ctx.actor), { limit: PAGE + 1, ...(before ? { before: new Date(before) } : {}) });
  const shown = await withNames(ctx, found.slice(0, PAGE));
  const byPost = await listPostChoices(ctx, shown.map((one) => one.case_id));
  return { consents: shown.filter((one) => one.electronic_notice).map((one) => ({ ...one, withdrawnAt: byPost.get(one.case_id) })), next: found.length > PAGE ? shown.at(-1)?.submitted_at.toISOString() : undefined };
}

/** Every consent with purpose and day, and the way to withdraw it (GDPR Art. 7 (3), OZG § 9). */
export const consentsPage = page({
  method: 'GET',
  path: PATH,
  site: 'portal',
  access: 'citizen',
  query: z.object({ vor: z.iso.datetime().optional() }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const t = texts(rq.locale);
      const { consents, next } = await listConsents(ctx, rq.query.vor);
      return view({
        title: t.title,
        nav: 'account',
        noIndex: true,
        crumbs: [{ label: t.account, href: '/konto' }, { label: t.title }],
        body: (
          <Stack gap="large">
            <PageHeader title={t.title} lead={t.lead} />
            {consents.length ? <ConsentTable consents={consents} locale={rq.locale} /> : <EmptyState title={t.none}>{t.noneText}</EmptyState>}
            {(next || rq.query.vor) && <Pagination shown={consents.length} next={next && `${PATH}?vor=${encodeURIComponent(next)}`} previous={rq.query.vor ? PATH : undefined} locale={rq.locale} />}
          </Stack>
        ),
      });
    }),
});

function ConsentTable({ consents, locale }: { consents: Consent[]; locale: Locale }) {
  const t = texts(locale);
  return (
    <Table
      caption={t.title}
      captionHidden
      stack
      rows={consents}
      rowKey={(one) => one.id}
      columns={[
        { key: 'what', head: t.what, rowHead: true, cell: (one) => t.purpose(one.name, one.number) },
        { key: 'given', head: t.given, cell: (one) => formatDate(one.submitted_at, locale) },
        { key: 'state', head: t.state, cell: (one) => <State one={one} locale={locale} /> },
        {
          key: 'withdraw', head: t.withdraw, headHidden: true,
          cell: (one) => !one.withdrawnAt && one.case && !hasEnded(one.case) && (
            <form method="post" action={`${PATH}/${one.id}/widerrufen`}>
              <Button size="small" variant="tertiary" attributes={{ 'aria-label': `${t.withdraw}: ${one.number}` }}>{t.withdraw}</Button>
            </form>
          ),
        },
      ]}
    />
  );
}

function State({ one, locale }: { one: Consent; locale: Locale }) {
  const t = texts(locale);
  if (one.withdrawnAt) return <Badge state="neutral">{t.withdrawnOn(formatDate(one.withdrawnAt, locale))}</Badge>;
  return one.case && hasEnded(one.case) ? <Badge state="neutral">{t.ended}</Badge> : <Badge state="done">{t.valid}</Badge>;
}

export const withdrawConsentPost = page({
  method: 'POST',
  path: `${PATH}/:id/widerrufen`,
  site: 'portal',
  access: 'citizen',
  params: z.object({ id: z.uuid() }),
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const application = await getApplication(ctx, rq.params.id, { accountId: openerOf(rq, rq.params.id).accountId });
      requireToAct(ctx, application.slug);
      if (!application.electronic_notice) throw problem('applications/no-application');
      await chooseLettersByPost(ctx, application.case_id);
      return redirect(PATH, { flash: texts(rq.locale).withdrawn });
    }),
});
