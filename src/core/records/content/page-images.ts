import type { PageImage } from '#engines/pages';
import type { Platform } from '#platform/module';
import { pageReaderOf, pageSource } from './page-desk.ts';

/** The pictures looked at last: a page takes a third of a second to draw, and its page and its thumbnail ask soon after each other. */
const drawn = new WeakMap<Platform, Map<string, Promise<PageImage>>>();
const MOST_KEPT = 80;

/** A page of a content as JPEG. @throws PageError */
export function pageImage(platform: Platform, content: { hash: string; mime: string }, { page, width }: { page: number; width: number }): Promise<PageImage> {
  let kept = drawn.get(platform);
  if (!kept) drawn.set(platform, (kept = new Map()));
  const key = `${content.hash}:${page}:${width}`;
  const known = kept.get(key);
  if (known) return known;
  const image = pageSource(platform, content).then((source) => pageReaderOf(platform).image(source, { page, width }));
  kept.set(key, image);
  image.catch(() => kept.delete(key));
  for (const old of kept.keys()) {
    if (kept.size <= MOST_KEPT) break;
    kept.delete(old);
  }
  return image;
}
