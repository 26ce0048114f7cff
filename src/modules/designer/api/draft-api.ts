import {
  bundleOf, changeDraft, checkDraft, createDraft, draftOfService, draftOfVersion, getConflict, getDraft, getDraftHead, listConflicts, listDraftChanges, listDraftPage, playTrial, restoreDraft, saveDraftFile,
  settleConflict, undoDraftChange, validateDraft, type Saved,
} from '#core/catalogue';
import { api, json, type Reply, type Rq } from '#platform/http';
import type { Ctx } from '#platform/module';
import { z } from 'zod';
import { patterns } from '../patterns/pattern-library.ts';
import { problem } from '../problems.ts';
import { openPlaces } from '../trial/trial-state.ts';
import { draftJson, draftSchema, findingJson, findingSchema, refusal } from './draft-json.ts';

export const DRAFTS = '/api/drafts';
const ONE = `${DRAFTS}/:id`;
export const editing = { access: 'may:catalogue/edit' } as const;
export const draftId = z.object({ id: z.uuid() });
const path = z.string().min(1).max(120);
const withFiles = draftSchema.extend({ files: z.array(z.object({ path: z.string(), revision: z.int(), characters: z.int() })) });

async function fullJson(ctx: Ctx, id: string): Promise<object> {
  const draft = await getDraft(ctx, id);
  return { ...draftJson(draft), files: Object.values(draft.files).map((file) => ({ path: file.path, revision: file.revision, characters: file.content.length })) };
}

const createBody = z.union([
  z.strictObject({ ofService: z.string().max(80).describe('Kürzel: aus der geltenden Fassung; gibt es einen offenen Entwurf, dieser') }),
  z.strictObject({ service: z.string().max(80), ofVersion: z.uuid() }),
  z.strictObject({ pattern: z.enum(patterns.map(({ key }) => key) as [string, ...string[]]), service: z.string().max(80), name: z.string().min(3).max(200), office: z.string().max(60), prefix: z.string().regex(/^[A-ZÄÖÜ]{2,8}$/) }),
  z.strictObject({ service: z.string().max(80), files: z.record(path, z.string().max(2_000_000)) }),
]);

async function create(ctx: Ctx, body: z.output<typeof createBody>): Promise<string> {
  if ('ofService' in body) return draftOfService(ctx, body.ofService);
  if ('ofVersion' in body) return draftOfVersion(ctx, body.service, body.ofVersion);
  if ('files' in body) return createDraft(ctx, { slug: body.service, files: body.files, note: 'Über die Schnittstelle angelegt' });
  const { pattern, service, name, office, prefix } = body;
  const files = await patterns.find(({ key }) => key === pattern)?.make({ slug: service, name, office, prefix });
  return createDraft(ctx, { slug: service, files: files ?? {}, note: `Nach dem Muster „${pattern}“` });
}

const drafts = [
  api({
    ...editing, method: 'GET', path: DRAFTS, summary: 'Entwürfe, die zuletzt begonnenen zuerst',
    query: z.object({ state: z.enum(['open', 'all']).default('open'), after: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(100).default(50) }), response: z.object({ drafts: z.array(draftSchema), next: z.uuid().nullable() }),
    handle: async (rq) => {
      const { state, after, limit } = rq.query;
      const found = await rq.read((ctx) => listDraftPage(ctx, { onlyOpen: state === 'open', after, limit }));
      return json({ drafts: found.map(draftJson), next: found.length === limit ? (found.at(-1)?.id ?? null) : null });
    },
  }),
  api({
    ...editing, method: 'POST', path: DRAFTS, summary: 'Entwurf beginnen: aus einer Leistung, einer Fassung, einem Muster oder Dateien', body: createBody, response: withFiles,
    handle: async (rq) => {
      const id = await rq.transact((ctx) => create(ctx, rq.body));
      return json(await rq.read((ctx) => fullJson(ctx, id)), { status: 201 });
    },
  }),
  api({ ...editing, method: 'GET', path: ONE, summary: 'Ein Entwurf mit der Liste seiner Dateien', params: draftId, response: withFiles, handle: async (rq) => json(await rq.read((ctx) => fullJson(ctx, rq.params.id))) }),
];

const fileSchema = z.object({ path: z.string(), content: z.string(), revision: z.int() });
const saved = z.object({ revision: z.int().describe('der Datei') });

