import type { ComponentChildren } from 'preact';

export type PageHeaderProps = {
  title: ComponentChildren;
  /** A word above the title: the kind of page, a case number. */
  preline?: ComponentChildren;
  /** One sentence that answers what the person came for. */
  lead?: ComponentChildren;
  /** Badges and short facts beside the title. */
  meta?: ComponentChildren;
  /** Buttons at the end of the line. */
  actions?: ComponentChildren;
};

/** The one h1 of a page with what belongs to it. */
export function PageHeader({ title, preline, lead, meta, actions }: PageHeaderProps) {
  return (
    <header class="page-header">
      <div class="page-header__words">
        {preline && <p class="kern-preline">{preline}</p>}
        <h1 class="kern-heading-x-large">{title}</h1>
        {meta && <div class="page-header__meta">{meta}</div>}
        {lead && <p class="kern-body kern-body--large page-header__lead">{lead}</p>}
      </div>
      {actions && <div class="page-header__actions">{actions}</div>}
    </header>
  );
}
