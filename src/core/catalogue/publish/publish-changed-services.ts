import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { forgetBrief } from '#platform/http';
import { SYSTEM, type Ctx, type Platform } from '#platform/module';
import { compileServiceFolder } from '../bundle/compile-service.ts';
import { findingInWords, type ServiceFinding } from '../bundle/finding.ts';
import { readYaml } from '../bundle/read-yaml.ts';
import { assignCare } from '../care/text-care.ts';
import { readServiceFolder, type ServiceBundle } from '../bundle/service-bundle.ts';
import { entrySchema, type EntrySettings } from '../bundle/settings-schema.ts';
import { putEntries, removeEntries } from '../put-entries.ts';
import { writeSynonyms } from '../search/index-entries.ts';
import type { CatalogueTables } from '../tables.ts';
import { connectorTypes } from './connector-types.ts';
import { publishService, publishServices, type Published } from './publish-service.ts';

export type FolderState = { slug: string; bundle: ServiceBundle; findings: ServiceFinding[]; publishable: boolean };
export type PublishReport = { published: string[]; unchanged: string[]; broken: { slug: string; findings: ServiceFinding[] }[]; entries: number };

const listSchema = z.strictObject({ entries: z.array(entrySchema) });
const synonymsSchema = z.strictObject({ groups: z.array(z.array(z.string().min(2)).min(2)) });

/** Names of the service folders below a directory. */
export async function listServiceFolders(dir: string): Promise<string[]> {
  const names = await readdir(dir, { withFileTypes: true }).catch(() => []);
  const folders: string[] = [];
  for (const name of names.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (await access(join(dir, name.name, 'service.yaml')).then(() => true, () => false)) folders.push(name.name);
  }
  return folders;
}

/** One folder as it lies on disk, compiled. */
export async function readServiceState(platform: Platform, slug: string): Promise<FolderState> {
  const { bundle, findings } = await readServiceFolder(join(platform.config.servicesDir, slug));
  const compiled = await compileServiceFolder(bundle, { connectors: connectorTypes(platform) });
  const all = [...findings, ...compiled.findings];
  return { slug, bundle, findings: all, publishable: compiled.service !== undefined && findings.length === 0 };
}

/**
 * Publishes every folder under SERVICES_DIR whose content is not current yet, and the list of further entries. A broken folder is
 * reported and left as it was; the others are published. Cheap when nothing has changed (hashes only).
 */
export async function publishChangedServices(platform: Platform, tenantId: number): Promise<PublishReport> {
  const dir = platform.config.servicesDir;
  const report: PublishReport = { published: [], unchanged: [], broken: [], entries: 0 };
  const who = { tenantId, actor: SYSTEM };
  const current = await platform.read(who, currentHashes);
  const waiting: ServiceBundle[] = [];
  const slugs = await listServiceFolders(dir);
  for (let at = 0; at < slugs.length; at += AT_ONCE) {
    // reading is waiting for the disk: many folders side by side take a third of the time
    const group = slugs.slice(at, at + AT_ONCE).map((slug) => ({ slug, read: readServiceFolder(join(dir, slug)) }));
    await Promise.allSettled(group.map(({ read }) => read));
    for (const { slug, read } of group) {
      await attempt(report, slug, async () => {
        const bundle = await findChangedFolder(platform, who, { bundle: (await read).bundle, current, report });
        if (bundle) waiting.push(bundle);
      });
    }
    if (waiting.length >= AT_ONCE) await publishFolders(platform, who, { bundles: waiting.splice(0), report });
  }
  await publishFolders(platform, who, { bundles: waiting, report });
  report.entries = await platform.transact(who, (ctx) => publishList(ctx, dir, report));
  // whoever opens the list of texts on the first day must not find it empty
  if (report.published.length > 0) await platform.transact(who, (ctx) => assignCare(ctx));
  forgetBrief(platform);
  for (const { slug, findings } of report.broken) {
    for (const finding of findings.filter(({ severity }) => severity === 'error')) platform.log.warn({ slug, file: finding.file, element: finding.element }, `service not published: ${findingInWords(finding)}`);
  }
  return report;
}

/** Enough that words are written in one go, few enough that nobody waits long for the lock. */
const AT_ONCE = 16;
type Who = { tenantId: number; actor: typeof SYSTEM };
type Hashes = { hash: string; folderHash: string | null };
type Folder = { bundle: ServiceBundle; current: Map<string, Hashes>; report: PublishReport };

