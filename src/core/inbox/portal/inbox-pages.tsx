import { z } from 'zod';
import { getCase } from '#core/cases';
import { page, view, type Reply } from '#platform/http';
import { holderOf } from '#platform/module';
import { formatDate, formatDateTime, type Locale } from '#platform/i18n';
import { Badge, Button, ButtonRow, EmptyState, PageHeader, Pagination, Prose, Stack, TaskList } from '#platform/ui';
import { listInbox, openMessage, type Message } from '../messages.queries.ts';
import { LetterBlocks } from './letter-blocks.tsx';
import { texts } from './texts.ts';

const PAGE = 20;

/** The citizen's inbox, newest first. */
export const inboxPage = page({
  method: 'GET',
  path: '/konto/nachrichten',
  site: 'portal',
  access: 'citizen',
  query: z.object({ vor: z.uuid().optional() }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const t = texts(rq.locale);
      const rows = await listInbox(ctx, holderOf(rq.actor), { ...(rq.query.vor ? { before: rq.query.vor } : {}), limit: PAGE + 1 });
      const shown = rows.slice(0, PAGE);
      const last = shown.at(-1);
      const next = rows.length > PAGE && last ? `/konto/nachrichten?vor=${last.id}` : undefined;
      return view({
        title: t.inbox,
        nav: 'account',
        width: 'narrow',
        noIndex: true,
        crumbs: [{ label: t.account, href: '/konto' }, { label: t.inbox }],
        body: (
          <Stack gap="large">
            <PageHeader title={t.inbox} lead={t.lead} />
            {shown.length ? <MessageList messages={shown} locale={rq.locale} /> : <EmptyState title={t.empty}>{t.emptyText}</EmptyState>}
            {(next || rq.query.vor) && <Pagination shown={shown.length} next={next} previous={rq.query.vor ? '/konto/nachrichten' : undefined} locale={rq.locale} />}
          </Stack>
        ),
      });
    }),
});

/** Messages as a list of links, unread ones marked; also used on the account's overview. */
export function MessageList({ messages, locale }: { messages: Message[]; locale: Locale }) {
  const t = texts(locale);
  return (
    <TaskList
      label={t.inbox}
      items={messages.map((message) => ({
        title: message.subject,
        href: `/konto/nachrichten/${message.id}`,
        note: `${formatDate(message.created_at, locale)} · ${message.delivery === 'post' ? t.byPost : `${t.caseNumber} ${message.case_number}`}`,
        badge: message.read_at || message.delivery === 'post' ? undefined : <Badge icon={false}>{t.unread}</Badge>,
      }))}
    />
  );
}

/** One message; opening it is noted, which proves that it was retrieved. */
export const messagePage = page({
  method: 'GET',
  path: '/konto/nachrichten/:id',
  site: 'portal',
  access: 'citizen',
  params: z.object({ id: z.uuid() }),
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const message = await openMessage(ctx, rq.params.id, holderOf(rq.actor));
      const { applicationId } = await getCase(ctx, message.case_id);
      return messageView({ message, applicationId, locale: rq.locale });
    }),
});

type Shown = { message: Message; applicationId: string | undefined; locale: Locale };

function messageView({ message, applicationId, locale }: Shown): Reply {
  const t = texts(locale);
  return view({
    title: message.subject,
    nav: 'account',
    width: 'narrow',
    noIndex: true,
    crumbs: [{ label: t.account, href: '/konto' }, { label: t.inbox, href: '/konto/nachrichten' }, { label: message.subject }],
    body: (
      <Stack gap="large">
        <PageHeader title={message.subject} preline={`${t.caseNumber} ${message.case_number}`} meta={`${message.author}, ${formatDateTime(message.created_at, locale)}`} />
        <ButtonRow>
          {message.document_id && (
            <Button variant="primary" href={`/konto/dokumente/${message.document_id}`}>
              {t.open}
            </Button>
          )}
          {applicationId && (
            <Button variant={message.kind === 'request' ? 'primary' : 'secondary'} href={`/konto/antraege/${applicationId}`}>
              {message.kind === 'request' ? t.sendPapers : t.toCase}
            </Button>
          )}
        </ButtonRow>
        <Proof message={message} locale={locale} />
        <Prose>
          <LetterBlocks text={message.body} />
        </Prose>
      </Stack>
    ),
  });
}

/** When it was provided and from when it counts: objections have a deadline. */
function Proof({ message, locale }: { message: Message; locale: Locale }) {
  const t = texts(locale);
  if (message.kind !== 'letter') return null;
  if (message.delivery === 'post') return <p class="kern-body">{message.posted_at ? t.posted(formatDate(message.posted_at, locale)) : t.willBePosted}</p>;
  if (!message.provided_at || !message.deemed_on) return null;
  return (
    <p class="kern-body">
      {t.provided(formatDateTime(message.provided_at, locale))} {t.deemed(formatDate(message.deemed_on, locale))}
    </p>
  );
}
