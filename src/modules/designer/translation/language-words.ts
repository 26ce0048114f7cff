import { LIST } from '../workshop/tabs.ts';
import type { Translated, TranslationState } from './translation-marks.ts';

export const germanNames: Record<Translated, string> = { en: 'Englisch', 'de-leicht': 'Leichte Sprache', ar: 'Arabisch', uk: 'Ukrainisch', tr: 'Türkisch' };

export const languagesHref = (draftId: string, locale: Translated): string => `${LIST}/${draftId}/texte/sprachen?in=${locale}`;

/** How far a language is, in a few words. */
export function summary({ missing, machine, outdated }: Record<TranslationState, number>): string {
  const parts = [missing && `${missing} fehlen`, machine && `${machine} ungeprüft`, outdated && `${outdated} veraltet`].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : 'alles da und geprüft';
}
