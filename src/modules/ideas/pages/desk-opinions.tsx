import type { DeskPart } from '#core/organisation';
import { calendarDayOf } from '#platform/i18n';
import { listMyOpinions } from '../flow/opinions.ts';
import { Asked } from './list-page.tsx';

/** On the desk: ideas that wait for this person's opinion. */
export const deskOpinions: DeskPart = {
  order: 40,
  render: async (ctx) => {
    const asked = await listMyOpinions(ctx);
    return asked.length > 0 ? <Asked asked={asked} today={calendarDayOf(ctx.now)} /> : undefined;
  },
};
