// Saves the whole text of an editor in the browser: a moment after the last change, at the latest after four seconds.

/** A finding of the server with its place in the file. */
export type FoundAt = { severity: 'error' | 'warning'; element: string; at?: string; message: string };
export type SaverOptions = {
  /** Where the page says that it is saved. */
  page: HTMLElement;
  url: string;
  path: string;
  note: string;
  /** Revision of the file that the editor began with. */
  revision: number;
  read(): string | Promise<string>;
  checked(findings: FoundAt[]): void;
};

const PAUSE_MS = 900;
const LONGEST_MS = 4000;
type Answer = { revision?: number; savedAt?: string; stand?: number; findings?: FoundAt[]; conflict?: string; byName?: string };

/** A saver for one file. After a conflict it saves no more: the person chooses first. */
export function fileSaver(options: SaverOptions): { soon(): void } {
  const { page, url, path, note, read, checked } = options;
  let { revision } = options;
  let pause: ReturnType<typeof setTimeout> | undefined;
  let longest: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let again = false;
  let stopped = false;
  const say = (text: string): HTMLElement | null => {
    const place = page.querySelector<HTMLElement>('.workshop__saved');
    if (place) place.textContent = text;
    return place;
  };
  const take = (answer: Answer): void => {
    revision = answer.revision ?? revision;
    const workshop = page.querySelector<HTMLElement>('[data-workshop]');
    if (workshop && answer.stand) workshop.dataset['revision'] = String(answer.stand);
    say(`gespeichert um ${answer.savedAt ?? ''} · Stand ${answer.stand ?? ''}`);
    for (const button of page.querySelectorAll<HTMLButtonElement>('[data-live="undo"] button[value="undo"]')) button.disabled = false;
    checked(answer.findings ?? []);
  };
  const post = async (): Promise<void> => {
    const body = new URLSearchParams({ pfad: path, content: await read(), basedOn: String(revision), note });
    const response = await fetch(url, { method: 'POST', body, headers: { accept: 'application/json', 'x-autosave': '1' } });
    const answer = (await response.json()) as Answer;
    if (response.ok) return take(answer);
    if (!answer.conflict) return void say('nicht gespeichert; bitte laden Sie die Seite neu');
    stopped = true;
    const place = say(`${answer.byName ?? 'Jemand'} hat inzwischen gespeichert. Ihr Stand ist aufgehoben: `);
    place?.append(Object.assign(document.createElement('a'), { href: answer.conflict, textContent: 'beide vergleichen und wählen' }));
  };
  const run = async (): Promise<void> => {
    clearTimeout(pause);
    clearTimeout(longest);
    longest = undefined;
    if (stopped) return;
    if (running) return void (again = true);
    running = true;
    again = false;
    say('speichert …');
    await post().catch(() => {
      say('keine Verbindung; es wird gleich wieder versucht');
      again = true;
    });
    running = false;
    if (again) pause = setTimeout(() => void run(), PAUSE_MS);
  };
  addEventListener('pagehide', () => {
    if (pause) void run();
  });
  return {
    soon: () => {
      clearTimeout(pause);
      pause = setTimeout(() => void run(), PAUSE_MS);
      longest ??= setTimeout(() => void run(), LONGEST_MS);
    },
  };
}
