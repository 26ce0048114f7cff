import { z } from 'zod';
import { attempt, page, redirect, type Reply, type Rq } from '#platform/http';
import { parseMoney } from '#platform/i18n';
import type { Ctx, Problem } from '#platform/module';
import { decideAward, markAwardPaid, proposeAward } from '../flow/award.ts';
import { decideIdea, finishIdea, makeProject, postponeIdea, startReview, withdrawIdea } from '../flow/decide-idea.ts';
import { mergeIdeas, unmergeIdea } from '../flow/merge-ideas.ts';
import { askOpinion, giveOpinion, personOf } from '../flow/opinions.ts';
import { rateIdea } from '../flow/rate-idea.ts';
import { commentIdea, writeToMailbox } from '../flow/talk.ts';
import { hrefOf, IDEAS } from '../idea.ts';
import { listIdeas } from '../ideas.queries.ts';
import { problem } from '../problems.ts';
import { readIdea, showIdea, type Typed } from './idea-page.tsx';

const params = z.object({ id: z.uuid() });
const post = { method: 'POST', site: 'office', access: 'staff' } as const;
const path = `${IDEAS}/:id`;
const short = z.string().trim().max(200).default('');
const long = z.string().trim().max(5000).default('');
const day = z.string().regex(/^(\d{4}-\d{2}-\d{2})?$/).default('');

type Step = { id: string; typed?: Typed; /** The field that a refusal belongs to. */ at?: string; flash: string; anchor?: string; work(ctx: Ctx): Promise<unknown> };

