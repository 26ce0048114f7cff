import { coverage as formCoverage, type CompiledForm, type Example } from '#engines/forms';
import type { CompiledService } from '../bundle/compiled-service.ts';
import { rulesOf } from './decision-rules.ts';
import { watchLetter, type WatchedLetter } from './letter-branches.ts';

/** A part of a service that no example reaches. */
export type Unreached = {
  kind: 'page' | 'field' | 'condition' | 'option' | 'rows' | 'step' | 'flow' | 'rule' | 'letter' | 'branch';
  /** File in the service folder. */
  file: string;
  /** Page, field path, BPMN id, rule, letter line. */
  element: string;
  /** German. */
  message: string;
};

/** What all examples of a service have reached so far. */
export type Reached = {
  applications: Example[];
  tasks: Map<string, Example[]>;
  flows: Set<string>;
  nodes: Set<string>;
  /** Ids of DMN rules. */
  rules: Set<string>;
  letters: Map<string, WatchedLetter>;
  made: Set<string>;
};

export function startReached(service: CompiledService): Reached {
  const letters = new Map(Object.entries(service.letters).map(([name, letter]) => [name, watchLetter(letter)]));
  return { applications: [], tasks: new Map(), flows: new Set(), nodes: new Set(), rules: new Set(), letters, made: new Set() };
}

/** Everything that no example has reached, in the order of the files. */
export function unreachedOf(service: CompiledService, reached: Reached): Unreached[] {
  return [
    ...formGaps(service.form, 'form.json', reached.applications),
    ...Object.entries(service.taskForms).flatMap(([key, form]) => formGaps(form, `forms/${key}.json`, reached.tasks.get(key) ?? [])),
    ...processGaps(service, reached),
    ...ruleGaps(service, reached),
    ...letterGaps(reached),
  ];
}

function formGaps(form: CompiledForm, file: string, examples: Example[]): Unreached[] {
  return formCoverage(form, examples).flatMap(({ kind, path, message }) => {
    // A long list of values (breeds, legal forms) is data, not a branch; what depends on a value is seen by its condition.
    const field = kind === 'option' ? form.fields.get(path.replace(/=.*$/, '')) : undefined;
    if (field?.definition.appearance === 'select') return [];
    return [{ kind: kind === 'rule' ? ('condition' as const) : kind, file, element: path, message }];
  });
}

function processGaps({ process }: CompiledService, { flows, nodes }: Reached): Unreached[] {
  const file = 'process.bpmn';
  const steps = [...process.nodes.values()].filter((node) => node.kind !== 'process' && !nodes.has(node.id));
  const ways = [...process.flows.values()].filter((flow) => !flows.has(flow.id));
  return [
    ...steps.map((node): Unreached => ({ kind: 'step', file, element: node.id, message: `„${node.name || node.id}“ wird nie erreicht` })),
    ...ways.map((flow): Unreached => ({ kind: 'flow', file, element: flow.id, message: `Der Weg von „${flow.source.name || flow.source.id}“ nach „${flow.target.name || flow.target.id}“${flow.name ? ` (${flow.name})` : ''} wird nie gegangen` })),
  ];
}

function ruleGaps({ decisions }: CompiledService, { rules }: Reached): Unreached[] {
  if (!decisions) return [];
  return rulesOf(decisions)
    .filter((rule) => !rules.has(rule.id))
    .map((rule) => ({ kind: 'rule', file: 'decisions.dmn', element: rule.id, message: `Regel ${rule.row} der Tabelle „${rule.table}“${rule.description ? ` (${rule.description})` : ''} trifft nie zu` }));
}

function letterGaps({ letters, made }: Reached): Unreached[] {
  return [...letters].flatMap(([name, watched]): Unreached[] => {
    const file = `letters/${name}.md`;
    if (!made.has(name)) return [{ kind: 'letter', file, element: name, message: `Der Brief „${name}“ wird nie geschrieben` }];
    return watched.untaken().map(({ line, message }) => ({ kind: 'branch', file, element: `Zeile ${line}`, message }));
  });
}
