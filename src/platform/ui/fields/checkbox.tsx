import { classNames } from '../class-names.ts';
import { Choice } from './choice.tsx';
import { FieldError, OptionalMark, fieldId } from './field.tsx';
import type { FieldProps } from './field.tsx';
import type { ComponentChildren } from 'preact';

export type CheckboxProps = FieldProps & {
  checked?: boolean | undefined;
  /** What is posted when the box is ticked; default "ja". */
  value?: string;
  /** Further questions that appear when the box is ticked. */
  children?: ComponentChildren;
};

/** One box to tick: a consent or a confirmation. It posts nothing when it is not ticked. */
export function Checkbox(field: CheckboxProps) {
  const id = field.id ?? fieldId(field.name);
  const label = (
    <>
      <span class={field.labelHidden ? 'kern-sr-only' : undefined}>{field.label}</span>
      <OptionalMark field={field} />
    </>
  );
  return (
    <div class={classNames('field', 'field--check', field.error && 'field--check-error')}>
      <FieldError id={id} text={field.error} locale={field.locale} />
      <Choice
        kind="checkbox"
        id={id}
        name={field.name}
        option={{
          value: field.value ?? 'ja',
          label,
          hint: field.hint,
          disabled: field.disabled,
          children: field.children,
        }}
        checked={field.checked ?? false}
        error={Boolean(field.error)}
        describedBy={classNames(field.error && `${id}-error`, field.describedBy) || undefined}
        attributes={{ ...(field.required ? { 'aria-required': 'true' } : {}), ...field.attributes }}
      />
    </div>
  );
}
