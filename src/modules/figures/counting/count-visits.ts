import type { Answers } from '#core/applications';
import type { Visit, VisitListener } from '#platform/http';
import { runAsSystem } from '#platform/jobs';
import type { Platform } from '#platform/module';
import { Counts, writeCounts } from './counts.ts';
import { isRobot } from './robots.ts';
import { SeenBefore } from './seen-before.ts';

/** A page view costs no transaction: what is counted is written this often, all at once. A crash loses this much. */
const WRITE_EVERY_MS = 30_000;

type Counting = { seen: SeenBefore; byTenant: Map<number, Counts>; timer: NodeJS.Timeout | undefined };
const countings = new WeakMap<Platform, Counting>();

function countingOf(platform: Platform): Counting {
  const known = countings.get(platform);
  if (known) return known;
  const made: Counting = { seen: new SeenBefore(), byTenant: new Map(), timer: undefined };
  countings.set(platform, made);
  return made;
}

/** Counts qualified views of the portal: by people, each page once in half an hour, none of the city's own staff. */
export const visitCounter: VisitListener = {
  seen: (visit) => {
    if (visit.site !== 'portal' || visit.actor === 'staff' || visit.actor === 'machine' || visit.prefetched || isRobot(visit.userAgent)) return;
    const { platform, tenantId } = visit;
    const counting = countingOf(platform);
    const now = platform.clock();
    const [path = '/', query = ''] = visit.url.split('?');
    const { about } = visit;
    // pages of one draft are steps of a service: whose draft it is must play no part
    const page = about?.step ? `${about.service}/${about.step}` : path;
    const again = counting.seen.has(now, { ip: visit.ip, userAgent: visit.userAgent, page });
    const words = new URLSearchParams(query).get('q')?.trim();
    if (again && !words) return;
    const counts = countsOf(counting, tenantId);
    if (!again) counts.add(now, about?.step ? { kind: 'step', ...about } : { kind: 'view', service: about?.service });
    if (words && isSearch(path) && !counting.seen.has(now, { ...visit, page: `?${words}` })) counts.add(now, { kind: 'search' });
    writeLater(platform, counting);
  },
  end: (platform) => writeVisits(platform),
};

function countsOf({ byTenant }: Counting, tenantId: number): Counts {
  const counts = byTenant.get(tenantId) ?? new Counts();
  byTenant.set(tenantId, counts);
  return counts;
}

function writeLater(platform: Platform, counting: Counting): void {
  counting.timer ??= setTimeout(() => void writeVisits(platform).catch((error: unknown) => platform.log.warn({ err: error }, 'figures not written')), WRITE_EVERY_MS).unref();
}

/** Counts which questions of a form were asked, answered and sent back: the question, never the answer. */
export function countAnswers({ platform, tenantId, actor, service, ...told }: Answers): void {
  if (actor === 'staff' || actor === 'machine') return;
  const counting = countingOf(platform);
  const counts = countsOf(counting, tenantId);
  const now = platform.clock();
  for (const kind of ['asked', 'answered', 'refused'] as const) for (const step of told[kind]) counts.add(now, { kind, service, step });
  writeLater(platform, counting);
}

const isSearch = (path: Visit['url']): boolean => path === '/suche' || path === '/leistungen';

/** Writes what has been counted since the last time. */
export async function writeVisits(platform: Platform): Promise<void> {
  const counting = countings.get(platform);
  if (!counting) return;
  clearTimeout(counting.timer);
  counting.timer = undefined;
  for (const [tenantId, counts] of counting.byTenant) {
    const batch = counts.take();
    if (batch.length > 0) await platform.transact(runAsSystem(tenantId), (ctx) => writeCounts(ctx, batch));
  }
}
