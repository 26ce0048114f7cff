import { ParseOption, XmlDocument, XmlElement, XmlParseError } from 'libxml2-wasm';
import type { Text } from '#platform/i18n';
import { htmlToMarkdown } from './html-to-markdown.ts';
import { firstSentence } from './read-dldb.ts';
import { MOST_ROWS, nameOf, plain, withoutTwins, UnreadableFile, type ReadCatalogue, type Said } from './import-row.ts';
import { readText } from './read-table.ts';

const NAMESPACE = /^http:\/\/xoev\.de\/schemata\/xzufi\/2_\d+_\d+$/;
const DEEPEST = 100;

/**
 * Services (`leistung`) of an XZuFi 2 message. Names count, not prefixes. A DOCTYPE is refused before anything is read: entities
 * are how XML attacks work. Text modules are told apart by their name, those for the title also by their code (02, 03).
 */
export function readXzufi(bytes: Uint8Array): ReadCatalogue {
  const { text, note } = readText(bytes);
  if (/<!DOCTYPE/i.test(text)) throw new UnreadableFile('Dokumenttypen (DOCTYPE) sind nicht erlaubt.');
  let document: XmlDocument;
  try {
    document = XmlDocument.fromString(text.replace(/^\ufeff/, ''), { option: ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE });
  } catch (error) {
    if (error instanceof XmlParseError) throw new UnreadableFile(`Zeile ${error.details[0]?.line ?? '?'} ist kein gültiges XML.`);
    throw error;
  }
  try {
    if (!NAMESPACE.test(document.root.namespaceUri)) throw new UnreadableFile('Das ist keine Nachricht nach XZuFi 2.');
    const found: ReadCatalogue = { rows: [], refused: [], notes: note ? [note] : [] };
    for (const service of servicesBelow(document.root, 0)) readService(service, found);
    if (found.rows.length + found.refused.length === 0) throw new UnreadableFile('In der Nachricht steht keine Leistung.');
    return withoutTwins(found);
  } finally {
    document.dispose();
  }
}

function* childrenOf(node: XmlElement, name?: string): Generator<XmlElement> {
  for (let child = node.firstChild; child; child = child.next) if (child instanceof XmlElement && (!name || child.name === name)) yield child;
}
const childOf = (node: XmlElement | undefined, name: string): XmlElement | undefined => (node ? childrenOf(node, name).next().value ?? undefined : undefined);
const textOf = (node: XmlElement | undefined): string => node?.content.trim() ?? '';

function* servicesBelow(node: XmlElement, depth: number): Generator<XmlElement> {
  if (depth > DEEPEST) throw new UnreadableFile('Das XML ist zu tief geschachtelt.');
  for (const child of childrenOf(node)) {
    if (child.name === 'leistung') yield child;
    else yield* servicesBelow(child, depth + 1);
  }
}

/** `inhalt` or `beschreibung` in several languages. */
function textIn(node: XmlElement, element: string): Text | undefined {
  const by = new Map<string, string>();
  for (const part of childrenOf(node, element)) {
    const language = (part.attrs.find(({ name }) => name === 'languageCode')?.value ?? 'de').slice(0, 2);
    const words = htmlToMarkdown(textOf(part));
    if (words && !by.has(language)) by.set(language, words);
  }
  const [de, en] = [by.get('de'), by.get('en')];
  return de ? { de, ...(en ? { en } : {}) } : undefined;
}
const german = (text: Text | undefined): string => (typeof text === 'string' ? text : (text?.de ?? ''));

type Module = { name: string; code: string; text: Text | undefined };

function readService(service: XmlElement, found: ReadCatalogue): void {
  const line = service.line;
  if (found.rows.length >= MOST_ROWS) throw new UnreadableFile(`Die Nachricht hat mehr als ${MOST_ROWS} Leistungen.`);
  const modules = [...childrenOf(service, 'modulText')].map((one): Module => {
    const kind = childOf(one, 'leikaTextmodul');
    return { code: textOf(childOf(kind, 'code')), name: textOf(childOf(kind, 'name')).toLowerCase(), text: textIn(one, 'inhalt') };
  });
  const module = (name: string, code?: string): Text | undefined => modules.find((one) => one.text && (one.name ? one.name === name : one.code === code))?.text;
  const key = plain(textOf(childOf(service, 'id')), 120);
  const title = module('leistungsbezeichnung ii', '03') ?? module('leistungsbezeichnung', '02') ?? module('leistungsbezeichnung i');
  const named = nameOf(german(title));
  if (!key || 'reason' in named) return void found.refused.push({ line, reason: key && 'reason' in named ? named.reason : 'Die Kennung (id) fehlt.', text: plain(german(title), 100) });
  found.rows.push({ key, line, said: { name: named.name, ...describe(service, module) } });
}

function describe(service: XmlElement, module: (name: string, code?: string) => Text | undefined): Omit<Said, 'name'> {
  const full = module('volltext') ?? module('ausführliche beschreibung');
  const teaser = module('kurztext') ?? module('teaser');
  const official = german(module('leistungsbezeichnung', '02') ?? module('leistungsbezeichnung i'));
  const leika = [...childrenOf(service, 'referenzLeiKa')].map((one) => textOf(childOf(one, 'code'))).find((code) => /^\d{14}$/.test(code));
  const description = full ?? teaser;
  const fee = moduleText(service, 'modulKosten') ?? module('kosten');
  const time = moduleText(service, 'modulBearbeitungsdauer') ?? module('bearbeitungsdauer');
  const deadline = moduleText(service, 'modulFrist') ?? module('frist');
  const [papers, requirements, law, steps] = [linesOf(module('erforderliche unterlagen')), linesOf(module('voraussetzungen')), linesOf(module('rechtsgrundlagen') ?? module('rechtsgrundlage') ?? module('handlungsgrundlage')), linesOf(module('verfahrensablauf'))];
  return {
    ...(description ? { description } : {}),
    ...(firstSentence(german(teaser ?? description)) ? { summary: firstSentence(german(teaser ?? description)) } : {}),
    ...(leika ? { leika } : {}),
    ...(official ? { synonyms: [plain(official, 80)] } : {}),
    ...(fee ? { fee: { text: fee } } : {}),
    ...(time ? { processingTime: { text: time } } : {}),
    ...(deadline ? { deadline } : {}),
    ...(papers.length > 0 ? { papers: papers.map((name) => ({ name })) } : {}),
    ...(requirements.length > 0 ? { requirements } : {}),
    ...(steps.length > 0 ? { steps } : {}),
    ...(law.length > 0 ? { legalBasis: law.map((title) => ({ title })) } : {}),
  };
}

const moduleText = (service: XmlElement, name: string): Text | undefined => {
  const node = childOf(service, name);
  return node ? textIn(node, 'beschreibung') : undefined;
};

const linesOf = (text: Text | undefined): string[] => german(text).split('\n').map((line) => plain(line.replaceAll(/^[-*]\s+|^###\s+|\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll('**', ''), 1000)).filter(Boolean).slice(0, 60);
