import { PageError } from '#engines/pages';
import type { Platform } from '#platform/module';
import { problem } from '../problems.ts';
import { pageReaderOf } from './page-desk.ts';

/** For those who hand something in and can still send another file. @throws Problem 422 naming a PDF that opens with a password only. */
export async function requireUnlocked(platform: Platform, files: { hash: string; name: string }[]): Promise<void> {
  for (const { hash, name } of files) {
    const bytes = Buffer.from(await platform.storage.bytes(hash));
    // many encrypted files open without a password (they only forbid printing): the reader knows
    if (bytes.subarray(0, 1024).includes('%PDF-') && bytes.includes('/Encrypt') && (await needsPassword(platform, { hash, bytes }))) throw problem('records/locked', { name });
  }
}

async function needsPassword(platform: Platform, { hash, bytes }: { hash: string; bytes: Uint8Array }): Promise<boolean> {
  try {
    await pageReaderOf(platform).count({ key: hash, bytes, mime: 'application/pdf' });
    return false;
  } catch (error) {
    if (error instanceof PageError) return error.reason === 'password';
    throw error;
  }
}
