import { ApplicationList, VISITOR_COOKIE, listApplications, listDrafts, visitorOf, withNames, type Draft, type ListedApplication } from '#core/applications';
import { findCurrentVersion } from '#core/catalogue';
import { hasEnded } from '#core/cases';
import { MessageList, findOpenRequest, listUnread, type Message } from '#core/inbox';
import { listEndingPapers } from '#core/papers';
import { listNavEntries, type NavEntry } from '#core/organisation';
import { listAccountClaims, type Claim } from '#core/payments';
import { getAccount } from '#platform/auth';
import { page, view } from '#platform/http';
import { contentLocale, calendarDayOf, formatDate, formatDateTime, formatMoney, tr, type Locale } from '#platform/i18n';
import { holderOf, type Ctx } from '#platform/module';
import { Alert, Badge, Button, Card, CardGrid, Enhanced, PageHeader, Section, Stack, TaskList, iconNames, type IconName, type TaskListItem } from '#platform/ui';
import { PlannedDeletion } from './account-delete-page.tsx';
import { accountTexts } from './account-texts.ts';

/** Of the newest applications; older ones are on their own page. */
const RECENT = 100;
const SHOWN_DONE = 3;

type Overview = {
  papers: (ListedApplication & { dueOn: string | null })[];
  claims: Claim[];
  drafts: (Draft & { name: string })[];
  /** Kept papers that end soon. */
  ending: { id: string; title: string; valid_until: string | null }[];
  unread: Message[];
  applications: ListedApplication[];
  entries: NavEntry[];
  today: string;
  locale: Locale;
  /** When the person's own account will be deleted. */
  deletionDueAt: Date | null;
};

async function overview(ctx: Ctx, accountId: string, token: string | undefined): Promise<Overview> {
  const applications = await withNames(ctx, await listApplications(ctx, accountId, { limit: RECENT }));
  const papers: Overview['papers'] = [];
  for (const one of applications) {
    if (one.case?.status === 'waiting-applicant') papers.push({ ...one, dueOn: (await findOpenRequest(ctx, one.case_id))?.dueOn ?? null });
  }
  const drafts: Overview['drafts'] = [];
  for (const draft of await listDrafts(ctx, visitorOf(ctx.actor, token))) {
    const found = await findCurrentVersion(ctx, draft.slug);
    drafts.push({ ...draft, name: found ? tr(found.service.settings.name, ctx.locale) : draft.slug });
  }
  return {
    papers,
    claims: await listAccountClaims(ctx, accountId, { status: 'open' }),
    drafts,
    ending: await listEndingPapers(ctx),
    unread: await listUnread(ctx, accountId, 5),
    applications,
    entries: listNavEntries(ctx.platform, 'portal', ctx.actor),
    today: calendarDayOf(ctx.now),
    locale: ctx.locale,
    deletionDueAt: ctx.actor.id ? (await getAccount(ctx, ctx.actor.id)).deletionDueAt : null,
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
      const t = accountTexts(rq.locale);
      const shown = await overview(ctx, holderOf(rq.actor), rq.cookies[VISITOR_COOKIE]);
      return view({
        title: t.title,
        nav: 'account',
        noIndex: true,
        islands: true,
        body: (
          <Stack gap="x-large">
            <PageHeader title={t.title} lead={rq.actor.actingFor ? t.welcomeFor(rq.actor.name, rq.actor.actingFor.name) : t.welcome(rq.actor.name)} />
            {shown.deletionDueAt && <PlannedDeletion dueAt={shown.deletionDueAt} locale={contentLocale(rq.locale)} />}
            <ToDo {...shown} />
            {shown.unread.length > 0 && (
              <Section title={t.messages} id="neu">
                <MessageList messages={shown.unread} locale={rq.locale} />
              </Section>
            )}
            <Applications {...shown} />
            <Enhanced name="install-app" start="idle">
              <More {...shown} />
            </Enhanced>
          </Stack>
        ),
      });
    }),
});

function ToDo({ papers, claims, drafts, ending, today, locale }: Overview) {
  const t = accountTexts(locale);
  const due = (on: string): Pick<TaskListItem, 'note' | 'badge'> => ({ note: t.until(formatDate(on, locale)), badge: on < today ? <Badge state="late">{t.late}</Badge> : undefined });
  const items: TaskListItem[] = [
    ...papers.map((one) => ({ title: t.papers(one.name), href: `/konto/antraege/${one.id}`, ...(one.dueOn ? due(one.dueOn) : { note: one.number }) })),
    ...claims.filter((claim) => claim.method === 'transfer').toSorted((a, b) => (a.due_on < b.due_on ? -1 : 1)).map((claim) => ({ title: t.pay(claim.purpose, formatMoney(claim.amount_cents, locale)), href: `/konto/zahlungen/${claim.id}`, ...due(claim.due_on) })),
    ...drafts.map((draft) => ({ title: t.finish(draft.name), href: `/antrag/entwurf/${draft.id}`, note: t.draftUntil(formatDateTime(draft.updated_at, locale), formatDate(draft.expires_at, locale)) })),
    ...ending.map((paper) => ({ title: t.renew(paper.title), href: `/konto/unterlagen/${paper.id}`, note: t.validUntil(formatDate(paper.valid_until ?? '', locale)) })),
  ];
  return (
    <Section title={t.todo} id="zu-tun">
      {items.length ? <TaskList label={t.todo} items={items} /> : <Alert kind="success" title={t.nothing} />}
    </Section>
  );
}

function Applications({ applications, locale }: Overview) {
  const t = accountTexts(locale);
  const ended = applications.filter((one) => one.case && hasEnded(one.case));
  const underway = applications.filter((one) => !ended.includes(one));
  return (
    <>
      <Section title={t.underway} id="laeuft">
        {underway.length ? (
          <ApplicationList applications={underway} label={t.underway} locale={locale} />
        ) : (
          <Stack gap="small">
            <p class="kern-body">{t.nothingUnderway}</p>
            <p>
              <Button href="/leistungen">{t.services}</Button>
            </p>
          </Stack>
        )}
      </Section>
      {ended.length > 0 && (
        <Section title={t.done} id="erledigt">
          <Stack gap="small">
            <ApplicationList applications={ended.slice(0, SHOWN_DONE)} label={t.done} locale={locale} />
            {ended.length > SHOWN_DONE && (
              <p>
                <Button variant="tertiary" href="/konto/antraege">
                  {t.allApplications}
                </Button>
              </p>
            )}
          </Stack>
        </Section>
      )}
    </>
  );
}

const isIcon = (name: string | undefined): name is IconName => iconNames.some((one) => one === name);

/** Every page of the account, as the folders behind them contribute it. */
function More({ entries, locale }: Overview) {
  const t = accountTexts(locale);
  return (
    <Section title={t.more} id="alles">
      <CardGrid size="small">
        {entries.map((entry) => (
          <Card key={entry.href} title={tr(entry.label, locale)} href={entry.href} {...(isIcon(entry.icon) ? { icon: entry.icon } : {})} size="small">
            {entry.hint && <p class="muted">{tr(entry.hint, locale)}</p>}
          </Card>
        ))}
      </CardGrid>
    </Section>
  );
}
