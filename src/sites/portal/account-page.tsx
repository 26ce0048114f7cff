import { listDrafts, listApplications, visitorOf, VISITOR_COOKIE, type Application, type Draft } from '#core/applications';
import { findCurrentVersion } from '#core/catalogue';
import { listCasesByIds, statusWords, type Case } from '#core/cases';
import { MessageList, listInbox, type Message } from '#core/inbox';
import { listAccountClaims, type Claim } from '#core/payments';
import { page, view } from '#platform/http';
import { defineTexts, formatDate, formatMoney, tr, type Locale } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Alert, Badge, Button, ButtonRow, EmptyState, PageHeader, Section, Stack, TaskList, type BadgeState } from '#platform/ui';

const texts = defineTexts({
  de: {
    title: 'Mein Konto',
    welcome: (name: string) => `Guten Tag, ${name}.`,
    todo: 'Das ist zu tun',
    nothing: 'Zurzeit ist nichts zu tun.',
    papers: (number: string) => `Unterlagen fehlen: ${number}`,
    pay: (purpose: string, amount: string) => `${purpose}: ${amount} bezahlen`,
    payBy: (date: string) => `bis ${date}`,
    finish: (name: string) => `${name} zu Ende ausfüllen`,
    draftUntil: (date: string) => `Entwurf, wird am ${date} gelöscht`,
    underway: 'Meine Anträge',
    noApplications: 'Noch keine Anträge',
    noApplicationsText: 'Finden Sie eine Leistung und stellen Sie Ihren ersten Antrag.',
    services: 'Leistungen von A bis Z',
    messages: 'Neue Nachrichten',
    allMessages: 'Alle Nachrichten',
    payments: 'Zahlungen',
    permits: 'Ausweise',
    security: 'Anmeldung und Sicherheit',
    since: (date: string) => `eingegangen am ${date}`,
  },
  en: {
    title: 'My account',
    welcome: (name: string) => `Good day, ${name}.`,
    todo: 'What you can do now',
    nothing: 'There is nothing to do at the moment.',
    papers: (number: string) => `Papers are missing: ${number}`,
    pay: (purpose: string, amount: string) => `${purpose}: pay ${amount}`,
    payBy: (date: string) => `by ${date}`,
    finish: (name: string) => `Finish ${name}`,
    draftUntil: (date: string) => `Draft, will be deleted on ${date}`,
    underway: 'My applications',
    noApplications: 'No applications yet',
    noApplicationsText: 'Find a service and make your first application.',
    services: 'Services from A to Z',
    messages: 'New messages',
    allMessages: 'All messages',
    payments: 'Payments',
    permits: 'Permits',
    security: 'Sign-in and security',
    since: (date: string) => `received on ${date}`,
  },
});
const english: Record<Case['status'], string> = { open: 'in progress', 'waiting-applicant': 'waiting for you', 'waiting-payment': 'waiting for payment', decided: 'decided', closed: 'closed', withdrawn: 'withdrawn' };
const look: Record<Case['status'], BadgeState> = { open: 'waiting', 'waiting-applicant': 'soon', 'waiting-payment': 'soon', decided: 'done', closed: 'done', withdrawn: 'neutral' };

type Overview = { drafts: (Draft & { name: string })[]; applications: (Application & { name: string; case: Case | undefined })[]; claims: Claim[]; unread: Message[] };

async function overview(ctx: Ctx, accountId: string, token: string | undefined): Promise<Overview> {
  const drafts = await listDrafts(ctx, visitorOf(ctx.actor, token));
  const applications = await listApplications(ctx, accountId, { limit: 10 });
  const cases = await listCasesByIds(ctx, applications.map((application) => application.case_id));
  const byId = new Map(cases.map((one) => [one.id, one]));
  const names = new Map<string, string>();
  for (const slug of new Set([...drafts, ...applications].map((one) => one.slug))) {
    const found = await findCurrentVersion(ctx, slug);
    names.set(slug, found ? tr(found.service.settings.name, ctx.locale) : slug);
  }
  const nameOf = (slug: string): string => names.get(slug) ?? slug;
  return {
    drafts: drafts.map((draft) => ({ ...draft, name: nameOf(draft.slug) })),
    applications: applications.map((application) => ({ ...application, name: nameOf(application.slug), case: byId.get(application.case_id) })),
    claims: (await listAccountClaims(ctx, accountId)).filter((claim) => claim.status === 'open'),
    unread: (await listInbox(ctx, accountId, { limit: 20 })).filter((message) => !message.read_at).slice(0, 5),
  };
}

/** What the person must do comes first, then what is under way, then the rest. */
export const accountPage = page({
  method: 'GET',
  path: '/konto',
  site: 'portal',
  access: 'citizen',
  handle: (rq) =>
    rq.read(async (ctx) => {
      const t = texts(rq.locale);
      const shown = await overview(ctx, rq.actor.id ?? '', rq.cookies[VISITOR_COOKIE]);
      return view({
        title: t.title,
        nav: 'account',
        noIndex: true,
        body: (
          <Stack gap="large">
            <PageHeader title={t.title} lead={t.welcome(rq.actor.name)} />
            <Todo {...shown} locale={rq.locale} />
            {shown.unread.length > 0 && (
              <Section title={t.messages}>
                <MessageList messages={shown.unread} locale={rq.locale} />
              </Section>
            )}
            <Applications {...shown} locale={rq.locale} />
            <ButtonRow>
              <Button href="/konto/nachrichten">{t.allMessages}</Button>
              <Button href="/konto/zahlungen">{t.payments}</Button>
              <Button href="/konto/ausweise">{t.permits}</Button>
              <Button href="/konto/sicherheit">{t.security}</Button>
            </ButtonRow>
          </Stack>
        ),
      });
    }),
});

function Todo({ drafts, applications, claims, locale }: Overview & { locale: Locale }) {
  const t = texts(locale);
  const waiting = applications.filter((application) => application.case?.status === 'waiting-applicant');
  const items = [
    ...waiting.map((application) => ({ title: t.papers(application.number), href: `/konto/antraege/${application.id}`, note: application.name })),
    ...claims.map((claim) => ({ title: t.pay(claim.purpose, formatMoney(claim.amount_cents, locale)), href: `/konto/zahlungen/${claim.id}`, note: t.payBy(formatDate(claim.due_on, locale)) })),
    ...drafts.map((draft) => ({ title: t.finish(draft.name), href: `/antrag/entwurf/${draft.id}`, note: t.draftUntil(formatDate(draft.expires_at, locale)) })),
  ];
  return <Section title={t.todo}>{items.length ? <TaskList label={t.todo} items={items} /> : <Alert kind="success" title={t.nothing} />}</Section>;
}

function Applications({ applications, locale }: Overview & { locale: Locale }) {
  const t = texts(locale);
  const words = (found: Case): string => (locale === 'en' ? english[found.status] : found.status === 'waiting-applicant' ? 'wartet auf Sie' : statusWords[found.status]);
  return (
    <Section title={t.underway}>
      {applications.length === 0 ? (
        <EmptyState title={t.noApplications} action={<Button href="/leistungen">{t.services}</Button>}>
          {t.noApplicationsText}
        </EmptyState>
      ) : (
        <TaskList
          label={t.underway}
          items={applications.map((application) => ({
            title: application.name,
            href: `/konto/antraege/${application.id}`,
            note: `${application.number}, ${t.since(formatDate(application.submitted_at, locale))}`,
            badge: application.case ? <Badge state={look[application.case.status]}>{words(application.case)}</Badge> : undefined,
          }))}
        />
      )}
    </Section>
  );
}
