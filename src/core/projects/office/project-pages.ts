import { page, redirect, type Reply, type Rq } from '#platform/http';
import { Problem, type Ctx } from '#platform/module';
import { z } from 'zod';
import { showGates } from './gates-tab.tsx';
import { showHistory } from './history-tab.tsx';
import { showOverview } from './overview-tab.tsx';
import { showPeople } from './people-tab.tsx';
import { showPlan } from './plan-tab.tsx';
import { actions, type Action } from './project-actions.ts';
import { PROJECTS, loadShown, tabHref, tabs, type Shown, type Tab } from './project-frame.tsx';
import { showWatch } from './watch-tab.tsx';

const shows: Record<Tab, (ctx: Ctx, shown: Shown) => Promise<Reply>> = { ueberblick: showOverview, plan: showPlan, personen: showPeople, risiken: showWatch, phasen: showGates, verlauf: showHistory };
const params = z.object({ id: z.uuid() });

/** The page of a project, each part with its own address. */
export const projectPages = tabs.map(({ key, path }) =>
  page({
    method: 'GET', path: `${PROJECTS}/:id${path}`, site: 'office', access: 'staff', params,
    query: z.object({ vor: z.string().max(100).optional() }),
    handle: (rq) =>
      rq.read(async (ctx) => {
        const shown = await loadShown(ctx, rq.params.id);
        const [at, id] = (rq.query.vor ?? '').split('|');
        const older = key === 'verlauf' && id && z.uuid().safeParse(id).success && !Number.isNaN(Date.parse(at ?? '')) ? { at: new Date(at ?? ''), id } : undefined;
        return older ? showHistory(ctx, shown, older) : shows[key](ctx, shown);
      }),
  }),
);

/** Every change of a project by a form: done, or the page again with the reason and everything typed. */
export const projectActionRoutes = actions.map((action) =>
  page({
    method: 'POST', path: `${PROJECTS}/:id/${action.path}`, site: 'office', access: 'staff',
    params: action.path.includes(':teil') ? z.object({ id: z.uuid(), teil: z.uuid() }) : params.extend({ teil: z.uuid().optional() }),
    body: z.record(z.string(), z.string().max(20_000)).default({}),
    handle: (rq) => carryOut(rq, action),
  }),
);

type Asked = Pick<Rq<{ id: string; teil?: string | undefined }, unknown, Record<string, string>>, 'params' | 'body' | 'transact' | 'read'>;

async function carryOut(rq: Asked, { work, flash, tab, form, anchor }: Action): Promise<Reply> {
  const { id, teil = '' } = rq.params;
  try {
    await rq.transact((ctx) => work(ctx, { projectId: id, part: teil, typed: rq.body }));
  } catch (error) {
    if (!(error instanceof Problem) || ![409, 422].includes(error.status)) throw error;
    const problem = error;
    return rq.read(async (ctx) => shows[tab](ctx, await loadShown(ctx, id, { problem, form: teil ? `${form}:${teil}` : form, typed: rq.body })));
  }
  return redirect(`${tabHref(id, tab)}${anchor ? `#${anchor}` : ''}`, { flash: typeof flash === 'string' ? flash : flash(rq.body) });
}
