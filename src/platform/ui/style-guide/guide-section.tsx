import type { ComponentChildren } from 'preact';
import { Section } from '../content/layout.tsx';

/** One component of the style sheet page: its name, what it is for, how it looks. */
export function GuideSection({ id, title, use, children }: { id: string; title: string; use: string; children: ComponentChildren }) {
  return (
    <Section title={title} id={`guide-${id}`}>
      <p class="muted">{use}</p>
      <div class="guide__show">{children}</div>
    </Section>
  );
}
