import { figureText, type Effect } from '#core/insights';
import type { Project } from '#core/projects';
import { formatDate } from '#platform/i18n';
import { DescriptionList, Link, Stack } from '#platform/ui';
import { formulaWords, whyWords } from './effect-words.ts';
import type { Review } from './effects.queries.ts';
import { EFFECT, reviewHref } from './review-effect.ts';

const usedWords = { yes: 'ja', partly: 'teilweise', no: 'nein' } as const;

/** Promise and measurement of one project, with the formula and its numbers. */
export function EffectView({ effect, project, reviews, mayAnswer }: { effect: Effect; project: Project; reviews: Review[]; mayAnswer: boolean }) {
  const { expected, measured, why, nextOn } = effect;
  const benefit = project.expected;
  return (
    <Stack>
      <DescriptionList
        items={[
          { term: 'Zugesagt im Jahr', value: expected && benefit ? `${figureText(expected.hours, 'hours')} (${benefit.casesPerYear} Vorgänge × ${benefit.minutesSavedPerCase} Min. ÷ 60 × ${benefit.realisationPercent} %), zusammen ${figureText(expected.cents, 'cents')}` : 'kein Nutzen beziffert' },
          ...measured.map((one) => ({ term: `Gemessen nach ${one.at} Monaten`, value: <>{figureText(one.hours, 'hours')}{one.expectedHours ? ` von ${figureText(one.expectedHours, 'hours')} (${Math.round((100 * one.hours) / one.expectedHours)} %)` : ''}<br /><small class="muted">{formulaWords(one)}; {one.formula.measured ? 'Minuten von der Leitung gemessen' : 'Minuten wie zugesagt'}</small></> })),
          why !== null && { term: 'Gemessen', value: whyWords[why] },
          nextOn !== null && { term: 'Nächste Messung', value: formatDate(nextOn) },
        ]}
      />
      {reviews.map((one) => (
        <p key={one.at} class="kern-body">
          {one.answered_at ? `Nach ${one.at} Monaten sagt ${one.answered_by_name ?? 'die Leitung'}: wie geplant genutzt: ${one.used ? usedWords[one.used] : '–'}.${one.remark ? ` „${one.remark}“` : ''}` : `Nach ${one.at} Monaten: drei Fragen an ${project.leadName || 'die Projektleitung'} sind offen.`} {mayAnswer && <Link href={reviewHref(project.id, one.at)}>{one.answered_at ? 'ändern' : 'Fragen beantworten'}</Link>}
        </p>
      ))}
      <p class="kern-body no-print"><Link href={EFFECT} quiet>Wirkung aller Vorhaben</Link></p>
    </Stack>
  );
}
