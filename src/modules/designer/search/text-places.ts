import { isMap, isPair, isScalar, parseDocument, visit, type Node } from 'yaml';
import { readXmlTexts } from './xml-texts.ts';
import { readJsonTexts } from './json-texts.ts';

/** One text in a file of a service: where it stands for people (`where`), for a program (`at`), and in the source (`start` to `end`). */
export type TextPlace = {
  file: string;
  /** Stays the same as long as the text stays where it is: path in JSON and YAML, element and attribute in XML, line of a letter. */
  at: string;
  where: string;
  text: string;
  start: number;
  end: number;
  /** False for keys and other names that more than one place agrees on. */
  replaceable: boolean;
};

const FIXED_SETTINGS = new Set(['slug', 'version', 'filePlan', 'caseNumberPrefix', 'trustLevel', 'automation', 'audience', 'lifeSituations', 'leika', 'translations']);

/** All texts of a file; none of a file that cannot be read. */
export function textPlaces(file: string, content: string): TextPlace[] {
  if (file.endsWith('.json')) return readJsonTexts(content).map((one) => ({ file, ...one }));
  if (/\.(bpmn|dmn)$/.test(file)) return readXmlTexts(content).map((one) => ({ file, ...one }));
  if (file === 'service.yaml') return yamlTexts(content).map((one) => ({ file, ...one }));
  return file.endsWith('.md') ? lineTexts(content).map((one) => ({ file, ...one })) : [];
}

type Found = Omit<TextPlace, 'file'>;

function yamlTexts(source: string): Found[] {
  const found: Found[] = [];
  const document = parseDocument(source, { merge: true });
  if (document.errors.length > 0) return found;
  visit(document, {
    Scalar: (key, node, path) => {
      if (key === 'key' || typeof node.value !== 'string' || !node.range) return;
      const steps = stepsOf(path as Node[], node, key);
      const [start, end] = node.range;
      found.push({ at: steps.join('.'), where: steps.join(' › '), text: node.value, start, end, replaceable: !FIXED_SETTINGS.has(String(steps[0])) });
    },
  });
  return found;
}

/** Keys and positions from the root to a scalar. */
function stepsOf(path: readonly unknown[], leaf: Node, leafKey: unknown): (string | number)[] {
  const steps: (string | number)[] = [];
  path.forEach((node, index) => {
    if (isPair(node) && isScalar(node.key)) steps.push(String(node.key.value));
    else if (!isMap(node) && !isPair(node) && typeof node === 'object' && node !== null && 'items' in node) {
      const child = path[index + 1] ?? leaf;
      steps.push((node.items as unknown[]).indexOf(child));
    }
  });
  return typeof leafKey === 'number' && steps.length === 0 ? [leafKey] : steps;
}

function lineTexts(source: string): Found[] {
  let start = 0;
  return source.split('\n').flatMap((text, index) => {
    const from = start;
    start += text.length + 1;
    return text.trim() ? [{ at: `${index + 1}`, where: `Zeile ${index + 1}`, text, start: from, end: from + text.length, replaceable: true }] : [];
  });
}

/** The source with other texts at some places; what is not named stays as its author wrote it, to the letter. */
export function withTexts(file: string, source: string, changes: readonly { place: TextPlace; text: string }[]): string {
  if (file === 'service.yaml') return withYamlTexts(source, changes);
  const encode = file.endsWith('.json') ? (text: string) => JSON.stringify(text) : /\.(bpmn|dmn)$/.test(file) ? escapeXml : (text: string) => text;
  return [...changes].sort((a, b) => b.place.start - a.place.start).reduce((text, { place, text: now }) => text.slice(0, place.start) + encode(now) + text.slice(place.end), source);
}

const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll('\n', '&#10;');

/** In the source where that says the same afterwards (quotes, folded lines), otherwise through the document. */
function withYamlTexts(source: string, changes: readonly { place: TextPlace; text: string }[]): string {
  let result = source;
  for (const { place, text } of [...changes].sort((a, b) => b.place.start - a.place.start)) {
    const steps = place.at.split('.');
    const direct = result.slice(0, place.start) + result.slice(place.start, place.end).replace(place.text, () => text) + result.slice(place.end);
    if (parseDocument(direct, { merge: true }).getIn(numbered(steps)) === text) result = direct;
    else {
      const document = parseDocument(result, { merge: true });
      document.setIn(numbered(steps), text);
      result = document.toString({ lineWidth: 160 });
    }
  }
  return result;
}

const numbered = (steps: string[]): (string | number)[] => steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
