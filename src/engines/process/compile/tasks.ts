import { constantly, type Expression } from '../expression.ts';
import type { CallBinding, CallSpec, JobSpec, Node, UserTaskSpec } from '../graph.ts';
import { type Compiling, optionalValue, refuse, value, variableNamed, warn } from './compiling.ts';
import { type Element, many, one, text } from './element.ts';
import { camundaAttribute, type Extension, find, inside } from './extensions.ts';
import { hasJuel } from './juel.ts';

type Source = { element: Element; extensions: readonly Extension[] };

/** Attempts of a connector before its failure becomes an incident, when the model says nothing. */
const DEFAULT_RETRIES = 3;

/** Reads who does a user task, with which form, until when. */
export function readUserTask(c: Compiling, { element, extensions }: Source): UserTaskSpec {
  const assignment = find(extensions, 'assignmentDefinition')?.attributes ?? {};
  const schedule = find(extensions, 'taskSchedule')?.attributes ?? {};
  const form = find(extensions, 'formDefinition')?.attributes ?? {};
  const pick = (zeebe: string | undefined, camunda: string): Expression | undefined =>
    optionalValue(c, element, zeebe ?? camundaAttribute(element, camunda));
  const owners = readOwners(element);
  const spec: UserTaskSpec = { fourEyesNot: [] };
  const parts = {
    name: element.name && c.camunda && hasJuel(element.name) ? value(c, element, element.name) : undefined,
    assignee: pick(assignment['assignee'], 'assignee') ?? optionalValue(c, element, owners.assignee),
    candidateGroups: pick(assignment['candidateGroups'], 'candidateGroups') ?? optionalValue(c, element, owners.groups),
    candidateUsers: pick(assignment['candidateUsers'], 'candidateUsers') ?? optionalValue(c, element, owners.users),
    formKey: pick(form['formKey'] ?? form['formId'] ?? form['externalReference'], 'formKey') ?? pick(undefined, 'formRef'),
    dueDate: pick(schedule['dueDate'], 'dueDate'),
    followUpDate: pick(schedule['followUpDate'], 'followUpDate'),
    priority: pick(find(extensions, 'priorityDefinition')?.attributes['priority'], 'priority'),
  };
  for (const [key, expression] of Object.entries(parts)) if (expression) Object.assign(spec, { [key]: expression });
  const { forms } = c.options;
  const formKey = parts.formKey?.constant ? String(parts.formKey.evaluate({})) : undefined;
  if (forms && formKey && !forms.includes(formKey))
    refuse(c, element, ['form-unknown', `Das Formular „${formKey}“ gibt es nicht. Bitte legen Sie es an oder berichtigen Sie den Schlüssel.`]);
  return spec;
}

/** Potential owners of the standard: `group(a), user(b)`, or just group names. */
function readOwners(element: Element): { assignee?: string; groups?: string; users?: string } {
  const groups: string[] = [];
  const users: string[] = [];
  let assignee: string | undefined;
  for (const resource of many(element, 'resources')) {
    const expression = text(one(one(resource, 'resourceAssignmentExpression'), 'expression'), 'body')?.trim();
    if (!expression) continue;
    if (resource.$type === 'bpmn:HumanPerformer' || resource.$type === 'bpmn:Performer') assignee = expression;
    else
      for (const part of expression.split(',').map((piece) => piece.trim())) {
        const match = /^(user|group)\((.*)\)$/.exec(part);
        (match?.[1] === 'user' ? users : groups).push(match?.[2] ?? part);
      }
  }
  return {
    ...(assignee ? { assignee } : {}),
    ...(groups.length > 0 ? { groups: groups.join(',') } : {}),
    ...(users.length > 0 ? { users: users.join(',') } : {}),
  };
}

/** Reads which connector does the work; undefined when none is named. */
export function readJob(c: Compiling, { element, extensions }: Source): JobSpec | undefined {
  const definition = find(extensions, 'taskDefinition', 'zeebe')?.attributes ?? {};
  const type = definition['type'] ?? camundaJobType(c, element, extensions);
  if (!type) return undefined;
  const { connectors } = c.options;
  const headers: Record<string, string> = {};
  for (const { attributes } of inside(extensions, 'taskHeaders', 'header'))
    if (attributes['key']) headers[attributes['key']] = attributes['value'] ?? '';
  const external = isTopic(element, headers) && connectors?.includes(type) !== true;
  if (connectors && !external && !connectors.includes(type))
    refuse(c, element, ['connector-unknown', `Den Konnektor „${type}“ gibt es nicht. Vorhanden sind: ${connectors.join(', ')}. Holt ein Programm außerhalb die Arbeit ab, dann tragen Sie beim Schritt „external = true“ ein.`]);
  const resultVariable = camundaAttribute(element, 'resultVariable') ?? headers['resultVariable'];
  return { type, retries: readRetries(c, { element, extensions }), headers, ...(resultVariable ? { resultVariable } : {}), ...(external ? { external } : {}) };
}

