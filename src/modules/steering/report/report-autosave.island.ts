// Saves the words of the report by itself a moment after the last key. What the server has not taken yet also lies in this browser, so that neither
// a lost connection nor a crash loses it; it belongs to the account that typed it and goes at sign-out (`office-keys.island.ts`).
const PAUSE_MS = 1200;

const placeOf = (form: HTMLFormElement): string => `stadtkern-konto:${document.querySelector<HTMLElement>('form[data-account]')?.dataset['account'] ?? ''}:bericht:${form.getAttribute('action') ?? ''}#${form.id}`;

/** Storage may be full or forbidden; then saving has to do. */
function quietly<R>(act: () => R): R | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

function watch(form: HTMLFormElement): void {
  const area = form.querySelector('textarea');
  const said = form.querySelector<HTMLElement>('[data-saved]');
  const revision = form.querySelector<HTMLInputElement>('input[name="revision"]');
  if (!area || !said || !revision) return;
  let pause: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let again = false;
  let refused = false;

  const save = async (): Promise<void> => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    again = false;
    const sent = area.value;
    said.textContent = 'speichert …';
    try {
      const body = new URLSearchParams([...new FormData(form)].map(([name, value]): [string, string] => [name, String(value)]));
      const response = await fetch(form.action, { method: 'POST', body, headers: { 'x-autosave': '1' }, keepalive: body.toString().length < 60_000 });
      const answer = (await response.json()) as { revision?: number; problem?: string };
      refused = answer.revision === undefined;
      if (answer.revision === undefined) said.textContent = `nicht gespeichert: ${answer.problem ?? response.status} „Text speichern“ zeigt beide Fassungen.`;
      else {
        revision.value = String(answer.revision);
        said.textContent = `gespeichert um ${new Date(performance.timeOrigin + performance.now()).toLocaleTimeString('de-DE', { hour: '2-digit', minute: '2-digit' })} Uhr`;
        if (area.value === sent) quietly(() => localStorage.removeItem(placeOf(form)));
      }
    } catch {
      said.textContent = 'keine Verbindung; Ihr Text liegt in diesem Browser und wird gleich wieder gespeichert';
      again = true;
    }
    running = false;
    if (again) pause = setTimeout(() => void save(), 4 * PAUSE_MS);
  };

  form.addEventListener('input', () => {
    quietly(() => localStorage.setItem(placeOf(form), area.value));
    clearTimeout(pause);
    if (!refused) pause = setTimeout(() => void save(), PAUSE_MS); // after a refusal a person decides, with both wordings in view
  });
  form.addEventListener('submit', () => {
    clearTimeout(pause);
    quietly(() => localStorage.removeItem(placeOf(form)));
  });
  addEventListener('pagehide', () => void (pause !== undefined && quietly(() => localStorage.getItem(placeOf(form))) !== null && !refused && save()));
  offer(form, area, said);
}

/** What lies here since an interruption is offered, never put in unasked. */
function offer(form: HTMLFormElement, area: HTMLTextAreaElement, said: HTMLElement): void {
  const kept = quietly(() => localStorage.getItem(placeOf(form)));
  if (!kept || kept === area.value) return;
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'chip', textContent: 'Nicht gespeicherten Text wieder einsetzen' });
  button.addEventListener('click', () => {
    area.value = kept;
    button.remove();
    form.dispatchEvent(new Event('input'));
  });
  said.before(button);
}

/** Wakes the texts of the report. */
export function enhance(root: HTMLElement): void {
  for (const form of root.querySelectorAll<HTMLFormElement>('form[action$="/text"]')) watch(form);
}
