import type { ComponentChildren } from 'preact';
import { classNames } from '../class-names.ts';

export type DescriptionItem = {
  term: ComponentChildren;
  value: ComponentChildren;
  /** A link behind the value ("ändern"); `about` completes it for screen readers. */
  action?: { href: string; label: string; about?: string };
};

export type DescriptionListProps = {
  items: (DescriptionItem | false | null | undefined)[];
  /** Term above the value instead of beside it. */
  stacked?: boolean;
  /** Two columns of facts, for staff. */
  columns?: boolean;
};

/** Facts with their names. */
export function DescriptionList({ items, stacked, columns }: DescriptionListProps) {
  return (
    <dl class={classNames('kern-description-list', 'facts', stacked && 'kern-description-list--col', columns && 'facts--columns')}>
      {items.map(
        (item, position) =>
          item && (
            <div class="kern-description-list-item" key={position}>
              <dt class="kern-description-list-item__key">{item.term}</dt>
              <dd class="kern-description-list-item__value">
                {item.value}
                {item.action && (
                  <a class="kern-link kern-link--no-visited-state facts__action" href={item.action.href}>
                    {item.action.label}
                    {item.action.about && <span class="kern-sr-only"> {item.action.about}</span>}
                  </a>
                )}
              </dd>
            </div>
          ),
      )}
    </dl>
  );
}
