import type { ComponentChildren } from 'preact';
import { Icon } from '../icon.tsx';

export type AlertProps = {
  kind: 'info' | 'success' | 'warning' | 'danger';
  title: ComponentChildren;
  children?: ComponentChildren;
  /** When given, the title is a heading of that level. */
  level?: 2 | 3 | 4;
  /** `status` or `alert` when the message appears as an answer to what the person just did. */
  role?: 'status' | 'alert';
};

const looks = {
  info: ['kern-alert kern-alert--info', 'info'],
  success: ['kern-alert kern-alert--success', 'success'],
  warning: ['kern-alert kern-alert--warning', 'alert'],
  danger: ['kern-alert kern-alert--danger', 'stop'],
} as const;

/** A message that must not be overlooked: colour, icon and words. */
export function Alert({ kind, title, children, level, role }: AlertProps) {
  const [look, icon] = looks[kind];
  const Title = level ? (`h${level}` as const) : 'p';
  return (
    <div class={look} role={role}>
      <div class="kern-alert__header">
        <Icon name={icon} />
        <Title class="kern-title kern-title--small">{title}</Title>
      </div>
      {children && <div class="kern-alert__body">{children}</div>}
    </div>
  );
}
