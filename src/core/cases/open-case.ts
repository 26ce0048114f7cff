import { addWorkingDays, cityOf, deadlineAfter } from '#core/organisation';
import { getServiceVersion, type CompiledService } from '#core/catalogue';
import { recordParty, partyName, type Party, type PartyFacts } from '#core/parties';
import { openCaseFile, type FiledDocument, type NewDocument } from '#core/records';
import { compileFeel } from '#engines/decisions';
import type { FormData } from '#engines/forms';
import { newId } from '#platform/db';
import { calendarDayOf, tr } from '#platform/i18n';
import { rowStatement, type Ctx, type JsonObject } from '#platform/module';
import { allocateNumber } from './allocate-number.ts';
import type { ApplicantFacts, Case } from './case.ts';
import { wordsOf } from './case-words.ts';
import { findOfficeFor } from './office-directory.ts';
import { problem } from './problems.ts';
import { caseRuntime } from './process/case-runtime.ts';
import { beginWork } from './process/case-work.ts';

export type OpenCase = {
  /** Service version to run on. */
  versionId: string;
  applicationId?: string;
  /** The application as submitted. */
  data: FormData;
  /** Who applies; `partyId` when the party is recorded already. */
  applicant: PartyFacts & { partyId?: string };
  submittedAt: Date;
  /** Papers that came with it; filed in the same statement as the file. */
  documents?: NewDocument[];
  /** Variables the process begins with. */
  variables?: JsonObject;
  /** Start event of the process; the plain one when absent. */
  nodeId?: string;
  /** The process begins right after the commit instead of in this transaction (then without variables or another start). */
  soon?: boolean;
};

export type OpenedCase = { caseId: string; instanceId: string; number: string; partyId: string; fileId: string; documents: FiledDocument[] };

/**
 * Opens a case: number, party, file with documents, process started; all in the caller's transaction.
 * @throws Problem 422 when the service names an office that does not exist, 404 for an unknown version.
 */
export async function openCase(ctx: Ctx, given: OpenCase): Promise<OpenedCase> {
  const service = await getServiceVersion(ctx, given.versionId);
  const office = await findOfficeFor(ctx, service.settings.office);
  if (!office) throw problem('cases/no-such-office', { key: service.settings.office });
  const number = await allocateNumber(ctx, service.settings.caseNumberPrefix);
  const party = partyOf(ctx, given);
  const opened = newCase(ctx, { given, service, number, officeId: office.id, party });
  const file = openCaseFile(ctx, { caseId: opened.id, officeId: opened.officeId, person: opened.applicant.name, filePlanPosition: service.settings.filePlan, title: opened.title, number, documents: given.documents ?? [] });
  ctx.emit({ type: 'cases/opened', subject: `case:${opened.id}`, caseId: opened.id, data: { service: service.slug, version: service.number ?? null, office: office.key } });
  beginWork(ctx, { case: opened, service });
  insertCase(ctx, opened);
  const { versionId, variables, nodeId } = given;
  const start = { versionId, businessKey: opened.id, ...(variables ? { variables } : {}), ...(nodeId === undefined ? {} : { nodeId }) };
  const instance = given.soon ? caseRuntime.startSoon(ctx, start) : (await caseRuntime.startInstance(ctx, start)).instance;
  return { caseId: opened.id, instanceId: instance.id, number, partyId: party.id, ...file };
}

type Applicant = Pick<Party, 'id' | 'name'> & Partial<Party>;

function partyOf(ctx: Ctx, { applicant }: OpenCase): Applicant {
  return applicant.partyId ? { ...applicant, id: applicant.partyId, name: partyName(applicant) } : recordParty(ctx, applicant);
}

type Making = { given: OpenCase; service: CompiledService; number: string; officeId: string; party: Applicant };

