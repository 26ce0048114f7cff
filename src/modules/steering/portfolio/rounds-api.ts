import { z } from 'zod';
import { api, json } from '#platform/http';
import { outcomeOf, readRound } from './round-page.tsx';

const score = z.object({ accountId: z.string(), projectId: z.string(), points: z.record(z.string(), z.number()), confidence: z.enum(['low', 'medium', 'high']), remark: z.string() });
const answer = z.object({
  id: z.string(), number: z.number(), title: z.string(), state: z.enum(['scoring', 'discussion', 'closed', 'cancelled']), dueOn: z.string(), minutes: z.string(),
  members: z.array(z.object({ accountId: z.string(), name: z.string(), handedIn: z.boolean() })),
  projects: z.array(z.object({ projectId: z.string(), title: z.string(), costCents: z.number(), place: z.number().optional(), score: z.number().optional(), decision: z.string().nullable() })),
  cards: z.array(score),
});

/** A round as its page shows it: while it is scored only the own cards, and no outcome. */
export const roundApi = api({
  method: 'GET', path: '/api/portfolio/rounds/:id', access: 'staff', params: z.object({ id: z.uuid() }), summary: 'Bewertungsrunde mit dem, was die fragende Person sehen darf', response: answer,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const shown = await readRound(ctx, rq.params.id);
      const { round, members, projects, cards } = shown;
      const outcome = new Map(round.state === 'discussion' || round.state === 'closed' ? outcomeOf(shown).map((one) => [one.projectId, one]) : []);
      return json({
        id: round.id, number: round.number, title: round.title, state: round.state, dueOn: round.dueOn, minutes: round.minutes,
        members: members.map(({ accountId, name, handedInAt }) => ({ accountId, name, handedIn: handedInAt !== null })),
        projects: projects.map(({ projectId, title, costCents, decision }) => ({ projectId, title, costCents, decision, ...(outcome.has(projectId) ? { place: outcome.get(projectId)?.place, score: (outcome.get(projectId)?.score ?? 0) / 1000 } : {}) })),
        cards,
      });
    }),
});
