import { Problem, type Ctx } from '#platform/module';
import { redirect, type Reply, type Rq } from './route.ts';

type Attempt<R> = {
  work(ctx: Ctx): Promise<R>;
  /** Said on the next page. */
  flash: string | ((made: R) => string);
  to: string | ((made: R) => string);
  /** The page again, with the refusal and what was typed. */
  again(ctx: Ctx, refused: Problem): Promise<Reply>;
};

/** Does what a form asks for and goes on, or shows the page again with the reason (409, 422), so that nothing typed is lost. Other refusals go their way. */
export async function attempt<R>(rq: Pick<Rq, 'transact' | 'read'>, { work, flash, to, again }: Attempt<R>): Promise<Reply> {
  try {
    const made = await rq.transact(work);
    return redirect(typeof to === 'string' ? to : to(made), { flash: typeof flash === 'string' ? flash : flash(made) });
  } catch (error) {
    if (!(error instanceof Problem) || ![409, 422].includes(error.status)) throw error;
    const refused = error;
    return { ...(await rq.read((ctx) => again(ctx, refused))), status: refused.status };
  }
}
