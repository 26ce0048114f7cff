import { runAsSystem } from '#platform/jobs';
import type { Platform } from '#platform/module';
import type { StorageNews } from '#platform/storage';
import { sql } from 'kysely';
import { listTenantIds } from '../retention/remove-unused.ts';

/** More documents of the same bytes (an empty form, a logo) need no entry of their own. */
const MOST = 200;

/** The same bytes came again and have replaced damaged ones: that is noted at every document that they belong to. */
export async function hearOfStorage(platform: Platform, { hash, what }: StorageNews): Promise<void> {
  if (what === 'brought-back') return platform.log.error({ hash }, 'a content that was laid aside is needed: its folder does not say so (blobUse)');
  platform.log.warn({ hash }, 'a damaged content was replaced by the right bytes');
  for (const tenantId of await listTenantIds(platform, 1))
    await platform.transact(runAsSystem(tenantId), async (ctx) => {
      const { rows } = await sql<{ id: string; case_id: string | null }>`select d.id, d.case_id from records.document d
        where d.tenant_id = ${tenantId} and d.id in (select v.document_id from records.version v where v.tenant_id = ${tenantId} and v.blob_hash = ${hash}) limit ${MOST}`.execute(ctx.db());
      for (const row of rows) ctx.emit({ type: 'records/content-healed', subject: `document:${row.id}`, ...(row.case_id ? { caseId: row.case_id } : {}), data: { hash } });
    });
}
