import type { ComponentChildren } from 'preact';
import type { Locale } from '#platform/i18n';
import { classNames } from '../class-names.ts';
import { Icon } from '../icon.tsx';
import { useLocale } from '../locale-context.tsx';
import { words } from '../words.ts';

export type StepProgressProps = {
  current: number;
  total: number;
  /** Name of the step: "Ihr Hund". */
  title: ComponentChildren;
  /** "gespeichert um 14:03 Uhr" */
  saved?: ComponentChildren;
  locale?: Locale;
};

/** Where in a form one is: "Schritt 3 von 6 – Ihr Hund". */
export function StepProgress({ current, total, title, saved, locale: given }: StepProgressProps) {
  const locale = useLocale(given);
  const step = words(locale).stepOf(current, total);
  return (
    <div class="step-progress">
      <p class="step-progress__words">
        <span>
          {step} – {title}
        </span>
        {saved && <span class="step-progress__saved">{saved}</span>}
      </p>
      <div class="kern-progress">
        <progress value={current} max={total} aria-label={step} />
      </div>
    </div>
  );
}

export type ProcessStep = {
  title: ComponentChildren;
  state: 'done' | 'now' | 'then';
  /** "12.11.2026", "voraussichtlich bis 3. Dezember" */
  when?: ComponentChildren;
  note?: ComponentChildren;
};

export type ProcessStripProps = {
  steps: ProcessStep[];
  label: string;
  /** Beside each other (wraps to a column on a phone) or always below each other. */
  direction?: 'row' | 'column';
  locale?: Locale;
};

const stateWord = (state: ProcessStep['state']) =>
  state === 'done' ? 'stepDone' : state === 'now' ? 'stepNow' : 'stepThen';

/** A process as a line of steps: done, now, then. */
export function ProcessStrip({ steps, label, direction = 'row', locale: given }: ProcessStripProps) {
  const locale = useLocale(given);
  return (
    <ol class={classNames('strip', `strip--${direction}`)} aria-label={label}>
      {steps.map((step, position) => (
        <li
          class={classNames('strip__step', `strip__step--${step.state}`)}
          key={position}
          aria-current={step.state === 'now' ? 'step' : undefined}
        >
          <span class="strip__mark">{step.state === 'done' && <Icon name="check" size="small" />}</span>
          <div class="strip__words">
            <p class="strip__title">
              {step.title}
              <span class="kern-sr-only"> ({words(locale)[stateWord(step.state)]})</span>
            </p>
            {step.when && <p class="strip__when">{step.when}</p>}
            {step.note && <p class="strip__note">{step.note}</p>}
          </div>
        </li>
      ))}
    </ol>
  );
}
