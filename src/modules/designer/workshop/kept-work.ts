// What the server has not taken yet lies in this browser too, so that neither a crash of the server nor of the browser loses it.
// Drafts of services hold no data of citizens. It belongs to the account that typed it: another one at the same computer isn't offered it, and it
// goes at sign-out (`office-keys.island.ts`).

/** Work as it was typed: fields of a form, or the whole text of an editor with the revision it began with. */
export type KeptWork = { keptAt: string; fields?: Record<string, string>; content?: string; basedOn?: number; /** Of a table: the rows it had; among others the fields mean nothing. */ rows?: string };

/** Where the work of the account that is signed in lies; the button for signing out says which it is. */
const placeOf = (key: string): string => `stadtkern-konto:${document.querySelector<HTMLElement>('form[data-account]')?.dataset['account'] ?? ''}:werkstatt:${key}`;
const KEPT_MS = 7 * 86_400_000;

/** The clock of this browser, in milliseconds. */
const browserTime = (): number => performance.timeOrigin + performance.now();

/** Storage may be full or forbidden; then saving has to do. */
function quietly<R>(act: () => R): R | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

export function keepWork(key: string, work: Omit<KeptWork, 'keptAt'>): void {
  quietly(() => localStorage.setItem(placeOf(key), JSON.stringify({ ...work, keptAt: new Date(browserTime()).toISOString() })));
}

export function forgetWork(key: string): void {
  quietly(() => localStorage.removeItem(placeOf(key)));
}

/** What lies here and has not become too old to be meant. */
export function findWork(key: string): KeptWork | undefined {
  const work = quietly(() => JSON.parse(localStorage.getItem(placeOf(key)) ?? 'null') as KeptWork | null) ?? undefined;
  return work && browserTime() - Date.parse(work.keptAt) < KEPT_MS ? work : undefined;
}

/** Shows what lies here, with the choice to put it in again or to throw it away. */
export function offerWork({ place, key, work, take }: { place: Element | null | undefined; key: string; work: KeptWork; take(): void }): void {
  if (!place) return;
  const note = Object.assign(document.createElement('div'), { className: 'workshop__kept' });
  note.setAttribute('role', 'status');
  const at = new Date(work.keptAt).toLocaleString('de-DE', { dateStyle: 'short', timeStyle: 'short' });
  const button = (label: string, act: () => void): HTMLButtonElement => {
    const made = Object.assign(document.createElement('button'), { type: 'button', className: 'chip', textContent: label });
    made.addEventListener('click', () => {
      act();
      note.remove();
    });
    return made;
  };
  note.append(Object.assign(document.createElement('span'), { textContent: `In diesem Browser liegt noch Arbeit vom ${at}, die nicht gespeichert wurde.` }), button('Wieder einsetzen', take), button('Wegwerfen', () => forgetWork(key)));
  place.prepend(note);
}
