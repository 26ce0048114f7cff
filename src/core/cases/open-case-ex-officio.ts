import { cityOf } from '#core/organisation';
import type { StartEvent } from '#engines/process';
import type { Ctx, JsonObject } from '#platform/module';
import { openCase, type OpenedCase } from './open-case.ts';

/**
 * Opens a case that nobody has applied for (§ 22 VwVfG): a start event of the service has come true, such as a day of the calendar or a
 * message. The city itself takes part; the answers of the application are empty, what a message brings are variables of the process.
 */
export async function openCaseExOfficio(ctx: Ctx, { versionId, nodeId, variables }: StartEvent): Promise<OpenedCase> {
  const { name } = cityOf(ctx.platform);
  return openCase(ctx, { versionId, nodeId, data: {}, applicant: { kind: 'organisation', organisationName: name, name }, submittedAt: ctx.now, variables: variables as JsonObject });
}
