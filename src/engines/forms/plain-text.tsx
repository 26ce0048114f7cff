import type { VNode } from 'preact';

/** Static text of an author: paragraphs between empty lines, "- " makes a list; nothing else is markup. */
export function plainText(text: string): VNode[] {
  return text.split(/\n\s*\n/).map((block, i) => {
    const lines = block.split('\n').filter((line) => line.trim() !== '');
    if (lines.length > 0 && lines.every((line) => /^\s*-\s/.test(line))) {
      return (
        <ul key={i} class="kern-list kern-list--bullet">
          {lines.map((line) => (
            <li key={line}>{line.replace(/^\s*-\s+/, '')}</li>
          ))}
        </ul>
      );
    }
    return (
      <p key={i} class="kern-body">
        {block}
      </p>
    );
  });
}

/** The same as lines of text, for paper: one for each paragraph, list items with a dash. */
export const plainLines = (text: string): string[] =>
  text.split(/\n\s*\n/).flatMap((block) => {
    const lines = block.split('\n').filter((line) => line.trim() !== '');
    return lines.every((line) => /^\s*-\s/.test(line)) ? lines.map((line) => `– ${line.replace(/^\s*-\s+/, '')}`) : [lines.join(' ')];
  });
