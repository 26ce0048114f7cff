import { formatFileSize } from '#platform/i18n';
import { classNames } from '../class-names.ts';
import { Icon } from '../icon.tsx';
import { useLocale } from '../locale-context.tsx';
import { words } from '../words.ts';
import { Field, describeControl, fieldId } from './field.tsx';
import type { FieldProps } from './field.tsx';

/** A file that already arrived. */
export type UploadedFileItem = {
  name: string;
  /** Bytes. */
  size?: number;
  href?: string;
  /** The button posts this value under `removeName`. */
  removeValue?: string;
};

export type FileFieldProps = FieldProps & {
  /** ".pdf,image/*": a help for choosing; the server decides. */
  accept?: string | undefined;
  multiple?: boolean | undefined;
  files?: UploadedFileItem[] | undefined;
  /** Name of the buttons that take a file back; default "remove". */
  removeName?: string;
};

/** Papers to hand in. A phone offers its camera by itself. The form needs `enctype="multipart/form-data"`. */
export function FileField(field: FileFieldProps) {
  const id = field.id ?? fieldId(field.name);
  const locale = useLocale(field.locale);
  const files = field.files ?? [];
  return (
    <>
      <Field field={field} id={id}>
        <input
          class={classNames('kern-form-input__input', field.error && 'kern-form-input__input--error')}
          id={id}
          name={field.name}
          type="file"
          accept={field.accept}
          multiple={field.multiple || undefined}
          {...describe(field, id)}
        />
      </Field>
      {files.length > 0 && (
        <ul class="file-list" aria-label={words(locale).uploaded}>
          {files.map((file) => (
            <li class="file-list__item" key={file.removeValue ?? file.name}>
              <Icon name="document" />
              <span class="file-list__name">
                {file.href ? (
                  <a class="kern-link" href={file.href}>
                    {file.name}
                  </a>
                ) : (
                  file.name
                )}
                {file.size !== undefined && <span class="muted"> {formatFileSize(file.size, locale)}</span>}
              </span>
              {file.removeValue !== undefined && (
                <button
                  class="kern-btn kern-btn--tertiary"
                  type="submit"
                  name={field.removeName ?? 'remove'}
                  value={file.removeValue}
                >
                  <span class="kern-label">
                    {words(locale).remove}
                    <span class="kern-sr-only"> {file.name}</span>
                  </span>
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

// aria-required is not defined for a file input, so it must not be said.
function describe(field: FieldProps, id: string) {
  return { ...describeControl(field, id), 'aria-required': undefined };
}
