import type { FormData } from '#engines/forms';
import type { Ctx } from '#platform/module';
import type { PartyFacts } from '#core/parties';
import type { FiledDocument, NewDocument } from '#core/records';

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
};

export type OpenedCase = { caseId: string; number: string; partyId: string; fileId: string; documents: FiledDocument[] };

/** Opens a case: number, party, file with documents, process started; all in the caller's transaction. */
export async function openCase(_ctx: Ctx, _given: OpenCase): Promise<OpenedCase> {
  throw new Error('openCase is being written');
}
