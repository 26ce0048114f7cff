import { formatDate, formatMoney } from '#platform/i18n';
import type { JsonObject } from '#platform/module';
import { lineKindWords } from './words.ts';

const money = (value: unknown): string => (typeof value === 'number' ? formatMoney(value) : '');
const say = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
const day = (value: unknown): string => (typeof value === 'string' ? formatDate(value) : '');
const line = (data: JsonObject): string => `${say(data.year)} ${lineKindWords[data.kind as keyof typeof lineKindWords] ?? ''}`;

/** What events about money say in the history of a project. */
export const budgetEventWords: Record<string, (data: JsonObject) => string> = {
  'budgets/line-added': (data) => `Haushalt ${line(data)}: ${money(data.amountCents)}`,
  'budgets/line-changed': (data) => `Haushalt ${line(data)}: ${money(data.before)} → ${money(data.amountCents)}`,
  'budgets/line-removed': (data) => `Haushalt ${line(data)} entfernt: ${money(data.before)}`,
  'budgets/booked': (data) => `Gebucht: ${money(data.amountCents)} (${say(data.source)})`,
  'budgets/reversed': (data) => `Gegenbuchung: ${money(data.amountCents)}`,
  'budgets/grant-noted': (data) => `Förderung eingetragen: ${say(data.programme)}, ${money(data.amountCents)}`,
  'budgets/grant-changed': (data) => `Förderung geändert: ${say(data.programme)}`,
  'budgets/drawdown-planned': (data) => `Mittelabruf geplant: ${money(data.amountCents)} zum ${day(data.on)}`,
  'budgets/drawdown-requested': (data) => `Mittel angefordert: ${money(data.amountCents)}`,
  'budgets/drawdown-received': (data) => `Mittel eingegangen: ${money(data.amountCents)}`,
  'budgets/duty-added': (data) => `Pflicht aus der Förderung: ${say(data.title)} bis ${day(data.on)}`,
  'budgets/duty-fulfilled': (data) => `Pflicht erfüllt: ${say(data.title)}`,
  'budgets/duty-reminded': (data) => `Erinnert an: ${say(data.title)}, fällig ${day(data.on)}`,
};
