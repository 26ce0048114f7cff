import type { PersonalData } from '#core/parties';
import type { JsonValue } from '#platform/module';
import { listNotes } from './add-note.ts';
import { hasEnded, statusWords } from './case.ts';
import { listCasesByIds } from './cases.queries.ts';
import { listCaseDecisions } from './decisions.queries.ts';

/** Cases of a person with the answers they began with, notes and reasons. Nothing goes here: a case is part of its file. */
export const casesOfPerson: PersonalData = {
  key: 'cases',
  title: { de: 'Vorgänge mit Angaben, Vermerken und Entscheidungsgründen', en: 'Cases with answers, notes and reasons' },
  read: async (ctx, { caseIds }) => {
    const cases: JsonValue[] = [];
    for (const one of await listCasesByIds(ctx, caseIds)) {
      const notes = await listNotes(ctx, one.id);
      const decisions = await listCaseDecisions(ctx, one.id);
      cases.push({
        number: one.number, title: one.title, service: one.serviceSlug, status: statusWords[one.status], outcome: one.outcome ?? null, submittedAt: one.submittedAt.toISOString(), dueOn: one.dueOn ?? null,
        applicant: one.applicant.facts, answers: one.data,
        notes: notes.map((note) => ({ createdAt: note.createdAt.toISOString(), author: note.createdBy, text: note.text })),
        decisions: decisions.map((decision) => ({ decidedAt: decision.decidedAt.toISOString(), name: decision.name, result: (decision.result ?? null) as JsonValue })),
      });
    }
    return cases;
  },
  erase: async (ctx, { caseIds }) => {
    const running = (await listCasesByIds(ctx, caseIds)).filter((one) => !hasEnded(one));
    return [{ what: 'Laufende Vorgänge', count: running.length, outcome: 'kept', because: `Werden noch bearbeitet (Art. 17 Abs. 3 Buchst. b DSGVO): ${running.map((one) => one.number).join(', ')}` }];
  },
};