/** Does it and shows the idea again; a refusal comes with what was typed. */
const onIdea = (rq: Pick<Rq, 'transact' | 'read'>, { id, typed = {}, at = '', flash, anchor = '', work }: Step): Promise<Reply> =>
  attempt(rq, { work, flash, to: `${hrefOf(id)}${anchor && `#${anchor}`}`, again: async (ctx, refused: Problem) => showIdea({ ...(await readIdea(ctx, id)), typed, error: { id: at, text: refused.de } }) });

/** Cents, null for an empty field. @throws ideas/wrong-amount 422 */
function centsOf(text: string): number | null {
  if (!text) return null;
  const cents = parseMoney(text);
  if (cents === undefined || cents < 0) throw problem('ideas/wrong-amount');
  return cents;
}

const ratingBody = z.object({ impact: z.coerce.number().catch(0), effort: z.coerce.number().catch(0) });

export const ideaPosts = [
  page({ ...post, path: `${path}/bewertung`, params, body: ratingBody, handle: (rq) => onIdea(rq, { id: rq.params.id, at: 'impact', flash: 'Danke für Ihre Bewertung.', anchor: 'bewertung', work: (ctx) => rateIdea(ctx, { ideaId: rq.params.id, ...rq.body }) }) }),
  page({ ...post, path: `${path}/beitraege`, params, body: z.object({ text: long, kind: z.enum(['comment', 'answer', 'progress']).default('comment') }), handle: (rq) => onIdea(rq, { id: rq.params.id, typed: rq.body, at: 'text', flash: 'Ihr Beitrag steht in der Diskussion.', anchor: 'diskussion', work: (ctx) => commentIdea(ctx, { ideaId: rq.params.id, ...rq.body }) }) }),
  page({ ...post, path: `${path}/postfach`, params, body: z.object({ letter: long }), handle: (rq) => onIdea(rq, { id: rq.params.id, typed: rq.body, at: 'letter', flash: 'Die Nachricht liegt im Postfach.', anchor: 'moderation', work: (ctx) => writeToMailbox(ctx, { ideaId: rq.params.id, text: rq.body.letter }) }) }),
  page({ ...post, path: `${path}/pruefung`, params, handle: (rq) => onIdea(rq, { id: rq.params.id, flash: 'Die Prüfung hat begonnen.', work: (ctx) => startReview(ctx, rq.params.id) }) }),
  page({ ...post, path: `${path}/zurueckziehen`, params, handle: (rq) => onIdea(rq, { id: rq.params.id, flash: 'Die Idee ist zurückgezogen.', work: (ctx) => withdrawIdea(ctx, rq.params.id) }) }),
  page({ ...post, path: `${path}/stellungnahmen`, params, body: z.object({ expert: short, question: long, opinionDue: day }), handle: (rq) => onIdea(rq, { id: rq.params.id, typed: rq.body, at: 'expert', flash: 'Die Bitte ist unterwegs.', anchor: 'stellungnahmen', work: (ctx) => askOpinion(ctx, { ideaId: rq.params.id, expert: rq.body.expert, question: rq.body.question, dueOn: rq.body.opinionDue }) }) }),
  page({
    ...post, path: `${path}/stellungnahmen/:opinion`, params: params.extend({ opinion: z.uuid() }), body: z.object({ verdict: z.enum(['for', 'conditional', 'against']).catch('for'), opinion: long, opinionSaving: short, note: long }),
    handle: (rq) => onIdea(rq, { id: rq.params.id, typed: rq.body, at: 'opinion', flash: 'Danke für Ihre Stellungnahme.', anchor: 'stellungnahmen', work: (ctx) => giveOpinion(ctx, { id: rq.params.opinion, verdict: rq.body.verdict, text: rq.body.opinion, note: rq.body.note, savingCents: centsOf(rq.body.opinionSaving) }) }),
  }),
  page({
    ...post, path: `${path}/entscheidung`, params, body: z.object({ outcome: z.enum(['accepted', 'rejected']), reasonCode: short, reason: long, responsible: short, dueOn: day }),
    handle: (rq) =>
      onIdea(rq, {
        id: rq.params.id, typed: rq.body, at: 'reason', flash: rq.body.outcome === 'accepted' ? 'Angenommen. Jetzt wird umgesetzt.' : 'Abgelehnt, mit Begründung.',
        work: async (ctx) => {
          const { responsible, outcome, reasonCode, reason, dueOn } = rq.body;
          const person = responsible ? await personOf(ctx, responsible) : undefined;
          await decideIdea(ctx, { ideaId: rq.params.id, outcome, reasonCode, reason, dueOn, ...(person ? { responsibleId: person.id } : {}) });
        },
      }),
  }),
  page({ ...post, path: `${path}/abschluss`, params, body: z.object({ outcome: z.enum(['implemented', 'dropped']).default('implemented'), closing: long }), handle: (rq) => onIdea(rq, { id: rq.params.id, typed: rq.body, at: 'closing', flash: 'Abgeschlossen.', work: (ctx) => finishIdea(ctx, { ideaId: rq.params.id, outcome: rq.body.outcome, text: rq.body.closing }) }) }),
  page({ ...post, path: `${path}/frist`, params, body: z.object({ dueOn: day }), handle: (rq) => onIdea(rq, { id: rq.params.id, typed: rq.body, at: 'dueOn', flash: 'Die neue Frist gilt.', work: (ctx) => postponeIdea(ctx, { ideaId: rq.params.id, dueOn: rq.body.dueOn }) }) }),
  page({
    ...post, path: `${path}/zusammenfuehren`, params, body: z.object({ into: short, mergeReason: long }),
    handle: (rq) =>
      onIdea(rq, {
        id: rq.params.id, typed: rq.body, at: 'into', flash: 'Zusammengeführt.',
        work: async (ctx) => {
          const [into] = /^I-\d{4}-\d{4}$/i.test(rq.body.into) ? (await listIdeas(ctx, { q: rq.body.into }, { limit: 1 })).ideas : [];
          if (!into) throw problem('ideas/merge-target');
          await mergeIdeas(ctx, { ideaId: rq.params.id, intoId: into.id, reason: rq.body.mergeReason });
        },
      }),
  }),
  page({ ...post, path: `${path}/trennen`, params, handle: (rq) => onIdea(rq, { id: rq.params.id, flash: 'Die Idee steht wieder für sich.', work: (ctx) => unmergeIdea(ctx, rq.params.id) }) }),
  page({
    ...post, path: `${path}/projekt`, params, body: z.object({ office: short }),
    handle: (rq) => attempt(rq, { work: (ctx) => makeProject(ctx, { ideaId: rq.params.id, officeId: rq.body.office }), flash: 'Aus der Idee ist ein Projektantrag geworden. Ergänzen Sie, was noch fehlt.', to: (made) => `/office/projekte/${made.id}`, again: async (ctx, refused) => showIdea({ ...(await readIdea(ctx, rq.params.id)), error: { id: 'moderation', text: refused.de } }) }),
  }),
  page({ ...post, path: `${path}/praemie`, params, body: z.object({ awardSaving: short }), handle: (rq) => onIdea(rq, { id: rq.params.id, typed: rq.body, at: 'awardSaving', flash: 'Vorgeschlagen. Eine zweite Person entscheidet.', anchor: 'praemie', work: (ctx) => proposeAward(ctx, { ideaId: rq.params.id, savingCents: centsOf(rq.body.awardSaving) }) }) }),
  page({
    ...post, path: `${IDEAS}/praemien/:award`, params: z.object({ award: z.uuid() }), body: z.object({ entscheidung: z.enum(['ja', 'nein']), comment: short }),
    handle: async (rq) => {
      const ideaId = await rq.transact((ctx) => decideAward(ctx, { awardId: rq.params.award, approve: rq.body.entscheidung === 'ja', comment: rq.body.comment }));
      return redirect(`${hrefOf(ideaId)}#praemie`, { flash: rq.body.entscheidung === 'ja' ? 'Die Prämie ist bewilligt.' : 'Die Prämie ist nicht bewilligt.' });
    },
  }),
  page({
    ...post, path: `${IDEAS}/praemien/:award/ausgezahlt`, params: z.object({ award: z.uuid() }),
    handle: async (rq) => redirect(`${hrefOf(await rq.transact((ctx) => markAwardPaid(ctx, rq.params.award)))}#praemie`, { flash: 'Vermerkt. Wer die Idee hatte, weiß Bescheid.' }),
  }),
];
