import { compileDecisions, compileFeel, type CompiledDecisions } from '#engines/decisions';
import { compileLetter, type Letter } from '#engines/documents';
import { compileForm, readLibrary, type CompiledForm, type FormLibrary } from '#engines/forms';
import { compileProcess, type Graph } from '#engines/process';
import { familyFindings } from '../families/expand-family.ts';
import type { CompiledService } from './compiled-service.ts';
import { STANDARD_CONNECTORS } from './connector-names.ts';
import { isPublishable, type ServiceFinding } from './finding.ts';
import { CONTEXT_NAMES, processVariables } from './process-names.ts';
import { readYaml } from './read-yaml.ts';
import { readServiceFolder, type ServiceBundle } from './service-bundle.ts';
import { serviceSettingsSchema, type ServiceSettings } from './settings-schema.ts';

export type CompileOptions = {
  /** Names of connectors that processes may ask for; default: those every installation has. */
  connectors?: readonly string[];
};
export type CompiledFolder = { slug: string; service?: CompiledService; findings: ServiceFinding[] };

/** What letters may read besides the context and the variables of the process: facts the city adds to every letter. */
const LETTER_NAMES = ['authority', 'court', 'city', 'office', 'giroCode', 'explanation'];

/** Reads and compiles a service folder or bundle. Never throws for its content: what is wrong stands in `findings`, and then there is no service. */
export async function compileServiceFolder(source: string | ServiceBundle, options: CompileOptions = {}): Promise<CompiledFolder> {
  const read = typeof source === 'string' ? await readServiceFolder(source) : { bundle: source, findings: [] };
  const compiled = await compileOnce(read.bundle, options);
  const findings = [...read.findings, ...compiled.findings];
  return { slug: read.bundle.slug, findings, ...(compiled.service && isPublishable(findings) ? { service: compiled.service } : {}) };
}

type Compiled = { service?: CompiledService; findings: ServiceFinding[] };

/** Checking, publishing and the first use follow one another: the last few results are kept, by content. */
const latest = new Map<string, Promise<Compiled>>();
const KEPT = 20;

function compileOnce(bundle: ServiceBundle, options: CompileOptions): Promise<Compiled> {
  const key = [bundle.hash, ...(options.connectors ?? STANDARD_CONNECTORS)].join(' ');
  const known = latest.get(key);
  if (known) return known;
  const made = compileBundle(bundle, options);
  if (latest.size >= KEPT) latest.delete(latest.keys().next().value ?? '');
  latest.set(key, made);
  made.catch(() => latest.delete(key));
  return made;
}

type Work = { bundle: ServiceBundle; connectors: readonly string[]; library: FormLibrary; findings: ServiceFinding[] };

async function compileBundle(bundle: ServiceBundle, options: CompileOptions): Promise<Compiled> {
  const { library, findings: broken } = readLibrary(bundle.files);
  const work: Work = { bundle, connectors: options.connectors ?? STANDARD_CONNECTORS, library, findings: [...broken] };
  const settings = settingsOf(work);
  const decisions = decisionsOf(work);
  const process = await processOf(work, decisions);
  const variables = process ? [...processVariables(process)] : [];
  const form = formOf(work, 'form.json', ['account', 'applicant', 'case']);
  const taskForms = taskFormsOf(work, variables);
  const letters = lettersOf(work, variables);
  const { findings } = work;
  if (!settings || !process || !form || !isPublishable(findings)) return { findings };
  const service: CompiledService = { slug: bundle.slug, settings, form, taskForms, process, processXml: bundle.files['process.bpmn'] ?? '', letters };
  if (decisions) Object.assign(service, { decisions, decisionsXml: bundle.files['decisions.dmn'] });
  return { service, findings };
}

function fileOf({ bundle, findings }: Work, name: string): string | undefined {
  const text = bundle.files[name];
  if (text === undefined) findings.push({ severity: 'error', file: name, element: '', message: 'Diese Datei fehlt.' });
  return text;
}

function settingsOf(work: Work): ServiceSettings | undefined {
  const file = 'service.yaml';
  const text = fileOf(work, file);
  if (text === undefined) return undefined;
  const { value: settings, findings } = readYaml(file, text, serviceSettingsSchema);
  work.findings.push(...findings);
  if (!settings) return undefined;
  work.findings.push(...familyFindings(work.bundle.files, settings.family));
  if (settings.slug !== work.bundle.slug) work.findings.push({ severity: 'error', file, element: 'slug', message: `Das Kürzel „${settings.slug}“ ist nicht der Name des Ordners „${work.bundle.slug}“.` });
  const expressions: [string, string | undefined][] = [['title', settings.title], ...Object.entries(settings.applicant).map(([key, text]): [string, string] => [`applicant.${key}`, text ?? 'null'])];
  for (const [element, text] of expressions) checkFeel(work, { file, element, text: text ?? 'null' });
  for (const key of ['name', 'summary'] as const) warnMissingLanguages(work, { file, element: key, text: settings[key] });
  return settings;
}

