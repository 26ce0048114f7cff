import type { FieldGroup, FieldSpec, Values } from '../fields/field-spec.ts';
import { attribute, extensionOf, extensionsOf, type BpmnElement, type Create, type Extension } from './bpmn-element.ts';

type Option = { value: string; label: string };
/** A connector of the installation with what it is handed. */
export type ConnectorChoice = { type: string; label: string; inputs: { name: string; label: string; hint: string; required: boolean; options?: string[] }[] };
/** What the fields of elements offer; plain data, so that it travels to the browser. */
export type ElementChoices = { groups: Option[]; forms: Option[]; decisions: Option[]; letters: Option[]; connectors: ConnectorChoice[]; userTasks: Option[] };

const LANGUAGES = [['publicName', 'Name für Bürgerinnen und Bürger', 'So steht der Schritt auf der Statusseite: „Wir prüfen Ihren Antrag“. Leer: er wird dort nicht gezeigt.'], ['publicName.en', 'Dasselbe auf Englisch', 'Zum Beispiel: “We check your application”. Leer: Deutsch wird gezeigt.'], ['publicName.de-leicht', 'Dasselbe in Leichter Sprache', 'Ein kurzer Satz: „Wir lesen Ihren Antrag“.'], ['publicHint', 'Hinweis dazu', 'Ein Satz, zum Beispiel: „Das dauert meist zwei Wochen.“']] as const;
const OWN_PROPERTIES = new Set<string>([...LANGUAGES.map(([name]) => name), 'fourEyesNot']);
const line = (name: string, label: string, hint = ''): FieldSpec => ({ name, label, hint, kind: 'line' });

export const kindOf = (element: BpmnElement): string => element.$type.replace('bpmn:', '');
const eventOf = (element: BpmnElement): string => (element.eventDefinitions?.[0]?.$type ?? '').replace('bpmn:', '').replace('EventDefinition', '').toLowerCase();
const isWork = (element: BpmnElement): boolean => kindOf(element) === 'ServiceTask' || kindOf(element) === 'SendTask';

/** The fields of an element, by what it is. */
export function elementGroups(element: BpmnElement, choices: ElementChoices): FieldGroup[] {
  const kind = kindOf(element);
  const flow = kind === 'SequenceFlow';
  const groups: FieldGroup[] = [{ fields: [{ ...line('name', flow ? 'Aufschrift' : 'Name', flow ? 'Zum Beispiel „ja“ oder „nein“.' : 'Mit Tätigkeitswort: „Antrag prüfen“.') }] }];
  if (flow) groups[0]?.fields.push({ ...line('condition', 'Bedingung', 'Ein Ausdruck (FEEL), zum Beispiel: granted = true. Leer bei nur einem Weg.'), kind: 'text', rows: 2 }, { name: 'isDefault', label: 'Dieser Weg gilt, wenn keine andere Bedingung zutrifft', kind: 'yes', hint: 'Jede Verzweigung braucht genau einen solchen Weg, meist „nein“.' });
  if (kind === 'UserTask') groups.push(...userTaskGroups(element, choices));
  if (isWork(element)) groups.push(...connectorGroups(element, choices));
  if (kind === 'BusinessRuleTask') groups.push({ title: 'Regel', fields: [{ name: 'decision', label: 'Entscheidungstabelle', kind: 'choice', options: [{ value: '', label: 'Bitte wählen' }, ...choices.decisions], hint: 'Die Tabelle, die hier antwortet. Tabellen stehen unter „Regeln“.' }, line('resultVariable', 'Ergebnis heißt', 'Ein Wort ohne Leerzeichen, unter dem spätere Schritte und Briefe die Antwort finden: preis')] });
  if (kind === 'ScriptTask') groups.push({ title: 'Rechnung', fields: [{ ...line('script', 'Ausdruck (FEEL)', 'Was gerechnet wird: application.menge * 2500'), kind: 'text' }, line('resultVariable', 'Ergebnis heißt', 'Ein Wort ohne Leerzeichen: betrag')] });
  if (eventOf(element) === 'timer') groups.push({ title: 'Zeit', fields: [{ name: 'timerKind', label: 'Art', kind: 'choice', hint: 'Eine Dauer zählt ab hier: „nach 14 Tagen“; ein Tag steht fest: „am 1. Januar“.', options: [{ value: 'timeDuration', label: 'nach einer Dauer' }, { value: 'timeDate', label: 'an einem Tag' }, { value: 'timeCycle', label: 'immer wieder' }] }, line('timer', 'Wann', 'P14D sind 14 Tage, P10WD 10 Arbeitstage, P1M ein Monat. Oder ein Ausdruck: = application.day')] });
  if (eventOf(element) === 'message' || kind === 'ReceiveTask') groups.push({ title: 'Nachricht', fields: [line('message', 'Name der Nachricht', 'Worauf gewartet wird: payment-received (Zahlung), papers-received (Unterlagen), application-withdrawn (Rücknahme).'), line('correlationKey', 'Gehört zu', 'Woran der Vorgang erkannt wird, fast immer: =case.number')] });
  if (/Task$|Event$|CallActivity$/.test(kind) && kind !== 'BoundaryEvent') groups.push({ title: 'Was Bürgerinnen und Bürger lesen', more: kind !== 'UserTask', fields: LANGUAGES.map(([name, label, hint]) => line(`property.${name}`, label, hint)) });
  groups.push({ title: 'Weiteres', more: true, fields: [...(/Task$|Event$|CallActivity$|SubProcess$/.test(kind) && !isWork(element) ? [mappings('outputs', 'Angaben, die weitergehen', 'Was spätere Schritte brauchen, eine Zeile je Angabe: granted = granted')] : []), { ...line('properties', 'Eigene Angaben', 'Für Sonderfälle, eine Zeile je Angabe: escalateTo = leitung'), kind: 'text', rows: 2 }, { ...line('documentation', 'Notiz für Kolleginnen und Kollegen', 'Warum es so ist: „Rücksprache mit dem Forstamt vom 3. Mai“. Bürgerinnen und Bürger sehen sie nicht.'), kind: 'text' }] });
  return groups;
}