async function attempt(report: PublishReport, slug: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    report.broken.push({ slug, findings: [{ severity: 'error', file: '', element: '', message: (error as Error).message }] });
  }
}

/** The content of a folder when it is to be published. */
async function findChangedFolder(platform: Platform, who: Who, { bundle, current, report }: Folder): Promise<ServiceBundle | undefined> {
  const { slug } = bundle;
  const known = current.get(slug);
  // what the workshop has published after this folder stays, as long as nobody touches the folder
  if (known && (known.hash === bundle.hash || known.folderHash === bundle.hash)) {
    if (known.folderHash !== bundle.hash) await platform.transact(who, (ctx) => rememberFolder(ctx, bundle));
    report.unchanged.push(slug);
    return undefined;
  }
  const state = await readServiceState(platform, slug);
  if (state.publishable) return state.bundle;
  report.broken.push({ slug, findings: state.findings });
  return undefined;
}

/** Together, and one by one when that fails: one bad folder keeps no other from being published. */
async function publishFolders(platform: Platform, who: Who, { bundles, report }: { bundles: ServiceBundle[]; report: PublishReport }): Promise<void> {
  const publish = (some: ServiceBundle[]): Promise<void> =>
    platform.transact(who, async (ctx) => {
      await publishServices(ctx, some);
      for (const bundle of some) await rememberFolder(ctx, bundle);
    });
  const together = await publish(bundles).then(() => true, () => false);
  if (together) return void report.published.push(...bundles.map(({ slug }) => slug));
  for (const bundle of bundles) {
    await attempt(report, bundle.slug, async () => {
      await publish([bundle]);
      report.published.push(bundle.slug);
    });
  }
}

/** Publishes a folder's content and remembers that it came from there. */
export async function publishFromFolder(ctx: Ctx, bundle: ServiceBundle): Promise<Published> {
  const published = await publishService(ctx, bundle);
  await rememberFolder(ctx, bundle);
  return published;
}

async function rememberFolder(ctx: Ctx, bundle: ServiceBundle): Promise<void> {
  await ctx.db<CatalogueTables>().updateTable('catalogue.service').set({ folder_hash: bundle.hash }).where('tenant_id', '=', ctx.tenantId).where('slug', '=', bundle.slug).execute();
}

async function currentHashes(ctx: Ctx): Promise<Map<string, Hashes>> {
  const rows = await ctx
    .db<CatalogueTables>()
    .selectFrom('catalogue.service as s')
    .innerJoin('catalogue.service_version as v', (join) => join.onRef('v.tenant_id', '=', 's.tenant_id').onRef('v.id', '=', 's.current_version_id'))
    .select(['s.slug', 'v.hash', 's.folder_hash as folderHash'])
    .where('s.tenant_id', '=', ctx.tenantId)
    .execute();
  return new Map(rows.map(({ slug, ...hashes }) => [slug, hashes]));
}

/** The plain entries (catalogue-entries.yaml) and the words that mean the same (synonyms.yaml); both files are optional. */
async function publishList(ctx: Ctx, dir: string, report: PublishReport): Promise<number> {
  const synonyms = await readList(join(dir, 'synonyms.yaml'), synonymsSchema, report);
  if (synonyms) await writeSynonyms(ctx, synonyms.groups);
  const list = await readList(join(dir, 'catalogue-entries.yaml'), listSchema, report);
  if (!list) return 0;
  const services = new Set([...(await listServiceFolders(dir)), ...(await currentHashes(ctx)).keys()]);
  const entries = list.entries.filter((entry) => !services.has(entry.slug));
  await putEntries(ctx, entries.map((settings: EntrySettings) => ({ settings: { ...settings, online: false }, source: 'list' as const, versionId: null })));
  const listed = await ctx.db<CatalogueTables>().selectFrom('catalogue.entry').select('slug').where('tenant_id', '=', ctx.tenantId).where('source', '=', 'list').execute();
  const kept = new Set(entries.map((entry) => entry.slug));
  await removeEntries(ctx, listed.map((row) => row.slug).filter((slug) => !kept.has(slug)));
  return entries.length;
}

async function readList<Schema extends z.ZodType>(path: string, schema: Schema, report: PublishReport): Promise<z.output<Schema> | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const file = path.split('/').at(-1) ?? path;
  const { value, findings } = readYaml(file, text, schema);
  if (!value) report.broken.push({ slug: file, findings });
  return value;
}
