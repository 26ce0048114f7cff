import { getServiceVersion, type CompiledService } from '#core/catalogue';
import { openCase } from '#core/cases';
import { chooseLettersByPost } from '#core/inbox';
import type { NewDocument } from '#core/records';
import { listSigners, validateAll, type FieldError, type FileAnswer, type FormData } from '#engines/forms';
import { rowStatement, trusts, type Ctx, type JsonObject, type TrustLevel } from '#platform/module';
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
 * or a retry finds the first result. Everything is one transaction, the first steps of the process included; in a rush these follow
 * right after the commit (docs/adr/0013-accept-fast.md).
 * @throws Problem when the draft is not the visitor's or the identity is not proven well enough.
 */
export async function submitApplication(ctx: Ctx, submission: Submission): Promise<SubmitOutcome> {
  const judged = await judgeSubmission(ctx, submission, await getDraft(ctx, submission.draftId, { visitor: submission.visitor, lock: true }));
  return judged.kind === 'ready' ? { kind: 'submitted', again: false, application: await openApplication(ctx, judged.opening) } : judged;
}

export type Judged = SubmitOutcome | { kind: 'ready'; opening: Opening };

/** May this draft, locked before, be sent as it is? Writes nothing. @throws Problem when the identity is not proven well enough */
export async function judgeSubmission(ctx: Ctx, submission: Submission, draft: Draft): Promise<Judged> {
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
  return { kind: 'ready', opening: { draft, data: checked.data, service, accountId, electronicNotice, trustLevel: ctx.actor.trustLevel } };
}

export type SignedSubmission = { draftId: string; content: FormData; electronicNotice: boolean; /** Of the person who filled in, when they signed. */ trustLevel: TrustLevel; signatures: number };

/** Sends a draft that everybody has signed; whoever signs last does it. Nobody is asked again: the signatures say who and what. */
export async function submitSigned(ctx: Ctx, { draftId, content, electronicNotice, trustLevel, signatures }: SignedSubmission): Promise<Submitted> {
  const draft = await lockSignedDraft(ctx, draftId);
  if (draft.submitted_at) return getSubmitted(ctx, draft.id);
  const service = await getServiceVersion(ctx, draft.version_id);
  return openApplication(ctx, { draft, data: content, service, accountId: draft.account_id, electronicNotice: electronicNotice && draft.account_id !== null, trustLevel, signatures });
}

export type Opening = {
  draft: Draft;
  data: FormData;
  service: CompiledService;
  accountId: string | null;
  electronicNotice: boolean;
  trustLevel: TrustLevel;
  signatures?: number;
  /** The process begins right after the commit. */
  soon?: boolean;
};

const INTO_APPLICATION = rowStatement('applications.application', {
  id: 'uuid', slug: 'text', version_id: 'uuid', case_id: 'uuid', number: 'text', account_id: 'uuid', access_code: 'text', email: 'text', locale: 'text', data: 'jsonb', trust_level: 'text',
  electronic_notice: 'boolean', submitted_at: 'timestamptz',
});
const END_DRAFT = {
  sql: `update applications.draft d set submitted_at = r.at, data = '{}' from jsonb_to_recordset($2::jsonb) as r(id uuid, at timestamptz) where d.tenant_id = $1 and d.id = r.id`,
};

/** The application, its case and the end of the draft: all of them or none. */
export async function openApplication(ctx: Ctx, { draft, data, service, accountId, electronicNotice, trustLevel, signatures, soon = false }: Opening): Promise<Submitted> {
  const applicant = applicantFacts(service, data, draft.locale);
  const opened = await openCase(ctx, {
    versionId: draft.version_id,
    applicationId: draft.id,
    data,
    applicant: { ...applicant, ...(accountId ? { accountId } : {}) },
    submittedAt: ctx.now,
    documents: attachmentsOf(data),
    soon,
  });
  const accessCode = newAccessCode();
  const at = ctx.now.toISOString();
  ctx.insert(INTO_APPLICATION, {
    id: draft.id,
    slug: draft.slug,
    version_id: draft.version_id,
    case_id: opened.caseId,
    number: opened.number,
    account_id: accountId,
    access_code: accessCode,
    email: applicant.email,
    locale: draft.locale,
    data: data as JsonObject,
    trust_level: trustLevel,
    electronic_notice: electronicNotice,
    submitted_at: at,
  });
  ctx.insert(END_DRAFT, { id: draft.id, at });
  if (accountId && !electronicNotice) await chooseLettersByPost(ctx, opened.caseId);
  ctx.emit({ type: 'applications/submitted', subject: `application:${draft.id}`, caseId: opened.caseId, data: { service: draft.slug, trustLevel, electronicNotice, ...(signatures ? { signatures } : {}) } });
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
