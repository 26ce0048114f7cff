import type { ComponentChildren } from 'preact';
import { classNames } from '../class-names.ts';
import { Icon } from '../icon.tsx';
import type { IconName } from '../icon.tsx';

export type LinkProps = {
  href: string;
  children: ComponentChildren;
  icon?: IconName;
  iconEnd?: IconName;
  size?: 'default' | 'small';
  /** Language of the page behind the link, when it is another one. */
  hreflang?: string;
  current?: boolean;
  download?: boolean;
  /** In text that repeats many links, the underline waits for the pointer. */
  quiet?: boolean;
  attributes?: Record<string, string>;
};

/** A link in running text or a list. */
export function Link({ href, children, icon, iconEnd, size, hreflang, current, download, quiet, attributes }: LinkProps) {
  return (
    <a
      class={classNames('kern-link', 'kern-link--no-visited-state', size === 'small' && 'kern-link--small', quiet && 'link--quiet')}
      href={href}
      hreflang={hreflang}
      lang={hreflang}
      aria-current={current ? 'page' : undefined}
      download={download || undefined}
      {...attributes}
    >
      {icon && <Icon name={icon} size="small" />}
      {children}
      {iconEnd && <Icon name={iconEnd} size="small" />}
    </a>
  );
}
