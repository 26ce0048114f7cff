import type { Page } from 'playwright-core';
import { ask } from './city-process.ts';

/** Somebody who types numbers into a question of a draft, one every tenth of a second, and knows when she typed which. */
export class Typist {
  readonly #page: Page;
  readonly #dir: string;
  readonly #typedAt: number[] = [];
  #draft = '';
  /** The longest that the server took for one save. */
  slowestMs = 0;

  private constructor(page: Page, dir: string) {
    this.#page = page;
    this.#dir = dir;
    const asked = new Map<unknown, number>();
    page.on('request', (request) => void (request.method() === 'POST' && asked.set(request, Date.now())));
    page.on('response', (response) => {
      const at = asked.get(response.request());
      if (at !== undefined) this.slowestMs = Math.max(this.slowestMs, Date.now() - at);
    });
  }

  /** Signs in, begins a service and opens its question. */
  static async begin({ page, url, dir }: { page: Page; url: string; dir: string }): Promise<Typist> {
    const typist = new Typist(page, dir);
    const press = (name: string): Promise<void> => page.locator('main').getByRole('button', { name, exact: true }).first().click();
    await page.goto(`${url}/office/anmelden`);
    await page.getByLabel('E-Mail-Adresse').fill('svenja.ohlsen@musterstadt.example');
    await page.getByLabel('Passwort', { exact: true }).fill('Musterstadt-2026');
    await press('Anmelden');
    await page.waitForURL((at) => !at.pathname.endsWith('/anmelden'));
    await page.goto(`${url}/office/werkstatt/neu`);
    await page.locator('#name').fill('Brennholzschein');
    await page.getByLabel('Genehmigung', { exact: true }).check();
    await page.locator('#office').selectOption('umweltamt');
    await press('Leistung anlegen');
    await page.waitForURL(/werkstatt\/[0-9a-f-]{36}$/);
    typist.#draft = `${page.url()}/formular?stelle=1.0`;
    await page.goto(typist.#draft, { waitUntil: 'networkidle' });
    await page.locator('[name="label.de"]').fill('');
    typist.slowestMs = 0;
    return typist;
  }

  async type(): Promise<void> {
    await this.#page.keyboard.type(`${this.#typedAt.length} `);
    this.#typedAt.push(Date.now());
    await this.#page.waitForTimeout(100);
  }

  /** Without a pause: it is saved all the same. */
  async typeUntilSaved(): Promise<void> {
    while ((await this.#lastSaved()) < 1) await this.type();
  }

  /** What the draft in the database holds. */
  async #saved(): Promise<string> {
    const [row] = await ask<{ content: string }>(this.#dir, "select content from catalogue.draft_file where path = 'form.json'");
    const form = JSON.parse(row?.content ?? '{}') as { pages: { elements: { label: string | { de: string } }[] }[] };
    const label = form.pages[1]?.elements[0]?.label ?? '';
    return typeof label === 'string' ? label : label.de;
  }

  async #lastSaved(): Promise<number> {
    return Number(/(\d+)\s*$/.exec(await this.#saved())?.[1] ?? -1);
  }

  /** How long before that moment the first thing was typed that the server does not have. */
  async millisecondsMissingAt(moment: number): Promise<number> {
    return Math.max(0, moment - (this.#typedAt[(await this.#lastSaved()) + 1] ?? moment));
  }

  /** Closes the page while nobody answers; left open, it would save by itself as soon as the server is back. */
  async leave(): Promise<void> {
    await this.#page.goto('about:blank');
  }

  /** Opens the page anew, as after a restart of everything, and takes what the browser still holds. */
  async comeBack(): Promise<void> {
    await this.#page.goto(this.#draft);
    await this.#page.getByText('In diesem Browser liegt noch Arbeit').waitFor();
    await this.#page.getByRole('button', { name: 'Wieder einsetzen' }).click();
  }

  async hasSavedEverything(): Promise<boolean> {
    return (await this.#saved()) === this.#typedAt.map((_, index) => index).join(' ');
  }
}
