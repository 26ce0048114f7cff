import type { Ctx } from '#platform/module';
import type { ApplicationTables } from '../tables.ts';
import { inviteSigner } from './invite-signer.ts';
import { findSigning, type Signature } from './signing.queries.ts';

const DAYS_BETWEEN = 3;
const MOST_REMINDERS = 3;
const AT_ONCE = 200;

/** Reminds whoever was invited and has not answered: every three days, at most three times. @returns how many mails were written */
export async function remindSigners(ctx: Ctx): Promise<number> {
  const since = new Date(ctx.now.getTime() - DAYS_BETWEEN * 86_400_000);
  const due: Signature[] = await ctx
    .db<ApplicationTables>()
    .selectFrom('applications.signature')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('state', '=', 'invited')
    .where('invited_at', '<=', since)
    .where('reminders', '<', MOST_REMINDERS)
    .where((eb) => eb.or([eb('reminded_at', 'is', null), eb('reminded_at', '<=', since)]))
    .orderBy('invited_at')
    .limit(AT_ONCE)
    .forUpdate()
    .skipLocked()
    .execute();
  let reminded = 0;
  for (const signature of due) {
    const signing = await findSigning(ctx, signature.draft_id);
    if (signing?.state !== 'open' || signing.round !== signature.round) continue;
    await inviteSigner(ctx, { signing, signature }, { kind: 'reminder' });
    reminded += 1;
  }
  return reminded;
}
