import { getServiceVersion, type CompiledService } from '#core/catalogue';
import { openCase } from '#core/cases';
import { chooseLettersByPost } from '#core/inbox';
import type { NewDocument } from '#core/records';
import { listSigners, validateAll, type FieldError, type FileAnswer, type FormData } from '#engines/forms';
import { trusts, type Ctx, type TrustLevel } from '#platform/module';
import { applicantFacts } from './applicant.ts';
import { getDraft, lockSignedDraft, type Draft } from './drafts.ts';
import { formEnvOf } from './form-env.ts';
import { problem } from './problems.ts';
import type { ApplicationTables } from './tables.ts';
import { newAccessCode, type Visitor } from './visitor.ts';

export type Submission = { draftId: string; visitor: Visitor; /** Consent to notices by retrieval from the inbox (OZG § 9); means nothing without an account. */ electronicNotice: boolean };
export type Submitted = { applicationId: string; caseId: string; number: string; accessCode: string };
export type SubmitOutcome = { kind: 'submitted'; application: Submitted; again: boolean } | { kind: 'incomplete'; errors: FieldError[]; pageId: string };

/**
 * Turns a draft into an application and opens its case, once: the draft row is locked, and a second click, the back button
 * or a retry finds the first result. Everything, the first steps of the process included, is one transaction.
 * @throws Problem when the draft is not the visitor's or the identity is not proven well enough.
 */
export async function submitApplication(ctx: Ctx, submission: Submission): Promise<SubmitOutcome> {
  const draft = await getDraft(ctx, submission.draftId, { visitor: submission.visitor, lock: true });
  if (draft.submitted_at) return { kind: 'submitted', again: true, application: await getSubmitted(ctx, draft.id) };
  const service = await getServiceVersion(ctx, draft.version_id);
  if (!trusts(ctx.actor, service.settings.trustLevel)) throw problem('applications/trust-needed');
  const env = await formEnvOf(ctx);
  const checked = validateAll(service.form, draft.data, env);
  const [first] = checked.pages;
  if (first) return { kind: 'incomplete', errors: first.errors, pageId: first.id };
  // on paper everybody has signed before it reaches the office
  if (ctx.actor.kind !== 'staff' && listSigners(service.form, checked.data, env).length > 0) throw problem('applications/signatures-needed');
  const { accountId } = submission.visitor;
  const electronicNotice = accountId !== null && submission.electronicNotice;
  return { kind: 'submitted', again: false, application: await open(ctx, { draft, data: checked.data, service, accountId, electronicNotice, trustLevel: ctx.actor.trustLevel }) };
}

export type SignedSubmission = { draftId: string; content: FormData; electronicNotice: boolean; /** Of the person who filled in, when they signed. */ trustLevel: TrustLevel; signatures: number };

/** Sends a draft that everybody has signed; whoever signs last does it. Nobody is asked again: the signatures say who and what. */
export async function submitSigned(ctx: Ctx, { draftId, content, electronicNotice, trustLevel, signatures }: SignedSubmission): Promise<Submitted> {
  const draft = await lockSignedDraft(ctx, draftId);
  if (draft.submitted_at) return getSubmitted(ctx, draft.id);
  const service = await getServiceVersion(ctx, draft.version_id);
  return open(ctx, { draft, data: content, service, accountId: draft.account_id, electronicNotice: electronicNotice && draft.account_id !== null, trustLevel, signatures });
}

type Opening = { draft: Draft; data: FormData; service: CompiledService; accountId: string | null; electronicNotice: boolean; trustLevel: TrustLevel; signatures?: number };

async function open(ctx: Ctx, { draft, data, service, accountId, electronicNotice, trustLevel, signatures }: Opening): Promise<Submitted> {
  const applicant = applicantFacts(service, data, draft.locale);
  const opened = await openCase(ctx, {
    versionId: draft.version_id,
    applicationId: draft.id,
    data,
    applicant: { ...applicant, ...(accountId ? { accountId } : {}) },
    submittedAt: ctx.now,
    documents: attachmentsOf(data),
  });
  const accessCode = newAccessCode();
  const row = {
    tenant_id: ctx.tenantId,
    id: draft.id,
    slug: draft.slug,
    version_id: draft.version_id,
    case_id: opened.caseId,
    number: opened.number,
    account_id: accountId,
    access_code: accessCode,
    email: applicant.email ?? null,
    locale: draft.locale,
    data: JSON.stringify(data),
    trust_level: trustLevel,
    electronic_notice: electronicNotice,
    submitted_at: ctx.now,
    withdrawn_at: null,
  };
  // one statement for both: the application appears exactly when the draft ends
  ctx.write(
    ctx
      .db<ApplicationTables>()
      .with('ended', (db) => db.updateTable('applications.draft').set({ submitted_at: ctx.now, data: '{}' }).where('tenant_id', '=', ctx.tenantId).where('id', '=', draft.id))
      .insertInto('applications.application')
      .values(row),
  );
  if (accountId && !electronicNotice) await chooseLettersByPost(ctx, opened.caseId);
  ctx.emit({ type: 'applications/submitted', subject: `application:${draft.id}`, caseId: opened.caseId, data: { service: draft.slug, trustLevel: row.trust_level, electronicNotice: row.electronic_notice, ...(signatures ? { signatures } : {}) } });
  return { applicationId: draft.id, caseId: opened.caseId, number: opened.number, accessCode };
}

/** The papers among the answers, to be filed with the case. */
function attachmentsOf(value: unknown): NewDocument[] {
  if (!value || typeof value !== 'object') return [];
  const one = value as Partial<FileAnswer>;
  if (typeof one.id === 'string' && /^[0-9a-f]{64}$/.test(one.id) && typeof one.name === 'string' && typeof one.type === 'string' && typeof one.size === 'number')
    return [{ title: one.name, kind: 'attachment', blob: { hash: one.id, size: one.size }, mime: one.type, name: one.name, visibleToApplicant: true }];
  return Object.values(value).flatMap(attachmentsOf);
}

/** The access code of a submitted application, for the person whose draft it was. */
export async function findAccessCode(ctx: Ctx, id: string): Promise<string | undefined> {
  const row = await ctx.db<ApplicationTables>().selectFrom('applications.application').select('access_code').where('tenant_id', '=', ctx.tenantId).where('id', '=', id).executeTakeFirst();
  return row?.access_code;
}

async function getSubmitted(ctx: Ctx, id: string): Promise<Submitted> {
  const row = await ctx.db<ApplicationTables>().selectFrom('applications.application').select(['id', 'case_id', 'number', 'access_code']).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).executeTakeFirst();
  if (!row) throw problem('applications/no-application');
  return { applicationId: row.id, caseId: row.case_id, number: row.number, accessCode: row.access_code };
}
