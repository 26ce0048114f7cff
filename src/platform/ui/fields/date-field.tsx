import { classNames } from '../class-names.ts';
import { useLocale } from '../locale-context.tsx';
import { words } from '../words.ts';
import { datePartsOf } from './date-parts.ts';
import type { DateParts } from './date-parts.ts';
import { fieldId } from './field.tsx';
import type { FieldProps } from './field.tsx';
import { Fieldset } from './fieldset.tsx';

export type DateFieldProps = FieldProps & {
  /** "2026-11-22", or the three texts as they were typed. */
  value?: string | DateParts | null | undefined;
  /** For a birth date: the browser may fill it in. */
  autocomplete?: 'bday' | undefined;
  /** Which of the three is wrong; default all. */
  wrong?: (keyof DateParts)[];
  legendSize?: 'label' | 'medium' | 'large';
};

const parts = ['day', 'month', 'year'] as const;

/** A date a person knows by heart: three fields, posted as `name-day`, `name-month`, `name-year`. */
export function DateField(field: DateFieldProps) {
  const id = field.id ?? fieldId(field.name);
  const locale = useLocale(field.locale);
  const value = typeof field.value === 'object' && field.value !== null ? field.value : datePartsOf(field.value);
  return (
    <Fieldset
      id={`${id}-group`}
      legend={field.label}
      legendHidden={field.labelHidden}
      legendSize={field.legendSize}
      hint={field.hint}
      error={field.error}
      required={field.required}
      describedBy={field.describedBy}
      locale={field.locale}
      horizontal
    >
      {parts.map((part) => {
        const wrong = Boolean(field.error) && (field.wrong?.includes(part) ?? true);
        const partId = part === 'day' ? id : `${id}-${part}`;
        return (
          <div class="kern-form-input date-part" key={part}>
            <label class="kern-label kern-label--small" for={partId}>
              {words(locale)[part]}
            </label>
            <input
              class={classNames(
                'kern-form-input__input',
                wrong && 'kern-form-input__input--error',
                part === 'year' ? 'field__width-4' : 'field__width-2',
              )}
              id={partId}
              name={`${field.name}-${part}`}
              type="text"
              inputmode="numeric"
              maxlength={part === 'year' ? 4 : 2}
              value={value[part]}
              autocomplete={field.autocomplete && `${field.autocomplete}-${part}`}
              aria-required={field.required ? 'true' : undefined}
              aria-invalid={wrong ? 'true' : undefined}
              disabled={field.disabled || undefined}
              {...field.attributes}
            />
          </div>
        );
      })}
    </Fieldset>
  );
}
