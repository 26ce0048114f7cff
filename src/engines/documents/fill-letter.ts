import { cleanText } from './clean-text.ts';
import type { ContentNode, LetterContent, Locale, Mark } from './content.ts';
import { plainText } from './content.ts';
import type { Finding } from './finding.ts';
import type { Condition, ElementNode, Letter, TemplateMark, TemplateNode, ValueNode } from './letter-template.ts';
import { formatValue } from './pipes.ts';

/** A letter could not be filled; `findings` names every place with its line. */
export class LetterError extends Error {
  override name = 'LetterError';
  readonly findings: Finding[];
  constructor(findings: Finding[]) {
    super(findings.map((finding) => `line ${finding.line}: ${finding.message}`).join('; '));
    this.findings = findings;
  }
}

type Vars = Record<string, unknown>;
type Filling = { locale: Locale; findings: Finding[] };

/**
 * Fills a letter with a case's data. Values become text and nothing else: markup in them is shown as it was typed.
 * Throws `LetterError` when a value is missing, has the wrong type or a condition is neither true nor false: a letter with
 * a gap must not leave the house.
 */
export function fillLetter(letter: Letter, context: Vars, locale: Locale = letter.language): LetterContent {
  const filling: Filling = { locale, findings: [] };
  const title = letter.title[locale] ?? letter.title.de;
  const subject = plainText(fillAll(letter.subject, context, filling)) || title;
  const content = fillAll(letter.body, context, filling);
  const appeal = fillAll(letter.appeal, context, filling);
  if (appeal.length > 0) content.push({ type: 'appeal', content: appeal });
  if (filling.findings.length > 0) throw new LetterError(filling.findings);
  const { kind, layout, seal, language } = letter;
  return { type: 'doc', attrs: { kind, layout, title, subject, seal, language }, content };
}

/** What a loop, condition or table hands on: real nodes, or rows that continue the table before them. */
type Filled = ContentNode | { type: 'tableRows'; content: ContentNode[] };

function fillAll(nodes: TemplateNode[], vars: Vars, filling: Filling): ContentNode[] {
  return joinParts(nodes.flatMap((node) => fill(node, vars, filling)));
}

// Rows of a loop belong to the table before them, items of a loop to the list before them.
function joinParts(parts: Filled[]): ContentNode[] {
  const joined: ContentNode[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    const isList = part.type === 'bulletList' || part.type === 'orderedList';
    if (part.type === 'tableRows') last?.content?.push(...part.content);
    else if (isList && last?.type === part.type) last.content?.push(...(part.content ?? []));
    else joined.push(part);
  }
  return joined;
}

function fill(node: TemplateNode, vars: Vars, filling: Filling): Filled[] {
  switch (node.kind) {
    case 'text':
      return textNodes(node.text, fillMarks(node.marks, vars, filling));
    case 'value':
      return textNodes(valueText(node, vars, filling), fillMarks(node.marks, vars, filling));
    case 'element':
      return fillElement(node, vars, filling);
    case 'if': {
      const branch = node.cases.find(({ when }) => when === undefined || isTrue(when, vars, filling));
      return branch ? branch.children.flatMap((child) => fill(child, vars, filling)) : [];
    }
    case 'for':
      return listOf(node.list, vars, filling).flatMap((item) =>
        node.children.flatMap((child) => fill(child, { ...vars, [node.name]: item }, filling)),
      );
    case 'qr': {
      const content = fillAll(node.children, vars, filling);
      const text = evaluate(node.text, vars, filling);
      if (typeof text !== 'string' || text === '') complain(node.text, 'the text of the code is missing', filling);
      return [{ type: 'qrCode', attrs: { text: String(text), alt: `QR-Code: ${plainText(content)}` }, content }];
    }
  }
}

function fillElement(node: ElementNode, vars: Vars, filling: Filling): Filled[] {
  const content = fillAll(node.children, vars, filling);
  if (node.type === 'tableRows') return [{ type: 'tableRows', content }];
  if (node.type === 'hardBreak' || node.type === 'pageBreak') return [{ type: node.type }];
  // A paragraph whose only placeholders were left empty on purpose (| default("")) disappears.
  if (node.type === 'paragraph' && content.length === 0) return [];
  return [{ type: node.type, ...(node.attrs ? { attrs: node.attrs } : {}), content }];
}

function textNodes(text: string, marks: Mark[]): ContentNode[] {
  return text.split('\n').flatMap((line, index): ContentNode[] => [
    ...(index > 0 ? [{ type: 'hardBreak' as const }] : []),
    ...(line === '' ? [] : [{ type: 'text' as const, text: line, ...(marks.length > 0 ? { marks } : {}) }]),
  ]);
}

function fillMarks(marks: TemplateMark[], vars: Vars, filling: Filling): Mark[] {
  return marks.map((mark): Mark => {
    if (mark.type !== 'link') return mark;
    const href = mark.href.map((part) => (typeof part === 'string' ? part : valueText(part, vars, filling))).join('');
    if (!/^(https?:\/\/|mailto:|tel:)[^\s]+$/i.test(href)) {
      filling.findings.push({ severity: 'error', line: mark.line, message: `a link must start with https, mailto or tel: ${href}` });
    }
    return { type: 'link', attrs: { href } };
  });
}

function valueText(node: ValueNode, vars: Vars, filling: Filling): string {
  try {
    return cleanText(formatValue(node.expression.evaluate(vars), node.pipes, filling.locale).replace(/\r\n?/g, '\n'));
  } catch (error) {
    complain(node, error instanceof Error ? error.message : String(error), filling);
    return '';
  }
}

function evaluate(condition: Condition, vars: Vars, filling: Filling): unknown {
  try {
    return condition.expression.evaluate(vars);
  } catch (error) {
    complain(condition, error instanceof Error ? error.message : String(error), filling);
    return undefined;
  }
}

function isTrue(condition: Condition, vars: Vars, filling: Filling): boolean {
  const before = filling.findings.length;
  const value = evaluate(condition, vars, filling);
  if (typeof value !== 'boolean' && filling.findings.length === before)
    complain(condition, 'the condition is neither true nor false (is a value missing?)', filling);
  return value === true;
}

function listOf(condition: Condition, vars: Vars, filling: Filling): unknown[] {
  const before = filling.findings.length;
  const value = evaluate(condition, vars, filling);
  if (Array.isArray(value)) return value;
  if (filling.findings.length === before) complain(condition, 'a list is expected', filling);
  return [];
}

function complain(at: { source: string; line: number }, message: string, filling: Filling): void {
  filling.findings.push({ severity: 'error', line: at.line, message: `${at.source}: ${message}` });
}
