import type { ComponentChildren } from 'preact';
import { classNames } from '../class-names.ts';
import { Icon } from '../icon.tsx';
import type { IconName } from '../icon.tsx';

/** Colour means one thing: late or refused, soon or waiting for us, waiting for others, done, or nothing. */
export type BadgeState = 'late' | 'soon' | 'waiting' | 'done' | 'neutral';

export type BadgeProps = { state?: BadgeState; children: ComponentChildren; icon?: IconName | false };

const looks: Record<BadgeState, [string, IconName | false]> = {
  late: ['kern-badge--danger', 'stop'],
  soon: ['kern-badge--warning', 'clock'],
  waiting: ['kern-badge--info', 'pause'],
  done: ['kern-badge--success', 'success'],
  neutral: ['badge--neutral', false],
};

/** A state in a word; colour and icon only support it. */
export function Badge({ state = 'neutral', children, icon }: BadgeProps) {
  const [look, ownIcon] = looks[state];
  const shown = icon ?? ownIcon;
  return (
    <span class={classNames('kern-badge', 'kern-badge--small', look)}>
      {shown && <Icon name={shown} size="small" />}
      <span class="kern-label kern-label--small">{children}</span>
    </span>
  );
}