/** A topic that external workers fetch: said by `camunda:type="external"` or by the task header `external`. A connector of the same name comes first. */
function isTopic(element: Element, headers: Record<string, string>): boolean {
  return camundaAttribute(element, 'type') === 'external' || headers['external'] === 'true';
}

function readRetries(c: Compiling, { element, extensions }: Source): number {
  const zeebe = find(extensions, 'taskDefinition', 'zeebe')?.attributes['retries'];
  const cycle = find(extensions, 'failedJobRetryTimeCycle')?.body;
  const written = zeebe ?? /^R(\d+)\//.exec(cycle ?? '')?.[1];
  if (written === undefined) return DEFAULT_RETRIES;
  const retries = Number(written.replace(/^=/, ''));
  if (Number.isInteger(retries) && retries >= 0) return Math.max(1, retries);
  refuse(c, element, ['retries-invalid', `„${written}“ ist keine Anzahl von Versuchen. Bitte tragen Sie eine ganze Zahl ein.`]);
  return DEFAULT_RETRIES;
}

/** Camunda 7 names Java code; a connector of the same name can stand in for it. */
function camundaJobType(c: Compiling, element: Element, extensions: readonly Extension[]): string | undefined {
  if (camundaAttribute(element, 'type') === 'external') return camundaAttribute(element, 'topic');
  const connector = find(extensions, 'connector')?.children.find((child) => child.name === 'connectorId')?.body;
  if (connector) return connector;
  const bean = /^[$#]\{\s*(\w+)\s*\}$/.exec(camundaAttribute(element, 'delegateExpression') ?? '')?.[1];
  const java = bean ?? camundaAttribute(element, 'class');
  if (java)
    warn(c, element, ['service-java', `Der Schritt ruft Java-Code auf („${java}“). Bitte stellen Sie einen Konnektor dieses Namens bereit oder wählen Sie einen vorhandenen.`]);
  return java || undefined;
}

/** Service, send, script and business-rule tasks: which of the ways to do the work the model names. */
export function readAutomatic(c: Compiling, source: Source, node: Node): void {
  const { element } = source;
  if (node.element === 'BusinessRuleTask' && readDecision(c, source, node)) return;
  const script = readScript(c, source);
  if (script) {
    node.kind = 'script';
    node.script = script;
    return;
  }
  const job = readJob(c, source);
  if (job) {
    node.job = job;
    node.kind = node.element === 'SendTask' ? 'send' : 'service';
    return;
  }
  if (node.event?.name) return;
  const unreadable = node.element === 'ScriptTask' && (text(element, 'script') ?? text(element, 'scriptFormat'));
  refuse(c, element, unreadable
    ? ['script-unsupported', 'Skripte werden nicht ausgeführt. Bitte ersetzen Sie das Skript durch einen FEEL-Ausdruck oder einen Konnektor.']
    : ['service-without-type', 'Der Schritt nennt nicht, was er tun soll. Bitte wählen Sie einen Konnektor (Typ des Schritts).']);
}

function readDecision(c: Compiling, { element, extensions }: Source, node: Node): boolean {
  const zeebe = find(extensions, 'calledDecision', 'zeebe')?.attributes;
  const id = zeebe?.['decisionId'] ?? camundaAttribute(element, 'decisionRef');
  if (!id) return false;
  const resultVariable = zeebe?.['resultVariable'] ?? camundaAttribute(element, 'resultVariable') ?? '';
  const expression = value(c, element, id);
  const { decisions } = c.options;
  if (decisions && expression.constant && !decisions.includes(id))
    refuse(c, element, ['decision-unknown', `Die Entscheidung „${id}“ gibt es nicht. Vorhanden sind: ${decisions.join(', ')}.`]);
  if (!resultVariable && node.outputs.length === 0)
    warn(c, element, ['decision-unused', 'Das Ergebnis der Entscheidung wird nirgends abgelegt. Bitte tragen Sie eine Ergebnisvariable ein.']);
  node.kind = 'decision';
  node.decision = { id: expression, resultVariable };
  return true;
}

function readScript(c: Compiling, { element, extensions }: Source): Node['script'] {
  const zeebe = find(extensions, 'script', 'zeebe')?.attributes;
  if (zeebe?.['expression'])
    return { source: value(c, element, zeebe['expression']), resultVariable: zeebe['resultVariable'] ?? '' };
  const resultVariable = camundaAttribute(element, 'resultVariable') ?? '';
  const expression = camundaAttribute(element, 'expression');
  if (expression) return { source: value(c, element, expression), resultVariable };
  const source = text(element, 'script')?.trim();
  const format = (text(element, 'scriptFormat') ?? '').toLowerCase();
  if (source && format === 'feel') return { source: value(c, element, source.startsWith('=') ? source : `=${source}`), resultVariable };
  if (source && format === 'juel') return { source: value(c, element, source), resultVariable };
  return undefined;
}

/** The standard writes a name with a prefix of the file's namespaces (`tns:pay`). */
function localName(element: Element, name: string | undefined): string | undefined {
  const [, prefix = '', local] = /^([\w.-]+):([^:\s]+)$/.exec(name ?? '') ?? [];
  for (let at: Element | undefined = local === undefined ? undefined : element; at; at = at.$parent) if (at.$attrs?.[`xmlns:${prefix}`] !== undefined) return local;
  return name;
}

/** Reads which process is called and which variables cross over. */
export function readCall(c: Compiling, { element, extensions }: Source, node: Node): void {
  const zeebe = find(extensions, 'calledElement', 'zeebe')?.attributes;
  const process = zeebe?.['processId'] ?? localName(element, text(element, 'calledElement'));
  if (!process)
    refuse(c, element, camundaAttribute(element, 'caseRef') ? ['call-case', 'Fallmodelle (CMMN) werden nicht ausgeführt. Bitte rufen Sie einen Prozess auf.'] : ['call-missing', 'Es ist nicht eingetragen, welches Verfahren aufgerufen wird. Bitte tragen Sie die Prozess-ID ein.']);
  const camundaCall = c.camunda && !zeebe;
  const passed = crossing(c, { element, extensions }, 'in');
  const returned = crossing(c, { element, extensions }, 'out');
  node.inputs.push(...passed.mappings);
  node.outputs.push(...returned.mappings);
  node.call = {
    process: process ? value(c, element, process) : constantly(''),
    binding: readBinding(c, element, zeebe ?? {}),
    passAll: camundaCall ? passed.all : zeebe?.['propagateAllParentVariables'] !== 'false',
    returnAll: camundaCall
      ? returned.all
      : zeebe?.['propagateAllChildVariables'] !== undefined
        ? zeebe['propagateAllChildVariables'] === 'true'
        : node.outputs.length === 0,
  };
}

const BINDINGS = new Set<string>(['latest', 'deployment', 'version', 'versionTag'] satisfies CallBinding['kind'][]);

function readBinding(c: Compiling, element: Element, zeebe: Record<string, string>): CallSpec['binding'] {
  const kind = zeebe['bindingType'] ?? camundaAttribute(element, 'calledElementBinding') ?? 'latest';
  if (!BINDINGS.has(kind)) {
    refuse(c, element, ['call-binding', `„${kind}“ ist keine Art, eine Fassung zu wählen. Möglich sind: ${[...BINDINGS].join(', ')}.`]);
    return { kind: 'latest' };
  }
  if (kind === 'latest' || kind === 'deployment') return { kind };
  const wanted = kind === 'version' ? camundaAttribute(element, 'calledElementVersion') : (zeebe['versionTag'] ?? camundaAttribute(element, 'calledElementVersionTag'));
  const chosen = optionalValue(c, element, wanted);
  if (!chosen) refuse(c, element, ['call-version', 'Es ist nicht eingetragen, welche Fassung aufgerufen wird. Bitte tragen Sie Nummer oder Kennzeichen der Fassung ein.']);
  return { kind: kind as CallBinding['kind'], ...(chosen ? { value: chosen } : {}) };
}

/** camunda:in and camunda:out. */
function crossing(c: Compiling, { element, extensions }: Source, direction: 'in' | 'out') {
  const found: { all: boolean; mappings: Node['inputs'] } = { all: false, mappings: [] };
  for (const { attributes } of extensions.filter((one) => one.dialect === 'camunda' && one.name === direction)) {
    const { source, sourceExpression, target, variables, businessKey } = attributes;
    if (businessKey !== undefined) continue;
    if (variables === 'all') found.all = true;
    else if (source === '' || sourceExpression === '' || target === '' || target === undefined || (source ?? sourceExpression) === undefined)
      refuse(c, element, ['call-mapping', `Bei einer Übergabe („${direction}“) fehlt Quelle oder Ziel. Bitte tragen Sie beides ein.`]);
    else found.mappings.push({ source: crossingSource(c, element, { source, sourceExpression }), target });
  }
  return found;
}

function crossingSource(c: Compiling, element: Element, { source, sourceExpression = '' }: { source: string | undefined; sourceExpression: string | undefined }): Expression {
  if (source === undefined || /^[$#=]/.test(source)) return value(c, element, source ?? sourceExpression);
  return variableNamed(c, element, source);
}
