import { addDays } from '#core/organisation';
import { newId } from '#platform/db';
import type { CommentRow, IdeaRow, OpinionRow } from './tables.ts';

type Said = { row: IdeaRow; seed: number; others: { id: string; name: string }[] };
const lines = [
  'Genau das stört bei uns auch.', 'Im Nachbaramt machen wir das schon so ähnlich; ich zeige es gern.', 'Wer pflegt das später? Das sollten wir gleich klären.', 'Dafür bin ich. Es kostet wenig und hilft jeden Tag.', 'Bitte auch an die denken, die kein Handy nutzen.',
  'Vorher mit dem Personalrat sprechen, dann gibt es später keinen Ärger.', 'Wir haben gezählt: Bei uns sind das rund vierzig Fälle im Monat.', 'Ein Versuch in einem Amt würde zeigen, ob es trägt.', 'Das gab es 2019 schon einmal, damals fehlte die Technik.', 'Datenschutz ist hier lösbar, wenn nur das Nötige gespeichert wird.',
];

/** What colleagues said, spread over the days after an idea came in. */
export function sampleComments({ row, seed, others, today }: Said & { today: string }): CommentRow[] {
  const count = row.state === 'submitted' ? seed % 3 : seed % 5;
  const said = Array.from({ length: count }, (_, at) => ({ person: others[(seed + at * 11 + 3) % others.length], text: lines[(seed + at * 3) % lines.length] ?? '', on: addDays(row.submitted_on, 1 + at * 2) }));
  return said
    .filter(({ on }) => on <= today)
    .map(({ person, text, on }, at) => ({ tenant_id: row.tenant_id, id: newId(), idea_id: row.id, kind: 'comment' as const, author_id: person?.id ?? null, author_name: person?.name ?? '', text, written_at: new Date(`${on}T${String(8 + (at % 8)).padStart(2, '0')}:${String(seed % 60).padStart(2, '0')}:00Z`) }));
}

const verdicts = [{ verdict: 'for' as const, text: 'Fachlich spricht nichts dagegen. Der Aufwand liegt bei wenigen Tagen.' }, { verdict: 'conditional' as const, text: 'Machbar, wenn vorher geklärt ist, wer es danach pflegt.' }, { verdict: 'against' as const, text: 'Der Aufwand steht in keinem Verhältnis; die Zahl der Fälle ist zu klein.' }];

/** Two in three ideas that were looked at have an opinion; some of those under review still wait for theirs. */
export function sampleOpinion({ row, seed, others, today }: Said & { today: string }): OpinionRow[] {
  const expert = others[(seed * 3 + 5) % others.length];
  if (row.state === 'submitted' || row.state === 'merged' || seed % 3 === 0 || !expert || !row.first_answer_on) return [];
  const givenOn = addDays(row.first_answer_on, 4 + (seed % 9));
  const open = row.state === 'review' && (seed % 2 === 0 || givenOn > today);
  const said = row.state === 'rejected' ? verdicts[2] : verdicts[seed % 2];
  const due = addDays(row.first_answer_on, 14);
  return [{
    tenant_id: row.tenant_id, id: newId(), idea_id: row.id, expert_id: expert.id, question: 'Was spricht fachlich dafür, was dagegen?', asked_on: row.first_answer_on, asked_by_name: 'Aylin Demir', due_on: due,
    verdict: open ? null : (said?.verdict ?? 'for'), text: open ? '' : (said?.text ?? ''), note: '', saving_cents: null, given_on: open ? null : givenOn, reminded_on: null, escalated_on: null,
  }];
}
