import { getServiceVersion } from '#core/catalogue';
import { listSigners, signingRules, validateAll, type FieldError, type Signer } from '#engines/forms';
import { newId } from '#platform/db';
import { trusts, type Ctx } from '#platform/module';
import { applicantFacts } from '../applicant.ts';
import { extendDraft, getDraft, type Draft } from '../drafts.ts';
import { formEnvOf } from '../form-env.ts';
import { problem } from '../problems.ts';
import type { Submitted } from '../submit-application.ts';
import type { ApplicationTables } from '../tables.ts';
import type { Visitor } from '../visitor.ts';
import { advanceSigning } from './advance-signing.ts';
import { contentHash } from './content-hash.ts';
import { sign, type Signed } from './sign.ts';
import { findSigning, listSignatures } from './signing.queries.ts';

export type StartSigning = { draftId: string; visitor: Visitor; electronicNotice: boolean; signed: Signed };
export type SigningOutcome =
  | { kind: 'started'; submitted?: Submitted }
  | { kind: 'incomplete'; errors: FieldError[]; pageId: string }
  /** Names or addresses of these people are missing, so that nobody could be invited. */
  | { kind: 'unreachable'; signers: Signer[] };

/**
 * Fixes what is to be signed, signs for the person who fills in when it is their turn, and invites the others. A second click finds the
 * round that has begun.
 * @throws Problem when the draft is not the visitor's, is sent already, or the identity is not proven well enough
 */
export async function startSigning(ctx: Ctx, start: StartSigning): Promise<SigningOutcome> {
  const draft = await getDraft(ctx, start.draftId, { visitor: start.visitor, lock: true });
  const before = await findSigning(ctx, draft.id, { lock: true });
  if (draft.submitted_at || before?.state === 'open') return { kind: 'started' };
  const service = await getServiceVersion(ctx, draft.version_id);
  if (!trusts(ctx.actor, service.settings.trustLevel)) throw problem('applications/trust-needed');
  const env = await formEnvOf(ctx);
  const checked = validateAll(service.form, draft.data, env);
  const [first] = checked.pages;
  if (first) return { kind: 'incomplete', errors: first.errors, pageId: first.id };
  const signers = listSigners(service.form, checked.data, env);
  const unreachable = signers.filter(({ self, name, email }) => !name || (!self && !email));
  if (signers.length === 0) throw problem('applications/nobody-to-sign');
  if (unreachable.length > 0) return { kind: 'unreachable', signers: unreachable };
  const rules = signingRules(service.form, ctx.locale);
  const signing = {
    tenant_id: ctx.tenantId,
    draft_id: draft.id,
    round: (before?.round ?? 0) + 1,
    slug: draft.slug,
    version_id: draft.version_id,
    state: 'open' as const,
    signing_order: rules?.order ?? 'parallel',
    trust_level: rules?.trustLevel ?? 'none',
    content_hash: contentHash(checked.data),
    typed_hash: contentHash(draft.data),
    electronic_notice: start.visitor.accountId !== null && start.electronicNotice,
    owner_trust_level: ctx.actor.trustLevel,
    owner_email: applicantFacts(service, checked.data, draft.locale).email ?? null,
    locale: draft.locale,
    started_at: ctx.now,
    ended_at: null,
  };
  await ctx.db<ApplicationTables>().insertInto('applications.signing').values({ ...signing, content: JSON.stringify(checked.data) }).execute();
  await addSigners(ctx, draft, { round: signing.round, signers });
  ctx.emit({ type: 'applications/signing-started', subject: `draft:${draft.id}`, data: { round: signing.round, signers: signers.length, order: signing.signing_order, contentHash: signing.content_hash } });
  return { kind: 'started', ...(await signFirst(ctx, { ...signing, content: checked.data }, start.signed)) };
}

async function addSigners(ctx: Ctx, draft: Draft, { round, signers }: { round: number; signers: Signer[] }): Promise<void> {
  const rows = signers.map((signer, position) => ({
    tenant_id: ctx.tenantId, id: newId(), draft_id: draft.id, round, position,
    party: signer.key, label: signer.label, name: signer.name, email: signer.email ?? null, is_self: signer.self, state: 'waiting' as const,
    link_hash: null, code_hash: null, invited_at: null, reminded_at: null, reminders: 0, signed_at: null, signed_name: null, declaration: null,
    content_hash: null, trust_level: null, account_id: null, declined_at: null, reason: null,
  }));
  await ctx.db<ApplicationTables>().insertInto('applications.signature').values(rows).execute();
  await extendDraft(ctx, draft.id);
}

/** Whoever fills in signs at once, unless somebody stands before them in the order. */
async function signFirst(ctx: Ctx, signing: Parameters<typeof advanceSigning>[1], signed: Signed): Promise<{ submitted?: Submitted }> {
  const signatures = await listSignatures(ctx, signing);
  const own = signatures.find(({ is_self: self }) => self);
  const first = signing.signing_order === 'parallel' ? own : signatures[0];
  if (!own || first !== own) {
    await advanceSigning(ctx, signing);
    return {};
  }
  await ctx.db<ApplicationTables>().updateTable('applications.signature').set({ state: 'invited', invited_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('id', '=', own.id).execute();
  const submitted = await sign(ctx, { draftId: signing.draft_id, signatureId: own.id }, signed);
  return submitted ? { submitted } : {};
}
