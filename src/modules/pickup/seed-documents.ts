import { findOfficeByKey } from '#core/organisation';
import type { Ctx } from '#platform/module';
import { addReady } from './ready-documents.ts';

/** A few documents to look up in the demo: BB-48213 is a passport, BB-48207 an identity card. */
export async function seedDocuments(ctx: Ctx): Promise<void> {
  if (ctx.platform.config.mode !== 'demo') return;
  const office = await findOfficeByKey(ctx, 'buergerbuero');
  if (!office) return;
  await addReady(ctx, { officeId: office.id, kind: 'passport', numbers: ['BB-48213', 'BB-48219'] });
  await addReady(ctx, { officeId: office.id, kind: 'identity-card', numbers: ['BB-48207', 'BB-48208', 'BB-48211'] });
}
