import type { ComponentChildren } from 'preact';
import { classNames } from '../class-names.ts';
import { Icon } from '../icon.tsx';

export type StatTileProps = {
  label: ComponentChildren;
  value: ComponentChildren;
  /** "12 mehr als letzte Woche": the change in words. */
  change?: { text: string; direction: 'up' | 'down' | 'same'; good?: boolean };
  note?: ComponentChildren;
  href?: string;
};

const arrows = { up: 'arrow-up', down: 'arrow-down', same: 'arrow-right' } as const;

/** One figure with its name and how it moved. */
export function StatTile({ label, value, change, note, href }: StatTileProps) {
  const name = href ? (
    <a class="kern-link kern-link--no-visited-state kern-link--stretched" href={href}>
      {label}
    </a>
  ) : (
    label
  );
  return (
    <div class={classNames('stat', href && 'kern-card--interactive')}>
      <p class="stat__label">{name}</p>
      <p class="stat__value">{value}</p>
      {change && (
        <p class={classNames('stat__change', change.good === true && 'stat__change--good', change.good === false && 'stat__change--bad')}>
          <Icon name={arrows[change.direction]} size="small" />
          {change.text}
        </p>
      )}
      {note && <p class="stat__note">{note}</p>}
    </div>
  );
}