const mappings = (name: string, label: string, hint: string): FieldSpec => ({ name, label, hint, kind: 'text', rows: 3 });

function userTaskGroups(element: BpmnElement, { groups, forms, userTasks }: ElementChoices): FieldGroup[] {
  const others = userTasks.filter(({ value }) => value !== element.id);
  return [
    { title: 'Wer macht es', fields: ['', ' oder', ' oder'].map((label, index) => ({ name: `group.${index}`, label: `Amt oder Rolle${label && ` (${index + 1}.)`}`, kind: 'choice', options: [{ value: '', label: index === 0 ? 'Bitte wählen' : 'niemand sonst' }, ...groups], hint: index === 0 ? 'Eine dieser Gruppen übernimmt die Aufgabe, zum Beispiel „Umweltamt“.' : 'Nur wenn auch eine andere Gruppe sie übernehmen darf.' })) },
    {
      title: 'Was ist zu tun',
      fields: [
        { name: 'form', label: 'Formular der Aufgabe', kind: 'choice', options: [{ value: '', label: 'ohne Formular' }, ...forms], hint: 'Was bei der Aufgabe ausgefüllt wird, zum Beispiel „Entscheiden“. Formulare stehen unter „Formular“.' },
        line('dueDate', 'Zu erledigen in', 'P10WD sind 10 Arbeitstage, P3D drei Tage. Danach ist die Aufgabe überfällig.'),
        ...(others.length > 0 ? [{ name: 'fourEyes', label: 'Vier-Augen-Prinzip: nicht dieselbe Person wie bei', kind: 'many', hint: 'Wer die angekreuzte Aufgabe erledigt hat, darf diese nicht erledigen.', options: others } as FieldSpec] : []),
      ],
    },
    { title: 'Selten gebraucht', more: true, fields: [line('assignee', 'Feste Person', 'Nur wenn immer dieselbe Person es macht. Kennung oder Ausdruck: = case.responsible'), line('followUpDate', 'Wiedervorlage in', 'Bis dahin ruht die Aufgabe: P7D sind sieben Tage.'), line('priority', 'Rang', '0 bis 100, üblich 50. Höhere stehen in der Arbeitsliste oben.')] },
  ];
}

function connectorGroups(element: BpmnElement, { connectors, letters }: ElementChoices): FieldGroup[] {
  const type = attribute(extensionOf(element, 'TaskDefinition'), 'type');
  const connector = connectors.find((one) => one.type === type);
  const inputs = (connector?.inputs ?? []).map(({ name, label, hint, required, options }): FieldSpec => {
    const field = { name: `input.${name}`, label: required ? label : `${label} (freiwillig)`, hint };
    if (type === 'send-letter' && name === 'letter') return { ...field, kind: 'choice', options: [{ value: '', label: 'Bitte wählen' }, ...letters] };
    return options ? { ...field, kind: 'choice', options: [{ value: '', label: 'nichts' }, ...options.map((value) => ({ value, label: value }))] } : { ...field, kind: 'line' };
  });
  return [
    { title: 'Was die Maschine tut', fields: [{ name: 'connector', label: 'Anschluss', kind: 'choice', options: [{ value: '', label: 'Bitte wählen' }, ...connectors.map(({ type: value, label }) => ({ value, label }))], hint: connector ? 'Was die Maschine hier selbst erledigt. Die Angaben darunter gehören dazu.' : 'Was die Maschine hier selbst erledigt, zum Beispiel „Schreiben senden“. Nach der Wahl erscheinen die Angaben dazu.' }, ...inputs] },
    { title: 'Weitere Ein- und Ausgaben', more: true, fields: [mappings('inputs', 'Weitere Eingaben', 'Eine Zeile je Angabe: dueInDays = 30'), mappings('outputs', 'Ausgaben', 'Eine Zeile je Angabe. outcome = "granted" setzt das Ergebnis des Vorgangs.'), line('retries', 'Versuche, bis es eine Störung ist', 'Üblich sind 3; danach steht der Vorgang bei den Störungen.')] },
  ];
}

