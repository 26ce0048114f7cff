import { z } from 'zod';
import { findCurrentVersion } from '#core/catalogue';
import { listCasesByIds, type Case } from '#core/cases';
import { listCaseDocuments, type CaseDocument } from '#core/records';
import { page, view, type Reply } from '#platform/http';
import { formatDate, formatDateTime, formatFileSize, tr, type Locale } from '#platform/i18n';
import { holderOf, type Ctx } from '#platform/module';
import { Badge, Button, EmptyState, Link, PageHeader, Pagination, Section, Stack, TaskList } from '#platform/ui';
import { listApplications, type Application } from '../applications.queries.ts';
import { listDrafts, type Draft } from '../drafts.ts';
import { VISITOR_COOKIE, visitorOf } from '../visitor.ts';
import { statusLook, statusWord } from './status-words.ts';
import { texts } from './texts.ts';

const query = z.object({ vor: z.iso.datetime().optional() });
const PAGE = 20;

/** An application with what lists show of it. */
export type ListedApplication = Application & { name: string; case: Case | undefined };

/** Adds the name of the service and the state of the case; three queries however many there are. */
export async function withNames(ctx: Ctx, applications: Application[]): Promise<ListedApplication[]> {
  const cases = new Map((await listCasesByIds(ctx, applications.map((one) => one.case_id))).map((one) => [one.id, one]));
  const names = await namesOf(ctx, applications.map(({ slug }) => slug));
  return applications.map((one) => ({ ...one, name: names.get(one.slug) ?? one.slug, case: cases.get(one.case_id) }));
}

async function namesOf(ctx: Ctx, slugs: string[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const slug of new Set(slugs)) {
    const found = await findCurrentVersion(ctx, slug);
    names.set(slug, found ? tr(found.service.settings.name, ctx.locale) : slug);
  }
  return names;
}

/** Applications as links with their state; also used on the account's overview. */
export function ApplicationList({ applications, label, locale }: { applications: ListedApplication[]; label: string; locale: Locale }) {
  const t = texts(locale);
  return (
    <TaskList
      label={label}
      items={applications.map((one) => ({
        title: one.name,
        href: `/konto/antraege/${one.id}`,
        note: `${one.number} · ${t.since(formatDate(one.submitted_at, locale))}`,
        badge: one.case && <Badge state={statusLook[one.case.status]}>{statusWord(one.case, locale)}</Badge>,
      }))}
    />
  );
}

type NamedDraft = Draft & { name: string };

/** What the person has begun, here or in the account; several of one service are told apart by when they were saved. */
async function listNamedDrafts(ctx: Ctx, token: string | undefined): Promise<NamedDraft[]> {
  const found = await listDrafts(ctx, visitorOf(ctx.actor, token));
  const names = await namesOf(ctx, found.map(({ slug }) => slug));
  return found.map((draft) => ({ ...draft, name: names.get(draft.slug) ?? draft.slug }));
}

function DraftList({ drafts, locale }: { drafts: NamedDraft[]; locale: Locale }) {
  const t = texts(locale);
  return (
    <Section title={t.drafts} id="entwuerfe">
      <TaskList
        label={t.drafts}
        items={drafts.map((draft) => ({
          title: draft.name,
          href: `/antrag/entwurf/${draft.id}`,
          note: `${t.continueText(formatDateTime(draft.updated_at, locale))} ${t.keptUntil(formatDate(draft.expires_at, locale))}`,
        }))}
      />
    </Section>
  );
}

type Paged = { shown: ListedApplication[]; next: string | undefined };

async function pageOf(ctx: Ctx, accountId: string, { before, size }: { before: string | undefined; size: number }): Promise<Paged> {
  const found = await listApplications(ctx, accountId, { limit: size + 1, ...(before ? { before: new Date(before) } : {}) });
  const shown = found.slice(0, size);
  return { shown: await withNames(ctx, shown), next: found.length > size ? shown.at(-1)?.submitted_at.toISOString() : undefined };
}

