// How often and how long, written at the steps of the drawing.
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer.js';

type Viewer = { importXML(xml: string): Promise<unknown>; get<T>(name: string): T };
type Figures = { node: string; visits: number; words: string };

/** Wakes the drawing. */
export async function enhance(island: HTMLElement): Promise<void> {
  const root = island.querySelector<HTMLElement>('.process-times');
  if (!root) return;
  root.replaceChildren();
  const style = getComputedStyle(root);
  const text = style.getPropertyValue('--text').trim() || 'black';
  const Kind = NavigatedViewer as unknown as new (options: object) => Viewer;
  const viewer = new Kind({ container: root, bpmnRenderer: { defaultFillColor: style.getPropertyValue('--ground').trim() || 'white', defaultStrokeColor: text, defaultLabelColor: text } });
  await viewer.importXML(await (await fetch(root.dataset['source'] ?? '')).text());
  viewer.get<{ zoom(level: string, at: string): void }>('canvas').zoom('fit-viewport', 'auto');
  const overlays = viewer.get<{ add(id: string, overlay: object): void }>('overlays');
  const registry = viewer.get<{ get(id: string): { type: string } | undefined }>('elementRegistry');
  for (const { node, visits, words } of JSON.parse(root.dataset['figures'] ?? '[]') as Figures[]) {
    if (!/Task|SubProcess|CallActivity|CatchEvent/.test(registry.get(node)?.type ?? '')) continue;
    const html = Object.assign(document.createElement('div'), { className: 'process-times__figure', textContent: `${visits} × ${words}` });
    overlays.add(node, { position: { bottom: -4, left: 0 }, html, scale: { min: 0.8 } });
  }
  root.dataset['ready'] = 'ja';
}
