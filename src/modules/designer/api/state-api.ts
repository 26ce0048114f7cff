import { approveDraft, discardDraft, getDraftHead, getVersionFiles, handInDraft, listServices, publishDraft, reopenDraft, sendDraftBack } from '#core/catalogue';
import { listVersionsInUse } from '#core/cases';
import { api, file, json, type Rq } from '#platform/http';
import type { Ctx } from '#platform/module';
import { z } from 'zod';
import { problem } from '../problems.ts';
import { compareBundles } from '../versions/compare-bundles.ts';
import { rollBack } from '../versions/running-cases.tsx';
import { openBundle, type SignedBundle } from '../versions/signed-bundle.ts';
import { dryRunOf, packageOf, takePackage } from '../versions/take-package.ts';
import { DRAFTS, draftId, editing } from './draft-api.ts';
import { differenceJson, differenceSchema, draftJson, draftSchema, findingJson, findingSchema } from './draft-json.ts';

const ONE = `${DRAFTS}/:id`;
const SERVICE = '/api/services/:slug';
const nothing = z.object({}).nullish();
const publishing = { access: 'may:catalogue/publish' } as const;
const head = async (rq: Rq<{ id: string }>) => json(draftJson(await rq.read((ctx) => getDraftHead(ctx, rq.params.id))));

const states = [
  api({ ...editing, method: 'POST', path: `${ONE}/hand-in`, summary: 'Zur Freigabe geben', params: draftId, body: nothing, response: draftSchema, handle: async (rq) => (await rq.transact((ctx) => handInDraft(ctx, rq.params.id)), head(rq)) }),
  api({ access: 'may:catalogue/approve', method: 'POST', path: `${ONE}/approve`, summary: 'Freigeben, was man angesehen hat; nicht die eigene Arbeit', params: draftId, body: z.object({ revision: z.int() }), response: draftSchema, handle: async (rq) => (await rq.transact((ctx) => approveDraft(ctx, rq.params.id, rq.body)), head(rq)) }),
  api({ access: 'may:catalogue/approve', method: 'POST', path: `${ONE}/send-back`, summary: 'Zurückgeben mit Begründung', params: draftId, body: z.object({ reason: z.string().trim().min(3).max(2000) }), response: draftSchema, handle: async (rq) => (await rq.transact((ctx) => sendDraftBack(ctx, rq.params.id, rq.body)), head(rq)) }),
  api({
    ...publishing, method: 'POST', path: `${ONE}/publish`, summary: 'Veröffentlichen, was freigegeben ist', params: draftId, body: nothing, response: z.object({ versionId: z.uuid(), number: z.int(), changed: z.boolean() }),
    handle: async (rq) => json(await rq.transact((ctx) => publishDraft(ctx, rq.params.id))),
  }),
  api({ ...editing, method: 'DELETE', path: ONE, summary: 'Verwerfen; „reopen“ holt ihn zurück', params: draftId, response: draftSchema, handle: async (rq) => (await rq.transact((ctx) => discardDraft(ctx, rq.params.id)), head(rq)) }),
  api({ ...editing, method: 'POST', path: `${ONE}/reopen`, summary: 'Einen verworfenen Entwurf wieder öffnen', params: draftId, body: nothing, response: draftSchema, handle: async (rq) => (await rq.transact((ctx) => reopenDraft(ctx, rq.params.id)), head(rq)) }),
];

const slug = z.object({ slug: z.string().max(80) });
const versionId = slug.extend({ versionId: z.uuid() });
const versionSchema = z.object({ versionId: z.uuid(), number: z.int(), current: z.boolean(), publishedAt: z.iso.datetime(), publishedBy: z.string(), running: z.int().describe('laufende Vorgänge') });

async function versionsJson(ctx: Ctx, service: string): Promise<z.input<typeof versionSchema>[]> {
  const current = (await listServices(ctx)).find((one) => one.slug === service);
  if (!current) throw problem('designer/unknown-file', { what: service });
  return (await listVersionsInUse(ctx, service)).map(({ versionId: id, number, publishedAt, publishedBy, running }) => ({ versionId: id, number, current: id === current.versionId, publishedAt: publishedAt.toISOString(), publishedBy, running }));
}

