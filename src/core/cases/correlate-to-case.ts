import type { Ctx, JsonObject } from '#platform/module';

/**
 * Tells the process of a case that something happened elsewhere: 'papers-received', 'payment-received', 'application-withdrawn'.
 * @returns false when the process does not wait for it (any more).
 */
export async function correlateToCase(_ctx: Ctx, _caseId: string, ..._message: [name: string, variables?: JsonObject]): Promise<boolean> {
  throw new Error('correlateToCase is being written');
}
