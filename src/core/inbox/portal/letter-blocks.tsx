import type { VNode } from 'preact';

/** The text of a letter or message with its headings, lists and tables. */
export function LetterBlocks({ text }: { text: string }) {
  return <>{text.split(/\n{2,}/).map(block)}</>;
}

function block(text: string, key: number): VNode {
  if (text.startsWith('## ')) return <h2 key={key}>{text.slice(3)}</h2>;
  const lines = text.split('\n');
  if (lines.length > 1 && lines.every((line) => line.includes('\t'))) return table(lines, key);
  if (lines.every((line) => /^(–|\d+\.) /.test(line))) {
    return (
      <ul key={key}>
        {lines.map((line, i) => (
          <li key={i}>{line.replace(/^(–|\d+\.) /, '')}</li>
        ))}
      </ul>
    );
  }
  return (
    <p key={key} class="lines">
      {text}
    </p>
  );
}

/** Read aloud and on a phone, every row says its own names. */
function table(lines: string[], key: number): VNode {
  const [head = [], ...rows] = lines.map((line) => line.split('\t'));
  return (
    <ul key={key}>
      {rows.map((row, i) => (
        <li key={i}>
          <strong>{row[0]}</strong>
          {row.slice(1).map((cell, column) => `${column === 0 ? ': ' : ', '}${head[column + 1] ?? ''} ${cell}`)}
        </li>
      ))}
    </ul>
  );
}
