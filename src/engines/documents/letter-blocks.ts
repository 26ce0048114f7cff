import type { Report } from './finding.ts';

/** A letter's body cut at its `:::` lines: runs of markdown and blocks with an expression. */
export type Segment =
  | { kind: 'markdown'; lines: string[]; line: number }
  | { kind: 'if'; cases: { when: string | undefined; body: Segment[]; line: number }[]; line: number }
  | { kind: 'for'; name: string; list: string; body: Segment[]; line: number }
  | { kind: 'qr'; text: string; body: Segment[]; line: number }
  | { kind: 'box'; body: Segment[]; line: number };

type Frame = { segment: Segment | undefined; body: Segment[] };

/** Reads the blocks of a body that starts on line `firstLine` of its file. */
export function readBlocks(body: string, firstLine: number, report: Report): Segment[] {
  const root: Frame = { segment: undefined, body: [] };
  const stack: Frame[] = [root];
  body.split(/\r?\n/).forEach((text, index) => {
    const line = firstLine + index;
    const directive = /^(\s*):::\s*(.*?)\s*$/.exec(text);
    if (!directive) return addMarkdown(stack, text, line);
    if (directive[1]) report(line, '::: must stand at the start of its line');
    readDirective(stack, directive[2] ?? '', { line, report });
  });
  const open = stack.at(-1);
  if (open?.segment) report(open.segment.line, `the block ":::${open.segment.kind}" is not closed with ":::"`);
  return root.body;
}

function addMarkdown(stack: Frame[], text: string, line: number): void {
  const body = stack.at(-1)?.body ?? [];
  const last = body.at(-1);
  if (last?.kind === 'markdown') last.lines.push(text);
  else body.push({ kind: 'markdown', lines: [text], line });
}

function readDirective(stack: Frame[], text: string, at: { line: number; report: Report }): void {
  if (text === '') {
    if (stack.length > 1) stack.pop();
    else at.report(at.line, '":::" closes a block that was not opened');
  } else if (/^else\b/.test(text)) readElse(stack, text, at);
  else openBlock(stack, text, at);
}

function readElse(stack: Frame[], text: string, { line, report }: { line: number; report: Report }): void {
  const frame = stack.at(-1);
  const match = /^else(?:\s+if\s+(.+))?$/.exec(text);
  if (frame?.segment?.kind !== 'if') report(line, '":::else" belongs into an ":::if" block');
  else if (!match) report(line, 'write ":::else" or ":::else if EXPRESSION"');
  else if (frame.segment.cases.at(-1)?.when === undefined) report(line, 'nothing may follow ":::else" but ":::"');
  else {
    const branch = { when: match[1], body: [], line };
    frame.segment.cases.push(branch);
    frame.body = branch.body;
  }
}

function openBlock(stack: Frame[], text: string, { line, report }: { line: number; report: Report }): void {
  const body: Segment[] = [];
  const segment = blockOf(text, body, line);
  if (!segment) report(line, `unknown block ":::${text}"; known are :::if, :::else, :::for x in, :::qr, :::box`);
  // An unknown block is still opened, so that its ":::" closes it and later lines keep their meaning.
  if (segment) stack.at(-1)?.body.push(segment);
  stack.push({ segment: segment ?? { kind: 'box', body, line }, body });
}

function blockOf(text: string, body: Segment[], line: number): Segment | undefined {
  const [, word, rest = ''] = /^([a-z]+)(?:\s+(.*))?$/.exec(text) ?? [];
  if (word === 'box' && rest === '') return { kind: 'box', body, line };
  if (word === 'qr') return { kind: 'qr', text: rest, body, line };
  if (word === 'if') return { kind: 'if', cases: [{ when: rest, body, line }], line };
  const loop = /^([A-Za-z_]\w*)\s+in\s+(.+)$/.exec(rest);
  if (word === 'for' && loop) return { kind: 'for', name: loop[1] ?? '', list: loop[2] ?? '', body, line };
  return undefined;
}
