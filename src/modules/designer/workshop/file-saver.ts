// Saves the whole text of an editor in the browser: a moment after the last change, at the latest after four seconds.
import { findWork, forgetWork, keepWork, offerWork } from './kept-work.ts';
import { refreshParts, say } from './page-parts.ts';

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
  /** The text it began with. */
  source: string;
  read(): string | Promise<string>;
  /** Shows another text in the editor: what this browser still held after an interruption. */
  put(content: string): Promise<unknown>;
  checked(findings: FoundAt[]): void;
};
export type FileSaver = { soon(): void; /** Resolves once everything is saved. */ saved(): Promise<void> };

const PAUSE_MS = 900;
const LONGEST_MS = 4000;
/** What browsers still send for a page that is being left. */
const MOST_BYTES_LEAVING = 60_000;
type Answer = { revision?: number; savedAt?: string; stand?: number; findings?: FoundAt[]; conflict?: string; byName?: string };

const keyOf = ({ url, path }: SaverOptions): string => `${url}#${path}`;

/** Sends the text; it lies in this browser until the server has it, as draft or as one side of a conflict. */
async function send(options: SaverOptions, content: string, revision: number): Promise<Answer | undefined> {
  const { page, url, path, note } = options;
  keepWork(keyOf(options), { content, basedOn: revision });
  const body = new URLSearchParams({ pfad: path, content, basedOn: String(revision), note });
  const response = await fetch(url, { method: 'POST', body, headers: { accept: 'application/json', 'x-autosave': '1' }, keepalive: body.toString().length < MOST_BYTES_LEAVING });
  const answer = (await response.json()) as Answer;
  if (!response.ok && !answer.conflict) {
    say(page, 'nicht gespeichert; bitte laden Sie die Seite neu, Ihre Arbeit wird dann wieder angeboten');
    return undefined;
  }
  forgetWork(keyOf(options));
  return answer;
}

/** Says what came of it and takes what has changed on the page. */
async function tell({ page, checked }: SaverOptions, { conflict, byName, stand, savedAt, findings }: Answer): Promise<void> {
  if (conflict) {
    const place = say(page, `${byName ?? 'Jemand'} hat inzwischen gespeichert. Ihr Stand ist aufgehoben: `);
    place?.append(Object.assign(document.createElement('a'), { href: conflict, textContent: 'beide vergleichen und wählen' }));
    return;
  }
  await refreshParts(page).catch(() => undefined);
  say(page, `gespeichert um ${savedAt ?? ''} · Stand ${stand ?? ''}`);
  checked(findings ?? []);
}

/** A saver for one file. After a conflict it goes on saving, into the conflict: what is drawn meanwhile is part of one's own version. */
export function fileSaver(options: SaverOptions): FileSaver {
  const { page, source, read, put } = options;
  let { revision } = options;
  let pause: ReturnType<typeof setTimeout> | undefined;
  let longest: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  const post = async (): Promise<void> => {
    say(page, 'speichert …');
    try {
      const answer = await send(options, await read(), revision);
      revision = answer?.revision ?? revision;
      if (answer) await tell(options, answer);
    } catch {
      say(page, 'keine Verbindung; Ihre Arbeit liegt in diesem Browser und wird gleich wieder gespeichert');
      again = true;
    }
    running = undefined;
    if (again) pause = setTimeout(() => void run(), PAUSE_MS);
  };
  const run = (): Promise<void> => {
    clearTimeout(pause);
    clearTimeout(longest);
    pause = longest = undefined;
    again = running !== undefined;
    running ??= post();
    return running;
  };
  addEventListener('pagehide', () => {
    if (pause) void run();
  });
  const work = findWork(keyOf(options));
  if (work?.content === source) forgetWork(keyOf(options));
  else if (work?.content !== undefined) {
    const restore = async (content: string): Promise<void> => {
      // on the revision it began with: what a colleague has saved since becomes a conflict to choose from, and isn't overwritten
      revision = work.basedOn ?? revision;
      await put(content);
      await run();
    };
    offerWork({ place: page.querySelector('.workshop__body'), key: keyOf(options), work, take: () => void restore(work.content ?? '') });
  }
  return {
    soon: () => {
      clearTimeout(pause);
      pause = setTimeout(() => void run(), PAUSE_MS);
      longest ??= setTimeout(() => void run(), LONGEST_MS);
    },
    saved: async () => {
      for (let tries = 0; tries < 4 && (pause || running); tries++) await (running ?? run());
    },
  };
}
