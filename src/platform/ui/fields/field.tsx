import type { ComponentChildren } from 'preact';
import type { Locale } from '#platform/i18n';
import { classNames } from '../class-names.ts';
import { Icon } from '../icon.tsx';
import { useLocale } from '../locale-context.tsx';
import { words } from '../words.ts';

/** What every field takes. */
export type FieldProps = {
  /** The name the value is posted under. */
  name: string;
  label: ComponentChildren;
  /** Default: `fieldId(name)`. `#id` is always the first control of the field, so an error can link to it. */
  id?: string;
  hint?: ComponentChildren;
  error?: string | undefined;
  /** true: told to screen readers; false: the label says "freiwillig"; left out: nothing is said. */
  required?: boolean | undefined;
  /** The label is read aloud but not shown, for a field in a table row or a toolbar. */
  labelHidden?: boolean;
  disabled?: boolean | undefined;
  /** Ids of further texts that describe the field. */
  describedBy?: string | undefined;
  /** Further attributes of the control (`data-…` for an island). */
  attributes?: Record<string, string>;
  locale?: Locale;
};

/** The id a field gets when none is given: the name with everything that isn't a letter or digit as "-". */
export function fieldId(name: string): string {
  const id = name.replace(/[^\p{L}\p{N}_]+/gu, '-').replace(/^-+|-+$/g, '');
  return /^\p{L}/u.test(id) ? id : `f-${id}`;
}

/** The attributes that tie a control to its hint and error. */
export function describe(field: FieldProps, id: string) {
  const ids = [field.hint && `${id}-hint`, field.error && `${id}-error`, field.describedBy].filter(Boolean);
  return {
    'aria-describedby': ids.length > 0 ? ids.join(' ') : undefined,
    'aria-invalid': field.error ? ('true' as const) : undefined,
    disabled: field.disabled || undefined,
    ...field.attributes,
  };
}

/** The same, with the remark that an answer is needed (not every role may carry it). */
export function describeControl(field: FieldProps, id: string) {
  return { 'aria-required': field.required ? ('true' as const) : undefined, ...describe(field, id) };
}

/** "– freiwillig" beside the label of a field that may stay empty. */
export function OptionalMark({ field }: { field: Pick<FieldProps, 'required' | 'locale'> }) {
  const locale = useLocale(field.locale);
  return field.required === false ? <span class="kern-label__optional"> – {words(locale).optional}</span> : null;
}

export function FieldHint({ id, children }: { id: string; children?: ComponentChildren }) {
  return children ? (
    <div class="kern-hint" id={`${id}-hint`}>
      {children}
    </div>
  ) : null;
}

export function FieldError({ id, text, locale: given }: { id: string; text?: string | undefined; locale?: Locale | undefined }) {
  const locale = useLocale(given);
  return text ? (
    <p class="kern-error" id={`${id}-error`}>
      <Icon name="alert" />
      <span class="kern-body">
        <span class="kern-sr-only">{words(locale).error}: </span>
        {text}
      </span>
    </p>
  ) : null;
}

/** Label, hint, error, control: in this order, so that a screen reader and a magnifier meet them in time. */
export function Field({ field, id, children }: { field: FieldProps; id: string; children: ComponentChildren }) {
  return (
    <div class={classNames('kern-form-input', 'field', field.error && 'kern-form-input--error')}>
      <label class={classNames('kern-label', field.labelHidden && 'kern-sr-only')} for={id}>
        {field.label}
        <OptionalMark field={field} />
      </label>
      <FieldHint id={id}>{field.hint}</FieldHint>
      <FieldError id={id} text={field.error} locale={field.locale} />
      {children}
    </div>
  );
}
