/** What stands between `<` and `>`; text lies between the parts. */
type Markup = { from: number; to: number; kind: 'opens' | 'closes' | 'stands' | 'other' };

const PARTS: readonly [begin: string, end: string][] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
  ['<!', '>'],
];

/** The markup in its order, read once from front to back, so that a broken file takes no longer than a sound one; ends where the file is broken. */
function* markupIn(xml: string): Generator<Markup> {
  for (let from = xml.indexOf('<'); from >= 0; ) {
    const part = PARTS.find(([begin]) => xml.startsWith(begin, from));
    const to = part ? after(xml, part[1], from + part[0].length) : endOfTag(xml, from);
    if (to < 0) return;
    const kind = part ? 'other' : xml[from + 1] === '/' ? 'closes' : xml[to - 2] === '/' ? 'stands' : 'opens';
    yield { from, to, kind };
    from = xml.indexOf('<', to);
  }
}

function after(xml: string, text: string, from: number): number {
  const at = xml.indexOf(text, from);
  return at < 0 ? -1 : at + text.length;
}

function endOfTag(xml: string, from: number): number {
  let quote = '';
  for (let at = from + 1; at < xml.length; at++) {
    const char = xml[at] ?? '';
    if (quote) quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return at + 1;
    else if (char === '<') return -1;
  }
  return -1;
}

/** How many elements lie within each other at the deepest place. */
export function depthOfXml(xml: string): number {
  let [depth, deepest] = [0, 0];
  for (const { kind } of markupIn(xml)) {
    if (kind === 'opens') deepest = Math.max(deepest, (depth += 1));
    if (kind === 'closes') depth -= 1;
  }
  return deepest;
}

/** True when the file declares a DOCTYPE, which BPMN has no use for and attacks live on; a text may speak of one. */
export function hasDoctype(xml: string): boolean {
  for (const { from, kind } of markupIn(xml)) {
    if (kind !== 'other') return false;
    if (/^<!(?:DOCTYPE|ENTITY)/i.test(xml.slice(from, from + 10))) return true;
  }
  // Broken before the first element: then any is one too many.
  return /<!(?:DOCTYPE|ENTITY)/i.test(xml);
}

/**
 * Writes attributes as the parser wants them. XML allows blanks around the equals sign and around an id
 * (XML 1.0 § 3.1, attribute type ID in § 3.3.3), the parser does not.
 */
export function normalizeXml(xml: string): string {
  if (!/[\w-]\s+=\s*["']|[\w-]=\s+["']|\sid="(?:\s|[^"]*\s")/.test(xml)) return xml;
  const parts: string[] = [];
  let done = 0;
  for (const { from, to, kind } of markupIn(xml)) {
    if (kind === 'other' || kind === 'closes') continue;
    parts.push(xml.slice(done, from), normalizeTag(xml.slice(from, to)));
    done = to;
  }
  parts.push(xml.slice(done));
  return parts.join('');
}

function normalizeTag(tag: string): string {
  const tight = tag.replace(/("[^"]*"|'[^']*')|(?<!\s)\s*=\s*/g, (_match, quoted: string | undefined) => quoted ?? '=');
  return tight.replace(/(\sid=)"([^"]*)"/g, (_match, name: string, id: string) => `${name}"${id.trim()}"`);
}
