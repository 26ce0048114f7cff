import { PageReader, readablePages, type PageSource } from '#engines/pages';
import type { Platform } from '#platform/module';

/** One reader of pages per running installation; its thread ends with the process. */
const readers = new WeakMap<Platform, PageReader>();

export function pageReaderOf(platform: Platform): PageReader {
  let reader = readers.get(platform);
  if (!reader) readers.set(platform, (reader = new PageReader()));
  return reader;
}

/** Ends the thread that reads pages. */
export async function closePages(platform: Platform): Promise<void> {
  await readers.get(platform)?.close();
  readers.delete(platform);
}

export const hasPages = (content: { mime: string }): boolean => readablePages(content.mime);

/** A content of the store as the reader of pages wants it. */
export async function pageSource(platform: Platform, content: { hash: string; mime: string }): Promise<PageSource> {
  return { key: content.hash, bytes: await platform.storage.bytes(content.hash), mime: content.mime };
}
