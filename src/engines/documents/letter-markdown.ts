import type { BlockContent, DefinitionContent, ListItem, PhrasingContent, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import type { Report } from './finding.ts';
import type { ElementNode, TemplateMark, TemplateNode } from './letter-template.ts';
import type { Placeholders } from './placeholders.ts';

type Reading = {
  line: number;
  placeholders: Placeholders;
  report: Report;
  /** Easy language: every line of the source stays a line of its own. */
  keepLines?: boolean;
};

/** Reads a run of markdown lines (CommonMark without HTML, code and images, plus pipe tables) as template nodes. */
export function readMarkdown(lines: string[], reading: Reading): TemplateNode[] {
  const nodes: TemplateNode[] = [];
  const hidden = lines.map((text, index) => reading.placeholders.hide(text, reading.line + index));
  for (let start = 0; start < hidden.length; ) {
    const isTable = isRow(hidden[start]);
    let end = start;
    while (end < hidden.length && isRow(hidden[end]) === isTable) end++;
    const chunk = hidden.slice(start, end);
    const at = { ...reading, line: reading.line + start };
    nodes.push(...(isTable ? [readTable(chunk, at)] : readText(chunk.join('\n'), at)));
    start = end;
  }
  return nodes;
}

/** Reads one line of markdown without blocks, such as a subject or a table cell. */
export function readInline(text: string, reading: Reading): TemplateNode[] {
  const hidden = reading.placeholders.hide(text, reading.line);
  return inlineOf(hidden, reading);
}

function inlineOf(text: string, reading: Reading): TemplateNode[] {
  const [first, ...more] = fromMarkdown(text.trim()).children;
  if (!first) return [];
  if (first.type === 'paragraph' && more.length === 0) return phrases(first.children, [], reading);
  // "1. Rate" or "- " in a cell would be read as a list: it is meant as text.
  return reading.placeholders.split(text.trim(), []);
}

const isRow = (text: string | undefined): boolean => /^\s*\|/.test(text ?? '');

const cellsOf = (row: string): string[] =>
  row
    .trim()
    .replace(/^\||(?<!\\)\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.replaceAll('\\|', '|'));

function readTable(rows: string[], reading: Reading): ElementNode {
  const hasHead = /^\s*\|(\s*:?-+:?\s*\|)+\s*$/.test(rows[1] ?? '');
  const align = hasHead ? cellsOf(rows[1] ?? '').map((cell) => alignOf(cell.trim())) : [];
  const children = rows.flatMap((row, index): ElementNode[] => {
    if (hasHead && index === 1) return [];
    const at = { ...reading, line: reading.line + index };
    const cells = cellsOf(row);
    if (hasHead && cells.length !== align.length)
      reading.report(at.line, `the row has ${cells.length} cells, the table ${align.length} columns`);
    return [tableRow(cells, hasHead && index === 0 ? 'tableHeader' : 'tableCell', at)];
  });
  if (!hasHead) return { kind: 'element', type: 'tableRows', children, line: reading.line };
  return { kind: 'element', type: 'table', attrs: { align }, children, line: reading.line };
}

function tableRow(cells: string[], type: 'tableHeader' | 'tableCell', reading: Reading): ElementNode {
  const { line } = reading;
  const children = cells.map((cell): ElementNode => ({ kind: 'element', type, children: inlineOf(cell, reading), line }));
  return { kind: 'element', type: 'tableRow', children, line };
}

function alignOf(rule: string): string {
  if (rule.endsWith(':')) return rule.startsWith(':') ? 'center' : 'right';
  return 'left';
}

function readText(text: string, reading: Reading): TemplateNode[] {
  return fromMarkdown(text).children.flatMap((node) => blocks(node, reading));
}

function blocks(node: RootContent | BlockContent | DefinitionContent | ListItem, reading: Reading): TemplateNode[] {
  const line = reading.line + (node.position?.start.line ?? 1) - 1;
  const element = (type: ElementNode['type'], children: TemplateNode[], attrs?: ElementNode['attrs']): TemplateNode[] => [
    { kind: 'element', type, children, line, ...(attrs ? { attrs } : {}) },
  ];
  switch (node.type) {
    case 'paragraph':
      return element('paragraph', phrases(node.children, [], reading));
    case 'heading':
      return element('heading', phrases(node.children, [], reading), { level: node.depth });
    case 'list': {
      const items = node.children.flatMap((child) => blocks(child, reading));
      return element(node.ordered ? 'orderedList' : 'bulletList', items, node.ordered ? { start: node.start ?? 1 } : undefined);
    }
    case 'listItem':
      return element('listItem', node.children.flatMap((child) => blocks(child, reading)));
    case 'blockquote':
      return element('blockquote', node.children.flatMap((child) => blocks(child, reading)));
    case 'thematicBreak':
      return element('pageBreak', []);
    default:
      reading.report(line, `"${node.type}" is not allowed in a letter`);
      return [];
  }
}

function phrases(nodes: PhrasingContent[], marks: TemplateMark[], reading: Reading): TemplateNode[] {
  return nodes.flatMap((node): TemplateNode[] => {
    const line = reading.line + (node.position?.start.line ?? 1) - 1;
    switch (node.type) {
      case 'text':
        return textLines(node.value, marks, { ...reading, line });
      case 'strong':
        return phrases(node.children, [...marks, { type: 'bold' }], reading);
      case 'emphasis':
        return phrases(node.children, [...marks, { type: 'italic' }], reading);
      case 'link':
        return phrases(node.children, [...marks, { type: 'link', href: reading.placeholders.splitHref(node.url), line }], reading);
      case 'break':
        return [{ kind: 'element', type: 'hardBreak', children: [], line }];
      default:
        reading.report(line, `"${node.type}" is not allowed in a letter`);
        return [];
    }
  });
}

// A single line break in the source is a space, as everywhere in markdown – except in easy language.
function textLines(text: string, marks: TemplateMark[], { line, placeholders, keepLines }: Reading): TemplateNode[] {
  const lines = text.split(/\s*\n\s*/);
  if (!keepLines) return placeholders.split(lines.join(' '), marks);
  return lines.flatMap((part, index): TemplateNode[] => [
    ...(index > 0 ? [{ kind: 'element' as const, type: 'hardBreak' as const, children: [], line }] : []),
    ...placeholders.split(part, marks),
  ]);
}
