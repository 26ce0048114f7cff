import type { ComponentChildren } from 'preact';
import { Icon } from '../icon.tsx';

export type DetailsProps = {
  summary: ComponentChildren;
  children: ComponentChildren;
  open?: boolean;
  /** `more`: a quiet "mehr dazu" in text; `panel`: a full-width block of an accordion. */
  variant?: 'more' | 'panel';
  id?: string;
};

/** Text behind one click. */
export function Details({ summary, children, open, variant = 'more', id }: DetailsProps) {
  return variant === 'panel' ? (
    <details class="kern-accordion" open={open} id={id}>
      <summary class="kern-accordion__header">
        <span class="kern-title kern-title--small">{summary}</span>
      </summary>
      <div class="kern-accordion__body">{children}</div>
    </details>
  ) : (
    <details class="more" open={open} id={id}>
      <summary class="more__summary">
        <Icon name="chevron-right" size="small" />
        <span>{summary}</span>
      </summary>
      <div class="more__body">{children}</div>
    </details>
  );
}
