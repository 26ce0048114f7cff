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
import { undoHere, type CommandStack } from '../workshop/undo-here.ts';
import { translateDmn } from './dmn-words.ts';

type View = { id: string; name?: string; type: string; element: { id: string } };
type Bus = { on(event: string, handler: (event: { trigger?: string }) => void): void };
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

const colour = (name: string): string => getComputedStyle(document.body).getPropertyValue(name).trim();

/** dmn-js with our words and, by day and by night, our colours. */
function openEditor(container: HTMLElement, editable: boolean): Editor {
  const german = { additionalModules: [{ translate: ['value', translateDmn] }] };
  const drdRenderer = { defaultFillColor: colour('--ground') || 'white', defaultStrokeColor: colour('--text') || 'black', defaultLabelColor: colour('--text') || 'black' };
  const Kind = (editable ? DmnModeler : DmnViewer) as unknown as new (options: object) => Editor;
  return new Kind({ container, drd: { ...german, drdRenderer }, decisionTable: german, literalExpression: german, boxedExpression: german });
}

/** Wakes the editor of decisions. */
export async function enhance(island: HTMLElement): Promise<void> {
  const root = island.querySelector<HTMLElement>('.rules-editor');
  const container = island.querySelector<HTMLElement>('.rules-editor__canvas');
  const views = island.querySelector<HTMLElement>('.rules-editor__views');
  if (!root || !container || !views) return;
  const editable = root.dataset['editable'] === 'ja';
  container.replaceChildren();
  const editor = openEditor(container, editable);
  const source = await (await fetch(root.dataset['source'] ?? '')).text();
  try {
    await editor.importXML(source);
  } catch {
    const note = Object.assign(document.createElement('p'), { className: 'workshop__error', textContent: 'Diese Datei lässt sich nicht zeichnen. Nehmen Sie die Tabellen, machen Sie die letzte Änderung rückgängig, oder lesen Sie eine andere Datei ein.' });
    note.setAttribute('role', 'alert');
    return container.replaceChildren(note);
  }
  const page = island.ownerDocument.body;
  const put = (content: string): Promise<unknown> => editor.importXML(content);
  const saver = fileSaver({ page, url: root.dataset['save'] ?? '', path: 'decisions.dmn', note: 'Regeln gezeichnet', revision: Number(root.dataset['revision'] ?? 0), source, read: async () => (await editor.saveXML({ format: true })).xml, put, checked: () => buttons() });
  const buttons = undoHere({ page, stack: () => editor.getActiveViewer()?.get?.<CommandStack>('commandStack'), saved: saver.saved });
  const watched = new WeakSet<object>();
  const watch = (): void => {
    drawViews(views, editor);
    const viewer = editor.getActiveViewer();
    const bus = viewer?.get?.<Bus>('eventBus');
    if (editor.getActiveView()?.type === 'drd') viewer?.get?.<{ zoom(level: string, at?: string): void }>('canvas')?.zoom('fit-viewport', 'auto');
    if (!editable || !bus || watched.has(bus)) return;
    watched.add(bus);
    bus.on('commandStack.changed', ({ trigger }) => {
      if (trigger === 'clear') return; // another view was opened
      saver.soon();
      buttons();
    });
  };
  editor.on('views.changed', watch);
  watch();
  root.dataset['ready'] = 'ja';
}
