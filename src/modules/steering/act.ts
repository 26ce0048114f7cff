import { redirect, type Reply, type Rq } from '#platform/http';
import { Problem, type Ctx } from '#platform/module';

type Work<R> = { work(ctx: Ctx): Promise<R>; flash: string | ((made: R) => string); to: string | ((made: R) => string); /** The page again, with the refusal and everything typed. */ again(refused: Problem): Promise<Reply> };

/** Does it and goes on, or shows the page again with the reason: nothing typed is lost. */
export async function act<R>(rq: Pick<Rq, 'transact'>, { work, flash, to, again }: Work<R>): Promise<Reply> {
  let made: R;
  try {
    made = await rq.transact(work);
  } catch (error) {
    if (!(error instanceof Problem) || ![409, 422].includes(error.status)) throw error;
    return { ...(await again(error)), status: error.status };
  }
  return redirect(typeof to === 'string' ? to : to(made), { flash: typeof flash === 'string' ? flash : flash(made) });
}
