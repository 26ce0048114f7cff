import type { Finding } from '../findings.ts';
import { beginningsInside, type Flow, type Graph, type Node, type Start } from '../graph.ts';
import { lint } from '../lint/lint.ts';
import { buildFlows, buildProcess } from './build.ts';
import { type CompileOptions, type Compiling, refuse, warn } from './compiling.ts';
import { type Element, kindOf, many } from './element.ts';
import { reference } from './events.ts';
import { camundaAttribute, dialectOf, find, readExtensions } from './extensions.ts';
import { type ParsedXml, parseXml } from './parse-xml.ts';
import { wire } from './wiring.ts';

/** A model made ready to run (absent when nothing could be read), and what the linter says about it. */
export type Compiled = { graph: Graph | undefined; findings: Finding[] };

/**
 * Reads a BPMN 2.0 file and makes it ready to run; run it only when no finding is an error.
 * Never throws on account of the file (BPMN 2.0, OMG formal/2013-12-09).
 */
export async function compileProcess(xml: string, options: CompileOptions): Promise<Compiled> {
  const parsed = await parseXml(xml);
  const c = newCompiling(parsed, options);
  const elements = processesOf(parsed);
  if (!parsed.definitions) return { graph: undefined, findings: c.findings };
  if (elements.length === 0) {
    refuse(c, {}, ['no-process', 'Die Datei enthält keinen Prozess. Bitte zeichnen Sie einen.']);
    return { graph: undefined, findings: c.findings };
  }
  checkParticipants(c);
  const processes = new Map<string, Node>();
  for (const element of elements) {
    const node = buildProcess(c, element);
    processes.set(node.id, node);
  }
  for (const node of processes.values()) buildFlows(c, node);
  wire(c);
  const main = chooseMain(c, elements, processes);
  const graph = toGraph(c, main, processes);
  lint(c, graph);
  return { graph, findings: c.findings };
}

function newCompiling(xml: ParsedXml, options: CompileOptions): Compiling {
  return {
    options,
    xml,
    findings: [...xml.findings],
    nodes: new Map<string, Node>(),
    flows: new Map<string, Flow>(),
    elements: new Map(),
    reads: [],
    lanes: new Map(),
    camunda: options.dialect ? options.dialect === 'camunda' : speaksCamunda7(xml.definitions),
    cache: new Map(),
  };
}

function processesOf(xml: ParsedXml): Element[] {
  const all = many(xml.definitions, 'rootElements').filter((element) => kindOf(element) === 'Process');
  const filled = all.filter((element) => many(element, 'flowElements').length > 0);
  return filled.length > 0 ? filled : all;
}

/** A pool that shows a process shows one of this file. */
function checkParticipants(c: Compiling): void {
  for (const collaboration of many(c.xml.definitions, 'rootElements').filter((element) => kindOf(element) === 'Collaboration'))
    for (const participant of many(collaboration, 'participants')) {
      const raw = c.xml.unresolved.get(participant)?.['processRef'];
      if (raw !== undefined && !reference(c, participant, 'processRef'))
        refuse(c, participant, ['participant-unknown', `Der Teilnehmer zeigt den Prozess „${raw}“, den es in der Datei nicht gibt. Bitte wählen Sie einen vorhandenen oder löschen Sie den Teilnehmer.`]);
    }
}

function speaksCamunda7(definitions: Element | undefined): boolean {
  const prefixes = Object.keys(definitions?.$attrs ?? {}).flatMap((key) => (key.startsWith('xmlns:') ? [key.slice(6)] : []));
  const dialects = prefixes.map((prefix) => (definitions ? dialectOf(prefix, definitions) : undefined));
  return dialects.includes('camunda') && !dialects.includes('zeebe');
}

function chooseMain(c: Compiling, elements: readonly Element[], processes: ReadonlyMap<string, Node>): Node {
  const executable = elements.find((element) => element['isExecutable'] === true);
  const chosen = executable ?? elements[0];
  const main = processes.get(chosen?.id ?? '') ?? [...processes.values()][0];
  if (!main) throw new Error('a file with processes has a first one');
  if (!executable)
    warn(c, main, ['not-executable', 'Kein Prozess ist als ausführbar gekennzeichnet. Bitte setzen Sie den Haken „ausführbar“.']);
  return main;
}

function toGraph(c: Compiling, main: Node, processes: ReadonlyMap<string, Node>): Graph {
  const remembersDoer = new Set([...c.nodes.values()].flatMap((node) => node.task?.fourEyesNot ?? []));
  return {
    ...(c.options.version === undefined ? {} : { version: c.options.version }),
    main,
    processes,
    versionTags: new Map([...processes.values()].flatMap((node) => tagOf(c, node))),
    nodes: c.nodes,
    flows: c.flows,
    starts: [...processes.values()].flatMap(startsOf),
    remembersDoer,
    reads: c.reads,
    dialect: c.camunda ? 'camunda' : 'zeebe',
  };
}

/** zeebe:versionTag or camunda:versionTag. */
function tagOf(c: Compiling, node: Node): [string, string][] {
  const element = c.elements.get(node);
  const tag = element && (find(readExtensions(element), 'versionTag')?.attributes['value'] ?? camundaAttribute(element, 'versionTag'));
  return tag ? [[node.id, tag]] : [];
}

function startsOf(process: Node): Start[] {
  return [...process.starts, ...beginningsInside(process)].map((node) => ({
    nodeId: node.id,
    processId: process.id,
    type: node.event?.type ?? 'none',
    ...(node.event?.name ? { name: node.event.name } : {}),
    ...(node.event?.timer ? { timer: node.event.timer } : {}),
  }));
}