function newCase(ctx: Ctx, { given, service, number, officeId, party }: Making): Case {
  const facts = factsOf(party);
  const dueOn = dueDay(ctx, service, given.submittedAt);
  const { accountId } = given.applicant;
  return {
    id: newId(),
    number,
    title: titleOf(service, { application: given.data, applicant: facts, case: { number }, today: calendarDayOf(ctx.now) }),
    serviceSlug: service.slug,
    versionId: given.versionId,
    officeId,
    applicant: { name: party.name, partyId: party.id, locale: facts.locale, facts, ...(accountId ? { accountId } : {}), ...(facts.email ? { email: facts.email } : {}) },
    data: given.data as JsonObject,
    status: 'open',
    submittedAt: given.submittedAt,
    ...(given.applicationId ? { applicationId: given.applicationId } : {}),
    ...(dueOn ? { dueOn } : {}),
    ...(service.settings.statutory ? { clock: { beganOn: calendarDayOf(given.submittedAt) } } : {}),
  };
}

function factsOf(party: Partial<Party>): ApplicantFacts {
  return {
    kind: party.kind ?? 'person',
    name: party.name ?? '',
    givenName: party.givenName ?? null,
    familyName: party.familyName ?? null,
    organisation: party.organisationName ?? null,
    email: party.email ?? null,
    phone: party.phone ?? null,
    address: (party.address as JsonObject | undefined) ?? null,
    locale: party.locale ?? 'de',
  };
}

const titles = new WeakMap<CompiledService, ReturnType<typeof compileFeel>>();

/** The title the service makes of the answers; its own name when that fails: a case without title helps nobody. */
function titleOf(service: CompiledService, context: Record<string, unknown>): string {
  let title = titles.get(service);
  if (!title) titles.set(service, (title = compileFeel(service.settings.title.replace(/^=/, ''))));
  const made = title.evaluate(context);
  return (typeof made === 'string' && made.trim() ? made.trim() : tr(service.settings.name, 'de')).slice(0, 300);
}

/** Last day of the statutory clock (§ 31 VwVfG with §§ 187–193 BGB); without one, the processing time the city promises. */
function dueDay(ctx: Ctx, { settings }: CompiledService, submittedAt: Date): string | undefined {
  const land = cityOf(ctx.platform).calendar;
  const from = calendarDayOf(submittedAt);
  const { statutory, processingTime } = settings;
  if (statutory?.months) return deadlineAfter({ from, period: { months: statutory.months }, land });
  const workingDays = statutory?.workingDays ?? processingTime?.workingDays;
  return workingDays === undefined ? undefined : addWorkingDays(from, workingDays, land);
}

const INTO_CASE = rowStatement('cases.case', {
  id: 'uuid', number: 'text', service_slug: 'text', version_id: 'uuid', office_id: 'uuid', title: 'text', application_id: 'uuid', party_id: 'uuid', applicant_name: 'text',
  applicant_account_id: 'uuid', applicant: 'jsonb', data: 'jsonb', status: 'text', submitted_at: 'timestamptz', due_on: 'date', clock: 'jsonb',
});
const INTO_WORDS = rowStatement('cases.case_word', { word: 'text', case_id: 'uuid' });

/** The case and the words it is found by. */
function insertCase(ctx: Ctx, opened: Case): void {
  const { id, number, title, applicant } = opened;
  ctx.insert(INTO_CASE, {
    id, number, title,
    service_slug: opened.serviceSlug,
    version_id: opened.versionId,
    office_id: opened.officeId,
    application_id: opened.applicationId,
    party_id: applicant.partyId,
    applicant_name: applicant.name,
    applicant_account_id: applicant.accountId,
    applicant: applicant.facts as JsonObject,
    data: opened.data,
    status: 'open',
    submitted_at: opened.submittedAt.toISOString(),
    due_on: opened.dueOn,
    clock: opened.clock as JsonObject | undefined,
  });
  for (const word of wordsOf({ number, title, applicantName: applicant.name })) ctx.insert(INTO_WORDS, { word, case_id: id });
}
