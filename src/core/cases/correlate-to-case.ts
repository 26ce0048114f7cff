import type { Ctx, JsonObject } from '#platform/module';
import { caseRuntime } from './process/case-runtime.ts';

/**
 * Tells the process of a case that something happened elsewhere: 'papers-received', 'payment-received', 'application-withdrawn'.
 * Not from within a connector of the same case: use an event and a later transaction there.
 * @returns false when the process does not wait for it (any more).
 */
export async function correlateToCase(ctx: Ctx, caseId: string, ...message: [name: string, variables?: JsonObject]): Promise<boolean> {
  const [name, variables] = message;
  const heard = await caseRuntime.correlate(ctx, { name, businessKey: caseId, ...(variables ? { variables } : {}) });
  if (heard) ctx.emit({ type: 'cases/message-received', subject: `case:${caseId}`, caseId, data: { message: name } });
  return heard !== undefined;
}
