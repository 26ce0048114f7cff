import type { PersonalData } from '#core/parties';
import type { JsonValue } from '#platform/module';
import { listCaseMessages } from './messages.queries.ts';

/** Messages and letters in the cases of a person; they are filed and stay with the file. */
export const messagesOfPerson: PersonalData = {
  key: 'correspondence',
  title: { de: 'Nachrichten und Schreiben', en: 'Messages and letters' },
  read: async (ctx, { caseIds }) => {
    const messages: JsonValue[] = [];
    for (const id of caseIds) for (const one of await listCaseMessages(ctx, id)) messages.push({ createdAt: one.created_at.toISOString(), direction: one.direction, kind: one.kind, author: one.author, subject: one.subject, body: one.body, delivery: one.delivery, readAt: one.read_at?.toISOString() ?? null });
    return messages;
  },
  erase: async (ctx, { caseIds }) => {
    let count = 0;
    for (const id of caseIds) count += (await listCaseMessages(ctx, id)).length;
    return [{ what: 'Nachrichten und Schreiben', count, outcome: 'kept', because: 'Gehören zur Akte ihres Vorgangs und bleiben so lange wie sie (Art. 17 Abs. 3 Buchst. b DSGVO).' }];
  },
};