/** Texts without "=" are themselves; what the file holds as `= "Text"` is shown as the text. */
const plainOf = (source: string): string => {
  const number = /^=\s*(-?\d+(?:\.\d+)?)$/.exec(source);
  if (number) return number[1] ?? '';
  const quoted = /^=\s*"((?:[^"\\]|\\.)*)"$/.exec(source);
  return quoted ? (quoted[1] ?? '').replaceAll('\\"', '"') : source;
};
const feelOf = (text: string): string => (text.startsWith('=') ? text : /^-?\d+(\.\d+)?$/.test(text) ? `= ${text}` : `= "${text.replaceAll('"', '\\"')}"`);

type Mapping = { source: string; target: string };
function mappingsOf(element: BpmnElement, which: 'inputParameters' | 'outputParameters'): Mapping[] {
  const list = extensionOf(element, 'IoMapping')?.[which];
  return Array.isArray(list) ? list.map((one: Extension) => ({ source: attribute(one, 'source'), target: attribute(one, 'target') })) : [];
}
const asLines = (list: Mapping[]): string => list.map(({ source, target }) => `${target} ${source.startsWith('=') ? '' : '= '}${source}`.replace(/^(\S+) =\s*/, '$1 = ')).join('\n');
const fromLines = (text: string): Mapping[] => text.split('\n').flatMap((row) => (/^\s*([^=\s]+)\s*=\s*(.+)$/.exec(row) ? [row] : [])).map((row) => ({ target: (/^\s*([^=\s]+)/.exec(row)?.[1] ?? ''), source: `= ${row.slice(row.indexOf('=') + 1).trim()}` }));

function propertiesOf(element: BpmnElement): { name: string; value: string }[] {
  const list = extensionOf(element, 'Properties')?.['properties'];
  return Array.isArray(list) ? list.map((one: Extension) => ({ name: attribute(one, 'name'), value: attribute(one, 'value') })) : [];
}

/** What the fields of an element show. */
export function readElement(element: BpmnElement, choices: ElementChoices): Values {
  const properties = propertiesOf(element);
  const property = (name: string): string => properties.find((one) => one.name === name)?.value ?? '';
  const definition = extensionOf(element, 'TaskDefinition');
  const known = new Set((choices.connectors.find(({ type }) => type === attribute(definition, 'type'))?.inputs ?? []).map(({ name }) => name));
  const inputs = mappingsOf(element, 'inputParameters');
  const groups = attribute(extensionOf(element, 'AssignmentDefinition'), 'candidateGroups').split(',').map((one) => one.trim()).filter(Boolean);
  const event = element.eventDefinitions?.[0];
  const timer = (['timeDuration', 'timeDate', 'timeCycle'] as const).find((kind) => event?.[kind]) ?? 'timeDuration';
  const message = event?.messageRef ?? element.messageRef;
  return {
    name: element.name ?? '',
    condition: (element.conditionExpression?.body ?? '').replace(/^=\s*/, ''),
    isDefault: element.sourceRef?.default === element && element.$type === 'bpmn:SequenceFlow' ? 'ja' : '',
    ...Object.fromEntries([0, 1, 2].map((index) => [`group.${index}`, groups[index] ?? ''])),
    assignee: attribute(extensionOf(element, 'AssignmentDefinition'), 'assignee'),
    form: attribute(extensionOf(element, 'FormDefinition'), 'formKey'),
    dueDate: attribute(extensionOf(element, 'TaskSchedule'), 'dueDate'),
    followUpDate: attribute(extensionOf(element, 'TaskSchedule'), 'followUpDate'),
    priority: attribute(extensionOf(element, 'PriorityDefinition'), 'priority'),
    fourEyes: property('fourEyesNot').split(',').map((one) => one.trim()).filter(Boolean).join('\n'),
    connector: attribute(definition, 'type'),
    retries: attribute(definition, 'retries'),
    ...Object.fromEntries([...known].map((name) => [`input.${name}`, plainOf(inputs.find(({ target }) => target === name)?.source ?? '')])),
    inputs: asLines(inputs.filter(({ target }) => !known.has(target))),
    outputs: asLines(mappingsOf(element, 'outputParameters')),
    decision: attribute(extensionOf(element, 'CalledDecision'), 'decisionId'),
    resultVariable: attribute(extensionOf(element, 'CalledDecision') ?? extensionOf(element, 'Script'), 'resultVariable'),
    script: attribute(extensionOf(element, 'Script'), 'expression').replace(/^=\s*/, ''),
    timerKind: timer,
    timer: event?.[timer]?.body ?? '',
    message: message?.name ?? '',
    correlationKey: message ? attribute(extensionOf(message, 'Subscription'), 'correlationKey') : '',
    ...Object.fromEntries(LANGUAGES.map(([name]) => [`property.${name}`, property(name)])),
    properties: properties.filter(({ name }) => !OWN_PROPERTIES.has(name)).map(({ name, value }) => `${name} = ${value}`).join('\n'),
    documentation: element.documentation?.[0]?.text ?? '',
  };
}

