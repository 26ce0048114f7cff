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
import { translateBpmn } from './bpmn-words.ts';
import type { ElementChoices } from './element-properties.ts';
import { ProcessPanel } from './process-panel.ts';

type Shape = { id: string; type: string; parent?: Shape; businessObject: unknown };
export type Diagram = {
  importXML(xml: string): Promise<{ warnings: unknown[] }>;
  saveXML(options: { format: boolean }): Promise<{ xml: string }>;
  get<T>(name: string): T;
  on(event: string, handler: (event: { newSelection?: Shape[]; element?: Shape }) => void): void;
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

/** All of it in sight, beside the tools. */
function fit(diagram: Diagram): void {
  const canvas = diagram.get<{ zoom(level: string, at?: string): void; viewbox(): Box; viewbox(box: Box): void }>('canvas');
  canvas.zoom('fit-viewport', 'auto');
  const { x, y, width, height } = canvas.viewbox();
  canvas.viewbox({ x: x - width * 0.17, y: y - height * 0.04, width: width * 1.2, height: height * 1.2 });
}

/** Wakes the drawing. */
export async function enhance(island: HTMLElement): Promise<void> {
  const root = island.querySelector<HTMLElement>('.process-editor');
  const panelPlace = island.querySelector<HTMLElement>('.process-editor__panel');
  if (!root || !panelPlace) return;
  const editable = root.dataset['editable'] === 'ja';
  const diagram = openDiagram(root, editable);
  const source = await (await fetch(root.dataset['source'] ?? '')).text();
  await diagram.importXML(source);
  fit(diagram);
  const panel = new ProcessPanel({ diagram, place: panelPlace, choices: JSON.parse(root.dataset['choices'] ?? '{}') as ElementChoices, editable });
  const show = (findings: FoundAt[]): void => {
    mark(diagram, findings);
    panel.showFindings(findings);
  };
  show(JSON.parse(root.dataset['findings'] ?? '[]') as FoundAt[]);
  if (editable) {
    const saver = fileSaver({ page: island.ownerDocument.body, url: root.dataset['save'] ?? '', path: 'process.bpmn', note: 'Prozess gezeichnet', revision: Number(root.dataset['revision'] ?? 0), read: async () => (await diagram.saveXML({ format: true })).xml, checked: show });
    diagram.on('commandStack.changed', () => saver.soon());
  }
  diagram.on('selection.changed', ({ newSelection = [] }) => panel.select(newSelection[0]?.id));
  diagram.on('element.changed', ({ element }) => panel.changed(element?.id));
  root.dataset['ready'] = 'ja';
}