/** What stands there now and where the other text is kept: nothing is lost. */
async function conflictReply(rq: Rq<{ id: string }>, { conflictId, byName }: Extract<Saved, { kind: 'conflict' }>, filePath: string): Promise<Reply> {
  const current = (await rq.read((ctx) => getDraft(ctx, rq.params.id))).files[filePath];
  return refusal('designer/conflict', { status: 409, title: `${byName} hat diese Datei inzwischen geändert. Ihr Text ist als zweiter Stand aufgehoben.`, conflictId, current: current ?? null });
}

const files = [
  api({
    ...editing, method: 'GET', path: `${ONE}/file`, summary: 'Eine Datei lesen', params: draftId, query: z.object({ path }), response: fileSchema,
    handle: async (rq) => {
      const found = (await rq.read((ctx) => getDraft(ctx, rq.params.id))).files[rq.query.path];
      if (!found) throw problem('designer/unknown-file', { what: rq.query.path });
      return json(found);
    },
  }),
  api({
    ...editing, method: 'PUT', path: `${ONE}/file`, params: draftId, query: z.object({ path }), response: saved,
    summary: 'Eine Datei schreiben; wurde sie seit „basedOn“ geändert, kommt 409 mit beiden Ständen',
    body: z.object({ content: z.string().max(2_000_000), basedOn: z.int().min(0).describe('Stand der Datei, von dem aus Sie geschrieben haben; 0: neu'), note: z.string().max(200).default('') }),
    handle: async (rq) => {
      const { content, basedOn, note } = rq.body;
      const outcome = await rq.transact((ctx) => saveDraftFile(ctx, rq.params.id, { path: rq.query.path, content: content.replaceAll('\r\n', '\n'), basedOn, note: note || `${rq.query.path} geändert` }));
      return outcome.kind === 'conflict' ? conflictReply(rq, outcome, rq.query.path) : json({ revision: outcome.revision });
    },
  }),
  api({
    ...editing, method: 'DELETE', path: `${ONE}/file`, summary: 'Eine Datei löschen; kommt mit „undo“ wieder', params: draftId, query: z.object({ path, basedOn: z.coerce.number().int() }), response: draftSchema,
    handle: async (rq) => {
      const { path: gone, basedOn } = rq.query;
      const changed = await rq.transact((ctx) =>
        changeDraft(ctx, rq.params.id, {
          note: `${gone} gelöscht`,
          change: ({ files: there }) => {
            if (!there[gone]) throw problem('designer/unknown-file', { what: gone });
            if (there[gone].revision !== basedOn) throw problem('designer/refused-now', { reason: `„${gone}“ hat inzwischen Stand ${there[gone].revision}. Bitte lesen Sie die Datei noch einmal.` });
            return { [gone]: null };
          },
        }),
      );
      return json(draftJson(changed));
    },
  }),
  api({ ...editing, method: 'POST', path: `${ONE}/undo`, summary: 'Letzte Änderung einer Datei zurücknehmen oder wiederholen', params: draftId, body: z.object({ path, redo: z.boolean().default(false) }), response: draftSchema, handle: async (rq) => json(draftJson(await rq.transact((ctx) => undoDraftChange(ctx, rq.params.id, rq.body)))) }),
  api({ ...editing, method: 'POST', path: `${ONE}/restore`, summary: 'Einen früheren Stand wiederherstellen', params: draftId, body: z.object({ revision: z.int().min(1) }), response: draftSchema, handle: async (rq) => json(draftJson(await rq.transact((ctx) => restoreDraft(ctx, rq.params.id, rq.body.revision)))) }),
  api({
    ...editing, method: 'GET', path: `${ONE}/history`, summary: 'Änderungen, die neuesten zuerst, 50 auf einmal', params: draftId, query: z.object({ before: z.coerce.number().int().optional() }),
    response: z.object({ changes: z.array(z.object({ revision: z.int(), path: z.string(), kind: z.string(), note: z.string(), changedAt: z.iso.datetime(), changedBy: z.string() })) }),
    handle: async (rq) => {
      const { before } = rq.query;
      const changes = await rq.read(async (ctx) => listDraftChanges(ctx, (await getDraftHead(ctx, rq.params.id)).id, before ? { before } : {}));
      return json({ changes: changes.map(({ changedByName, changedAt, ...change }) => ({ ...change, changedAt: changedAt.toISOString(), changedBy: changedByName })) });
    },
  }),
];

