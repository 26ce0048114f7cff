import { addDays } from '#core/organisation';
import { formatDate, formatMoney } from '#platform/i18n';
import type { Light } from './project.ts';
import type { ProjectRow } from './tables.ts';

export type LightFacts = Pick<ProjectRow, 'state' | 'ends_on' | 'duty_kind' | 'duty_on' | 'next_due_on' | 'next_due_title' | 'worst_risk' | 'worst_risk_title' | 'blocking_issue' | 'plan_cents' | 'expected_cents'>;
type Suggestion = { light: Light; reason: string };

const GRACE_DAYS = 14;
const OVER_PLAN_PERCENT = 10;
const RED_RISK = 20;
const AMBER_RISK = 12;
const LAW_IN_SIGHT_DAYS = 90;

/**
 * What the data say about a project, with the reason. Reasons name fixed dates and sums, never "in 10 Tagen": as long as
 * nothing happens the sentence stays the same, and an override against it holds.
 */
export function suggestLight(facts: LightFacts, today: string): Suggestion {
  if (facts.state === 'live' || facts.state === 'closed') return { light: 'green', reason: 'In Betrieb oder abgeschlossen.' };
  if (facts.state !== 'running' && facts.state !== 'approved') return { light: 'green', reason: 'Noch nicht in Arbeit oder beendet.' };
  const found = [...dates(facts, today), ...money(facts), ...trouble(facts)];
  return found.find((one) => one.light === 'red') ?? found[0] ?? { light: 'green', reason: 'Termine, Geld und Risiken im Rahmen.' };
}

function dates({ duty_kind, duty_on, ends_on, next_due_on, next_due_title }: LightFacts, today: string): Suggestion[] {
  const found: Suggestion[] = [];
  if (duty_kind && duty_on && today > duty_on) found.push({ light: 'red', reason: `Pflicht seit ${formatDate(duty_on, 'de')} nicht erfüllt.` });
  else if (duty_kind && duty_on && ends_on && ends_on > duty_on) found.push({ light: 'red', reason: `Geplantes Ende ${formatDate(ends_on, 'de')} liegt nach der Pflichtfrist ${formatDate(duty_on, 'de')}.` });
  else if (duty_kind && duty_on && addDays(today, LAW_IN_SIGHT_DAYS) > duty_on) found.push({ light: 'amber', reason: `Pflichtfrist ${formatDate(duty_on, 'de')} ist nah.` });
  if (next_due_on && next_due_on < today) found.push({ light: addDays(next_due_on, GRACE_DAYS) < today ? 'red' : 'amber', reason: `Meilenstein „${next_due_title}“ war am ${formatDate(next_due_on, 'de')} fällig.` });
  if (ends_on && ends_on < today) found.push({ light: 'amber', reason: `Geplantes Ende ${formatDate(ends_on, 'de')} ist vorbei.` });
  return found;
}

function money({ plan_cents, expected_cents }: LightFacts): Suggestion[] {
  if (plan_cents === 0 || expected_cents <= plan_cents) return [];
  const light = expected_cents * 100 > plan_cents * (100 + OVER_PLAN_PERCENT) ? 'red' : 'amber';
  return [{ light, reason: `Erwartete Ausgaben ${formatMoney(expected_cents, 'de')} liegen über dem Plan von ${formatMoney(plan_cents, 'de')}.` }];
}

function trouble({ worst_risk, worst_risk_title, blocking_issue }: LightFacts): Suggestion[] {
  const found: Suggestion[] = [];
  if (blocking_issue) found.push({ light: 'red', reason: `Blockiert: ${blocking_issue}` });
  if (worst_risk >= AMBER_RISK) found.push({ light: worst_risk >= RED_RISK ? 'red' : 'amber', reason: `Risiko „${worst_risk_title}“ (${worst_risk} von 25).` });
  return found;
}
