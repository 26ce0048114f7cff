import type { ComponentChildren } from 'preact';
import { classNames } from '../class-names.ts';
import { Field, describeControl, fieldId } from './field.tsx';
import type { FieldProps } from './field.tsx';

/** Room for so many characters; the field is never wider than its answer needs. */
export type FieldWidth = 2 | 4 | 6 | 10 | 20 | 'full';

export type InputMode = 'text' | 'numeric' | 'decimal' | 'tel' | 'email' | 'url' | 'search';

export type TextFieldProps = FieldProps & {
  value?: string | null | undefined;
  type?: 'text' | 'email' | 'tel' | 'url' | 'password' | 'search' | 'date' | 'time' | 'datetime-local' | 'month';
  /** Token of the HTML standard ("given-name", "postal-code"): WCAG 1.3.5 wants it wherever it fits. */
  autocomplete?: string | undefined;
  inputmode?: InputMode | undefined;
  maxlength?: number | undefined;
  spellcheck?: boolean;
  readonly?: boolean | undefined;
  width?: FieldWidth | undefined;
  /** Shown inside the frame of the field, before or behind the input: "€", "https://". */
  prefix?: ComponentChildren;
  suffix?: ComponentChildren;
  /** Suggestions shown by the browser itself (datalist); the answer stays free. */
  suggestions?: string[];
};

/** The class for a width; shared by the fields that draw their own input. */
export const widthClass = (width: FieldWidth | undefined): string | false => width !== undefined && width !== 'full' && `field__width-${width}`;

/** One line of text. Also e-mail, telephone, password, and the browser's own date and time inputs (staff only). */
export function TextField(field: TextFieldProps) {
  const id = field.id ?? fieldId(field.name);
  const input = (
    <input
      class={classNames('kern-form-input__input', field.error && 'kern-form-input__input--error', widthClass(field.width))}
      id={id}
      name={field.name}
      value={field.value ?? ''}
      autocomplete={field.autocomplete}
      inputmode={field.inputmode}
      maxlength={field.maxlength}
      spellcheck={field.spellcheck}
      readonly={field.readonly || undefined}
      {...kindOf(field, id)}
      {...describeControl(field, id)}
    />
  );
  const framed = field.prefix !== undefined || field.suffix !== undefined;
  return (
    <Field field={field} id={id}>
      {framed ? (
        <div class="field__affixed">
          {field.prefix !== undefined && <span class="field__affix">{field.prefix}</span>}
          {input}
          {field.suffix !== undefined && <span class="field__affix">{field.suffix}</span>}
        </div>
      ) : (
        input
      )}
      {field.suggestions && (
        <datalist id={`${id}-list`}>
          {field.suggestions.map((text) => (
            <option key={text} value={text} />
          ))}
        </datalist>
      )}
    </Field>
  );
}

// Preact's types want a literal type for every combination with a list; the pair is known to be sound.
const kindOf = (field: TextFieldProps, id: string): object => ({
  type: field.type ?? 'text',
  list: field.suggestions ? `${id}-list` : undefined,
});
