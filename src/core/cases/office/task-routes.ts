import { partsOf } from '#core/organisation';
import { getServiceVersion } from '#core/catalogue';
import { parsePage, type ParsedPage } from '#engines/forms';
import { page, redirect, type Reply } from '#platform/http';
import { Problem, type Ctx } from '#platform/module';
import { z } from 'zod';
import { requireCaseAccess } from '../access.ts';
import { caseContext } from '../case-context.ts';
import { getCase } from '../cases.queries.ts';
import { claimTask } from '../claim-task.ts';
import { completeTask, taskFormEnv } from '../complete-task.ts';
import { delegateTask } from '../delegate-task.ts';
import { problem } from '../problems.ts';
import { returnTask } from '../return-task.ts';
import type { Task } from '../task.ts';
import { getTask } from '../tasks.queries.ts';
import { withQuery } from './case-documents.tsx';
import { showCase } from './case-page.tsx';
import type { Posted } from './task-panel.tsx';
import { listColleagues } from './work-names.ts';

const params = z.object({ id: z.uuid() });
const list = z.string().max(2000).default('');
const posted = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** Back to the case, with the task and the list it was opened from. */
const back = (task: Task, liste: string): string => withQuery({ found: { id: task.caseId } as never, task, list: liste });

const route = { method: 'POST', site: 'office', access: 'staff', params } as const;

export const claimRoute = page({
  ...route,
  path: '/office/aufgaben/:id/uebernehmen',
  body: z.object({ liste: list }),
  handle: async (rq) => {
    const task = await rq.transact((ctx) => claimTask(ctx, rq.params.id));
    return redirect(back(task, rq.body.liste), { flash: `„${task.name}“ liegt jetzt bei Ihnen.` });
  },
});

export const returnRoute = page({
  ...route,
  path: '/office/aufgaben/:id/zurueckgeben',
  body: z.object({ liste: list }),
  handle: async (rq) => {
    const task = await rq.transact(async (ctx) => {
      await returnTask(ctx, rq.params.id);
      return getTask(ctx, rq.params.id);
    });
    return redirect(back(task, rq.body.liste), { flash: `„${task.name}“ ist wieder frei für die Gruppe.` });
  },
});

export const delegateRoute = page({
  ...route,
  path: '/office/aufgaben/:id/weitergeben',
  body: z.object({ person: z.string(), liste: list }),
  handle: async (rq) => {
    const { task, name } = await rq.transact(async (ctx) => {
      const found = await getTask(ctx, rq.params.id);
      const colleagues = await listColleagues(ctx, found.groups.map((group) => partsOf(group).office));
      const colleague = colleagues.find(({ id }) => id === rq.body.person);
      if (!colleague) throw problem('cases/no-such-colleague');
      await delegateTask(ctx, found.id, colleague);
      return { task: found, name: colleague.name };
    });
    return redirect(back(task, rq.body.liste), { flash: `„${task.name}“ liegt jetzt bei ${name}.` });
  },
});

/** Refusals after which the typed answers are shown once more instead of being lost. */
const conflicts = new Set(['cases/already-claimed', 'cases/task-closed', 'cases/task-cancelled', 'cases/four-eyes', 'cases/not-in-group', 'cases/refused']);

export const completeRoute = page({
  ...route,
  path: '/office/aufgaben/:id/erledigen',
  body: posted,
  handle: async (rq): Promise<Reply> => {
    const { _liste, ...typed } = rq.body;
    const liste = typeof _liste === 'string' ? _liste.slice(0, 2000) : '';
    const { task, parsed } = await rq.read((ctx) => readAnswers(ctx, rq.params.id, typed));
    const again = (more: Partial<Posted>, status: number): Promise<Reply> =>
      rq.read((ctx) => showCase(ctx, task.caseId, { query: { aufgabe: task.id, liste }, status, posted: { typed: parsed?.typed ?? typed, data: parsed?.values ?? {}, errors: parsed?.errors ?? [], ...more } }));
    if (parsed && !parsed.complete) return again({}, 422);
    try {
      const outcome = await rq.transact((ctx) => completeTask(ctx, { taskId: task.id, data: parsed?.values ?? {} }));
      if (outcome.kind === 'invalid') return await again({ errors: outcome.errors }, 422);
    } catch (error) {
      if (error instanceof Problem && conflicts.has(error.code)) return again({ refusal: error.de, task }, error.status);
      throw error;
    }
    return redirect(back(task, liste), { flash: `„${task.name}“ ist erledigt.` });
  },
});

async function readAnswers(ctx: Ctx, taskId: string, body: Record<string, string | string[]>): Promise<{ task: Task; parsed?: ParsedPage }> {
  const task = await getTask(ctx, taskId);
  const found = await requireCaseAccess(ctx, await getCase(ctx, task.caseId));
  const { taskForms } = await getServiceVersion(ctx, found.versionId);
  const form = task.formKey ? taskForms[task.formKey] : undefined;
  const first = form?.pages[0];
  if (!form || !first) return { task };
  return { task, parsed: parsePage(form, { pageId: first.id, body, data: {}, env: taskFormEnv(ctx, await caseContext(ctx, found), task) }) };
}
