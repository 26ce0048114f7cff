/** A text in a BPMN or DMN file: attribute or content, with the element it belongs to. */
export type XmlText = { at: string; where: string; text: string; start: number; end: number; replaceable: boolean };

const TOKEN = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<\/[^>]+>|<([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|[^<]+/g;
const ATTRIBUTE = /([\w:.-]+)(\s*=\s*)(?:"([^"]*)"|'([^']*)')/g;
/** Attributes that say something; ids and references are no texts. */
const SAYING = new Set(['name', 'value', 'source', 'expression', 'label', 'candidateGroups', 'dueDate', 'description']);
/** Names that are looked up elsewhere: found, but not replaced. */
const NAMING = new Set(['formKey', 'decisionId', 'target', 'resultVariable', 'type']);
const WORDS: Record<string, string> = { name: 'Name', value: 'Wert', source: 'Angabe', expression: 'Ausdruck', candidateGroups: 'wer', dueDate: 'Frist', conditionExpression: 'Bedingung', text: 'Zelle', documentation: 'Notiz', formKey: 'Formular', label: 'Überschrift' };
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const decode = (text: string): string => text.replaceAll(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (...found) => decodeOne(found as string[]));
const decodeOne = ([whole = '', hex, decimal, name]: string[]): string => (hex ? String.fromCodePoint(Number.parseInt(hex, 16)) : decimal ? String.fromCodePoint(Number(decimal)) : (ENTITIES[name ?? ''] ?? whole));

type Open = { tag: string; id: string; name: string };

/** Texts in the order of the file; the drawing is left out. */
export function readXmlTexts(source: string): XmlText[] {
  const found: XmlText[] = [];
  const stack: Open[] = [];
  const counts = new Map<string, number>();
  const add = (tag: string, attribute: string, { text, start, end }: { text: string; start: number; end: number }): void => {
    const owner = stack.findLast(({ id }) => id !== '') ?? { id: '', name: '' };
    const base = `${owner.id}/${tag}@${attribute}`;
    const count = counts.get(base) ?? 0;
    counts.set(base, count + 1);
    const what = WORDS[attribute] ?? WORDS[tag] ?? tag;
    found.push({ at: `${base}#${count}`, where: `${owner.name || owner.id}: ${what}`, text: decode(text), start, end, replaceable: !NAMING.has(attribute) });
  };
  for (const token of source.matchAll(TOKEN)) {
    const [whole, tag, attributes = '', closed] = token;
    if (tag === undefined) {
      if (whole.startsWith('</')) stack.pop();
      else if (!whole.startsWith('<') && whole.trim() && stack.length > 0) add(stack.at(-1)?.tag ?? '', '', trimmed(whole, token.index));
      continue;
    }
    const local = tag.slice(tag.indexOf(':') + 1);
    const values = new Map([...attributes.matchAll(ATTRIBUTE)].map(([, name = '', , double, single]) => [name, decode(double ?? single ?? '')]));
    stack.push({ tag: local, id: tag.startsWith('zeebe:') ? '' : (values.get('id') ?? ''), name: values.get('name') ?? values.get('label') ?? '' });
    if (!/^(bpmndi|dmndi|di|dc|biodi):/.test(tag)) {
      for (const one of attributes.matchAll(ATTRIBUTE)) {
        const [, name = '', between = '', double, single] = one;
        const saying = SAYING.has(name) && !(tag.startsWith('zeebe:') && name === 'name');
        const start = token.index + 1 + tag.length + one.index + name.length + between.length + 1;
        if (saying || NAMING.has(name)) add(local, name, { text: double ?? single ?? '', start, end: start + (double ?? single ?? '').length });
      }
    }
    if (closed) stack.pop();
  }
  return found;
}

function trimmed(whole: string, at: number): { text: string; start: number; end: number } {
  const text = whole.trim();
  const start = at + whole.indexOf(text);
  return { text, start, end: start + text.length };
}
