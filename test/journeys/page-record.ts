import type { Page } from 'playwright-core';
import { barriersOn, htmlMistakes, sidewaysOn, takePicture } from '#platform/testing';

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
  readonly durations: number[] = [];

  /** True when this kind was not seen before. */
  isNew(answered: Answered, note = ''): boolean {
    const kind = kindOf(answered, note);
    return !this.kinds.has(kind);
  }

  async look(page: Page, answered: Answered, { note = '', script = true }: { note?: string; script?: boolean } = {}): Promise<void> {
    const kind = kindOf(answered, note);
    if (this.kinds.has(kind)) return;
    this.kinds.add(kind);
    const began = performance.now();
    const found = await htmlMistakes(answered.html);
    if (script) found.push(...(await this.#inAllLooks(page)));
    if (process.env.TEST_SHOTS) await takePicture(page, kind);
    this.findings.push(...found.map((one) => `${kind}: ${one}`));
    this.durations.push(performance.now() - began);
  }

  async #inAllLooks(page: Page): Promise<string[]> {
    const before = page.viewportSize() ?? DESK;
    const found: string[] = [];
    const note = (look: string, list: string[]): void => void found.push(...list.map((one) => `${look}: ${one}`));
    await page.setViewportSize(DESK);
    note('desk', [...(await barriersOn(page)), ...(await sidewaysOn(page))]);
    await page.setViewportSize(SMALLEST);
    note('320 px', await sidewaysOn(page));
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize(PHONE);
    note('phone at night', [...(await barriersOn(page)), ...(await sidewaysOn(page))]);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(before);
    return found;
  }
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Pages that differ only in what they are about are one kind. */
function kindOf({ path, status }: Answered, note: string): string {
  const plain = path.split('?')[0]?.replaceAll(UUID, ':id').replaceAll(/\/[\w-]{24,}(\.[\w-]{24,})?(?=\/|$)/g, '/:token') ?? '';
  return [plain, status === 200 ? '' : String(status), note].filter(Boolean).join(' ');
}
