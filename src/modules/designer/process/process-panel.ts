import { h, render } from 'preact';
import { fieldsOf, type Values } from '../fields/field-spec.ts';
import { PropertyFields } from '../fields/property-fields.tsx';
import { readValues, type Posted } from '../fields/read-values.ts';
import type { FoundAt } from '../workshop/file-saver.ts';
import { extensionOf, type BpmnElement, type Create } from './bpmn-element.ts';
import { elementGroups, extensionsFor, kindOf, readElement, type ElementChoices } from './element-properties.ts';
import type { Diagram } from './process-editor.island.ts';

type Shape = { id: string; type: string; businessObject: BpmnElement; source?: Shape };
type Modeling = { updateProperties(shape: Shape, properties: Record<string, unknown>): void; updateModdleProperties(shape: Shape, element: BpmnElement, properties: Record<string, unknown>): void };
type PanelOptions = { diagram: Diagram; place: HTMLElement; choices: ElementChoices; editable: boolean };
/** Fields whose value decides which other fields there are. */
const DECIDING = new Set(['connector', 'timerKind']);

/** The properties of what is selected in the drawing; the same fields as in the table, changed through the editor so that its undo knows. */
export class ProcessPanel {
  readonly #options: PanelOptions;
  readonly #form = document.createElement('form');
  readonly #notes = document.createElement('div');
  #selected: string | undefined;
  #findings: FoundAt[] = [];
  #writing = false;

  constructor(options: PanelOptions) {
    this.#options = options;
    this.#form.noValidate = true;
    this.#form.className = 'form';
    this.#form.setAttribute('aria-label', 'Eigenschaften');
    this.#notes.className = 'workshop__here';
    this.#form.addEventListener('submit', (event) => event.preventDefault());
    this.#form.addEventListener('change', (event) => this.#write(event.target));
    options.place.replaceChildren(this.#notes, this.#form);
    this.#draw();
  }

  select(id: string | undefined): void {
    if (id === this.#selected) return;
    this.#selected = id;
    this.#draw();
  }

  /** Undo and other tools of the drawing change elements as well. */
  changed(id: string | undefined): void {
    if (!this.#writing && id === this.#selected) this.#draw();
  }

  showFindings(findings: FoundAt[]): void {
    this.#findings = findings;
    this.#drawNotes();
  }

  #shape(): Shape | undefined {
    return this.#selected ? this.#options.diagram.get<{ get(id: string): Shape | undefined }>('elementRegistry').get(this.#selected) : undefined;
  }

  #drawNotes(): void {
    const here = this.#findings.filter(({ at }) => at !== undefined && at === this.#selected);
    this.#notes.replaceChildren(...here.map(({ message, severity }) => Object.assign(document.createElement('p'), { textContent: message, className: severity === 'error' ? 'workshop__error' : '' })));
  }

  #draw(): void {
    const { choices, editable } = this.#options;
    const shape = this.#shape();
    this.#drawNotes();
    render(null, this.#form);
    if (!shape || shape.type === 'bpmn:Process' || shape.type === 'label') return render(h('p', null, 'Wählen Sie einen Schritt oder einen Weg; hier stehen dann seine Angaben.'), this.#form);
    const element = shape.businessObject;
    const fields = h(PropertyFields, { groups: elementGroups(element, choices), values: readElement(element, choices) });
    render(h('fieldset', { class: 'plain-fieldset', disabled: !editable }, fields), this.#form);
  }

  #write(target: EventTarget | null): void {
    const shape = this.#shape();
    if (!shape) return;
    const { choices, diagram } = this.#options;
    const element = shape.businessObject;
    const posted: Posted = {};
    for (const [name, value] of new FormData(this.#form)) posted[name] = [...[posted[name] ?? []].flat(), String(value)];
    const values = { ...readElement(element, choices), ...readValues(fieldsOf(elementGroups(element, choices)), posted) };
    this.#writing = true;
    writeShape(diagram, shape, values);
    this.#writing = false;
    if (target instanceof HTMLSelectElement && DECIDING.has(target.name)) this.#draw();
  }
}

function writeShape(diagram: Diagram, shape: Shape, values: Values): void {
  const modeling = diagram.get<Modeling>('modeling');
  const moddle = diagram.get<{ create: Create }>('moddle');
  const create: Create = (type, properties) => moddle.create(type, properties);
  const element = shape.businessObject;
  const text = (name: string): string => values[name] ?? '';
  const properties: Record<string, unknown> = { name: text('name') || undefined };
  if (kindOf(element) === 'SequenceFlow') {
    const condition = text('condition').replace(/^=\s*/, '');
    properties['conditionExpression'] = condition ? create('bpmn:FormalExpression', { body: `= ${condition}` }) : undefined;
    const isDefault = values['isDefault'] === 'ja';
    if (shape.source && isDefault !== (shape.source.businessObject.default === element)) modeling.updateProperties(shape.source, { default: isDefault ? element : undefined });
  } else {
    const extensionElements = extensionsFor(element, values, create);
    if (extensionElements) extensionElements.$parent = element;
    properties['extensionElements'] = extensionElements;
    properties['documentation'] = text('documentation') ? [create('bpmn:Documentation', { text: text('documentation') })] : [];
  }
  modeling.updateProperties(shape, properties);
  const event = element.eventDefinitions?.[0];
  if (event?.$type === 'bpmn:TimerEventDefinition') {
    const kind = text('timerKind') || 'timeDuration';
    const none = { timeDuration: undefined, timeDate: undefined, timeCycle: undefined };
    modeling.updateModdleProperties(shape, event, { ...none, [kind]: create('bpmn:FormalExpression', { body: text('timer') }) });
  }
  const holder = event?.$type === 'bpmn:MessageEventDefinition' ? event : kindOf(element) === 'ReceiveTask' ? element : undefined;
  if (holder && text('message')) modeling.updateModdleProperties(shape, holder, { messageRef: messageFor(diagram, { name: text('message'), key: text('correlationKey') }, create) });
}

/** The message of that name in the file; a new one is added to its definitions. */
function messageFor(diagram: Diagram, { name, key }: { name: string; key: string }, create: Create): BpmnElement {
  const definitions = diagram.get<{ getRootElement(): { businessObject: BpmnElement } }>('canvas').getRootElement().businessObject.$parent;
  const known = definitions?.rootElements?.find(({ $type, name: other }) => $type === 'bpmn:Message' && other === name);
  const correlationKey = key || '=case.number';
  const subscription = known && extensionOf(known, 'Subscription');
  if (known && subscription) {
    subscription['correlationKey'] = correlationKey;
    return known;
  }
  const message = known ?? create('bpmn:Message', { id: `Message_${name.replaceAll(/[^A-Za-z0-9]/g, '_')}`, name });
  message.extensionElements = create('bpmn:ExtensionElements', { values: [create('zeebe:Subscription', { correlationKey })] });
  if (!known && definitions) {
    definitions.rootElements = [message, ...(definitions.rootElements ?? [])];
    message.$parent = definitions;
  }
  return message;
}
