import type { ComponentChildren } from 'preact';
import { Icon } from '../icon.tsx';
import type { IconName } from '../icon.tsx';

export type EmptyStateProps = {
  /** Why there is nothing: "Keine Vorgänge warten auf Sie." */
  title: ComponentChildren;
  /** What to do about it. */
  children?: ComponentChildren;
  action?: ComponentChildren;
  icon?: IconName;
  level?: 2 | 3;
};

/** Nothing to show, why, and what to do. */
export function EmptyState({ title, children, action, icon = 'inbox', level }: EmptyStateProps) {
  const Title = level ? (`h${level}` as const) : 'p';
  return (
    <div class="empty-state">
      <Icon name={icon} size="large" />
      <Title class="kern-title kern-title--small">{title}</Title>
      {children && <div class="empty-state__body">{children}</div>}
      {action && <div class="empty-state__action">{action}</div>}
    </div>
  );
}
