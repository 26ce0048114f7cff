import { classNames } from '../class-names.ts';
import { useLocale } from '../locale-context.tsx';
import { words } from '../words.ts';
import { Field, describeControl, fieldId } from './field.tsx';
import type { FieldProps } from './field.tsx';
import { widthClass } from './text-field.tsx';
import type { FieldWidth } from './text-field.tsx';

export type SelectOption = { value: string; label: string; disabled?: boolean };
export type SelectGroup = { label: string; options: SelectOption[] };

export type SelectFieldProps = FieldProps & {
  options: (SelectOption | SelectGroup)[];
  value?: string | null | undefined;
  /** Text of the empty first choice; `false` leaves it out (then one option is always chosen). */
  placeholder?: string | false;
  autocomplete?: string | undefined;
  width?: FieldWidth | undefined;
};

/** One choice out of many, folded up. For up to six choices use `Radios`: they are all in sight. */
export function SelectField(field: SelectFieldProps) {
  const id = field.id ?? fieldId(field.name);
  const locale = useLocale(field.locale);
  const value = field.value ?? '';
  const option = (o: SelectOption) => (
    <option key={o.value} value={o.value} selected={o.value === value} disabled={o.disabled || undefined}>
      {o.label}
    </option>
  );
  return (
    <Field field={field} id={id}>
      <div class={classNames('kern-form-input__select-wrapper', widthClass(field.width))}>
        <select
          class={classNames('kern-form-input__select', field.error && 'kern-form-input__select--error')}
          id={id}
          name={field.name}
          autocomplete={field.autocomplete}
          {...describeControl(field, id)}
        >
          {field.placeholder !== false && <option value="">{field.placeholder ?? words(locale).choose}</option>}
          {field.options.map((o) =>
            'options' in o ? (
              <optgroup key={o.label} label={o.label}>
                {o.options.map(option)}
              </optgroup>
            ) : (
              option(o)
            ),
          )}
        </select>
      </div>
    </Field>
  );
}