/** The extension elements for these values: those the fields know are made anew, all others stay as they are. */
export function extensionsFor(element: BpmnElement, values: Values, create: Create): BpmnElement | undefined {
  const kind = kindOf(element);
  const text = (name: string): string => values[name] ?? '';
  const made: BpmnElement[] = [];
  const put = (type: string, attributes: Record<string, string>): void => {
    const given = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''));
    if (Object.keys(given).length > 0) made.push(create(type, given));
  };
  const rebuilt = new Set(['zeebe:IoMapping', 'zeebe:Properties']);
  if (kind === 'UserTask') {
    for (const type of ['UserTask', 'AssignmentDefinition', 'FormDefinition', 'TaskSchedule', 'PriorityDefinition']) rebuilt.add(`zeebe:${type}`);
    made.push(create('zeebe:UserTask', {}));
    put('zeebe:AssignmentDefinition', { candidateGroups: [0, 1, 2].map((index) => text(`group.${index}`)).filter(Boolean).join(', '), assignee: text('assignee') });
    put('zeebe:FormDefinition', { formKey: text('form') });
    put('zeebe:TaskSchedule', { dueDate: text('dueDate'), followUpDate: text('followUpDate') });
    put('zeebe:PriorityDefinition', { priority: text('priority') });
  }
  if (isWork(element)) {
    rebuilt.add('zeebe:TaskDefinition');
    put('zeebe:TaskDefinition', { type: text('connector'), retries: text('retries') });
  }
  if (kind === 'BusinessRuleTask') {
    rebuilt.add('zeebe:CalledDecision');
    put('zeebe:CalledDecision', { decisionId: text('decision'), resultVariable: text('resultVariable') });
  }
  if (kind === 'ScriptTask') {
    rebuilt.add('zeebe:Script');
    put('zeebe:Script', { expression: text('script') && `= ${text('script')}`, resultVariable: text('resultVariable') });
  }
  const known = Object.entries(values).filter(([name, value]) => name.startsWith('input.') && value !== '').map(([name, value]) => ({ target: name.slice('input.'.length), source: feelOf(value) }));
  const mapping = ioMapping({ inputs: [...known, ...fromLines(text('inputs'))], outputs: fromLines(text('outputs')) }, create);
  const properties = propertyList(values, create);
  const kept = extensionsOf(element).filter(({ $type }) => !rebuilt.has($type.replace(/:(.)/, (_, letter: string) => `:${letter.toUpperCase()}`)));
  const all = [...made, ...(mapping ? [mapping] : []), ...(properties ? [properties] : []), ...kept];
  return all.length > 0 ? create('bpmn:ExtensionElements', { values: all }) : undefined;
}

function ioMapping({ inputs, outputs }: { inputs: Mapping[]; outputs: Mapping[] }, create: Create): BpmnElement | undefined {
  if (inputs.length + outputs.length === 0) return undefined;
  return create('zeebe:IoMapping', { inputParameters: inputs.map((one) => create('zeebe:Input', one)), outputParameters: outputs.map((one) => create('zeebe:Output', one)) });
}

function propertyList(values: Values, create: Create): BpmnElement | undefined {
  const own = LANGUAGES.map(([name]) => ({ name, value: values[`property.${name}`] ?? '' }));
  const fourEyes = { name: 'fourEyesNot', value: (values['fourEyes'] ?? '').split('\n').filter(Boolean).join(', ') };
  const others = (values['properties'] ?? '').split('\n').flatMap((row) => {
    const match = /^\s*([^=]+?)\s*=\s*(.*)$/.exec(row);
    return match ? [{ name: match[1] ?? '', value: match[2] ?? '' }] : [];
  });
  const list = [...own, fourEyes, ...others].filter(({ value }) => value !== '');
  return list.length > 0 ? create('zeebe:Properties', { properties: list.map((one) => create('zeebe:Property', one)) }) : undefined;
}
