import { Choice, choiceId } from './choice.tsx';
import type { ChoiceOption } from './choice.tsx';
import { fieldId } from './field.tsx';
import type { FieldProps } from './field.tsx';
import { Fieldset } from './fieldset.tsx';

export type RadiosProps = FieldProps & {
  options: ChoiceOption[];
  value?: string | null | undefined;
  /** Side by side, for two or three short answers such as Ja / Nein. */
  inline?: boolean;
  legendSize?: 'label' | 'medium' | 'large';
};

/** One choice out of a few, all in sight. */
export function Radios(field: RadiosProps) {
  const id = field.id ?? fieldId(field.name);
  return (
    <Fieldset
      id={`${id}-group`}
      role="radiogroup"
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
          kind="radio"
          id={choiceId(id, position)}
          name={field.name}
          option={{ ...option, disabled: option.disabled || field.disabled }}
          checked={option.value === field.value}
          error={Boolean(field.error)}
          attributes={field.attributes}
        />
      ))}
    </Fieldset>
  );
}
