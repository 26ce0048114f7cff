import { hasEnded } from '#core/cases';
import type { Message } from '#core/inbox';
import { Button, ButtonRow, Form, Link, Stack, TextArea, Timeline, type TimelineEntry, inContentLanguage, sayContent } from '#platform/ui';
import type { Shown } from './load-application.ts';
import { texts } from './texts.ts';

/** What was written to each other, and the next question. */
export function Conversation({ application, messages, found, locale, here, base }: Shown) {
  const t = texts(locale);
  const entry = (message: Message): TimelineEntry => ({
    id: `nachricht-${message.id}`,
    at: message.created_at,
    title: sayContent(message.subject, locale),
    actor: message.author,
    kind: message.kind === 'letter' ? 'decision' : message.direction === 'to-applicant' ? 'message' : 'own-message',
    children:
      message.kind !== 'letter' ? (
        <p class="lines" {...inContentLanguage(locale)}>{message.body}</p>
      ) : message.document_id ? (
        <p>
          <Link href={base === '/status' ? `/status/${application.id}/dokumente/${message.document_id}` : `/konto/nachrichten/${message.id}`}>{t.openLetter}</Link>
        </p>
      ) : undefined,
  });
  return (
    <Stack>
      {messages.length > 0 && <Timeline label={t.messages} locale={locale} entries={messages.map(entry)} />}
      {hasEnded(found) ? (
        <p class="kern-body">{t.askOffice}</p>
      ) : (
        <Form action={`${here}/nachricht`}>
          <TextArea name="text" id="frage" label={t.question} hint={t.questionHint} rows={4} maxlength={5000} />
          <ButtonRow>
            <Button type="submit">{t.questionSend}</Button>
          </ButtonRow>
        </Form>
      )}
    </Stack>
  );
}