const versions = [
  api({ ...editing, method: 'GET', path: `${SERVICE}/versions`, summary: 'Fassungen einer Leistung und was darauf läuft', params: slug, response: z.array(versionSchema), handle: async (rq) => json(await rq.read((ctx) => versionsJson(ctx, rq.params.slug))) }),
  api({ ...editing, method: 'GET', path: `${SERVICE}/versions/:versionId`, summary: 'Die Dateien einer Fassung', params: versionId, response: z.object({ files: z.record(z.string(), z.string()) }), handle: async (rq) => json({ files: await rq.read((ctx) => getVersionFiles(ctx, rq.params.slug, rq.params.versionId)) }) }),
  api({
    ...editing, method: 'GET', path: `${SERVICE}/compare`, summary: 'Zwei Fassungen vergleichen', params: slug, query: z.object({ from: z.uuid(), to: z.uuid() }), response: z.array(differenceSchema),
    handle: async (rq) => {
      const [before, after] = await rq.read(async (ctx) => [await getVersionFiles(ctx, rq.params.slug, rq.query.from), await getVersionFiles(ctx, rq.params.slug, rq.query.to)] as const);
      return json((await compareBundles(before, after)).map(differenceJson));
    },
  }),
  api({
    ...publishing, method: 'POST', path: `${SERVICE}/versions/:versionId/use`, summary: 'Zu einer früheren Fassung zurück; auf Wunsch gehen umgestellte Vorgänge mit', params: versionId,
    body: z.object({ reason: z.string().max(2000), restoreCases: z.boolean().default(false) }), response: z.object({ number: z.int(), restoring: z.int() }),
    handle: async (rq) => json(await rq.transact((ctx) => rollBack(ctx, { ...rq.params, ...rq.body }))),
  }),
];

const packed = z.object({ package: z.base64().max(23_000_000).describe('das Paket, Base64') });
const dryRun = z.object({
  service: z.string(), from: z.string(), madeBy: z.string(), madeAt: z.string(), fingerprint: z.string(), ownKey: z.boolean(), against: z.string(), revision: z.int().describe('beim Einlesen anzugeben'),
  publishable: z.boolean(), findings: z.array(findingSchema), differences: z.array(differenceSchema), running: z.array(z.object({ versionId: z.uuid(), number: z.int(), running: z.int(), stuck: z.array(z.object({ title: z.string(), instances: z.int() })) })),
});

/** @throws designer/refused 422 with the reason */
function opened(base64: string): SignedBundle {
  const found = openBundle(Buffer.from(base64, 'base64'));
  if (!found.ok) throw problem('designer/refused', { reason: found.reason });
  return found.bundle;
}

const packages = [
  api({
    ...editing, method: 'GET', path: `${ONE}/package`, summary: 'Den Entwurf als unterschriebenes Paket laden', params: draftId,
    handle: async (rq) => file({ ...(await rq.read((ctx) => packageOf(ctx, rq.params.id))), type: 'application/octet-stream' }),
  }),
  api({
    ...editing, method: 'POST', path: '/api/packages/dry-run', summary: 'Probelauf: was ein Paket ändern würde, auch für laufende Vorgänge', body: packed, response: dryRun,
    handle: async (rq) => {
      const bundle = opened(rq.body.package);
      const { versions: inUse, findings, differences, ...rest } = await rq.read((ctx) => dryRunOf(ctx, bundle));
      const { slug: service, from, madeBy, madeAt, fingerprint } = bundle;
      const running = inUse.filter((one) => one.running > 0).map(({ versionId: id, number, running: count, stuck }) => ({ versionId: id, number, running: count, stuck }));
      return json({ service, from, madeBy, madeAt, fingerprint, ...rest, publishable: findings.every(({ severity }) => severity !== 'error'), findings: findings.map(findingJson), differences: differences.map(differenceJson), running });
    },
  }),
  api({
    ...editing, method: 'POST', path: '/api/packages', summary: 'Ein Paket in den Entwurf seiner Leistung einlesen', body: packed.extend({ revision: z.int().min(0).describe('aus dem Probelauf') }), response: draftSchema,
    handle: async (rq) => {
      const id = await rq.transact((ctx) => takePackage(ctx, opened(rq.body.package), rq.body.revision));
      return json(draftJson(await rq.read((ctx) => getDraftHead(ctx, id))), { status: 201 });
    },
  }),
];

/** Approval, versions and packages for machines; the same use cases and rights as the pages. */
export const stateApi = [...states, ...versions, ...packages];
