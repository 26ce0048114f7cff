import { z } from 'zod';
import { page, text } from '#platform/http';
import { cityOf } from '#core/organisation';
import { listLatestChanges } from '../entries.queries.ts';

const escaped = (words: string): string => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** New and changed services as an Atom feed (RFC 4287): all, those of one office, or one alone. */
export const changesFeed = page({
  method: 'GET',
  path: '/leistungen/neu.atom',
  site: 'portal',
  access: 'anyone',
  query: z.object({ leistung: z.string().max(80).optional().catch(undefined), amt: z.string().max(80).optional().catch(undefined) }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const city = cityOf(rq.platform);
      const base = rq.platform.config.publicUrl;
      const entries = await listLatestChanges(ctx, { slug: rq.query.leistung, office: rq.query.amt, limit: 30 });
      const self = `${base}${rq.url}`;
      const updated = (entries[0]?.updatedAt ?? ctx.now).toISOString();
      const items = entries.map((one) => `<entry><id>${escaped(`${base}/leistungen/${one.slug}`)}</id><title>${escaped(one.name)}</title><summary>${escaped(one.summary)}</summary><updated>${one.updatedAt.toISOString()}</updated><link href="${escaped(`${base}/leistungen/${one.slug}`)}"/></entry>`);
      const feed = `<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><id>${escaped(self)}</id><title>${escaped(`Leistungen: ${city.officialName}`)}</title><updated>${updated}</updated><author><name>${escaped(city.officialName)}</name></author><link rel="self" href="${escaped(self)}"/>${items.join('')}</feed>\n`;
      return text(feed, 'application/atom+xml; charset=utf-8');
    }),
});
