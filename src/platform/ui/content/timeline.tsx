import type { ComponentChildren } from 'preact';
import { formatDateTime } from '#platform/i18n';
import type { Locale } from '#platform/i18n';
import { classNames } from '../class-names.ts';
import { Icon } from '../icon.tsx';
import type { IconName } from '../icon.tsx';
import { useLocale } from '../locale-context.tsx';

export type TimelineEntry = {
  /** Unique within the timeline; also the anchor of the entry. */
  id: string;
  at: Date;
  title: ComponentChildren;
  actor?: ComponentChildren;
  children?: ComponentChildren;
  icon?: IconName;
  /** A message stands out, an event is one quiet line. */
  kind?: 'event' | 'message' | 'own-message' | 'decision';
  badge?: ComponentChildren;
};

export type TimelineProps = { entries: TimelineEntry[]; label: string; locale?: Locale };

const icons: Record<NonNullable<TimelineEntry['kind']>, IconName> = {
  event: 'process',
  message: 'message',
  'own-message': 'send',
  decision: 'flag',
};

/** What happened, one after the other. */
export function Timeline({ entries, label, locale: given }: TimelineProps) {
  const locale = useLocale(given);
  return (
    <ol class="timeline" aria-label={label}>
      {entries.map(({ id, at, title, actor, children, icon, kind = 'event', badge }) => (
        <li class={classNames('timeline__entry', `timeline__entry--${kind}`)} key={id} id={id}>
          <span class="timeline__mark">
            <Icon name={icon ?? icons[kind]} size="small" />
          </span>
          <div class="timeline__content">
            <p class="timeline__head">
              <span class="timeline__title">{title}</span>
              {badge}
              <span class="timeline__meta">
                {actor && <>{actor}, </>}
                <time dateTime={at.toISOString()}>{formatDateTime(at, locale)}</time>
              </span>
            </p>
            {children && <div class="timeline__body">{children}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
