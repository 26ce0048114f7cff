import { addDays, addWorkingDays, nextWorkingDay } from '#core/organisation';
import type { FormData } from '#engines/forms';
import { calendarDayOf } from '#platform/i18n';
import { dogAnswers, parkingAnswers, tradeAnswers, type DogStory, type Making, type Paper, type ParkingStory, type TradeStory } from './sample-cases-answers.ts';
import type { Dice, Person } from './sample-cases-people.ts';

/** What somebody does with a case after it was submitted. People of the office are named by their e-mail address. */
export type Deed =
  | { kind: 'complete'; task: string; by: string; data: FormData }
  | { kind: 'claim'; task: string; by: string }
  | { kind: 'pay' }
  | { kind: 'papers'; papers: Paper[] }
  | { kind: 'withdraw' }
  | { kind: 'ask'; text: string }
  | { kind: 'answer'; by: string; text: string }
  | { kind: 'note'; by: string; text: string };
export type Dated<T> = { at: Date; does: T };
/** The life of one sample case: deeds in order; one that has become impossible ends the life. */
export type Life = { slug: string; at: Date; person: Person; answers: FormData; electronicNotice: boolean; deeds: Dated<Deed>[] };
export type Planning = { dice: Dice; people: { next(): Person }; now: Date; land: string; paper(name: string): Paper };

const DAYS = 365;
/** Cases of the last days that nobody has got round to yet: work lists must not be empty. */
const BACKLOG_DAYS = 32;
/** Shares of the services among the cases. */
const mix: [slug: string, share: number][] = [['dog-registration', 0.44], ['resident-parking-permit', 0.36], ['business-registration', 0.2]];
const clerks: Record<string, string[]> = {
  'dog-registration': ['petra.sommer@musterstadt.example', 'daniel.weigand@musterstadt.example'],
  'resident-parking-permit': ['fatima.haddad@musterstadt.example', 'peter.zahn@musterstadt.example'],
  'business-registration': ['stefan.bauer@musterstadt.example', 'nadine.kuehn@musterstadt.example'],
};
const secondClerk = 'claudia.reinhardt@musterstadt.example';

/** The lives of `count` cases over the last twelve months, ever more towards today, in the order of their submission. */
export function planLives(planning: Planning, count: number): Life[] {
  const lives: Life[] = [];
  for (let i = 0; i < count; i++) lives.push(planLife(planning));
  return lives.sort((a, b) => a.at.getTime() - b.at.getTime());
}

function planLife(planning: Planning): Life {
  const { dice, now, people, paper } = planning;
  const back = DAYS * dice.next() ** 2;
  const at = new Date(Math.min(now.getTime() - 600_000, hourOf(calendarDayOf(new Date(now.getTime() - back * 86_400_000)), dice.pick([7, 9, 11, 12, 14, 17, 18, 19, 20, 21]), dice).getTime()));
  const person = people.next();
  const roll = dice.next();
  let sum = 0;
  const slug = (mix.find(([, share]) => (sum += share) > roll) ?? mix[0])?.[0] ?? '';
  const pen = new Pen(planning, slug, at);
  const answers = story(slug, pen, { dice, person, day: calendarDayOf(at), paper });
  return { slug, at, person, answers, electronicNotice: dice.chance(0.9), deeds: pen.deeds };
}

const hourOf = (day: string, hour: number, dice: Dice): Date => new Date(Date.parse(`${day}T${String(hour - 1).padStart(2, '0')}:00:00Z`) + dice.between(0, 3_540_000));

/** Writes down the deeds of one life and keeps the time. What would lie in the future is not written, nor what would follow. */
class Pen {
  readonly deeds: Dated<Deed>[] = [];
  readonly clerk: string;
  readonly #planning: Planning;
  readonly #waiting: boolean;
  #at: Date;
  #over = false;

  constructor(planning: Planning, slug: string, at: Date) {
    this.#planning = planning;
    this.#at = at;
    const { dice, now } = planning;
    this.clerk = dice.pick(clerks[slug] ?? []);
    this.#waiting = now.getTime() - at.getTime() < BACKLOG_DAYS * 86_400_000 && dice.chance(0.7);
  }

