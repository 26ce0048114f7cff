import type { VNode } from 'preact';
import type { ComparedLine } from './compare-texts.ts';

const AROUND = 3;
const signs = { same: '', removed: '−', added: '+' } as const;
const words = { same: '', removed: 'entfernt: ', added: 'neu: ' } as const;

/** The lines that differ with some around them; said by sign and word, not by colour alone. */
export function TextDifference({ lines, before, after }: { lines: ComparedLine[]; before: string; after: string }): VNode {
  const near = lines.map((_, index) => lines.slice(Math.max(0, index - AROUND), index + AROUND + 1).some(({ kind }) => kind !== 'same'));
  const shown = lines.map((line, index) => ({ line, index })).filter(({ index }) => near[index]);
  if (shown.length === 0) return <p>Kein Unterschied.</p>;
  return (
    <table class="difference">
      <caption class="kern-sr-only">Unterschied zwischen „{before}“ und „{after}“</caption>
      <thead>
        <tr>
          <th scope="col">{before}</th>
          <th scope="col">{after}</th>
          <th scope="col">Text</th>
        </tr>
      </thead>
      <tbody>
        {shown.map(({ line, index }, place) => (
          <tr key={index} class={`difference__${line.kind}${place > 0 && (shown[place - 1]?.index ?? 0) < index - 1 ? ' difference__gap' : ''}`}>
            <td class="difference__number">{line.before ?? ''}</td>
            <td class="difference__number">{line.after ?? ''}</td>
            <td>
              <span aria-hidden="true">{signs[line.kind]} </span>
              <span class="kern-sr-only">{words[line.kind]}</span>
              {line.text}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
