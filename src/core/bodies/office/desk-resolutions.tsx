import type { DeskPart } from '#core/organisation';
import { calendarDayOf } from '#platform/i18n';
import { Section } from '#platform/ui';
import { listResolutions } from '../resolutions.ts';
import { ResolutionTable } from './resolution-table.tsx';

const SHOWN = 5;

/** On the desk: resolutions that this person carries out, the next due first. */
export const deskResolutions: DeskPart = {
  order: 30,
  render: async (ctx) => {
    if (!ctx.actor.id) return undefined;
    const mine = await listResolutions(ctx, { responsibleId: ctx.actor.id, state: 'open' });
    const next = mine.toSorted((a, b) => (a.dueOn ?? '9999').localeCompare(b.dueOn ?? '9999')).slice(0, SHOWN);
    return next.length > 0 ? <Section title="Beschlüsse, die Sie umsetzen" id="beschluesse"><ResolutionTable caption="Beschlüsse, die ich umsetze" rows={next} today={calendarDayOf(ctx.now)} /></Section> : undefined;
  },
};
