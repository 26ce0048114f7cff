import type { ComponentChildren } from 'preact';
import { classNames } from '../class-names.ts';

export type HeadingProps = {
  level: 1 | 2 | 3 | 4;
  children: ComponentChildren;
  /** Default by level: x-large, large, medium, small. */
  size?: 'display' | 'x-large' | 'large' | 'medium' | 'small';
  id?: string;
  hidden?: boolean;
};

const sizes = {
  display: 'kern-heading-display',
  'x-large': 'kern-heading-x-large',
  large: 'kern-heading-large',
  medium: 'kern-heading-medium',
  small: 'kern-heading-small',
};
const byLevel = { 1: 'x-large', 2: 'large', 3: 'medium', 4: 'small' } as const;

/** A heading; its level is its place in the outline, its size only its look. */
export function Heading({ level, children, size, id, hidden }: HeadingProps) {
  const Tag = `h${level}` as const;
  return (
    <Tag class={classNames(sizes[size ?? byLevel[level]], hidden && 'kern-sr-only')} id={id}>
      {children}
    </Tag>
  );
}