  /** The office does it some working days later, in office hours; in the backlog it is at most taken. */
  office(days: [number, number], does: Extract<Deed, { by: string }>): this {
    const { dice, land } = this.#planning;
    if (this.#waiting && does.kind === 'complete') {
      if (dice.chance(0.35)) this.#write(this.#workday(dice.between(0, 2)), { kind: 'claim', task: does.task, by: does.by });
      this.#over = true;
      return this;
    }
    const day = calendarDayOf(this.#at);
    const then = dice.between(...days);
    this.#write(hourOf(then === 0 ? nextWorkingDay(day, land) : addWorkingDays(day, then, land), dice.between(8, 15), dice), does);
    return this;
  }

  /** The applicant does it some days later, at any hour. */
  citizen(days: [number, number], does: Deed): this {
    const { dice } = this.#planning;
    this.#write(hourOf(addDays(calendarDayOf(this.#at), dice.between(...days)), dice.between(7, 21), dice), does);
    return this;
  }

  #workday(days: number): Date {
    const { dice, land } = this.#planning;
    return hourOf(addWorkingDays(calendarDayOf(this.#at), days + 1, land), dice.between(8, 15), dice);
  }

  #write(wanted: Date, does: Deed): void {
    const at = new Date(Math.max(wanted.getTime(), this.#at.getTime() + 900_000));
    if (this.#over || at >= this.#planning.now) this.#over = true;
    else this.deeds.push({ at: (this.#at = at), does });
  }
}

function story(slug: string, pen: Pen, making: Making): FormData {
  if (slug === 'dog-registration') return dogStory(pen, making);
  return slug === 'resident-parking-permit' ? parkingStory(pen, making) : tradeStory(pen, making);
}

function dogStory(pen: Pen, making: Making): FormData {
  const { dice } = making;
  const which = dice.pick<DogStory>(['clear', 'clear', 'clear', 'clear', 'shelter', 'listed', 'listed', 'assistance', 'rescue', 'rescue', 'outside']);
  const check = (data: FormData): Extract<Deed, { kind: 'complete' }> => ({ kind: 'complete', task: 'Task_check', by: pen.clerk, data });
  if ((which === 'assistance' || which === 'rescue') && dice.chance(0.2)) pen.citizen([1, 2], { kind: 'withdraw' });
  else if (which === 'outside') pen.office([1, 4], check({ decision: 'refused', reason: 'Der Hund wird nicht in Musterstadt gehalten. Bitte melden Sie ihn dort an, wo Sie wohnen.' }));
  else if (which === 'listed' && dice.chance(0.2)) pen.office([2, 6], check({ decision: 'changed', yearCents: 60_000, firstYearCents: 30_000, reason: 'Das Negativzeugnis ist nicht für diesen Hund ausgestellt.' }));
  else if (which !== 'clear' && which !== 'shelter') {
    if (dice.chance(0.4)) pen.office([0, 1], { kind: 'note', by: pen.clerk, text: dice.pick(['Nachweis liegt vor und ist gut lesbar.', 'Beim Ordnungsamt nachgefragt: keine Einträge.', 'Telefonisch mit der Halterin gesprochen.']) });
    pen.office([1, 5], check({ decision: 'granted' }));
  }
  if (which !== 'outside' && dice.chance(0.86)) pen.citizen([3, 27], { kind: 'pay' });
  return dogAnswers(which, making);
}

function parkingStory(pen: Pen, making: Making): FormData {
  const { dice } = making;
  const which = dice.pick<ParkingStory>(['own', 'own', 'own', 'own', 'own', 'lent', 'lent', 'lent', 'no-zone']);
  if (which === 'own' && dice.chance(0.12)) pen.citizen([0, 1], { kind: 'withdraw' });
  if (which === 'lent') {
    if (dice.chance(0.3)) pen.citizen([0, 1], { kind: 'ask', text: 'Reicht die Bestätigung meines Arbeitgebers, oder brauchen Sie auch den Fahrzeugschein?' }).office([0, 1], { kind: 'answer', by: pen.clerk, text: 'Guten Tag,\n\ndie Bestätigung reicht. Wir prüfen sie in den nächsten Tagen.\n\nFreundliche Grüße' });
    const approved = dice.chance(0.75);
    pen.office([1, 4], { kind: 'complete', task: 'Task_check', by: pen.clerk, data: approved ? { approved } : { approved, reason: 'Die Bestätigung nennt ein anderes Kennzeichen.' } });
  }
  if (dice.chance(0.8)) pen.citizen([1, 24], { kind: 'pay' });
  return parkingAnswers(which, making);
}

function tradeStory(pen: Pen, making: Making): FormData {
  const { dice, paper } = making;
  const which = dice.pick<TradeStory>(['simple', 'simple', 'simple', 'simple', 'craft', 'craft-missing', 'restaurant-missing', 'company', 'company-missing']);
  const check = (days: [number, number], data: FormData): Pen => pen.office(days, { kind: 'complete', task: 'Task_check', by: pen.clerk, data });
  const confirm = (days: [number, number], data: FormData): Pen => pen.office(days, { kind: 'complete', task: 'Task_confirm', by: secondClerk, data });
  if (which === 'simple' && dice.chance(0.15)) pen.citizen([0, 1], { kind: 'withdraw' });
  if (which === 'restaurant-missing') {
    check([21, 26], { result: 'refuse', reason: 'Die Gaststättenerlaubnis ist trotz Aufforderung nicht vorgelegt.' });
    confirm([0, 2], { confirmed: true });
    return tradeAnswers(which, making);
  }
  if (which.endsWith('missing')) pen.citizen([3, 18], { kind: 'papers', papers: [paper(which === 'craft-missing' ? 'Handwerkskarte' : 'Auszug aus dem Handelsregister')] });
  if (dice.chance(0.1)) {
    check([1, 2], { result: 'missing', missingPapers: ['other'], reason: 'Bitte schicken Sie uns noch eine Kopie des Mietvertrags für die Betriebsstätte.' });
    pen.citizen([2, 9], { kind: 'papers', papers: [paper('Mietvertrag')] });
  }
  check([0, 3], { result: 'complete' });
  if (dice.chance(0.12)) {
    confirm([0, 1], { confirmed: false, objection: 'Bitte die Anschrift der Betriebsstätte noch einmal prüfen.' });
    check([0, 1], { result: 'complete' });
  }
  confirm([0, 2], { confirmed: true });
  if (dice.chance(0.85)) pen.citizen([4, 25], { kind: 'pay' });
  return tradeAnswers(which, making);
}
