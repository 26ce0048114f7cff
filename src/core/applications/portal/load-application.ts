import { caseExplanation, caseProgress, getCase, type Case, type CaseExplanation, type CaseProgress } from '#core/cases';
import { getServiceVersion, type CompiledService } from '#core/catalogue';
import { findOpenRequest, listCaseMessages, type Message, type PapersRequest } from '#core/inbox';
import { getOffice, type Office } from '#core/organisation';
import { paperOffer } from '#core/papers';
import { listCaseClaims, type Claim } from '#core/payments';
import { listCaseDocuments, type CaseDocument } from '#core/records';
import type { FileOffer } from '#engines/forms';
import type { Rq } from '#platform/http';
import type { Locale } from '#platform/i18n';
import type { Ctx, Platform } from '#platform/module';
import { getApplication, type Application } from '../applications.queries.ts';
import { listSignaturesOfApplication, type Signature } from '../signing/signing.queries.ts';
import { openerOf } from './visitor-request.ts';

/** The same pages stand under the account and under number and code. */
export type Base = '/konto/antraege' | '/status';

/** One application with all that its page shows. */
export type Shown = {
  application: Application;
  found: Case;
  service: CompiledService;
  office: Office;
  progress: CaseProgress;
  messages: Message[];
  /** Those the applicant may see. */
  documents: CaseDocument[];
  request: PapersRequest | undefined;
  /** What the account keeps, when papers are asked for. */
  fileOffer: FileOffer | undefined;
  claims: Claim[];
  /** Of those who had to sign; empty when one person applied alone. */
  signatures: Signature[];
  /** Why it was decided so; only when it was. */
  explanation: CaseExplanation | undefined;
  platform: Platform;
  locale: Locale;
  base: Base;
  /** Address of this page. */
  here: string;
};

/** @throws Problem 404 when it is not theirs */
export async function loadApplication(ctx: Ctx, rq: Pick<Rq, 'actor' | 'cookies' | 'locale'>, { id, base }: { id: string; base: Base }): Promise<Shown> {
  const application = await getApplication(ctx, id, openerOf(rq, id));
  const found = await getCase(ctx, application.case_id);
  const [service, office, progress, messages, documents, request, claims, signatures, explanation] = await Promise.all([
    getServiceVersion(ctx, application.version_id),
    getOffice(ctx, found.officeId),
    caseProgress(ctx, found.id),
    listCaseMessages(ctx, found.id),
    listCaseDocuments(ctx, found.id, { visibleToApplicant: true }),
    findOpenRequest(ctx, found.id),
    listCaseClaims(ctx, found.id),
    listSignaturesOfApplication(ctx, application.id),
    found.outcome && found.outcome !== 'withdrawn' ? caseExplanation(ctx, found, rq.locale) : undefined,
  ]);
  const fileOffer = request ? await paperOffer(ctx) : undefined;
  return { application, found, service, office, progress, messages, documents, request, fileOffer, claims, signatures, explanation, platform: ctx.platform, locale: rq.locale, base, here: `${base}/${id}` };
}