const conflicts = [
  api({
    ...editing, method: 'GET', path: `${ONE}/conflicts`, summary: 'Zweite Stände, über die noch niemand entschieden hat', params: draftId, response: z.array(z.object({ id: z.uuid(), path: z.string(), content: z.string(), writtenAt: z.iso.datetime(), writtenBy: z.string() })),
    handle: async (rq) => json((await rq.read((ctx) => listConflicts(ctx, rq.params.id))).map(({ id, path: where, content, writtenAt, writtenByName }) => ({ id, path: where, content, writtenAt: writtenAt.toISOString(), writtenBy: writtenByName }))),
  }),
  api({
    ...editing, method: 'POST', path: `${ONE}/conflicts/:conflictId`, summary: 'Entscheiden: den zweiten Stand nehmen (mine) oder den geltenden lassen (theirs)', params: draftId.extend({ conflictId: z.uuid() }), body: z.object({ choice: z.enum(['mine', 'theirs']) }), response: draftSchema,
    handle: async (rq) => {
      const { id, conflictId } = rq.params;
      await rq.transact(async (ctx) => settleConflict(ctx, await getConflict(ctx, id, conflictId), rq.body.choice));
      return json(draftJson(await rq.read((ctx) => getDraftHead(ctx, id))));
    },
  }),
];

const played = z.object({
  ended: z.boolean(), outcome: z.string().nullable(), waiting: z.array(z.object({ kind: z.enum(['task', 'timer', 'message']), id: z.string(), name: z.string(), form: z.string().optional() })), entered: z.array(z.string()), letters: z.array(z.string()), messages: z.array(z.string()),
  problems: z.array(z.string()), variables: z.record(z.string(), z.unknown()),
});
const values = z.record(z.string(), z.unknown());

const trying = [
  api({
    ...editing, method: 'POST', path: `${ONE}/check`, summary: 'Prüfen wie vor dem Veröffentlichen; mit Beispielen dauert es länger', params: draftId, body: z.object({ examples: z.boolean().default(false) }),
    response: z.object({ publishable: z.boolean(), findings: z.array(findingSchema), examples: z.object({ count: z.int(), errors: z.array(z.string()), unreached: z.array(z.string()) }).optional() }),
    handle: async (rq) => {
      const bundle = bundleOf(await rq.read((ctx) => getDraft(ctx, rq.params.id)));
      const { findings, service } = await checkDraft(rq.platform, bundle);
      const verdict = rq.body.examples && service ? await validateDraft(rq.platform, bundle) : undefined;
      const examples = verdict && { count: verdict.walkthroughs, errors: verdict.errors, unreached: verdict.unreached.map(({ message }) => message) };
      return json({ publishable: service !== undefined, findings: findings.map(findingJson), ...(examples ? { examples } : {}) });
    },
  }),
  api({
    ...editing, method: 'POST', path: `${ONE}/try`, summary: 'Einen Fall durchspielen, ohne dass etwas entsteht', params: draftId, response: played,
    body: z.object({ application: values, submittedOn: z.iso.date(), steps: z.array(z.union([z.strictObject({ task: z.string(), as: z.string().optional(), data: values.default({}) }), z.strictObject({ message: z.string(), data: values.default({}) }), z.strictObject({ timer: z.string() })])).max(200).default([]) }),
    handle: async (rq) => {
      const { service, findings } = await checkDraft(rq.platform, bundleOf(await rq.read((ctx) => getDraft(ctx, rq.params.id))));
      if (!service) return refusal('designer/broken', { status: 409, title: 'Der Entwurf hat Fehler.', findings: findings.map(findingJson) });
      const result = playTrial(service, rq.body);
      const { state, entered, letters, messages, problems } = result;
      return json({ ended: Boolean(state.ended), outcome: typeof state.vars['outcome'] === 'string' ? state.vars['outcome'] : null, waiting: openPlaces(service, result), entered, letters, messages, problems, variables: state.vars });
    },
  }),
];

/** Drafts for machines; the same use cases as the pages. */
export const draftApi = [...drafts, ...files, ...conflicts, ...trying];
