import type { DeskPart } from '#core/organisation';
import { listUnread } from '../news.ts';
import { UnreadList } from './overview-page.tsx';

const SHOWN = 4;

/** On the desk: what is new for this person, until they say that they have read it. */
export const deskNews: DeskPart = {
  order: 20,
  render: async (ctx) => {
    const news = await listUnread(ctx);
    return news.length > 0 ? <UnreadList news={news.slice(0, SHOWN)} /> : undefined;
  },
};