function Empty({ locale }: { locale: Locale }) {
  const t = texts(locale);
  return (
    <EmptyState title={t.noApplications} action={<Button href="/leistungen">{t.services}</Button>}>
      {t.noApplicationsText}
    </EmptyState>
  );
}

/** All applications of the account, newest first. */
export const applicationsPage = page({
  method: 'GET',
  path: '/konto/antraege',
  site: 'portal',
  access: 'citizen',
  query,
  handle: (rq) =>
    rq.read(async (ctx): Promise<Reply> => {
      const t = texts(rq.locale);
      const { shown, next } = await pageOf(ctx, holderOf(rq.actor), { before: rq.query.vor, size: PAGE });
      const drafts = rq.query.vor ? [] : await listNamedDrafts(ctx, rq.cookies[VISITOR_COOKIE]);
      const sent = <ApplicationList applications={shown} label={t.applications} locale={rq.locale} />;
      return view({
        title: t.applications,
        nav: 'account',
        width: 'narrow',
        noIndex: true,
        crumbs: [{ label: t.account, href: '/konto' }, { label: t.applications }],
        body: (
          <Stack gap="large">
            <PageHeader title={t.applications} lead={t.applicationsLead} />
            {drafts.length > 0 && <DraftList drafts={drafts} locale={rq.locale} />}
            {shown.length === 0 && drafts.length === 0 && <Empty locale={rq.locale} />}
            {shown.length > 0 && (drafts.length > 0 ? <Section title={t.sentOnes} id="abgeschickt">{sent}</Section> : sent)}
            {(next || rq.query.vor) && <Pagination shown={shown.length} next={next && `/konto/antraege?vor=${encodeURIComponent(next)}`} previous={rq.query.vor ? '/konto/antraege' : undefined} locale={rq.locale} />}
          </Stack>
        ),
      });
    }),
});

const DOCUMENT_PAGE = 10;

/** All documents of the account, by application. */
export const accountDocumentsPage = page({
  method: 'GET',
  path: '/konto/dokumente',
  site: 'portal',
  access: 'citizen',
  query,
  handle: (rq) =>
    rq.read(async (ctx): Promise<Reply> => {
      const t = texts(rq.locale);
      const { shown, next } = await pageOf(ctx, holderOf(rq.actor), { before: rq.query.vor, size: DOCUMENT_PAGE });
      const documents = new Map<string, CaseDocument[]>();
      for (const one of shown) documents.set(one.id, await listCaseDocuments(ctx, one.case_id, { visibleToApplicant: true }));
      return view({
        title: t.allDocuments,
        nav: 'account',
        width: 'narrow',
        noIndex: true,
        crumbs: [{ label: t.account, href: '/konto' }, { label: t.allDocuments }],
        body: (
          <Stack gap="large">
            <PageHeader title={t.allDocuments} lead={t.allDocumentsLead} />
            {shown.length === 0 && <Empty locale={rq.locale} />}
            {shown.map((one) => (
              <Section key={one.id} title={`${one.name} (${one.number})`} id={`antrag-${one.id}`}>
                <DocumentList documents={documents.get(one.id) ?? []} locale={rq.locale} />
              </Section>
            ))}
            {(next || rq.query.vor) && <Pagination shown={shown.length} next={next && `/konto/dokumente?vor=${encodeURIComponent(next)}`} previous={rq.query.vor ? '/konto/dokumente' : undefined} locale={rq.locale} />}
          </Stack>
        ),
      });
    }),
});

function DocumentList({ documents, locale }: { documents: CaseDocument[]; locale: Locale }) {
  const t = texts(locale);
  if (documents.length === 0) return <p class="kern-body">{t.noDocuments}.</p>;
  return (
    <ul class="file-list">
      {documents.toReversed().map((document) => (
        <li class="file-list__item" key={document.id}>
          <span class="file-list__name">
            <Link href={`/konto/dokumente/${document.id}`}>{document.title}</Link>
            <span class="muted">
              {' '}
              {document.kind === 'attachment' ? t.fromYou : t.fromUs}, {formatDate(document.createdAt, locale)}, {formatFileSize(document.size, locale)}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
