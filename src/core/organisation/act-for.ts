import { setActingFor } from '#platform/auth';
import type { Ctx } from '#platform/module';
import { problem } from './problems.ts';
import { listSubstitutions } from './substitutions.ts';

/**
 * From now on this session acts for the absent person ('X for Y' in the audit log); null: for oneself again.
 * @throws organisation/not-substitute 403 when no substitution holds today
 */
export async function actFor(ctx: Ctx, session: { id: string; accountId: string }, absentId: string | null): Promise<void> {
  if (absentId) {
    const scopes = await listSubstitutions(ctx, { substituteId: session.accountId, absentId, at: 'today' });
    if (scopes.length === 0) throw problem('organisation/not-substitute');
  }
  await setActingFor(ctx, session.id, absentId);
  ctx.emit({ type: absentId ? 'organisation/acting-started' : 'organisation/acting-ended', subject: `account:${absentId ?? session.accountId}`, data: { substitute: session.accountId } });
}
