import type { VNode } from 'preact';
import { Details, Enhanced, Section, Stack } from '#platform/ui';
import { tabOfFile, tabWords } from '../workshop/tabs.ts';
import type { FileDifference } from './compare-bundles.ts';
import { TextDifference } from './text-difference.tsx';

const kinds = { added: 'neu', removed: 'entfernt', changed: 'geändert' } as const;

export type DifferenceListProps = { differences: FileDifference[]; before: string; after: string; /** Addresses of both BPMN files. */ sources?: { before: string; after: string }; /** What a changed file means for running cases. */ meaning?(path: string): string };

/** Everything that differs, part by part: in words first, the lines on demand, the process as two drawings. */
export function DifferenceList({ differences, before, after, sources, meaning }: DifferenceListProps): VNode {
  if (differences.length === 0) return <p>Kein Unterschied.</p>;
  return (
    <Stack>
      {differences.map(({ path, kind, words, lines, process }) => (
        <Section key={path} title={`${tabWords(tabOfFile(path))}: ${path} (${kinds[kind]})`}>
          {meaning && <p>{meaning(path)}</p>}
          {words.length > 0 && (
            <ul>
              {words.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          )}
          {process && sources && (
            <Enhanced name="process-difference" start="visible">
              <div class="process-difference" data-before={sources.before} data-after={sources.after} data-added={process.added.join(' ')} data-removed={process.removed.join(' ')} data-changed={process.changed.join(' ')}>
                <figure>
                  <figcaption>{before}: was entfernt wurde, ist rot und gestrichelt</figcaption>
                  <div class="process-difference__canvas" data-side="before" />
                </figure>
                <figure>
                  <figcaption>{after}: Neues ist grün, Geändertes gelb umrandet</figcaption>
                  <div class="process-difference__canvas" data-side="after" />
                </figure>
              </div>
            </Enhanced>
          )}
          <Details summary="Zeile für Zeile" open={words.length === 0 && lines.length < 60}>
            <TextDifference lines={lines} before={before} after={after} />
          </Details>
        </Section>
      ))}
    </Stack>
  );
}
