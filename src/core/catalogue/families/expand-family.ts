import { parse } from 'yaml';
import { z } from 'zod';
import { tr, type Text } from '#platform/i18n';
import type { ServiceFinding } from '../bundle/finding.ts';
import { familySettingsSchema, type FamilySettings } from './family-settings.ts';
import { findFamilyShape, type FamilyShape } from './read-family.ts';

type Files = Record<string, string>;
const EXAMPLES = 'walkthroughs.yaml';
const name = z.union([z.string(), z.looseObject({ de: z.string(), en: z.string().optional(), 'de-leicht': z.string().optional() })]);
const headSchema = z.looseObject({ slug: z.string(), name, office: z.string(), family: familySettingsSchema });
type Head = z.output<typeof headSchema>;

/**
 * The files of a service together with those that its family gives: what the service has itself stays, what it lacks comes from
 * the family with the service's words in place of `__PLACEHOLDERS__`; the family's examples are played behind its own.
 * Expanding what is expanded already changes nothing. A service without family, or with an unknown one, stays as it is.
 */
export function expandFamily(files: Files): Files {
  const head = headOf(files);
  const shape = head && findFamilyShape(head.family);
  if (!head || !shape) return files;
  const words = wordsOf(head, shape);
  const expanded: Files = { ...files };
  for (const [path, text] of Object.entries(shape.files)) {
    if (path === EXAMPLES) expanded[path] = withExamples(files[path], { text: filled(path, text, words), family: head.family });
    else if (files[path] === undefined) expanded[path] = filled(path, text, words);
  }
  return expanded;
}

/** What is wrong between a service and its family. A service whose files are all there never needs the family again. */
export function familyFindings(files: Files, settings: FamilySettings | undefined): ServiceFinding[] {
  if (!settings) return [];
  const complain = (element: string, message: string, severity: ServiceFinding['severity'] = 'error'): ServiceFinding => ({ severity, file: 'service.yaml', element, message });
  const shape = findFamilyShape(settings);
  if (!shape) return files['process.bpmn'] ? [] : [complain('family', `Die Familie „${settings.name}“, Fassung ${settings.version}, in der Art „${settings.shape}“ gibt es nicht.`)];
  const unknown = Object.keys(settings.with).filter((key) => !(key in shape.family.parameters));
  const missing = Object.keys(shape.family.parameters).filter((key) => isMissing(files, key));
  return [
    ...unknown.map((key) => complain(`family.with.${key}`, 'Diese Angabe kennt die Familie nicht. Bitte prüfen Sie die Schreibweise.', 'warning')),
    ...missing.map((key) => complain(`family.with.${key}`, `Diese Angabe fehlt: ${shape.family.parameters[key]?.what ?? key}`)),
  ];
}

const isMissing = (files: Files, key: string): boolean => Object.values(files).some((text) => text.includes(`__${placeholder(key)}__`));

/** Reads the few lines that matter: a whole service.yaml takes ten milliseconds, and there are hundreds at every start. */
function headOf(files: Files): Head | undefined {
  const source = files['service.yaml'] ?? '';
  if (!/^family:/m.test(source)) return undefined;
  try {
    return headSchema.parse(parse(['slug', 'name', 'office', 'family'].map((key) => topLevel(source, key)).join('')));
  } catch {
    return undefined; // the settings schema says what is wrong with it
  }
}

/** The lines of one key of a YAML file: from the key at the margin to the next. */
function topLevel(source: string, key: string): string {
  return new RegExp(`^${key}:.*\\n(?:(?:[ \\t#].*)?\\n)*`, 'm').exec(`${source}\n`)?.[0] ?? '';
}

type Words = Record<string, string>;

function wordsOf(head: Head, { family }: FamilyShape): Words {
  const words: Words = { SLUG: head.slug, OFFICE: head.office };
  const put = (key: string, value: number | Text): void => {
    const asText = typeof value === 'number' ? String(value) : value;
    words[key] = tr(asText, 'de');
    words[`${key}_EN`] = tr(asText, 'en');
    words[`${key}_DE_LEICHT`] = tr(asText, 'de-leicht');
  };
  put('NAME', head.name);
  for (const [key, { default: usual }] of Object.entries(family.parameters)) {
    const value = head.family.with[key] ?? usual;
    if (value !== undefined) put(placeholder(key), value);
  }
  return words;
}

/** checkDue → CHECK_DUE */
const placeholder = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

function filled(path: string, text: string, words: Words): string {
  return text.replaceAll(/__([A-Z][A-Z0-9_]*?)__/g, (all, key: string) => {
    const word = words[key];
    return word === undefined ? all : escaped(path, word.trimEnd());
  });
}

function escaped(path: string, word: string): string {
  if (/\.(bpmn|dmn)$/.test(path)) return word.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
  return path.endsWith('.json') ? JSON.stringify(word).slice(1, -1) : word;
}

/** The family's examples use the applications that the service names in `parts` (YAML anchors), so they stand behind its own. */
function withExamples(own: string | undefined, { text, family }: { text: string; family: FamilySettings }): string {
  const mark = `  # family ${family.name} ${family.version} ${family.shape}\n`;
  if (own === undefined || own.includes(mark)) return own ?? '';
  return `${own.trimEnd()}\n\n${mark}${text}`;
}
