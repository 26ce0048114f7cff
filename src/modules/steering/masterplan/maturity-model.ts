/** From this level on, in these words. */
export type Anchor = { level: number; words: string };
export type Criterion = { key: string; name: string; asks: string; anchors: Anchor[] };
/** `hand`: how much of today's work by hand is left at a level, in percent; what follows from it is shown with its formula. */
export type ModelLevel = { level: number; name: string; hand: number };
export type MaturityModel = { name: string; source: string; levels: ModelLevel[]; criteria: Criterion[]; /** From this level on nothing is typed or printed any more. */ withoutBreaks: number; minutesPerBreak: number };
export const modelKeys = ['2.0', '1.1'] as const;
export type ModelKey = (typeof modelKeys)[number];

/** The level of a criterion; null: does not apply. Missing: nobody has looked. */
export type Levels = Partial<Record<string, number | null>>;
/** `level` null: not all criteria are known; then `atMost` says what it cannot exceed. */
export type Verdict = { level: number | null; atMost: number | null; weakest: string; open: number };

/** The weakest criterion decides. As long as one is open there is no level: "could not check" is never "reached". */
export function verdictOf(model: MaturityModel, levels: Levels): Verdict {
  const known = model.criteria.flatMap(({ key }) => (typeof levels[key] === 'number' ? [{ key, level: levels[key] }] : []));
  const open = model.criteria.filter(({ key }) => levels[key] === undefined).length;
  const lowest = known.reduce<{ key: string; level: number } | undefined>((worst, one) => (!worst || one.level < worst.level ? one : worst), undefined);
  return { level: open === 0 && lowest ? lowest.level : null, atMost: lowest?.level ?? null, weakest: lowest?.key ?? '', open };
}

export type Figures = { cases: number | null; minutes: number | null; costCents: number | null; breaks: number | null };
export type Potential = { hours: number; cents: number; /** The formula with its numbers; empty when nothing can be said. */ formula: string };

const handAt = (model: MaturityModel, level: number): number => model.levels.find((one) => one.level === level)?.hand ?? 100;

/**
 * Hours and money a year that reaching the target would save: media breaks fall away once the target is a level without them, the other minutes shrink
 * as the work by hand does. Breaks are part of the time of a case and count for half of it at most, so that never more is saved than is spent.
 * Nothing without level, target, volume or time.
 */
export function potentialOf(model: MaturityModel, { level, target }: { level: number | null; target: number | null }, { figures: { cases, minutes, breaks }, hourCents }: { figures: Figures; hourCents: number }): Potential {
  if (level === null || target === null || target <= level || !cases || minutes === null) return { hours: 0, cents: 0, formula: '' };
  const [now, then] = [handAt(model, level), handAt(model, target)];
  const less = now > 0 ? Math.max(0, 1 - then / now) : 0;
  const gone = target >= model.withoutBreaks && level < model.withoutBreaks ? (breaks ?? 0) : 0;
  const breakMinutes = Math.min(minutes / 2, gone * model.minutesPerBreak);
  const hours = Math.round((cases * (breakMinutes + (minutes - breakMinutes) * less)) / 60);
  const number = (value: number): string => new Intl.NumberFormat('de-DE', { maximumFractionDigits: 0 }).format(value);
  const parts = `${gone > 0 ? `${number(breakMinutes)} Minuten für ${gone === 1 ? 'einen Medienbruch' : `${gone} Medienbrüche`} + ` : ''}${number(minutes - breakMinutes)} Minuten × ${number(less * 100)} % weniger Handarbeit`;
  const formula = `${number(cases)} Fälle × (${parts}) ÷ 60 = ${number(hours)} Stunden × ${number(hourCents / 100)} € je Stunde`;
  return { hours, cents: hours * hourCents, formula };
}

/** What is wrong with a model that somebody has changed; empty when nothing is. */
export function modelMistakes(model: MaturityModel): string[] {
  const rising = model.levels.some(({ hand }, at) => at > 0 && hand > (model.levels[at - 1]?.hand ?? 100));
  return [
    ...(model.source.trim().length < 5 ? ['Nennen Sie die Quelle des Modells.'] : []),
    ...(model.levels.some(({ hand }) => !Number.isInteger(hand) || hand < 0 || hand > 100) ? ['Der Anteil an Handarbeit ist eine ganze Zahl von 0 bis 100.'] : []),
    ...(rising ? ['Eine höhere Stufe kann nicht mehr Handarbeit haben als die darunter.'] : []),
    ...(model.levels.some(({ name }) => name.trim() === '') || model.criteria.some(({ name, asks }) => name.trim() === '' || asks.trim() === '') ? ['Jede Stufe hat einen Namen, jedes Kriterium Namen und Frage.'] : []),
    ...(!Number.isInteger(model.minutesPerBreak) || model.minutesPerBreak < 0 || model.minutesPerBreak > 240 ? ['Ein Medienbruch kostet 0 bis 240 Minuten.'] : []),
  ];
}
