import type { VNode } from 'preact';
import { easeInWords, readabilityOf } from '#core/catalogue';
import { Alert, DescriptionList, Section, Stack } from '#platform/ui';

export type ReadingHelpProps = { title: string; text: string; /** The city's own words to avoid. */ wording: { avoid: string; instead: string }[]; /** Measured by the rules of easy language. */ easy?: boolean };

/** Easy language: no sentence beyond this many words (DIN SPEC 33429 speaks of short ones; the guides say eight to twelve). */
const LONG_WHEN_EASY = 12;
const MOST = 8;

/** How hard a text is to read: index, length of sentences, words that could be said more simply. */
export function ReadingHelp({ title, text, wording, easy = false }: ReadingHelpProps): VNode {
  const found = readabilityOf(text, wording, easy ? LONG_WHEN_EASY : undefined);
  const goal = easy ? 80 : 50;
  return (
    <div data-live={easy ? 'reading-easy' : 'reading'}>
      <Section title={title} id={easy ? 'leicht' : 'verstaendlich'}>
        <Stack gap="small">
          <DescriptionList
            items={[
              { term: 'Lesbarkeit (Flesch, deutsch)', value: found.ease === undefined ? 'zu kurz zum Messen' : `${found.ease} von 100, ${easeInWords(found.ease)}; gut ist ab ${goal}` },
              { term: 'Wörter je Satz', value: `${found.sentenceLength.toLocaleString('de')}; gut ist bis ${easy ? 8 : 15}` },
            ]}
          />
          {found.longSentences.length > 0 && (
            <Alert kind="warning" title={`${found.longSentences.length === 1 ? 'Ein Satz ist' : `${found.longSentences.length} Sätze sind`} länger als ${easy ? LONG_WHEN_EASY : 20} Wörter`}>
              <ul>{found.longSentences.slice(0, MOST).map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>
            </Alert>
          )}
          {found.avoid.length > 0 && (
            <Alert kind="info" title="Das lässt sich einfacher sagen">
              <ul>{found.avoid.slice(0, 20).map(({ word, instead }) => <li key={word}>„{word}“: besser „{instead}“</li>)}</ul>
            </Alert>
          )}
          {found.longSentences.length === 0 && found.avoid.length === 0 && <p>Kein Satz ist zu lang, kein Wort klingt nach Amt.</p>}
        </Stack>
      </Section>
    </div>
  );
}
