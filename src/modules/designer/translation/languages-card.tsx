import type { VNode } from 'preact';
import { Link, Section } from '#platform/ui';
import { germanNames, languagesHref, summary } from './language-words.ts';
import { countStates, translated } from './translation-marks.ts';

/** Beside the German texts: how far each language is, and the way to its page. */
export function LanguagesCard({ settings, draftId }: { settings: Record<string, unknown>; draftId: string }): VNode {
  return (
    <div data-live="languages">
      <Section title="Übersetzungen" id="sprachen">
        <ul>
          {translated.map((locale) => (
            <li key={locale}>
              <Link href={languagesHref(draftId, locale)}>{germanNames[locale]}</Link>: {summary(countStates(settings, locale))}
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}
