// The drawing of a process: bpmn-js with our words, our properties and our check. Every change is saved a moment later;
// when somebody else has saved meanwhile, both texts are kept and the page says so.
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css';
import '../workshop/drawing-tools.css';
import BpmnModeler from 'bpmn-js/lib/Modeler.js';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer.js';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import { fileSaver, type FoundAt } from '../workshop/file-saver.ts';
import { undoHere, type CommandStack } from '../workshop/undo-here.ts';
import { translateBpmn } from './bpmn-words.ts';
import type { ElementChoices } from './element-properties.ts';
import { ProcessPanel } from './process-panel.ts';

type Shape = { id: string; type: string; parent?: Shape; businessObject: unknown };
export type Diagram = {
  importXML(xml: string): Promise<{ warnings: unknown[] }>;
  saveXML(options: { format: boolean }): Promise<{ xml: string }>;
  get<T>(name: string): T;
  on(event: string, handler: (event: { newSelection?: Shape[]; element?: Shape; trigger?: string }) => void): void;
};

const colour = (root: Element, name: string): string => getComputedStyle(root).getPropertyValue(name).trim();

function openDiagram(root: HTMLElement, editable: boolean): Diagram {
  const container = root.querySelector<HTMLElement>('.process-editor__canvas');
  const options = {
    container,
    moddleExtensions: { zeebe },
    additionalModules: [{ translate: ['value', translateBpmn] }],
    bpmnRenderer: { defaultFillColor: colour(root, '--ground') || 'white', defaultStrokeColor: colour(root, '--text') || 'black', defaultLabelColor: colour(root, '--text') || 'black' },
  };
  const Kind = (editable ? BpmnModeler : NavigatedViewer) as unknown as new (given: typeof options) => Diagram;
  return new Kind(options);
}

function mark(diagram: Diagram, findings: FoundAt[]): void {
  const overlays = diagram.get<{ remove(filter: object): void; add(id: string, type: string, overlay: object): void }>('overlays');
  const registry = diagram.get<{ get(id: string): Shape | undefined }>('elementRegistry');
  overlays.remove({ type: 'finding' });
  const byElement = new Map<string, FoundAt[]>();
  for (const finding of findings) if (finding.at && registry.get(finding.at)) byElement.set(finding.at, [...(byElement.get(finding.at) ?? []), finding]);
  for (const [id, list] of byElement) {
    const error = list.some(({ severity }) => severity === 'error');
    const html = Object.assign(document.createElement('div'), { className: `finding-mark finding-mark--${error ? 'error' : 'warning'}`, textContent: error ? '!' : 'i', title: list.map(({ message }) => message).join('\n') });
    overlays.add(id, 'finding', { position: { top: -10, left: -10 }, html });
  }
}

type Box = { x: number; y: number; width: number; height: number };
type View = Box & { inner: Box; outer: { width: number; height: number } };
const MARGIN = 24;

/** All of it in sight, beside the tools and not larger than life. */
function fit(diagram: Diagram): void {
  const canvas = diagram.get<{ viewbox(): View; viewbox(box: Box): void; getContainer(): HTMLElement }>('canvas');
  const { inner, outer } = canvas.viewbox();
  if (outer.width === 0 || inner.width === 0) return;
  const palette = canvas.getContainer().querySelector<HTMLElement>('.djs-palette');
  const left = MARGIN + (palette ? palette.offsetLeft + palette.offsetWidth : 0);
  const scale = Math.min(1, (outer.width - left - MARGIN) / inner.width, (outer.height - 2 * MARGIN) / inner.height);
  canvas.viewbox({ x: inner.x - left / scale, y: inner.y - (outer.height / scale - inner.height) / 2, width: outer.width / scale, height: outer.height / scale });
}

/** A finding below the drawing leads to its step in it. */
function leadToSteps(page: HTMLElement, diagram: Diagram): void {
  page.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('.workshop__findings a[data-at]') : null;
    const shape = link && diagram.get<{ get(id: string): Shape | undefined }>('elementRegistry').get(link.dataset['at'] ?? '');
    if (!shape) return;
    event.preventDefault();
    diagram.get<{ scrollToElement(shape: Shape): void }>('canvas').scrollToElement(shape);
    diagram.get<{ select(shape: Shape): void }>('selection').select(shape);
    page.querySelector('.process-editor')?.scrollIntoView({ block: 'nearest' });
    page.querySelector<HTMLElement>('.process-editor__panel :is(input, select, textarea):not([type="hidden"])')?.focus();
  });
}

/** Every change of the drawing is saved a moment later; undo takes back what was drawn here first. */
function saveChanges(root: HTMLElement, diagram: Diagram, { source, show }: { source: string; show(findings: FoundAt[]): void }): void {
  const page = root.ownerDocument.body;
  const saver = fileSaver({
    page, url: root.dataset['save'] ?? '', path: 'process.bpmn', note: 'Prozess gezeichnet', revision: Number(root.dataset['revision'] ?? 0), source,
    read: async () => (await diagram.saveXML({ format: true })).xml,
    put: (content) => diagram.importXML(content).then(() => fit(diagram)),
    checked: (findings) => {
      show(findings);
      buttons();
    },
  });
  const buttons = undoHere({ page, stack: () => diagram.get<CommandStack>('commandStack'), saved: saver.saved });
  diagram.on('commandStack.changed', ({ trigger }) => {
    if (trigger === 'clear') return; // another text was put in
    saver.soon();
    buttons();
  });
}

/** A file that cannot be drawn is no dead end: the table, the history and a better file are left. */
function tellWhy(place: HTMLElement, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  const words = /no diagram|no process/i.test(reason) ? 'Die Datei enthält keine Zeichnung.' : `Die Datei lässt sich nicht zeichnen (${reason}).`;
  const note = Object.assign(document.createElement('p'), { className: 'workshop__error', textContent: `${words} Nehmen Sie die Tabelle, machen Sie die letzte Änderung rückgängig, oder lesen Sie eine andere Datei ein.` });
  note.setAttribute('role', 'alert');
  place.prepend(note);
}

/** Wakes the drawing. */
export async function enhance(island: HTMLElement): Promise<void> {
  const root = island.querySelector<HTMLElement>('.process-editor');
  const panelPlace = island.querySelector<HTMLElement>('.process-editor__panel');
  if (!root || !panelPlace) return;
  const editable = root.dataset['editable'] === 'ja';
  const diagram = openDiagram(root, editable);
  const source = await (await fetch(root.dataset['source'] ?? '')).text();
  try {
    await diagram.importXML(source);
  } catch (error) {
    return tellWhy(panelPlace, error);
  }
  fit(diagram);
  const panel = new ProcessPanel({ diagram, place: panelPlace, choices: JSON.parse(root.dataset['choices'] ?? '{}') as ElementChoices, editable });
  const show = (findings: FoundAt[]): void => {
    mark(diagram, findings);
    panel.showFindings(findings);
  };
  show(JSON.parse(root.dataset['findings'] ?? '[]') as FoundAt[]);
  if (editable) saveChanges(root, diagram, { source, show });
  leadToSteps(island.ownerDocument.body, diagram);
  diagram.on('selection.changed', ({ newSelection = [] }) => panel.select(newSelection[0]?.id));
  diagram.on('element.changed', ({ element }) => panel.changed(element?.id));
  root.dataset['ready'] = 'ja';
}
