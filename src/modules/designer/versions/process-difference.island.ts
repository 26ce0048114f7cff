// Two drawings of a process beside each other, with what was removed, added or changed.
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import '../workshop/drawing-tools.css';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer.js';

type Canvas = { zoom(level: string, at: string): void; addMarker(id: string, name: string): void };
type Viewer = { importXML(xml: string): Promise<unknown>; get<T>(name: string): T };

async function draw(container: HTMLElement, url: string, marks: Record<string, string[]>): Promise<void> {
  const style = getComputedStyle(container);
  const text = style.getPropertyValue('--text').trim() || 'black';
  const Kind = NavigatedViewer as unknown as new (options: object) => Viewer;
  const viewer = new Kind({ container, bpmnRenderer: { defaultFillColor: style.getPropertyValue('--ground').trim() || 'white', defaultStrokeColor: text, defaultLabelColor: text } });
  await viewer.importXML(await (await fetch(url)).text());
  const canvas = viewer.get<Canvas>('canvas');
  const registry = viewer.get<{ get(id: string): unknown }>('elementRegistry');
  canvas.zoom('fit-viewport', 'auto');
  for (const [mark, ids] of Object.entries(marks)) for (const id of ids) if (id && registry.get(id)) canvas.addMarker(id, `difference-${mark}`);
}

/** Wakes the comparison. */
export async function enhance(island: HTMLElement): Promise<void> {
  const root = island.querySelector<HTMLElement>('.process-difference');
  if (!root) return;
  const ids = (name: string): string[] => (root.dataset[name] ?? '').split(' ');
  const side = (name: string): HTMLElement => root.querySelector<HTMLElement>(`[data-side="${name}"]`) as HTMLElement;
  await draw(side('before'), root.dataset['before'] ?? '', { removed: ids('removed') });
  await draw(side('after'), root.dataset['after'] ?? '', { added: ids('added'), changed: ids('changed') });
  root.dataset['ready'] = 'ja';
}
