import type { ComponentChildren } from 'preact';
import { classNames } from '../class-names.ts';

type Gap = 'none' | 'small' | 'default' | 'large' | 'x-large';

/** Things below each other with one distance between them. */
export function Stack({ children, gap = 'default' }: { children: ComponentChildren; gap?: Gap }) {
  return <div class={classNames('stack', `gap-${gap}`)}>{children}</div>;
}

/** Things beside each other that wrap when the line is full. */
export function Row({ children, gap = 'small', align = 'center', between }: RowProps) {
  return <div class={classNames('row', `gap-${gap}`, `row--${align}`, between && 'row--between')}>{children}</div>;
}

type RowProps = { children: ComponentChildren; gap?: Gap; align?: 'start' | 'center' | 'end' | 'baseline'; between?: boolean };

/** Columns on a wide screen, below each other on a phone. `sidebar`: main part and a narrow one behind it. */
export function Columns({ children, layout = 'halves' }: { children: ComponentChildren; layout?: 'halves' | 'thirds' | 'quarters' | 'sidebar' }) {
  return <div class={classNames('columns', `columns--${layout}`)}>{children}</div>;
}

/** A part of a page of full width (portal, `width: 'full'`): on tinted ground, in the colour of the city, or plain. */
export function Band({ children, tone = 'plain' }: { children: ComponentChildren; tone?: 'plain' | 'tinted' | 'brand' }) {
  return (
    <div class={classNames('band', `band--${tone}`, tone === 'tinted' && 'kern-layer kern-level-1')}>
      <div class="page">{children}</div>
    </div>
  );
}

/** A framed part of a page with its own heading: the building block of office pages. */
export function Section({ title, level = 2, actions, children, id }: SectionProps) {
  const Title = `h${level}` as const;
  return (
    <section class="section" aria-labelledby={id && `${id}-title`} id={id}>
      {title && (
        <div class="section__head">
          <Title class="kern-heading-small section__title" id={id && `${id}-title`}>
            {title}
          </Title>
          {actions && <div class="section__actions">{actions}</div>}
        </div>
      )}
      <div class="section__body">{children}</div>
    </section>
  );
}

type SectionProps = {
  title?: ComponentChildren;
  level?: 2 | 3 | 4;
  actions?: ComponentChildren;
  children: ComponentChildren;
  id?: string;
};

/** The one action of the page; on a phone it stays at the lower edge, in reach of the thumb. */
export function StickyAction({ children }: { children: ComponentChildren }) {
  return <div class="sticky-action">{children}</div>;
}
