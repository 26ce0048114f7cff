import type { ComponentChildren } from 'preact';

/** Running text: paragraphs, lists, headings and links get their distances and a readable width. */
export function Prose({ children, wide }: { children: ComponentChildren; wide?: boolean }) {
  return <div class={wide ? 'prose prose--wide' : 'prose'}>{children}</div>;
}
