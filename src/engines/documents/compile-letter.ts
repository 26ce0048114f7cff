import { APPEAL_TEXTS } from './appeal-texts.ts';
import type { Finding, Report } from './finding.ts';
import { type FrontMatter, readLetterFile } from './front-matter.ts';
import { readBlocks, type Segment } from './letter-blocks.ts';
import { readInline, readMarkdown } from './letter-markdown.ts';
import type { Condition, FeelParser, Letter, TemplateNode } from './letter-template.ts';
import { collectPlaceholders, type Placeholders } from './placeholders.ts';

export type CompileOptions = {
  feel: FeelParser;
  /** The city's own instructions on appeal by key, beside or instead of the built-in ones. Markdown with placeholders. */
  appeals?: Record<string, string>;
};

type Reading = { placeholders: Placeholders; report: Report; loopNames: Set<string>; keepLines: boolean };

/**
 * Reads a letter template. `letter` is there only when no finding is an error. A warning names something the law normally
 * asks for (reasons § 39 VwVfG, instruction on appeal § 37 Abs. 6 VwVfG).
 */
export function compileLetter(source: string, options: CompileOptions): { letter?: Letter; findings: Finding[] } {
  const findings: Finding[] = [];
  const report: Report = (line, message, severity = 'error') => findings.push({ severity, line, message });
  const file = readLetterFile(source.replaceAll('\r\n', '\n'), report);
  const placeholders = collectPlaceholders(options.feel, report);
  const reading: Reading = { placeholders, report, loopNames: new Set(), keepLines: file.head?.language === 'de-leicht' };
  const body = readSegments(readBlocks(file.body, file.bodyLine, report), reading);
  checkTableRows(body, false, report);
  if (body.length === 0) report(file.bodyLine, 'the letter has no text');
  const { head } = file;
  if (!head) return { findings: sorted(findings) };
  const subject = readInline(head.subject ?? '', { line: file.lineOf('subject'), placeholders, report });
  const appeal = readAppeal(head, file.lineOf('appeal'), { reading, texts: { ...APPEAL_TEXTS, ...options.appeals } });
  if (head.kind === 'notice') checkNotice(head, body, report);
  if (findings.some((finding) => finding.severity === 'error')) return { findings: sorted(findings) };
  const names = [...placeholders.names].filter((name) => !reading.loopNames.has(name)).sort();
  return { letter: { ...attributes(head), subject, body, appeal, names }, findings: sorted(findings) };
}

function attributes(head: FrontMatter): Pick<Letter, 'kind' | 'layout' | 'title' | 'seal' | 'language'> {
  const usual = { notice: 'letter', letter: 'letter', certificate: 'certificate', receipt: 'receipt' } as const;
  const title = typeof head.title === 'string' ? { de: head.title } : head.title;
  return { kind: head.kind, layout: head.layout ?? usual[head.kind], title, seal: head.seal, language: head.language };
}

function readSegments(segments: Segment[], reading: Reading): TemplateNode[] {
  return segments.flatMap((segment) => readSegment(segment, reading));
}

function readSegment(segment: Segment, reading: Reading): TemplateNode[] {
  const { placeholders } = reading;
  const { line } = segment;
  const parse = (text: string, at: number): Condition | undefined => placeholders.parse(text, at);
  switch (segment.kind) {
    case 'markdown':
      return readMarkdown(segment.lines, { ...reading, line });
    case 'box':
      return [{ kind: 'element', type: 'box', children: readSegments(segment.body, reading), line }];
    case 'qr': {
      const text = parse(segment.text, line);
      const children = readSegments(segment.body, reading);
      if (children.length === 0) reading.report(line, 'the block ":::qr" needs a text that says what the code is for');
      return text ? [{ kind: 'qr', text, children, line }] : [];
    }
    case 'for': {
      const list = parse(segment.list, line);
      reading.loopNames.add(segment.name);
      const children = readSegments(segment.body, reading);
      return list ? [{ kind: 'for', name: segment.name, list, children, line }] : [];
    }
    case 'if': {
      const cases = segment.cases.map((branch) => ({
        when: branch.when === undefined ? undefined : parse(branch.when, branch.line),
        children: readSegments(branch.body, reading),
      }));
      return [{ kind: 'if', cases, line }];
    }
  }
}

/** Rows without a heading row continue the table before them, also across `:::for` and `:::if`. */
function checkTableRows(nodes: TemplateNode[], afterTable: boolean, report: Report): boolean {
  let open = afterTable;
  for (const node of nodes) {
    if (node.kind === 'element' && node.type === 'tableRows') {
      if (!open) report(node.line, 'a table needs a heading row and a line such as | --- | --- |');
    } else if (node.kind === 'element') {
      open = node.type === 'table';
      if (node.type === 'box') checkTableRows(node.children, false, report);
    } else if (node.kind === 'for') open = checkTableRows(node.children, open, report) && open;
    else if (node.kind === 'if') {
      const ends = node.cases.map((branch) => checkTableRows(branch.children, open, report));
      open = open && ends.every(Boolean);
    } else if (node.kind === 'qr') {
      checkTableRows(node.children, false, report);
      open = false;
    }
  }
  return open;
}

function readAppeal(
  head: FrontMatter,
  line: number,
  { reading, texts }: { reading: Reading; texts: Record<string, string> },
): TemplateNode[] {
  if (head.appeal === undefined || head.appeal === 'none') return [];
  const text = Object.hasOwn(texts, head.appeal) ? texts[head.appeal] : undefined;
  if (text === undefined) {
    reading.report(line, `unknown instruction on appeal "${head.appeal}"; known are none, ${Object.keys(texts).join(', ')}`);
    return [];
  }
  // Faults inside the instruction are shown at the line that names it.
  const atKey: Reading = { ...reading, report: (_line, message, severity) => reading.report(line, message, severity) };
  return readSegments(readBlocks(text, line, atKey.report), atKey);
}

function checkNotice(head: FrontMatter, body: TemplateNode[], report: Report): void {
  if (head.appeal === undefined)
    report(
      1,
      'a notice needs "appeal" (or "appeal: none"): without instruction the time limit is a year (§ 58 Abs. 2 VwGO)',
      'warning',
    );
  if (!hasHeading(body, /begründung|gründe|reasons/i))
    report(1, 'a notice normally has a heading "Begründung" (§ 39 VwVfG)', 'warning');
}

function hasHeading(nodes: TemplateNode[], pattern: RegExp): boolean {
  return nodes.some((node) => {
    if (node.kind === 'if') return node.cases.some((branch) => hasHeading(branch.children, pattern));
    if (node.kind === 'for') return hasHeading(node.children, pattern);
    if (node.kind !== 'element') return false;
    if (node.type === 'heading') return node.children.some((child) => child.kind === 'text' && pattern.test(child.text));
    return node.type === 'box' && hasHeading(node.children, pattern);
  });
}

function sorted(findings: Finding[]): Finding[] {
  return findings.sort((a, b) => a.line - b.line);
}
