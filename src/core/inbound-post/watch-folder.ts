import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import type { Job } from '#platform/jobs';
import { Problem, SYSTEM, type Platform } from '#platform/module';
import { takeIn } from './take-in.ts';
import { noteWay } from './ways-in.ts';

const DONE = 'uebernommen';
const REFUSED = 'abgewiesen';
/** A file that changed this recently may still be on its way. */
const SETTLED_MS = 2000;
const LARGEST = 500_000_000;

/** Every minute: files of the scanner's folder become inbound post and move into a folder for done ones; a sub-folder names the device. */
export const watchFolderJob: Job = {
  name: 'inbound-post/watch-folder',
  schedule: '* * * * *',
  handle: async (platform, tenantId) => {
    const { inboundFolder } = platform.config;
    if (!inboundFolder || tenantId !== 1) return;
    const left: string[] = [];
    await takeInFolder(platform, tenantId, inboundFolder, left);
    await noteWay(platform, tenantId, { way: 'folder', trouble: left.length > 0 ? left.slice(0, 3).join(' ') : null });
  },
};

/** @returns how many files were taken in; `left` hears in a sentence each what was not, and why. */
// oxlint-disable-next-line max-params -- as the other ways in
export async function takeInFolder(platform: Platform, tenantId: number, folder: string, left: string[] = []): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch((error: NodeJS.ErrnoException) => {
    left.push(`Der Ordner ${folder} lässt sich nicht lesen (${error.code}).`);
    return [];
  });
  let count = 0;
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const place = relative(folder, path);
    if (!entry.isFile() || entry.name.startsWith('.') || place.startsWith(DONE) || place.startsWith(REFUSED)) continue;
    const found = await stat(path).catch(() => undefined); // the scanner may have taken it away again
    if (!found || platform.clock().getTime() - found.mtimeMs < SETTLED_MS) continue;
    if (found.size > LARGEST) left.push(`Die Datei ${place} ist mit ${Math.round(found.size / 1_000_000)} MB zu groß.`);
    else if (await takeInFile({ platform, tenantId, folder }, { path, key: `${place}:${Math.round(found.mtimeMs)}` }).catch(unreadable(place, left))) count++;
  }
  return count;
}

/** One file that may not be read or moved must not hold up the others; what fails in our own store or database is thrown on. */
const unreadable = (place: string, left: string[]) => (error: NodeJS.ErrnoException): false => {
  if (!['EACCES', 'EPERM', 'EBUSY', 'EROFS', 'ENOENT'].includes(error.code ?? '')) throw error;
  if (error.code !== 'ENOENT') left.push(`Die Datei ${place} lässt sich nicht lesen oder nicht verschieben (${error.code}).`);
  return false;
};

type Place = { platform: Platform; tenantId: number; folder: string };

async function takeInFile({ platform, tenantId, folder }: Place, { path, key }: { path: string; key: string }): Promise<boolean> {
  const bytes = await readFile(path);
  const mime = (await fileTypeFromBuffer(bytes))?.mime ?? 'application/octet-stream';
  const blob = await platform.storage.put(bytes);
  const device = dirname(relative(folder, path));
  try {
    await platform.transact({ tenantId, actor: SYSTEM }, (ctx) => takeIn(ctx, { source: 'folder', sourceKey: `${key}:${blob.hash}`, blob, mime, name: basename(path), scanned: { device: device === '.' ? 'Scanner' : device, settings: '' } }));
    await move(path, join(folder, DONE));
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    platform.log.warn({ path, reason: error.de }, 'inbound post refused');
    await move(path, join(folder, REFUSED));
    return false;
  }
}

async function move(path: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  await rename(path, join(to, `${randomUUID().slice(0, 8)}-${basename(path)}`));
}
