import type { Letter } from '#engines/documents';

type Node = Letter['body'][number];
type Value = Extract<Node, { kind: 'value' }>;
type Condition = Extract<Node, { kind: 'for' }>['list'];
type Mark = Value['marks'][number];
type Inventing = { today: string; /** What had to be invented, as it stands in the letter. */ invented: Set<string> };

const nameOf = ({ source }: { source: string }): string => (source.split('|')[0] ?? '').trim();
const isEmpty = (value: unknown): boolean => value === null || value === undefined || (typeof value === 'string' && value.trim() === '');

/** The same expression, which gives something fitting where it has no value. */
function orElse<Part extends Condition>(part: Part, { fits, instead, inventing }: { fits(value: unknown): boolean; instead: unknown; inventing: Inventing }): Part {
  const evaluate = (vars: Record<string, unknown>): unknown => {
    let value: unknown;
    try {
      value = part.expression.evaluate(vars);
    } catch {
      value = undefined;
    }
    if (fits(value)) return value;
    inventing.invented.add(nameOf(part));
    return instead;
  };
  return { ...part, expression: { ...part.expression, evaluate } };
}

/** What fits the format of a placeholder; a text says in brackets what will stand there. */
function standIn(value: Value, today: string): unknown {
  const text = `[${nameOf(value)}]`;
  const byFormat: Record<string, unknown> = { money: 12_345, euro: 123.45, date: today, datetime: `${today}T10:00:00.000Z`, number: 3, list: [text], lines: [text], iban: 'DE02120300000000202051' };
  return byFormat[value.pipes[0]?.name ?? ''] ?? text;
}

function valueOf(value: Value, inventing: Inventing, instead: unknown = standIn(value, inventing.today)): Value {
  const mayBeEmpty = value.pipes.some(({ name }) => name === 'default');
  return { ...orElse(value, { fits: (found) => mayBeEmpty || !isEmpty(found), instead, inventing }), marks: marksOf(value.marks, inventing) };
}

const marksOf = (marks: Mark[], inventing: Inventing): Mark[] =>
  marks.map((mark) => (mark.type === 'link' ? { ...mark, href: mark.href.map((part, index) => (typeof part === 'string' ? part : valueOf(part, inventing, index === 0 ? 'https://musterstadt.example' : 'beispiel'))) } : mark));

function nodeOf(node: Node, inventing: Inventing): Node {
  const all = (nodes: Node[]): Node[] => nodes.map((one) => nodeOf(one, inventing));
  switch (node.kind) {
    case 'text':
      return { ...node, marks: marksOf(node.marks, inventing) };
    case 'value':
      return valueOf(node, inventing);
    case 'element':
      return { ...node, children: all(node.children) };
    case 'if':
      return { ...node, cases: node.cases.map(({ when, children }) => ({ when: when && orElse(when, { fits: (found) => typeof found === 'boolean', instead: true, inventing }), children: all(children) })) };
    case 'for':
      return { ...node, list: orElse(node.list, { fits: Array.isArray, instead: [{}], inventing }), children: all(node.children) };
    case 'qr':
      return { ...node, text: orElse(node.text, { fits: (found) => !isEmpty(found), instead: 'https://musterstadt.example', inventing }), children: all(node.children) };
  }
}

/** A letter that can be looked at before any example reaches it: what has no value gets an invented one. `invented` fills while the letter is filled. */
export function inventValues(letter: Letter, today: string): { letter: Letter; invented: ReadonlySet<string> } {
  const inventing: Inventing = { today, invented: new Set() };
  const all = (nodes: Node[]): Node[] => nodes.map((one) => nodeOf(one, inventing));
  return { letter: { ...letter, subject: all(letter.subject), body: all(letter.body), appeal: all(letter.appeal) }, invented: inventing.invented };
}
