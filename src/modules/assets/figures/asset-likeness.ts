import { rankLikeness, type LikenessSource } from '#core/projects';
import { itHref } from '../office/addresses.ts';
import { stateWords } from '../services/it-service.ts';
import type { AssetsTables } from '../tables.ts';

/** IT services like what a new project or idea wants: perhaps the city has it already. */
export const assetLikeness: LikenessSource = {
  kind: 'it-service', label: 'Vorhandene IT-Dienste',
  find: async (ctx, text, limit) => {
    const rows = await ctx.db<AssetsTables>().selectFrom('assets.it_service').select(['id', 'name', 'summary', 'provider', 'state', 'owner_name']).where('tenant_id', '=', ctx.tenantId).where('state', '!=', 'retired').limit(5000).execute();
    return rankLikeness(text, rows, { describe: ({ name, summary, provider }) => ({ title: name, more: `${summary} ${provider}` }), limit }).map(({ of, near }) => ({ title: of.name, href: itHref(of.id), note: `${stateWords[of.state].words}${of.owner_name ? `, verantwortlich ${of.owner_name}` : ''}`, near }));
  },
};
