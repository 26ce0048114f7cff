import type { ComponentChildren } from 'preact';
import { classNames } from '../class-names.ts';

export type FormProps = {
  action?: string;
  method?: 'post' | 'get';
  /** The form carries files. */
  files?: boolean;
  id?: string;
  label?: string;
  /** Several fields in a line, for filters and short office forms. */
  inline?: boolean;
  children: ComponentChildren;
};

/** A form. The server checks and answers with the page again, so the browser's own bubbles are off. */
export function Form({ action, method = 'post', files, id, label, inline, children }: FormProps) {
  return (
    <form
      class={classNames('form', inline && 'form--inline')}
      action={action}
      method={method}
      enctype={files ? 'multipart/form-data' : undefined}
      id={id}
      aria-label={label}
      novalidate
    >
      {children}
    </form>
  );
}

/** Buttons at the end of a form; the primary one first. */
export function ButtonRow({ children }: { children: ComponentChildren }) {
  return <div class="kern-btn-wrapper button-row">{children}</div>;
}
