import { caseActions, caseTimeline, eventWords, hasEnded } from '#core/cases';
import type { Contribution } from '#platform/module';
import { formatDate } from '#platform/i18n';
import { Link, type TimelineEntry } from '#platform/ui';
import { listCaseMessages, type Message } from './messages.queries.ts';

function entryOf(message: Message): TimelineEntry {
  const own = message.direction === 'to-applicant';
  return {
    id: `nachricht-${message.id}`,
    at: message.created_at,
    title: message.subject,
    actor: message.author,
    kind: message.kind === 'letter' ? 'decision' : own ? 'own-message' : 'message',
    children: (
      <>
        {message.kind !== 'letter' && <p class="lines">{message.body}</p>}
        {message.document_id && (
          <p>
            <Link href={`/office/dokumente/${message.document_id}`}>Schreiben öffnen</Link>
          </p>
        )}
        <p class="muted">{proof(message)}</p>
      </>
    ),
  };
}

/** How and when it reached the person: the authority bears the proof of provision. */
function proof(message: Message): string {
  if (message.direction === 'from-applicant') return '';
  if (message.delivery === 'post' && !message.posted_at) return 'wartet im Postausgang';
  const deemed = message.deemed_on ? `, gilt als bekannt gegeben am ${formatDate(message.deemed_on, 'de')}` : '';
  const way = message.delivery === 'post' ? 'zur Post gegeben' : 'im Postfach bereitgestellt';
  const read = message.read_at ? `, abgerufen am ${formatDate(message.read_at, 'de')}` : '';
  return message.provided_at ? `${way} am ${formatDate(message.provided_at, 'de')}${deemed}${read}` : way;
}

/** What the inbox adds to the case page: its messages in the timeline, and the button to write one. */
export const caseContributions: Contribution[] = [
  caseTimeline.of({ entries: async (ctx, found) => (await listCaseMessages(ctx, found.id)).map(entryOf) }),
  caseActions.of({ id: 'inbox/write', label: 'Nachricht schreiben', icon: 'message', order: 20, permission: 'cases/work', href: (found) => (hasEnded(found) && !found.applicant.accountId ? undefined : `/office/vorgaenge/${found.id}/nachricht`) }),
  eventWords.of({
    'inbox/papers-requested': () => 'Unterlagen nachgefordert',
    'inbox/papers-received': () => 'Unterlagen eingegangen',
    'inbox/post-chosen': () => 'Bescheide auf Papier gewünscht',
    'inbox/posted': () => 'Schreiben zur Post gegeben',
    'inbox/read': () => 'Nachricht abgerufen',
    'inbox/deemed-notified': () => 'Schreiben gilt als bekannt gegeben',
  }),
];
