import { redirect, type Reply, type Rq } from '#platform/http';
import { Problem, type Ctx } from '#platform/module';
import type { Typed } from './read-typed.ts';

/** A form that was refused, with what was typed. */
export type Again = { problem: Problem; form: string; typed: Typed };
export const typedIn = (again: Again | undefined, form: string): Typed => (again?.form === form ? again.typed : {});

type Work = { form: string; work(ctx: Ctx, typed: Typed): Promise<unknown>; done: { to: string | ((made: unknown) => string); flash: string }; show(ctx: Ctx, again: Again): Promise<Reply> };

/** Does it, or shows the page again with the reason and everything typed. */
export async function act(rq: Pick<Rq<unknown, unknown, Typed>, 'transact' | 'read' | 'body'>, { form, work, done, show }: Work): Promise<Reply> {
  let made: unknown;
  try {
    made = await rq.transact((ctx) => work(ctx, rq.body));
  } catch (error) {
    if (!(error instanceof Problem) || ![409, 422].includes(error.status)) throw error;
    const problem = error;
    return rq.read((ctx) => show(ctx, { problem, form, typed: rq.body }));
  }
  return redirect(typeof done.to === 'string' ? done.to : done.to(made), { flash: done.flash });
}
