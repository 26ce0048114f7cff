import type { ComponentChildren } from 'preact';
import { classNames } from '../class-names.ts';
import { Icon } from '../icon.tsx';
import type { IconName } from '../icon.tsx';

export type CardProps = {
  title: ComponentChildren;
  /** The whole card becomes the target of the title's link. */
  href?: string;
  preline?: ComponentChildren;
  children?: ComponentChildren;
  footer?: ComponentChildren;
  badge?: ComponentChildren;
  icon?: IconName;
  level?: 2 | 3 | 4;
  size?: 'small' | 'default' | 'large';
  /** On tinted ground instead of a frame. */
  surface?: boolean;
};

const sizes = { small: 'kern-card--small', default: false, large: 'kern-card--large' } as const;

/** One thing with its title, a few facts and where it leads. */
export function Card({ level = 3, size = 'default', ...card }: CardProps) {
  const Title = `h${level}` as const;
  return (
    <article class={classNames('kern-card', card.href && 'kern-card--interactive', sizes[size], card.surface && 'kern-card--surface')}>
      <div class="kern-card__container">
        <header class="kern-card__header">
          {card.icon && (
            <span class="card__icon">
              <Icon name={card.icon} size="large" />
            </span>
          )}
          {card.preline && <p class="kern-preline kern-preline--small">{card.preline}</p>}
          <Title class="kern-title">
            {card.href ? (
              <a class="kern-link kern-link--stretched" href={card.href}>
                {card.title}
              </a>
            ) : (
              card.title
            )}
          </Title>
          {card.badge && <div class="card__badge">{card.badge}</div>}
        </header>
        {card.children && <div class="kern-card__body">{card.children}</div>}
        {card.footer && <footer class="kern-card__footer">{card.footer}</footer>}
      </div>
    </article>
  );
}
