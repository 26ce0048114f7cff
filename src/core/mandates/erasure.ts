import { erasures } from '#core/parties';
import { onlyAdministeredBy } from './change-mandate.ts';
import type { MandateTables } from './tables.ts';

/** An organisation must not lose its last administrator silently. */
export const mandateErasure = erasures.of({
  goes: [{ de: 'Ihre Vollmachten für Organisationen', en: 'Your mandates for organisations' }],
  hinders: async (ctx, accountId) => {
    const names = (await onlyAdministeredBy(ctx, accountId)).join(', ');
    return names ? { de: `Sie verwalten als einzige Person das Konto von ${names}. Bitte geben Sie die Verwaltung vorher ab, oder lösen Sie das Konto auf.`, en: `You are the only administrator of the account of ${names}. Please hand it over or close it first.` } : undefined;
  },
  erase: async (ctx, accountId) => {
    await ctx.db<MandateTables>().updateTable('mandates.mandate').set({ ended_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('account_id', '=', accountId).where('ended_at', 'is', null).execute();
  },
});
