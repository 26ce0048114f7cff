import type { DataSubject, PersonalData } from '#core/parties';
import type { Ctx } from '#platform/module';
import type { MandateTables } from './tables.ts';

/** For whom a person may act or could act: the mandates end with the account, the proof of what was once allowed stays. */
export const mandatesOfPerson: PersonalData = {
  key: 'mandates',
  title: { de: 'Vollmachten für Organisationen', en: 'Mandates for organisations' },
  read: async (ctx, subject) => (await mandatesOf(ctx, subject)).map((one) => ({ organisation: one.name, role: one.role, services: one.services, validFrom: one.valid_from, validUntil: one.valid_until, grantedAt: one.granted_at.toISOString(), endedAt: one.ended_at?.toISOString() ?? null })),
  erase: async (ctx, subject) => [{ what: 'Nachweis der Vollmachten für Organisationen', count: (await mandatesOf(ctx, subject)).length, outcome: 'kept', because: 'Was für eine Organisation beantragt wurde, muss auf eine Vollmacht zurückzuführen sein (Art. 17 Abs. 3 Buchst. e DSGVO). Gültige Vollmachten enden mit dem Konto.' }],
};

/** Ended ones too. */
async function mandatesOf(ctx: Ctx, { accountIds }: DataSubject) {
  if (accountIds.length === 0) return [];
  return ctx
    .db<MandateTables>()
    .selectFrom('mandates.mandate as m')
    .innerJoin('mandates.organisation as o', (join) => join.onRef('o.tenant_id', '=', 'm.tenant_id').onRef('o.id', '=', 'm.organisation_id'))
    .select(['o.name', 'm.role', 'm.services', 'm.valid_from', 'm.valid_until', 'm.granted_at', 'm.ended_at'])
    .where('m.tenant_id', '=', ctx.tenantId)
    .where('m.account_id', 'in', accountIds)
    .orderBy('m.granted_at')
    .limit(1000)
    .execute();
}
