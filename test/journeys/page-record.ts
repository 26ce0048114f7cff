import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { barriersOn, htmlMistakes, sidewaysOn, takePicture } from '#platform/testing';
import { RUN_MARK } from '../../scripts/tests/processes.mjs';

/** One page as it was answered: what it is a kind of, its status and its source. */
export type Answered = { path: string; status: number; html: string };

const DESK = { width: 1366, height: 768 };
const PHONE = { width: 390, height: 844 };
/** 1280 px at 400 % (WCAG 1.4.10). */
const SMALLEST = { width: 320, height: 640 };

/**
 * Looks at every kind of page once: valid HTML as it was sent, no barrier on the desk by day and on the phone by night,
 * no sideways scrolling down to 320 px, no complaint in the console.
 */
export class PageRecord {
  readonly kinds = new Set<string>();
  readonly findings: string[] = [];
  /** The frame of the pages, as it was looked at in either look. */
  readonly #frame = { desk: new Set<string>(), phone: new Set<string>() };

  async look(page: Page, answered: Answered, { note = '', script = true }: { note?: string; script?: boolean } = {}): Promise<void> {
    const kind = kindOf(answered, note);
    if (this.kinds.has(kind)) return;
    this.kinds.add(kind);
    if (!isFirstOfRun(kind)) return;
    const found = await htmlMistakes(answered.html);
    if (script) found.push(...(await this.#inAllLooks(page)));
    if (process.env.TEST_SHOTS) await takePicture(page, kind);
    this.findings.push(...found.map((one) => `${kind}: ${one}`));
  }

  async #inAllLooks(page: Page): Promise<string[]> {
    const before = page.viewportSize() ?? DESK;
    const found: string[] = [];
    const note = (look: string, list: string[]): void => void found.push(...list.map((one) => `${look}: ${one}`));
    await page.setViewportSize(DESK);
    note('desk', [...(await barriersOn(page, { known: this.#frame.desk })), ...(await sidewaysOn(page))]);
    await page.setViewportSize(SMALLEST);
    note('320 px', await sidewaysOn(page));
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize(PHONE);
    note('phone at night', [...(await barriersOn(page, { lookOnly: true, known: this.#frame.phone })), ...(await sidewaysOn(page))]);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(before);
    return found;
  }
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Files that run together share the work: in one run of all tests each kind is looked at by whoever comes first. */
function isFirstOfRun(kind: string): boolean {
  if (!process.env[RUN_MARK]) return true;
  try {
    mkdirSync(join(tmpdir(), `looked-at-${createHash('sha256').update(kind).digest('hex').slice(0, 24)}`));
    return true;
  } catch {
    return false;
  }
}

/** Pages that differ only in what they are about are one kind. */
function kindOf({ path, status }: Answered, note: string): string {
  const plain = path.split('?')[0]?.replaceAll(UUID, ':id').replaceAll(/\/[\w-]{24,}(\.[\w-]{24,})?(?=\/|$)/g, '/:token') ?? '';
  return [plain, status === 200 ? '' : String(status), note].filter(Boolean).join(' ');
}
