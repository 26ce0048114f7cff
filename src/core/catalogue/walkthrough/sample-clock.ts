import { addDays, addMonths, addWorkingDays } from '#core/organisation';
import type { ServiceSettings } from '../bundle/settings-schema.ts';

/** Examples know no holidays of a certain place; those of one Land are enough to see that a day comes out. */
const LAND = 'BY';

/** The clock of an example case as FEEL sees it (`case.dueOn`, `case.clock`): it runs from the first day and never stands still. */
export function sampleClock({ statutory }: ServiceSettings, submittedOn: string): { dueOn: string | null; clock: Record<string, unknown> } {
  const dueOn = statutory?.months ? addMonths(submittedOn, statutory.months) : statutory?.workingDays ? addWorkingDays(submittedOn, statutory.workingDays, LAND) : null;
  const endsAt = dueOn && `${addDays(dueOn, 1)}T00:00:00`;
  return { dueOn, clock: { running: dueOn !== null, beganOn: dueOn && submittedOn, dueOn, endsAt, pausedOn: null, pauseReason: null, extended: false, extendedUntil: null, extensionReason: null } };
}