function checkFeel(work: Work, { file, element, text }: { file: string; element: string; text: string }): void {
  try {
    const unknown = compileFeel(text.replace(/^=/, '')).names.filter((name) => !(CONTEXT_NAMES as readonly string[]).includes(name));
    if (unknown.length > 0) work.findings.push({ severity: 'error', file, element, message: `„${unknown.join('“, „')}“ ist hier nicht bekannt. Bekannt sind: ${CONTEXT_NAMES.join(', ')}.` });
  } catch (error) {
    work.findings.push({ severity: 'error', file, element, message: (error as Error).message });
  }
}

function warnMissingLanguages(work: Work, { file, element, text }: { file: string; element: string; text: ServiceSettings['name'] }): void {
  const missing = typeof text === 'string' ? ['en', 'de-leicht'] : (['en', 'de-leicht'] as const).filter((locale) => !text[locale]);
  if (missing.length > 0) work.findings.push({ severity: 'warning', file, element, message: `Es fehlt die Fassung in: ${missing.join(', ')}.` });
}

function formOf(work: Work, file: string, context: string[]): CompiledForm | undefined {
  const text = fileOf(work, file);
  if (text === undefined) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    work.findings.push({ severity: 'error', file, element: '', message: `Das ist kein gültiges JSON: ${(error as Error).message}` });
    return undefined;
  }
  const { form, findings } = compileForm(json, { feel: compileFeel, context, library: work.library });
  work.findings.push(...findings.map(({ severity, where, path, message }) => ({ severity, file, element: where, at: path, message })));
  return form;
}

function taskFormsOf(work: Work, variables: string[]): Record<string, CompiledForm> {
  const forms: Record<string, CompiledForm> = {};
  for (const file of Object.keys(work.bundle.files)) {
    const key = /^forms\/([a-z0-9-]+)\.json$/.exec(file)?.[1];
    const form = key && formOf(work, file, ['account', ...CONTEXT_NAMES.filter((name) => name !== 'today'), ...variables]);
    if (key && form) forms[key] = form;
  }
  return forms;
}

function decisionsOf(work: Work): CompiledDecisions | undefined {
  const file = 'decisions.dmn';
  const xml = work.bundle.files[file];
  if (xml === undefined) return undefined;
  const { model, findings } = compileDecisions(xml);
  work.findings.push(...findings.map(({ severity, elementName, elementId, message }) => ({ severity, file, element: elementName || elementId, at: elementId, message })));
  return model;
}

async function processOf(work: Work, decisions: CompiledDecisions | undefined): Promise<Graph | undefined> {
  const file = 'process.bpmn';
  const xml = fileOf(work, file);
  if (xml === undefined) return undefined;
  const forms = Object.keys(work.bundle.files).flatMap((name) => /^forms\/([a-z0-9-]+)\.json$/.exec(name)?.[1] ?? []);
  const { graph, findings } = await compileProcess(xml, { feel: compileFeel, connectors: work.connectors, forms, processes: [], ...(decisions ? { decisions: decisions.decisions.map(({ id }) => id) } : {}) });
  work.findings.push(...findings.map(({ severity, elementName, elementId, message }) => ({ severity, file, element: elementName || elementId, at: elementId, message })));
  return graph;
}

function lettersOf(work: Work, variables: string[]): Record<string, Letter> {
  const known = new Set([...CONTEXT_NAMES, ...LETTER_NAMES, ...variables]);
  const letters: Record<string, Letter> = {};
  for (const [file, text] of Object.entries(work.bundle.files)) {
    const name = /^letters\/([a-z0-9-]+)\.md$/.exec(file)?.[1];
    if (!name) continue;
    const { letter, findings } = compileLetter(text, { feel: compileFeel });
    work.findings.push(...findings.map(({ severity, line, message }) => ({ severity, file, element: `Zeile ${line}`, at: String(line), message })));
    if (!letter) continue;
    const unknown = letter.names.filter((variable) => !known.has(variable));
    for (const variable of unknown) work.findings.push({ severity: 'error', file, element: variable, message: 'Diese Angabe setzt der Prozess nirgends, der Brief bliebe leer.' });
    letters[name] = letter;
  }
  return letters;
}
