import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compileFeel, conformanceDmn, decide, readModel } from '#engines/decisions';
import { conformanceBpmn, lintProcessFile } from '#engines/process';
import { WrongUse, type Command } from '../command.ts';

function readGiven(path: string | undefined, what: string): string {
  if (!path) throw new WrongUse(`Bitte nennen Sie ${what}.`);
  if (!existsSync(path) || !statSync(path).isFile()) throw new WrongUse(`Die Datei ${path} gibt es nicht.`);
  return readFileSync(path, 'utf8');
}

export const lintCommand: Command = {
  words: ['process', 'lint'],
  usage: 'process lint FILE.bpmn',
  what: 'Prüft ein BPMN-Modell und nennt, was nicht laufen kann',
  run: async ({ args, json }) => {
    const report = await lintProcessFile(readGiven(args[0], 'eine BPMN-Datei'), { feel: compileFeel, now: new Date() });
    console.log(json ? JSON.stringify(report) : report.findings.map((f) => `${f.severity === 'error' ? '✖' : '!'} ${f.elementName || f.elementId}: ${f.message}`).join('\n') || 'Keine Fehler.');
    return report.runnable ? 0 : 1;
  },
};

export const decideCommand: Command = {
  words: ['decide'],
  usage: 'decide MODEL.dmn INPUT.json',
  what: 'Wertet alle Entscheidungen eines DMN-Modells aus und nennt die Regeln, die gegriffen haben',
  run: async ({ args, json }) => {
    const model = readGiven(args[0], 'ein DMN-Modell');
    const input = parseInput(readGiven(args[1], 'eine JSON-Datei mit den Eingaben'));
    const { decisions, rules, findings, warnings, inputProblems } = decide([model, ...importedBy(model, dirname(args[0] ?? ''))], input, { now: new Date() });
    console.log(json ? JSON.stringify({ decisions, rules, ...(findings.length > 0 ? { findings } : {}), ...(inputProblems.length > 0 ? { inputProblems } : {}) }) : JSON.stringify({ decisions, rules, findings, warnings, inputProblems }, null, 2));
    return findings.some((f) => f.severity === 'error') || inputProblems.length > 0 ? 1 : 0;
  },
};

/** The models in a folder that a model imports, directly or through another. */
function importedBy(model: string, dir: string): string[] {
  const namespaces = importsOf(model);
  if (namespaces.length === 0) return [];
  const others = readdirSync(dir).filter((name) => name.endsWith('.dmn')).map((name) => readFileSync(join(dir, name), 'utf8'));
  const found: string[] = [];
  for (const namespace of namespaces) {
    for (const text of others.filter((other) => other !== model && !found.includes(other) && namespaceOf(other) === namespace)) {
      found.push(text);
      namespaces.push(...importsOf(text));
    }
  }
  return found;
}

function importsOf(xml: string): string[] {
  const read = readModel(xml);
  return 'definitions' in read ? read.definitions.imports.map(({ namespace }) => namespace) : [];
}

function namespaceOf(xml: string): string | undefined {
  const read = readModel(xml);
  return 'definitions' in read ? read.definitions.namespace : undefined;
}

function parseInput(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (value && typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // said below
  }
  throw new WrongUse('Die Eingaben müssen ein JSON-Objekt sein.');
}

export const conformanceCommand: Command = {
  words: ['conformance'],
  usage: 'conformance dmn|bpmn DIR',
  what: 'Spielt eine Konformitätssammlung durch und zählt, was besteht',
  run: async ({ args, json }) => {
    const [kind, dir] = args;
    if (!dir || !existsSync(dir)) throw new WrongUse('Bitte nennen Sie die Art (dmn oder bpmn) und einen Ordner.');
    if (kind !== 'dmn' && kind !== 'bpmn') throw new WrongUse(`Die Sammlung „${kind ?? ''}“ ist nicht bekannt: dmn oder bpmn.`);
    const report = kind === 'dmn' ? await conformanceDmn(dir) : await conformanceBpmn(dir, { feel: compileFeel });
    if (json) console.log(JSON.stringify(report));
    else {
      for (const one of report.cases.filter((c) => c.outcome === 'failed')) console.log(`✖ ${one.name}: ${one.reason}`);
      console.log(`${report.passed} bestanden, ${report.failed} nicht bestanden, ${report.skipped} ausgelassen von ${report.total}`);
    }
    return report.failed > 0 ? 1 : 0;
  },
};
