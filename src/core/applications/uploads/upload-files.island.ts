import './upload-files.css';
import { Refused, sendFile } from './send-file.ts';

// Makes the file fields of a form handier: files leave at once, with progress, over broken connections; the form then only names them.
// Without this script the same form sends the files itself.

const ADDRESS = '/api/uploads';

const words = {
  de: { list: 'Dateien auf dem Weg', waiting: 'wartet', sending: (percent: number) => `${percent} %`, paused: 'Verbindung unterbrochen. Geht gleich weiter.', done: 'hochgeladen', failed: 'Das hat nicht geklappt. Bitte wählen Sie die Datei noch einmal.', remove: 'entfernen', hold: 'Es geht weiter, sobald alle Dateien da sind.', progress: (name: string) => `${name} wird hochgeladen` },
  en: { list: 'Files on their way', waiting: 'waiting', sending: (percent: number) => `${percent} %`, paused: 'Connection lost. It goes on in a moment.', done: 'uploaded', failed: 'That did not work. Please choose the file again.', remove: 'remove', hold: 'It goes on as soon as all files have arrived.', progress: (name: string) => `Uploading ${name}` },
};
type Words = (typeof words)['de'];

/** One form: what is on its way, and whether somebody has pressed a button meanwhile. */
type Sending = { form: HTMLFormElement; owner: string; say: Words; queue: Promise<void>; open: number; pressed: HTMLElement | null; spoken: HTMLElement };

export function enhance(root: HTMLElement): void {
  const form = root.closest('form');
  const owner = /\/([0-9a-f]{8}-[0-9a-f-]{27})\//.exec(form?.getAttribute('action') ?? '')?.[1];
  if (!form || !owner) return;
  const spoken = element('p', { class: 'kern-sr-only', role: 'status' });
  root.append(spoken);
  const sending: Sending = { form, owner, say: words[document.documentElement.lang.startsWith('en') ? 'en' : 'de'], queue: Promise.resolve(), open: 0, pressed: null, spoken };
  for (const input of root.querySelectorAll<HTMLInputElement>('input[type=file]')) enhanceInput(sending, input);
  form.addEventListener('submit', (event) => {
    if (sending.open === 0) return;
    event.preventDefault();
    sending.pressed = event.submitter ?? form;
    spoken.textContent = sending.say.hold;
  });
}

function enhanceInput(sending: Sending, input: HTMLInputElement): void {
  const list = element('ul', { class: 'file-list uploads', 'aria-label': sending.say.list });
  input.closest('.field')?.after(list);
  const take = (files: Iterable<File>): void => {
    if (!input.multiple) for (const item of Array.from(list.children)) item.querySelector('button')?.click();
    for (const file of files) addFile(sending, { file, input, list });
    // the form itself must not send them once more
    input.value = '';
  };
  input.addEventListener('change', () => take([...(input.files ?? [])]));
}

function addFile(sending: Sending, { file, input, list }: { file: File; input: HTMLInputElement; list: HTMLElement }): void {
  const { say } = sending;
  const stop = new AbortController();
  const item = element('li', { class: 'file-list__item uploads__item' });
  const name = element('span', { class: 'file-list__name' }, file.name);
  const progress = element('progress', { max: String(file.size), value: '0', 'aria-label': say.progress(file.name) });
  const state = element('span', { class: 'uploads__state' }, say.waiting);
  const remove = element('button', { type: 'button', class: 'kern-btn kern-btn--tertiary' });
  remove.append(element('span', { class: 'kern-label' }, say.remove), element('span', { class: 'kern-sr-only' }, ` ${file.name}`));
  remove.addEventListener('click', () => {
    stop.abort();
    item.remove();
  });
  item.append(name, progress, state, remove);
  list.append(item);
  const watching = {
    signal: stop.signal,
    onProgress: (sent: number) => {
      progress.value = sent;
      state.textContent = say.sending(Math.floor((sent / Math.max(1, file.size)) * 100));
    },
    onPause: () => void (state.textContent = say.paused),
  };
  sending.open++;
  const work = async (): Promise<void> => {
    try {
      if (stop.signal.aborted) return;
      const id = await sendFile(file, { address: ADDRESS, owner: sending.owner, field: input.name }, watching);
      if (stop.signal.aborted) return;
      item.append(element('input', { type: 'hidden', name: `_upload.${input.name}`, value: id }));
      state.textContent = say.done;
      sending.spoken.textContent = `${file.name}: ${say.done}`;
    } catch (error) {
      if (stop.signal.aborted) return;
      fail(sending, { item, state, text: error instanceof Refused && error.message ? error.message : say.failed });
    } finally {
      progress.remove();
      sending.open--;
      goOn(sending);
    }
  };
  // one after the other: a phone's connection is not faster for being shared
  sending.queue = sending.queue.then(work);
}

/** What went wrong stays in sight, and nothing is sent behind the person's back. */
function fail(sending: Sending, { item, state, text }: { item: HTMLElement; state: HTMLElement; text: string }): void {
  sending.pressed = null;
  item.classList.add('uploads__item--failed');
  state.textContent = text;
  state.setAttribute('role', 'alert');
}

function goOn(sending: Sending): void {
  const { pressed, form } = sending;
  if (sending.open > 0 || !pressed) return;
  sending.pressed = null;
  form.requestSubmit(pressed === form ? null : pressed);
}

function element<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, attributes: Record<string, string> = {}, text?: string): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text;
  return made;
}
