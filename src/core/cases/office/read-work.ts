import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { reachOf } from '../access.ts';
import { listViews, type SavedView } from '../saved-views.ts';
import { decodeCursor, filterOf, type WorkFilter, type WorkPage, type WorkQuery } from '../work-filter.ts';
import { countWork, listWork, workFigures, type WorkFigures, type WorkList } from '../work-list.queries.ts';
import { workNames, type WorkNames } from './work-names.ts';

const PAGE = 50;

export type Work = { filter: WorkFilter; list: WorkList; count: number; figures: WorkFigures; names: WorkNames; saved: SavedView[]; today: string };

/** One page of a list with all that stands around it. */
export async function readWork(ctx: Ctx, query: WorkQuery): Promise<Work> {
  const filter = filterOf(query);
  const reach = await reachOf(ctx);
  return {
    filter,
    list: await listWork(ctx, { reach, filter, page: pageOf(query, filter) }),
    count: await countWork(ctx, reach, filter),
    figures: await workFigures(ctx, reach),
    names: await workNames(ctx, reach),
    saved: await listViews(ctx),
    today: calendarDayOf(ctx.now),
  };
}

function pageOf(query: WorkQuery, filter: WorkFilter): WorkPage {
  const after = decodeCursor(query.nach, filter.sort);
  const before = decodeCursor(query.vor, filter.sort);
  return { limit: PAGE, ...(after ? { after } : before ? { before } : {}) };
}
