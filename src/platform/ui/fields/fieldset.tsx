import type { ComponentChildren } from 'preact';
import type { Locale } from '#platform/i18n';
import { classNames } from '../class-names.ts';
import { FieldError, FieldHint, OptionalMark } from './field.tsx';

export type FieldsetProps = {
  legend: ComponentChildren;
  /** Needed when there is a hint or an error. */
  id?: string;
  hint?: ComponentChildren;
  error?: string | undefined;
  required?: boolean | undefined;
  legendHidden?: boolean;
  /** The legend as a heading of that size, when the group is the topic of the page. */
  legendSize?: 'label' | 'medium' | 'large';
  horizontal?: boolean;
  role?: 'group' | 'radiogroup';
  describedBy?: string | undefined;
  children: ComponentChildren;
  locale?: Locale;
};

/** Fields that belong together under one question. */
export function Fieldset(props: FieldsetProps) {
  const { id = '', hint, error, legendSize = 'label' } = props;
  const ids = [hint && `${id}-hint`, error && `${id}-error`, props.describedBy].filter(Boolean);
  return (
    <fieldset
      class={classNames('kern-fieldset', 'field', error && 'kern-fieldset--error')}
      role={props.role}
      aria-describedby={ids.length > 0 ? ids.join(' ') : undefined}
      aria-required={props.role === 'radiogroup' && props.required ? 'true' : undefined}
      aria-invalid={props.role === 'radiogroup' && error ? 'true' : undefined}
    >
      <legend
        class={classNames(
          legendSize === 'label' ? 'kern-label' : `kern-heading-${legendSize === 'medium' ? 'small' : legendSize}`,
          props.legendHidden && 'kern-sr-only',
        )}
      >
        {props.legend}
        <OptionalMark field={props} />
      </legend>
      <FieldHint id={id}>{hint}</FieldHint>
      <FieldError id={id} text={error} locale={props.locale} />
      <div class={classNames('kern-fieldset__body', props.horizontal && 'kern-fieldset__body--horizontal')}>
        {props.children}
      </div>
    </fieldset>
  );
}
