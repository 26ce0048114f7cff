import { redirect, type Reply, type Rq } from '#platform/http';
import { Problem, type Ctx } from '#platform/module';

/** What came with a form, shown again when it is refused. */
export type Typed = Record<string, string>;

type Work = { work(ctx: Ctx): Promise<unknown>; flash: string; to: string | ((made: unknown) => string); /** The page again, with the refusal and what was typed. */ again(ctx: Ctx, refused: Problem): Promise<Reply> };

/** Does it, or shows the page again with the reason and everything typed. */
export async function act(rq: Pick<Rq, 'transact' | 'read'>, { work, flash, to, again }: Work): Promise<Reply> {
  let made: unknown;
  try {
    made = await rq.transact(work);
  } catch (error) {
    if (!(error instanceof Problem) || ![409, 422].includes(error.status)) throw error;
    const refused = error;
    return { ...(await rq.read((ctx) => again(ctx, refused))), status: refused.status };
  }
  return redirect(typeof to === 'string' ? to : to(made), { flash });
}
