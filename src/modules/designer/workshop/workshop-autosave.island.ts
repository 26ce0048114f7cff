// Saves what is typed by itself: a form inside [data-autosave] is posted a moment after the last key, at the latest after four seconds,
// and the parts of the page marked data-live are taken from the answer. Without this script every form has its own button.
import { findWork, forgetWork, keepWork, offerWork } from './kept-work.ts';
import { say, takeParts } from './page-parts.ts';

const PAUSE_MS = 900;
const LONGEST_MS = 4000;
const PRESENCE_MS = 10_000;

type Timers = { pause?: ReturnType<typeof setTimeout>; longest?: ReturnType<typeof setTimeout>; running?: Promise<void>; again?: boolean };

const RELOADING = new Set(['type', 'connector', 'preset']);
const sentText = (body: URLSearchParams, name: string): string => body.getAll(name).filter(Boolean).join('\n').replaceAll('\r\n', '\n').trim();
const baseOf = (form: ParentNode): Record<string, string> => JSON.parse(form.querySelector<HTMLInputElement>('input[name="_base"]')?.value || '{}') as Record<string, string>;

/**
 * What the next save is compared with. A field moves on to what the server has only when that is what was sent: what a colleague has
 * changed meanwhile must not look like our own change. Fields nobody touched here show the colleague's text.
 */
function takeBase(form: HTMLFormElement, answer: Document, body: URLSearchParams): void {
  const forms = [...answer.querySelectorAll<HTMLFormElement>('[data-autosave] form')];
  const fresh = forms.find((one) => one.getAttribute('action') === form.getAttribute('action')) ?? forms[0];
  const hidden = form.querySelector<HTMLInputElement>('input[name="_base"]');
  if (!fresh || !hidden) return;
  if (rowsOf(fresh) !== rowsOf(form)) return location.reload(); // a colleague has added or moved rows; everything here is saved
  const [before, now] = [baseOf(form), baseOf(fresh)];
  for (const [name, value] of Object.entries(now)) {
    const sent = sentText(body, name);
    const field = form.elements.namedItem(name);
    const untouched = sent === (before[name] ?? '') && (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) && field !== document.activeElement;
    if (sent === value) before[name] = value;
    else if (untouched && field instanceof HTMLElement && !(field instanceof HTMLInputElement && field.type === 'checkbox')) {
      field.value = value;
      before[name] = value;
    }
  }
  hidden.value = JSON.stringify(before);
  for (const name of ['_name', '_stelle']) {
    const [from, to] = [fresh.querySelector<HTMLInputElement>(`input[name="${name}"]`), form.querySelector<HTMLInputElement>(`input[name="${name}"]`)];
    if (from && to) to.value = from.value;
  }
}

const rowsOf = (form: ParentNode): string => form.querySelector<HTMLInputElement>('input[name="_rows"]')?.value ?? '';
const keyOf = (form: HTMLFormElement): string => `${form.getAttribute('action') ?? ''}#${form.querySelector<HTMLInputElement>('input[name="_name"]')?.value ?? ''}`;
const isShown = (name: string): boolean => !name.startsWith('_');

/** What differs from what the page showed, by field. */
function changedFields(form: HTMLFormElement): Record<string, string> {
  const [body, base] = [new FormData(form), baseOf(form)];
  const sent = new URLSearchParams([...body].map(([name, value]): [string, string] => [name, String(value)]));
  return Object.fromEntries([...new Set([...sent.keys(), ...Object.keys(base)])].filter((name) => isShown(name) && sentText(sent, name) !== (base[name] ?? '')).map((name) => [name, sentText(sent, name)]));
}

/** Puts kept values into the fields, as if they were typed now. */
function putFields(form: HTMLFormElement, fields: Record<string, string>): void {
  for (const [name, value] of Object.entries(fields)) {
    for (const field of form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>(`[name="${CSS.escape(name)}"]`)) {
      if (field instanceof HTMLInputElement && ['checkbox', 'radio'].includes(field.type)) field.checked = value.split('\n').includes(field.value);
      else field.value = value;
      field.dispatchEvent(new CustomEvent('kept-work', { bubbles: true }));
    }
  }
  form.dispatchEvent(new Event('input'));
}

/** Offers what was typed here before an interruption, unless it has arrived after all. */
function offerKept(root: HTMLElement, form: HTMLFormElement): void {
  const key = keyOf(form);
  const work = findWork(key);
  if (!work?.fields) return;
  const now = { ...baseOf(form), ...changedFields(form) };
  const missing = Object.fromEntries(Object.entries(work.fields).filter(([name, value]) => (now[name] ?? '') !== value));
  if (Object.keys(missing).length === 0 || (work.rows ?? '') !== rowsOf(form)) return forgetWork(key);
  offerWork({ place: root.querySelector('.workshop__body'), key, work, take: () => putFields(form, missing) });
}

