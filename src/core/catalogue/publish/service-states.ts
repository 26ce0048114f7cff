import { readServiceFolder } from '../bundle/service-bundle.ts';
import type { ServiceFinding } from '../bundle/finding.ts';
import type { Ctx } from '#platform/module';
import { join } from 'node:path';
import { validateServiceFolder, type ServiceValidation } from '../walkthrough/validate-service-folder.ts';
import { problem } from '../problems.ts';
import { connectorTypes } from './connector-types.ts';
import { listServiceFolders, readServiceState } from './publish-changed-services.ts';
import { listServices, type PublishedService } from './services.queries.ts';

/** How a folder stands to what is published. */
export type ServiceState = 'current' | 'changed' | 'new' | 'broken' | 'ahead' | 'without-folder';
export type ServiceOverview = {
  slug: string;
  state: ServiceState;
  published?: PublishedService;
  /** Hash of the folder's content; absent without folder. */
  hash?: string;
  findings: ServiceFinding[];
};

/** Every service: what is published, what lies in the folder, what is wrong with it. Only changed folders are compiled. */
export async function listServiceStates(ctx: Ctx): Promise<ServiceOverview[]> {
  const published = new Map((await listServices(ctx)).map((service) => [service.slug, service]));
  const folders = await listServiceFolders(ctx.platform.config.servicesDir);
  const slugs = [...new Set([...published.keys(), ...folders])].sort();
  return Promise.all(slugs.map((slug) => overviewOf(ctx, { slug, published: published.get(slug), hasFolder: folders.includes(slug) })));
}

async function overviewOf(ctx: Ctx, { slug, published, hasFolder }: { slug: string; published: PublishedService | undefined; hasFolder: boolean }): Promise<ServiceOverview> {
  const known = published ? { published } : {};
  if (!hasFolder) return { slug, state: 'without-folder', ...known, findings: [] };
  const { bundle } = await readServiceFolder(join(ctx.platform.config.servicesDir, slug));
  if (published?.hash === bundle.hash) return { slug, state: 'current', ...known, hash: bundle.hash, findings: [] };
  if (published?.folderHash === bundle.hash) return { slug, state: 'ahead', ...known, hash: bundle.hash, findings: [] };
  const { findings, publishable } = await readServiceState(ctx.platform, slug);
  return { slug, state: publishable ? (published ? 'changed' : 'new') : 'broken', ...known, hash: bundle.hash, findings };
}

/**
 * One service with the full check of its folder, examples included.
 * @throws catalogue/unknown-service 404
 */
export async function getServiceState(ctx: Ctx, slug: string): Promise<ServiceOverview & { validation?: ServiceValidation }> {
  const published = (await listServices(ctx)).find((service) => service.slug === slug);
  const hasFolder = (await listServiceFolders(ctx.platform.config.servicesDir)).includes(slug);
  if (!published && !hasFolder) throw problem('catalogue/unknown-service');
  const overview = await overviewOf(ctx, { slug, published, hasFolder });
  if (!hasFolder) return overview;
  const validation = await validateServiceFolder(join(ctx.platform.config.servicesDir, slug), { connectors: connectorTypes(ctx.platform) });
  return { ...overview, validation };
}
