// All decisions of a service with dmn-js: the drawing of what depends on what, tables, expressions. Saved a moment after each change.
import 'dmn-js/dist/assets/diagram-js.css';
import 'dmn-js/dist/assets/dmn-js-shared.css';
import 'dmn-js/dist/assets/dmn-js-drd.css';
import 'dmn-js/dist/assets/dmn-js-decision-table.css';
import 'dmn-js/dist/assets/dmn-js-decision-table-controls.css';
import 'dmn-js/dist/assets/dmn-js-literal-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression-controls.css';
import 'dmn-js/dist/assets/dmn-font/css/dmn.css';
import '../workshop/drawing-tools.css';
import DmnModeler from 'dmn-js/lib/Modeler.js';
import DmnViewer from 'dmn-js/lib/NavigatedViewer.js';
import { fileSaver } from '../workshop/file-saver.ts';
import { translateDmn } from './dmn-words.ts';

type View = { id: string; name?: string; type: string; element: { id: string } };
type Bus = { on(event: string, handler: () => void): void };
type ActiveViewer = { get?<T>(name: string): T | undefined };
type Editor = { importXML(xml: string): Promise<unknown>; saveXML(options: { format: boolean }): Promise<{ xml: string }>; getViews(): View[]; open(view: View): Promise<unknown>; getActiveView(): View | undefined; getActiveViewer(): ActiveViewer | undefined; on(event: string, handler: () => void): void };

const viewWords: Record<string, string> = { drd: 'Übersicht', decisionTable: 'Tabelle', literalExpression: 'Ausdruck', boxedExpression: 'Rechnung' };

function drawViews(place: HTMLElement, editor: Editor): void {
  const active = editor.getActiveView();
  place.replaceChildren(
    ...editor.getViews().map((view) => {
      const button = Object.assign(document.createElement('button'), { type: 'button', className: 'chip', textContent: view.type === 'drd' ? 'Übersicht' : `${viewWords[view.type] ?? ''} ${view.name ?? view.element.id}` });
      button.setAttribute('aria-pressed', String(view.element.id === active?.element.id));
      button.addEventListener('click', () => void editor.open(view));
      return button;
    }),
  );
}

/** Wakes the editor of decisions. */
export async function enhance(island: HTMLElement): Promise<void> {
  const root = island.querySelector<HTMLElement>('.rules-editor');
  const container = island.querySelector<HTMLElement>('.rules-editor__canvas');
  const views = island.querySelector<HTMLElement>('.rules-editor__views');
  if (!root || !container || !views) return;
  const editable = root.dataset['editable'] === 'ja';
  container.replaceChildren();
  const german = { additionalModules: [{ translate: ['value', translateDmn] }] };
  const Kind = (editable ? DmnModeler : DmnViewer) as unknown as new (options: object) => Editor;
  const editor = new Kind({ container, drd: german, decisionTable: german, literalExpression: german, boxedExpression: german });
  await editor.importXML(await (await fetch(root.dataset['source'] ?? '')).text());
  const saver = fileSaver({ page: island.ownerDocument.body, url: root.dataset['save'] ?? '', path: 'decisions.dmn', note: 'Regeln gezeichnet', revision: Number(root.dataset['revision'] ?? 0), read: async () => (await editor.saveXML({ format: true })).xml, checked: () => undefined });
  const watched = new WeakSet<object>();
  const watch = (): void => {
    drawViews(views, editor);
    const viewer = editor.getActiveViewer();
    const bus = viewer?.get?.<Bus>('eventBus');
    if (editor.getActiveView()?.type === 'drd') viewer?.get?.<{ zoom(level: string, at?: string): void }>('canvas')?.zoom('fit-viewport', 'auto');
    if (!editable || !bus || watched.has(bus)) return;
    watched.add(bus);
    bus.on('elements.changed', () => saver.soon());
    bus.on('commandStack.changed', () => saver.soon());
  };
  editor.on('views.changed', watch);
  watch();
  root.dataset['ready'] = 'ja';
}