async function save(root: HTMLElement, form: HTMLFormElement, timers: Timers): Promise<void> {
  say(root, 'speichert …');
  const key = keyOf(form); // a field that is renamed has another one afterwards
  try {
    const body = new URLSearchParams([...new FormData(form)].map(([name, value]): [string, string] => [name, String(value)]));
    const response = await fetch(form.action, { method: 'POST', body, headers: { 'x-autosave': '1' }, keepalive: body.toString().length < 60_000 });
    const answer = new DOMParser().parseFromString(await response.text(), 'text/html');
    if (response.ok) {
      takeParts(root, answer);
      takeBase(form, answer, body);
      form.dataset['dirty'] = '';
      if (!timers.pause) forgetWork(key);
      if (form.dataset['reload']) location.assign(response.url);
      return;
    }
    const reason = answer.querySelector('[role="alert"], .kern-alert, main p')?.textContent?.trim() ?? '';
    say(root, `nicht gespeichert: ${reason.slice(0, 160) || response.status}. „Speichern“ zeigt beide Stände.`);
  } catch {
    say(root, 'keine Verbindung; Ihr Text liegt in diesem Browser und wird gleich wieder gespeichert');
    timers.again = true;
  }
}

function watch(root: HTMLElement, form: HTMLFormElement): void {
  const timers: Timers = {};
  const run = (): void => {
    clearTimeout(timers.pause);
    clearTimeout(timers.longest);
    delete timers.pause;
    delete timers.longest;
    if (timers.running) {
      timers.again = true;
      return;
    }
    timers.again = false;
    timers.running = save(root, form, timers).finally(() => {
      delete timers.running;
      if (timers.again) timers.pause = setTimeout(run, PAUSE_MS);
    });
  };
  const soon = (): void => {
    form.dataset['dirty'] = 'ja';
    keepWork(keyOf(form), { fields: changedFields(form), rows: rowsOf(form) });
    clearTimeout(timers.pause);
    timers.pause = setTimeout(run, PAUSE_MS);
    timers.longest ??= setTimeout(run, LONGEST_MS);
  };
  form.addEventListener('input', soon);
  form.addEventListener('change', (event) => {
    // another kind of field has other properties: the page is drawn anew once this is saved
    if (event.target instanceof HTMLSelectElement && RELOADING.has(event.target.name)) form.dataset['reload'] = 'ja';
    soon();
  });
  form.addEventListener('submit', () => {
    clearTimeout(timers.pause);
    clearTimeout(timers.longest);
    form.dataset['dirty'] = '';
  });
  offerKept(root, form);
  addEventListener('pagehide', () => {
    if (form.dataset['dirty']) run();
  });
}

type Presence = { revision: number; changedBy: string; others: { name: string; part: string }[] };

function meet(root: HTMLElement, workshop: HTMLElement): void {
  const tell = async (): Promise<void> => {
    const response = await fetch(`${workshop.dataset['workshop'] ?? ''}/anwesend`, { method: 'POST', body: new URLSearchParams({ part: workshop.dataset['part'] ?? '' }) });
    if (!response.ok) return;
    const { revision, changedBy, others } = (await response.json()) as Presence;
    const head = root.querySelector('[data-live="head"]');
    for (const old of head?.querySelectorAll('.workshop__present') ?? []) old.remove();
    for (const { name, part } of others) head?.append(Object.assign(document.createElement('span'), { className: 'workshop__present', textContent: `${name} arbeitet gerade hier: ${part}` }));
    if (revision > Number(workshop.dataset['revision']) && others.length > 0) {
      const note = root.querySelector<HTMLElement>('.workshop__newer') ?? Object.assign(document.createElement('span'), { className: 'workshop__newer' });
      note.setAttribute('role', 'status');
      note.textContent = `${changedBy} hat eben etwas geändert (Stand ${revision}). `;
      note.append(Object.assign(document.createElement('a'), { href: location.href, textContent: 'Neu laden' }));
      head?.append(note);
    }
  };
  setInterval(() => void (document.visibilityState === 'visible' && tell()), PRESENCE_MS);
}

/** Wakes the forms of a page of the workshop. */
export function enhance(root: HTMLElement): void {
  for (const form of root.querySelectorAll<HTMLFormElement>('[data-autosave] form')) watch(root, form);
  const workshop = root.querySelector<HTMLElement>('[data-workshop]');
  if (workshop) meet(root, workshop);
}
