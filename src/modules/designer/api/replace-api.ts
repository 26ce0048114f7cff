import { api, json } from '#platform/http';
import { z } from 'zod';
import { findInServices } from '../search/find-in-services.ts';
import { previewOf, replaceChosen, undoReplacement, type Chosen } from '../search/replace-in-services.ts';
import { editing } from './draft-api.ts';

const REPLACEMENTS = '/api/services/replacements';
const MOST = 500;
const words = z.object({ find: z.string().trim().min(2).max(80).describe('Groß- und Kleinschreibung zählt'), with: z.string().max(200).default(''), part: z.enum(['', 'fragen', 'formular', 'texte', 'prozess', 'regeln', 'briefe']).default('') });
const chosen = z.object({ service: z.string().max(80), file: z.string().max(200), at: z.string().max(500), text: z.string().max(20_000).describe('was dort steht; steht inzwischen anderes da, bleibt die Stelle') });
const undoable = z.object({ draftId: z.uuid(), before: z.int().min(0), after: z.int().min(1) });
const idOf = ({ slug, file, at, text }: Chosen): string => JSON.stringify([slug, file, at, text]);

/** Replacing words over all services: look, choose, replace in drafts, take back. The same use cases and rights as the page. */
export const replaceApi = [
  api({
    ...editing, method: 'GET', path: REPLACEMENTS, summary: 'Jede Stelle, an der ein Wort ersetzt würde, mit dem Text danach', query: words,
    response: z.object({ more: z.boolean(), places: z.array(chosen.extend({ name: z.string(), where: z.string(), now: z.string(), draftId: z.uuid().optional() })) }),
    handle: async (rq) => {
      const { find, with: now, part } = rq.query;
      const { services, more } = await rq.read((ctx) => findInServices(ctx, { words: find, part, exact: true }, MOST));
      return json({ more, places: previewOf(services, { find, with: now }).map(({ slug, ...place }) => ({ service: slug, ...place })) });
    },
  }),
  api({
    ...editing, method: 'POST', path: REPLACEMENTS, summary: 'Ein Wort an gewählten Stellen ersetzen, immer in Entwürfen', body: words.extend({ places: z.array(chosen).min(1).max(2000) }),
    response: z.object({ drafts: z.array(undoable.extend({ service: z.string(), name: z.string(), count: z.int() })), missed: z.int().describe('Stellen, die inzwischen anders lauten') }),
    handle: async (rq) => {
      const { find, with: now, part, places } = rq.body;
      const wanted = new Set(places.map(({ service, ...place }) => idOf({ slug: service, ...place })));
      const { replaced, found } = await rq.transact((ctx) => replaceChosen(ctx, { find, with: now }, { part, most: MOST, isChosen: (place) => wanted.has(idOf(place)) }));
      return json({ drafts: replaced.map(({ slug, draftId, name, count, before, after }) => ({ service: slug, draftId, name, count, before, after })), missed: wanted.size - found + replaced.reduce((sum, { missed }) => sum + missed, 0) });
    },
  }),
  api({
    ...editing, method: 'POST', path: `${REPLACEMENTS}/undo`, summary: 'Ein Ersetzen zurücknehmen, wo niemand weitergearbeitet hat', body: z.object({ drafts: z.array(undoable).min(1).max(2000) }),
    response: z.object({ kept: z.array(z.string()).describe('Entwürfe, an denen weitergearbeitet wurde') }),
    handle: async (rq) => json({ kept: await rq.transact((ctx) => undoReplacement(ctx, rq.body.drafts)) }),
  }),
];
