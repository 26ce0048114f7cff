import { page, redirect, type Flash } from '#platform/http';
import { plural } from '#platform/i18n';
import { Problem, type Ctx, type Platform, type Who } from '#platform/module';
import { z } from 'zod';
import { reachOf } from '../access.ts';
import { claimTask } from '../claim-task.ts';
import { delegateTask } from '../delegate-task.ts';
import { problem } from '../problems.ts';
import { returnTask } from '../return-task.ts';
import { saveView } from '../saved-views.ts';
import { setResubmission } from '../set-resubmission.ts';
import { getTask } from '../tasks.queries.ts';
import { filterOf, workQuery, type Cursor, type WorkFilter } from '../work-filter.ts';
import { listWork } from '../work-list.queries.ts';
import { listColleagues } from './work-names.ts';

/** More than this at once would keep a person waiting without a word; the rest stays for a second click. */
const MOST_AT_ONCE = 1000;

const several = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const body = z.object({
  aktion: z.enum(['uebernehmen', 'zurueckgeben', 'weitergeben', 'wiedervorlage']),
  aufgabe: several.default([]),
  umfang: z.string().optional(),
  person: z.string().optional(),
  am: z.string().optional(),
  liste: z.string().max(2000).default(''),
  zurueck: z.string().max(2000).default('/office/arbeit'),
});
type Body = z.output<typeof body>;

export const bulkWork = page({
  method: 'POST',
  path: '/office/arbeit/sammel',
  site: 'office',
  access: 'staff',
  body,
  handle: async (rq) => {
    const back = rq.body.zurueck.startsWith('/office/') ? rq.body.zurueck : '/office/arbeit';
    const ids = rq.body.umfang === 'alle' ? await rq.read((ctx) => allIds(ctx, listed(rq.body.liste))) : rq.body.aufgabe.filter((id) => z.uuid().safeParse(id).success);
    if (ids.length === 0) return redirect(back, { flash: { kind: 'info', text: 'Bitte kreuzen Sie zuerst Aufgaben an.' } });
    const act = await rq.read((ctx) => actionOf(ctx, rq.body));
    const who = { tenantId: rq.tenantId, actor: rq.actor };
    return redirect(back, { flash: await doEach(rq.platform, who, { ids, act }) });
  },
});

const listed = (liste: string): WorkFilter => filterOf(workQuery.parse(Object.fromEntries(new URLSearchParams(liste))));

async function allIds(ctx: Ctx, filter: WorkFilter): Promise<string[]> {
  const reach = await reachOf(ctx);
  const ids: string[] = [];
  for (let after: Cursor | undefined; ids.length < MOST_AT_ONCE; ) {
    const list = await listWork(ctx, { reach, filter, page: { limit: 500, ...(after ? { after } : {}) } });
    ids.push(...list.rows.map((row) => row.id));
    after = list.next;
    if (!after) break;
  }
  return ids.slice(0, MOST_AT_ONCE);
}

type Act = (ctx: Ctx, taskId: string) => Promise<unknown>;

async function actionOf(ctx: Ctx, { aktion, person, am }: Body): Promise<Act> {
  switch (aktion) {
    case 'uebernehmen':
      return claimTask;
    case 'zurueckgeben':
      return returnTask;
    case 'weitergeben': {
      const colleague = (await listColleagues(ctx, (await reachOf(ctx)).groups)).find(({ id }) => id === person);
      if (!colleague) throw problem('cases/no-such-colleague');
      return (inner, taskId) => delegateTask(inner, taskId, colleague);
    }
    case 'wiedervorlage':
      return async (inner, taskId) => setResubmission(inner, { caseId: (await getTask(inner, taskId)).caseId, dueOn: am ?? '', reason: 'Sammelwiedervorlage' });
  }
}

/** Each in its own transaction; what was refused is told with its reason. */
async function doEach(platform: Platform, who: Who, { ids, act }: { ids: string[]; act: Act }): Promise<Flash> {
  const refused = new Map<string, number>();
  let done = 0;
  for (const id of ids) {
    try {
      await platform.transact(who, (ctx) => act(ctx, id));
      done++;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      refused.set(error.de, (refused.get(error.de) ?? 0) + 1);
    }
  }
  const good = plural(done, { one: 'Eine Aufgabe erledigt.', other: `${done} Aufgaben erledigt.` });
  const bad = [...refused].map(([reason, count]) => `${count} nicht: ${reason}`);
  return { kind: refused.size ? 'warning' : 'success', text: [done || !refused.size ? good : '', ...bad].filter(Boolean).join(' ') };
}

export const keepView = page({
  method: 'POST',
  path: '/office/arbeit/ansichten',
  site: 'office',
  access: 'staff',
  body: z.object({ name: z.string().max(200), liste: z.string().max(2000) }),
  handle: async (rq) => {
    await rq.transact((ctx) => saveView(ctx, { name: rq.body.name, query: rq.body.liste }));
    return redirect(`/office/arbeit?${rq.body.liste}`, { flash: `Die Liste „${rq.body.name.trim()}“ steht jetzt über dem Arbeitsvorrat.` });
  },
});
