import { toChildArray } from 'preact';
import type { ComponentChildren } from 'preact';
import { classNames } from '../class-names.ts';

/** Cards side by side as a list; as many columns as fit. */
export function CardGrid({ children, size = 'default' }: { children: ComponentChildren; size?: 'small' | 'default' | 'large' }) {
  return (
    <ul class={classNames('card-grid', `card-grid--${size}`)}>
      {toChildArray(children).map((child, position) => (
        <li key={position}>{child}</li>
      ))}
    </ul>
  );
}
