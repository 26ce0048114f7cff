// The browser's side of a resumable upload (tus 1.0.0): create, send in pieces, ask after a break how far it came, go on there.

/** The server has said no; its sentence is meant for the person. */
export class Refused extends Error {}

export type Target = { address: string; owner: string; field: string };
export type Watching = { onProgress(sent: number): void; onPause(): void; signal: AbortSignal };

/** Small enough to lose little, large enough not to crawl. */
const PIECE = 4_000_000;
const MOST_TRIES = 30;
const headers = { 'Tus-Resumable': '1.0.0' };

/** Sends a file, over as many broken connections as it takes. @returns the upload's id @throws Refused, or Error when it gave up */
export async function sendFile(file: File, target: Target, watching: Watching): Promise<string> {
  const key = `upload:${target.owner}:${target.field}:${file.name}:${file.size}:${file.lastModified}`;
  let url = recall(key);
  for (let tries = 0; ; tries++) {
    try {
      url ??= await create(file, target, watching.signal);
      remember(key, url);
      let offset = await askOffset(url, watching.signal);
      while (offset < file.size) {
        watching.onProgress(offset);
        const from = offset;
        offset = await sendPiece(url, { piece: file.slice(from, from + PIECE), offset: from }, { ...watching, onProgress: (sent) => watching.onProgress(from + sent) });
        tries = 0;
      }
      watching.onProgress(file.size);
      forget(key);
      return url.split('/').at(-1) ?? '';
    } catch (error) {
      if (error instanceof Gone) {
        forget(key);
        url = undefined;
      } else if (error instanceof Refused || watching.signal.aborted || tries >= MOST_TRIES) {
        forget(key);
        throw error;
      }
      watching.onPause();
      await pause(tries, watching.signal);
    }
  }
}

/** The server no longer has the pieces: begin again. */
class Gone extends Error {}

async function create(file: File, { address, owner, field }: Target, signal: AbortSignal): Promise<string> {
  const metadata = Object.entries({ owner, field, filename: file.name }).map(([name, value]) => `${name} ${base64(value)}`).join(',');
  const answer = await fetch(address, { method: 'POST', headers: { ...headers, 'Upload-Length': String(file.size), 'Upload-Metadata': metadata }, signal });
  const location = answer.headers.get('location');
  if (answer.status !== 201 || !location) throw await refusal(answer.status, await answer.text());
  return location;
}

async function askOffset(url: string, signal: AbortSignal): Promise<number> {
  const answer = await fetch(url, { method: 'HEAD', headers, signal });
  if (answer.status === 404 || answer.status === 410) throw new Gone();
  if (!answer.ok) throw new Error(`HEAD ${answer.status}`);
  return Number(answer.headers.get('upload-offset') ?? 0);
}

/** XMLHttpRequest, because fetch does not say how much of a body has left. */
function sendPiece(url: string, { piece, offset }: { piece: Blob; offset: number }, { onProgress, signal }: Watching): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PATCH', url);
    request.setRequestHeader('Tus-Resumable', '1.0.0');
    request.setRequestHeader('Upload-Offset', String(offset));
    request.setRequestHeader('Content-Type', 'application/offset+octet-stream');
    request.upload.addEventListener('progress', (event) => onProgress(event.loaded));
    request.addEventListener('error', () => reject(new Error('connection lost')));
    request.addEventListener('abort', () => reject(new Error('stopped')));
    request.addEventListener('load', () => {
      if (request.status === 204 || request.status === 200) resolve(Number(request.getResponseHeader('upload-offset') ?? offset + piece.size));
      else void refusal(request.status, request.responseText).then(reject);
    });
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(piece);
  });
}

/** 409 and 423 mean "ask again how far it came"; 5xx and 408 pass; the rest is final. */
async function refusal(status: number, text: string): Promise<Error> {
  if (status === 410) return new Gone();
  return status >= 500 || status === 408 || status === 409 || status === 423 ? new Error(`${status}`) : new Refused(text.trim());
}

function pause(tries: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, Math.min(30_000, 500 * 2 ** tries));
    const now = (): void => {
      clearTimeout(timer);
      resolve();
    };
    globalThis.addEventListener('online', now, { once: true });
    signal.addEventListener('abort', now, { once: true });
  });
}

const base64 = (text: string): string => btoa(String.fromCodePoint(...new TextEncoder().encode(text)));

// Where a page is closed in the middle, choosing the same file again goes on where it stopped. Private windows may forbid it.
function recall(key: string): string | undefined {
  try {
    return sessionStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}
function remember(key: string, url: string): void {
  try {
    sessionStorage.setItem(key, url);
  } catch {
    // then not
  }
}
function forget(key: string): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // nothing to forget
  }
}
