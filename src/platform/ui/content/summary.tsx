import type { ComponentChildren } from 'preact';
import { DescriptionList } from './description-list.tsx';
import type { DescriptionListProps } from './description-list.tsx';

export type SummaryProps = {
  title: string;
  items?: DescriptionListProps['items'];
  children?: ComponentChildren;
  /** Where the block can be changed. */
  change?: { href: string; label: string };
  level?: 2 | 3;
};

/** One block of answers on a review page, with its link to change them. */
export function Summary({ title, items, children, change, level = 2 }: SummaryProps) {
  const Title = `h${level}` as const;
  return (
    <section class="summary">
      <div class="summary__head">
        <Title class="kern-heading-small">{title}</Title>
        {change && (
          <a class="kern-link kern-link--no-visited-state" href={change.href}>
            {change.label}
            <span class="kern-sr-only"> {title}</span>
          </a>
        )}
      </div>
      <div class="summary__body">
        {items && <DescriptionList items={items} />}
        {children}
      </div>
    </section>
  );
}
