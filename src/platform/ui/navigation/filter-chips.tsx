import type { ComponentChildren } from 'preact';
import { classNames } from '../class-names.ts';
import { Icon } from '../icon.tsx';

export type FilterChip = { label: ComponentChildren; href: string; active?: boolean; count?: number };

/** Filters as links; each keeps its state in the address. */
export function FilterChips({ chips, label }: { chips: FilterChip[]; label: string }) {
  return (
    <ul class="chips" aria-label={label}>
      {chips.map((chip) => (
        <li key={chip.href}>
          <a class={classNames('chip', chip.active && 'chip--active')} href={chip.href} aria-current={chip.active ? 'true' : undefined}>
            {chip.active && <Icon name="check" size="small" />}
            {chip.label}
            {chip.count !== undefined && <span class="count">{chip.count}</span>}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** Filters, saved views and buttons above a list. */
export function Toolbar({ children, label, end }: { children: ComponentChildren; label: string; end?: ComponentChildren }) {
  return (
    <div class="toolbar" role="group" aria-label={label}>
      <div class="toolbar__start">{children}</div>
      {end && <div class="toolbar__end">{end}</div>}
    </div>
  );
}
