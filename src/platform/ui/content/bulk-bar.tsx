import type { ComponentChildren } from 'preact';

/**
 * What can be done with the selected rows of a `Table` with `select`; stands behind it in the same form.
 * It shows as soon as a box is ticked, by the style sheet; browsers that can't do this show it always.
 */
export function BulkBar({ children, label }: { children: ComponentChildren; label: string }) {
  return (
    <div class="bulk-bar" role="group" aria-label={label}>
      <span class="bulk-bar__label">{label}</span>
      {children}
    </div>
  );
}
