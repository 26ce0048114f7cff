import type { ComponentChildren } from 'preact';
import { classNames } from '../class-names.ts';

/** One of several answers of `Radios` or `CheckboxGroup`. */
export type ChoiceOption = {
  value: string;
  label: ComponentChildren;
  hint?: ComponentChildren;
  disabled?: boolean;
  /** Further questions that appear when this answer is chosen (by CSS, so also without JavaScript). */
  children?: ComponentChildren;
};

type ChoiceProps = {
  kind: 'radio' | 'checkbox';
  id: string;
  name: string;
  option: ChoiceOption;
  checked: boolean;
  error: boolean;
  describedBy?: string | undefined;
  attributes?: Record<string, string> | undefined;
};

/** A box or circle with its label. */
export function Choice({ kind, id, name, option, checked, error, describedBy, attributes }: ChoiceProps) {
  const hint = option.hint ? `${id}-hint` : undefined;
  return (
    <div class="choice">
      <div class="kern-form-check">
        <input
          class={classNames(`kern-form-check__${kind}`, error && `kern-form-check__${kind}--error`)}
          type={kind}
          id={id}
          name={name}
          value={option.value}
          checked={checked}
          disabled={option.disabled || undefined}
          aria-describedby={classNames(hint, describedBy) || undefined}
          aria-invalid={kind === 'checkbox' && error ? 'true' : undefined}
          {...attributes}
        />
        <label class="kern-label" for={id}>
          {option.label}
        </label>
        {option.hint && (
          <div class="choice__hint" id={hint}>
            {option.hint}
          </div>
        )}
      </div>
      {option.children && <div class="choice__more">{option.children}</div>}
    </div>
  );
}

/** The first answer carries the id of the question itself, so that an error message can link to it. */
export const choiceId = (id: string, position: number): string => (position === 0 ? id : `${id}-${position + 1}`);
