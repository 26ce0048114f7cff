import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import type { Job } from '#platform/jobs';
import { Problem, SYSTEM, type Platform } from '#platform/module';
import { takeIn } from './take-in.ts';

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
    if (inboundFolder && tenantId === 1) await takeInFolder(platform, tenantId, inboundFolder);
  },
};

/** @returns how many files were taken in. */
export async function takeInFolder(platform: Platform, tenantId: number, folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch((error: NodeJS.ErrnoException) => {
    platform.log.error({ err: error, folder }, 'the folder of inbound post cannot be read');
    return [];
  });
  let count = 0;
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const place = relative(folder, path);
    if (!entry.isFile() || entry.name.startsWith('.') || place.startsWith(DONE) || place.startsWith(REFUSED)) continue;
    const { mtimeMs, size } = await stat(path);
    if (platform.clock().getTime() - mtimeMs < SETTLED_MS || size > LARGEST) continue;
    if (await takeInFile({ platform, tenantId, folder }, { path, key: `${place}:${Math.round(mtimeMs)}` })) count++;
  }
  return count;
}

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
