import { listServices } from '#core/catalogue';
import type { Ctx } from '#platform/module';
import { visible } from './access.ts';
import { likeness, type Likeness } from './points.ts';
import { stateWords } from './project.ts';
import type { ProjectTables } from './tables.ts';
import { rankLikeness } from './rank-likeness.ts';

export type SimilarGroup = { kind: string; label: string; found: Likeness[] };

/** What resembles a text: projects, services, ideas, IT services, whatever fills the point `likeness`. Groups without a find are left out. */
export async function findSimilar(ctx: Ctx, text: string, { limit = 5, kinds, exceptHref }: { limit?: number; kinds?: string[]; exceptHref?: string } = {}): Promise<SimilarGroup[]> {
  if (text.trim().length < 4) return [];
  const groups: SimilarGroup[] = [];
  for (const source of ctx.platform.contributions(likeness)) {
    if (kinds && !kinds.includes(source.kind)) continue;
    const found = (await source.find(ctx, text, limit + 1)).filter((one) => one.href !== exceptHref).slice(0, limit);
    if (found.length > 0) groups.push({ kind: source.kind, label: source.label, found });
  }
  return groups;
}

/** Projects like the text, those that are over too: what failed once is worth knowing. */
export async function findSimilarProjects(ctx: Ctx, text: string, limit: number): Promise<Likeness[]> {
  const rows = await ctx.db<ProjectTables>().selectFrom('projects.project').select(['id', 'number', 'title', 'purpose', 'state']).where('tenant_id', '=', ctx.tenantId).where(visible(ctx)).orderBy('number', 'desc').limit(2000).execute();
  return rankLikeness(text, rows, { describe: (row) => ({ title: row.title, more: row.purpose }), limit }).map(({ of, near }) => ({ title: of.title, href: `/office/projekte/${of.id}`, note: `${of.number}, ${stateWords[of.state]}`, near }));
}

/** Services that are online already. */
export async function findSimilarServices(ctx: Ctx, text: string, limit: number): Promise<Likeness[]> {
  return rankLikeness(text, await listServices(ctx), { describe: (service) => ({ title: service.name, more: '' }), limit }).map(({ of, near }) => ({ title: of.name, href: `/leistungen/${of.slug}`, note: 'schon online', near }));
}
