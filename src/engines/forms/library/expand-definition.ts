import type { Finding } from '../finding.ts';
import { placeInWords } from '../finding.ts';
import { nearWord } from '../near-word.ts';
import { versionOf } from './read-library.ts';
import type { FormLibrary } from './read-library.ts';

type JsonPath = (string | number)[];
type Loose = Record<string, unknown>;
type Work = { json: unknown; library: FormLibrary; findings: Finding[] };

const MOST_NESTED = 4;

/**
 * Puts the questions of blocks and the answers of code lists where a form refers to them. Afterwards a form knows neither: what is
 * drawn, checked and stored is the same as if everything stood in it. A new version of a block reaches a form only when it is published.
 */
export function expandDefinition(json: unknown, library: FormLibrary): { json: unknown; findings: Finding[] } {
  const work: Work = { json, library, findings: [] };
  if (!isObject(json) || !Array.isArray(json['pages'])) return { json, findings: [] };
  const pages = json['pages'].map((page: unknown, i) => (isObject(page) ? { ...page, ...elementsOf(work, page, { at: ['pages', i], inside: [] }) } : page));
  return { json: { ...json, pages }, findings: work.findings };
}

const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null && !Array.isArray(value);

type Place = { at: JsonPath; /** Names of the blocks around. */ inside: string[] };

function elementsOf(work: Work, owner: Loose, place: Place): { elements?: unknown } {
  const { elements } = owner;
  if (!Array.isArray(elements)) return {};
  return { elements: elements.map((one: unknown, i) => expandElement(work, one, { ...place, at: [...place.at, 'elements', i] })) };
}

function expandElement(work: Work, element: unknown, place: Place): unknown {
  // deeper than any form may be nested; the check of the shape refuses it with its own words
  if (!isObject(element) || place.at.length > 60) return element;
  if (element['type'] === 'block') return expandBlock(work, element, place);
  if (typeof element['codeList'] === 'string') return withCodes(work, element, place);
  return { ...element, ...elementsOf(work, element, place) };
}

function refuse(work: Work, at: JsonPath, { code, message }: Pick<Finding, 'code' | 'message'>): void {
  work.findings.push({ severity: 'error', code, path: at.join('.'), where: placeInWords(work.json, at), message });
}

const INFO = { type: 'info', text: 'Fehlender Baustein' };

function expandBlock(work: Work, reference: Loose, { at, inside }: Place): unknown {
  const { type: _type, block: name, version, without, ...own } = reference;
  const refused = (message: string): unknown => {
    refuse(work, at, { code: 'unknown-block', message });
    return INFO;
  };
  if (typeof name !== 'string') return refused('Der Name des Bausteins („block“) fehlt');
  if (version !== undefined && typeof version !== 'number') return refused('Die Fassung eines Bausteins („version“) ist eine Zahl');
  const block = work.library.blocks.get(name);
  if (!block) {
    const near = nearWord(name, [...work.library.blocks.keys()]);
    return refused(`Den Baustein „${name}“ gibt es nicht${near ? `; meinen Sie „${near}“?` : ''}`);
  }
  const found = versionOf(block.versions, version);
  if (!found) return refused(`Den Baustein „${name}“ gibt es nicht in Fassung ${version}; es gibt ${block.versions.map((one) => one.version).join(', ')}`);
  if (inside.includes(name)) return refused(`Der Baustein „${name}“ enthält sich selbst`);
  if (inside.length >= MOST_NESTED) return refused(`Bausteine liegen hier mehr als ${MOST_NESTED}-mal ineinander`);
  const left = new Set(Array.isArray(without) ? without : []);
  for (const key of left) {
    if (!found.elements.some((one) => one['key'] === key)) refuse(work, [...at, 'without'], { code: 'nothing-to-leave-out', message: `„${String(key)}“ kommt im Baustein „${name}“ nicht vor` });
  }
  const more = Array.isArray(own['elements']) ? own['elements'] : [];
  const elements = [...found.elements.filter((one) => !left.has(one['key'])), ...more];
  const group = { label: block.title, ...own, type: 'group', block: `${name}@${found.version}`, elements, ...withRules(found.rules, own['rules']) };
  return { ...group, ...elementsOf(work, group, { at, inside: [...inside, name] }) };
}

function withRules(ofBlock: unknown[] | undefined, own: unknown): { rules?: unknown[] } {
  const rules = [...(ofBlock ?? []), ...(Array.isArray(own) ? own : [])];
  return rules.length > 0 ? { rules } : {};
}

function withCodes(work: Work, field: Loose, { at }: Place): unknown {
  const { codeList: name, codeListVersion: wanted } = field;
  const fallback = { ...field, options: [{ value: 'fehlt', label: 'Fehlende Codeliste' }] };
  const refused = (message: string): unknown => {
    refuse(work, [...at, 'codeList'], { code: 'unknown-code-list', message });
    return fallback;
  };
  if (field['options'] !== undefined) return refused('Entweder „options“ oder „codeList“, nicht beides');
  const list = work.library.codeLists.get(String(name));
  if (!list) {
    const near = nearWord(String(name), [...work.library.codeLists.keys()]);
    return refused(`Die Codeliste „${String(name)}“ gibt es nicht${near ? `; meinen Sie „${near}“?` : ''}`);
  }
  const found = versionOf(list.versions, typeof wanted === 'string' ? wanted : undefined);
  if (!found) return refused(`Die Codeliste „${String(name)}“ gibt es nicht in Fassung ${String(wanted)}`);
  return { ...field, codeListVersion: found.version, options: found.codes };
}
