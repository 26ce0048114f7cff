import { Choice, choiceId } from './choice.tsx';
import type { ChoiceOption } from './choice.tsx';
import { fieldId } from './field.tsx';
import type { FieldProps } from './field.tsx';
import { Fieldset } from './fieldset.tsx';

export type CheckboxGroupProps = FieldProps & {
  options: ChoiceOption[];
  value?: readonly string[] | null | undefined;
  inline?: boolean;
  legendSize?: 'label' | 'medium' | 'large';
};

/** Any number of choices; every box posts the same name. */
export function CheckboxGroup(field: CheckboxGroupProps) {
  const id = field.id ?? fieldId(field.name);
  return (
    <Fieldset
      id={`${id}-group`}
      legend={field.label}
      legendHidden={field.labelHidden}
      legendSize={field.legendSize}
      hint={field.hint}
      error={field.error}
      required={field.required}
      horizontal={field.inline}
      describedBy={field.describedBy}
      locale={field.locale}
    >
      {field.options.map((option, position) => (
        <Choice
          key={option.value}
          kind="checkbox"
          id={choiceId(id, position)}
          name={field.name}
          option={{ ...option, disabled: option.disabled || field.disabled }}
          checked={field.value?.includes(option.value) ?? false}
          error={Boolean(field.error)}
          attributes={field.attributes}
        />
      ))}
    </Fieldset>
  );
}
