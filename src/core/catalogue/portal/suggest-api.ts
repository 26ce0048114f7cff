import { z } from 'zod';
import { api, json, rememberBriefly } from '#platform/http';
import { suggestNames } from '../search/suggest-names.ts';

/** Names for the list below the search field. */
export const suggestApi = api({
  method: 'GET',
  path: '/api/leistungen/vorschlaege',
  access: 'anyone',
  summary: 'Namen von Leistungen, die zu einem angefangenen Wort passen',
  query: z.object({ q: z.string().max(100) }),
  response: z.object({ names: z.array(z.string()) }),
  handle: async (rq) => {
    const q = rq.query.q.trim();
    const found = await rememberBriefly(rq.platform, `suggest/${rq.tenantId}/${rq.locale}/${q}`, () => rq.read((ctx) => suggestNames(ctx, q)));
    return json({ names: [...new Set(found.map(({ name }) => name))] });
  },
});
