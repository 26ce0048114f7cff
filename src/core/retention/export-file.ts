import { cityOf } from '#core/organisation';
import { findCaseFileByNumber } from '#core/records';
import { newId } from '#platform/db';
import type { Ctx } from '#platform/module';
import { messageFile, zipOf } from './disposal.ts';
import { handOverMessage } from './write-message.ts';

/** One case file with all versions of its documents as ZIP in the form of xdomea 0503; nothing is changed. @returns undefined when there is no such reference. */
export async function exportCaseFile(ctx: Ctx, number: string): Promise<{ name: string; zip: Uint8Array } | undefined> {
  const found = await findCaseFileByNumber(ctx, number);
  if (!found) return undefined;
  const id = newId();
  const files = [await messageFile(ctx, { case_file_id: found.id, plan_position: found.planPosition, disposition: 'appraise' })];
  const { officialName } = cityOf(ctx.platform);
  const xml = handOverMessage({ processId: id, at: ctx.now, sender: officialName, receiver: officialName, version: '3.0.0' }, files);
  const name = `${id}_Aussonderung.Aussonderung.0503`;
  ctx.emit({ type: 'records/file-exported', subject: `file:${found.id}`, ...(found.caseId ? { caseId: found.caseId } : {}) });
  return { name: `${name}.zip`, zip: await zipOf(ctx, { name, xml, files }) };
}
