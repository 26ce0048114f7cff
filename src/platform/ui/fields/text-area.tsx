import { dir, htmlLang, type Locale } from '#platform/i18n';
import { classNames } from '../class-names.ts';
import { useLocale } from '../locale-context.tsx';
import { words } from '../words.ts';
import { Field, describeControl, fieldId } from './field.tsx';
import type { FieldProps } from './field.tsx';

export type TextAreaProps = FieldProps & {
  value?: string | null | undefined;
  rows?: number;
  /** The limit is said below the field; the server checks it too. */
  maxlength?: number | undefined;
  autocomplete?: string | undefined;
  readonly?: boolean | undefined;
  spellcheck?: boolean;
  /** Language of what is written in it, when it is not that of the page. */
  written?: Locale | undefined;
};

/** Several lines of text; grows with its content where the browser can. */
export function TextArea(field: TextAreaProps) {
  const id = field.id ?? fieldId(field.name);
  const locale = useLocale(field.locale);
  const limit = field.maxlength === undefined ? undefined : `${id}-limit`;
  const described = { ...field, describedBy: classNames(field.describedBy, limit) || undefined };
  return (
    <Field field={field} id={id}>
      <textarea
        class={classNames('kern-form-input__input', 'field__area', field.error && 'kern-form-input__input--error')}
        id={id}
        name={field.name}
        rows={field.rows ?? 4}
        maxlength={field.maxlength}
        autocomplete={field.autocomplete}
        readonly={field.readonly || undefined}
        spellcheck={field.spellcheck}
        {...(field.written ? { lang: htmlLang(field.written), dir: dir(field.written) } : {})}
        {...describeControl(described, id)}
      >
        {field.value ?? ''}
      </textarea>
      {field.maxlength !== undefined && (
        <div class="field__limit" id={limit}>
          {words(locale).charactersLeft(field.maxlength)}
        </div>
      )}
    </Field>
  );
}
