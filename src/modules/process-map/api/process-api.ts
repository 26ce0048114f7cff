import { z } from 'zod';
import { api, file, json, type Rq } from '#platform/http';
import { findModel, IMPROVEMENTS_A_PAGE, listImprovements, saveImprovement, saveModel, whyNoModel, type Improvement } from '../improve/improvement.ts';
import { getProcess, listProcesses, problem } from '../map/process.ts';

const PROCESSES = '/api/processes';
const ONE = `${PROCESSES}/:id`;
const reading = { access: 'may:processes/read' } as const;
const editing = { access: 'may:processes/edit' } as const;
const params = z.object({ id: z.uuid() });
const state = z.enum(['idea', 'planned', 'running', 'done', 'dropped']);
const input = z.object({ title: z.string().trim().min(3).max(300), owner: z.string().trim().max(300).default('').describe('Stelle, nicht Person'), state: state.default('idea'), hoursAYear: z.int().min(0).max(999_999).default(0).describe('Stunden im Jahr, die es spart') });
const improvement = input.extend({ id: z.uuid(), processId: z.uuid(), processName: z.string() });
const page = z.object({ improvements: z.array(improvement), next: z.string().nullable() });
const after = z.string().regex(/^\d{1,6}\.[0-9a-f-]{36}$/).optional().describe('„next“ der Seite davor');
const process = z.object({ id: z.uuid(), name: z.string(), office: z.string(), owner: z.string(), service: z.string().nullable(), state: z.enum(['paper', 'partly', 'digital']), perYear: z.int(), minutesEach: z.int(), costCentsEach: z.int(), mediaBreaks: z.int(), potentialHours: z.int() });

const cursorOf = (text: string | undefined): Pick<Improvement, 'id' | 'hoursAYear'> | undefined => (text ? { hoursAYear: Number(text.split('.')[0]), id: text.split('.')[1] ?? '' } : undefined);
const pageOf = (rows: Improvement[]): z.input<typeof page> => {
  const last = rows.at(-1);
  return { improvements: rows, next: rows.length === IMPROVEMENTS_A_PAGE && last ? `${last.hoursAYear}.${last.id}` : null };
};

async function save(rq: Rq<{ id: string; improvementId?: string }, unknown, z.output<typeof input>>) {
  const { id, improvementId } = rq.params;
  return rq.transact(async (ctx) => {
    const saved = await saveImprovement(ctx, { processId: id, id: improvementId, input: rq.body });
    return { ...rq.body, id: saved, processId: id, processName: (await getProcess(ctx, id)).name };
  });
}

/** The process map for machines; the same use cases and rights as the pages. */
export const processApi = [
  api({
    ...reading, method: 'GET', path: PROCESSES, summary: 'Alle Prozesse, das größte Potenzial zuerst', response: z.array(process),
    handle: async (rq) => json((await rq.read(listProcesses)).map(({ id, name, office, owner, service, state: how, perYear, minutesEach, costCentsEach, mediaBreaks, potential }) => ({ id, name, office, owner, service, state: how, perYear, minutesEach, costCentsEach, mediaBreaks, potentialHours: potential }))),
  }),
  api({
    ...reading, method: 'GET', path: `${PROCESSES}/improvements`, summary: 'Verbesserungen aller Prozesse, was am meisten spart zuerst', query: z.object({ state: state.optional(), after }), response: page,
    handle: async (rq) => json(pageOf(await rq.read((ctx) => listImprovements(ctx, { ...(rq.query.state ? { states: [rq.query.state] } : {}), after: cursorOf(rq.query.after) })))),
  }),
  api({
    ...reading, method: 'GET', path: `${ONE}/improvements`, summary: 'Verbesserungen eines Prozesses', params, query: z.object({ after }), response: page,
    handle: async (rq) => json(pageOf(await rq.read(async (ctx) => listImprovements(ctx, { processId: (await getProcess(ctx, rq.params.id)).id, after: cursorOf(rq.query.after) })))),
  }),
  api({ ...editing, method: 'POST', path: `${ONE}/improvements`, summary: 'Eine Verbesserung aufnehmen', params, body: input, response: improvement, handle: async (rq) => json(await save(rq), { status: 201 }) }),
  api({ ...editing, method: 'PUT', path: `${ONE}/improvements/:improvementId`, summary: 'Eine Verbesserung ändern', params: params.extend({ improvementId: z.uuid() }), body: input, response: improvement, handle: async (rq) => json(await save(rq)) }),
  api({
    ...reading, method: 'GET', path: `${ONE}/today`, summary: 'Wie es heute läuft, als BPMN-Datei', params,
    handle: async (rq) => {
      const model = await rq.read(async (ctx) => findModel(ctx, (await getProcess(ctx, rq.params.id)).id));
      if (!model) throw problem('process-map/unknown-process');
      return file({ name: 'process.bpmn', type: 'application/xml', bytes: new TextEncoder().encode(model.xml) });
    },
  }),
  api({
    ...editing, method: 'PUT', path: `${ONE}/today`, summary: 'Einlesen, wie es heute läuft; die Datei muss nicht ausführbar sein', params, body: z.object({ bpmn: z.string().max(2_000_000) }), response: z.object({ changedAt: z.iso.datetime(), changedBy: z.string() }),
    handle: async (rq) => {
      const reason = await whyNoModel(rq.body.bpmn);
      if (reason) throw problem('process-map/unreadable-model', { reason });
      return json(await rq.transact(async (ctx) => (await saveModel(ctx, rq.params.id, rq.body.bpmn), { changedAt: ctx.now.toISOString(), changedBy: ctx.actor.name })));
    },
  }),
];
