import assert from 'node:assert/strict';
import type { Browser, BrowserContextOptions, Frame, Locator, Page, Response } from 'playwright-core';
import type { CompiledForm, FormData } from '#engines/forms';
import { postedAnswers } from '../fill-form.ts';
import type { Answered, PageRecord } from './page-record.ts';

export type PersonOptions = { browser: Browser; base: string; record: PageRecord; context?: BrowserContextOptions };

/** A machine with many other things to do still gets there. */
const PATIENCE_MS = 120_000;

/** What somebody has done so far; each click and field is a decision, each page is waited for. */
export type Effort = { clicks: number; fields: number; letters: number; keys: number; pages: number };

/** Somebody in front of a browser: opens pages, follows links, fills in forms; every kind of page is looked at on the way. */
export class Person {
  readonly page: Page;
  readonly #record: PageRecord;
  readonly #script: boolean;
  readonly #base: string;
  readonly complaints: string[] = [];
  readonly effort: Effort = { clicks: 0, fields: 0, letters: 0, keys: 0, pages: 0 };
  #answered: Answered | undefined;

  private constructor(page: Page, { record, base, context }: PersonOptions) {
    this.page = page;
    this.#record = record;
    this.#base = base;
    this.#script = context?.javaScriptEnabled !== false;
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('console', (message) => message.type() === 'error' && !/status of 4\d\d/.test(message.text()) && this.complaints.push(`${page.url()}: ${message.text()}`));
    page.on('pageerror', (error) => this.complaints.push(`${page.url()}: ${error.message}`));
    page.on('response', (response) => response.status() >= 500 && this.complaints.push(`${response.status()} ${response.url()}`));
  }

  static async arrive(options: PersonOptions): Promise<Person> {
    const context = await options.browser.newContext({ locale: 'de-DE', viewport: { width: 1366, height: 768 }, ...options.context });
    return new Person(await context.newPage(), options);
  }

  async leave(): Promise<void> {
    await this.page.context().close();
  }

  get status(): number {
    return this.#answered?.status ?? 0;
  }
  get path(): string {
    return new URL(this.page.url()).pathname;
  }

  async open(path: string): Promise<this> {
    await this.#go(() => this.page.goto(new URL(path, this.#base).href));
    return this;
  }

  /** Follows the link with this text (the first of several). */
  async follow(name: string | RegExp, { within = this.page.locator('body') }: { within?: Locator } = {}): Promise<this> {
    this.effort.clicks++;
    await this.#go(() => within.getByRole('link', { name }).first().click());
    return this;
  }

  /** Presses the button with this text. */
  async press(name: string | RegExp, { within = this.page.locator('body') }: { within?: Locator } = {}): Promise<this> {
    this.effort.clicks++;
    await this.#go(() => within.getByRole('button', { name }).first().click());
    return this;
  }

  /** Types into the page's search field. */
  async search(words: string): Promise<this> {
    const field = this.page.locator('input[type=search]').first(); // a search field with suggestions is a combobox by its role
    await field.fill(words);
    await this.#go(() => field.press('Enter'));
    return this;
  }

  /** Fills in one field of the present page. */
  async fill(selector: string, value: string): Promise<this> {
    this.effort.fields++;
    const field = this.page.locator(selector).first();
    if ((await field.evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption(value);
    else {
      this.effort.letters += value.length;
      await field.fill(value);
    }
    return this;
  }

  /** Presses a key that leads to another page. */
  async key(name: string): Promise<this> {
    await this.#go(() => this.page.keyboard.press(name));
    return this;
  }

  /** Does something that leads to another page, waits until that page is there and looks at it. */
  async #go(act: () => Promise<unknown>): Promise<void> {
    this.effort.pages++;
    const arrived = this.#arrival();
    await act();
    const response = await withPatience(arrived, () => `no page after an action on ${this.page.url()}`);
    const html = await response.text().catch(() => '');
    await this.page.waitForLoadState('load');
    const url = new URL(response.url());
    this.#answered = { path: url.pathname + url.search, status: response.status(), html };
    assert.ok(response.status() < 500, `${response.status()} at ${this.#answered.path}`);
    if (/<html/.test(html)) await this.#record.look(this.page, this.#answered, { note: this.#noteOf(html), script: this.#script });
  }

  /** The next answer that is a page, once the browser has put it in the place of the old one. */
  #arrival(): Promise<Response> {
    return new Promise((resolve) => {
      let answer: Response | undefined;
      const hear = (response: Response): void => {
        const request = response.request();
        if (request.isNavigationRequest() && request.frame() === this.page.mainFrame() && !isRedirect(response)) answer = response;
      };
      const changed = (frame: Frame): void => {
        if (frame !== this.page.mainFrame() || !answer) return;
        this.page.off('response', hear);
        this.page.off('framenavigated', changed);
        resolve(answer);
      };
      this.page.on('response', hear);
      this.page.on('framenavigated', changed);
    });
  }

  /** Form pages of different services and with mistakes are kinds of their own. */
  #noteOf(html: string): string {
    const service = /href="\/leistungen\/([a-z-]+)"/.exec(html)?.[1];
    return [this.path.startsWith('/antrag/') ? service : '', this.#script ? '' : 'without script'].filter(Boolean).join(' ');
  }

  async sees(text: string | RegExp): Promise<this> {
    await this.page.getByText(text).first().waitFor({ state: 'visible' }).catch(async () => assert.fail(`${this.page.url()} does not show ${text}. It says: ${(await this.page.locator('body').innerText()).slice(0, 2500)}`));
    return this;
  }

  /** Waits until it is so; for what the browser does by itself a moment later (focus, opened questions). */
  async until<R>(look: () => Promise<R>, isSo: (found: R) => boolean, what: string): Promise<R> {
    for (const end = Date.now() + PATIENCE_MS; ; await this.page.waitForTimeout(50)) {
      const found = await look();
      if (isSo(found)) return found;
      if (Date.now() > end) assert.fail(`${what}, but found on ${this.path}: ${JSON.stringify(found)}`);
    }
  }

  async seesNot(text: string | RegExp): Promise<this> {
    assert.equal(await this.page.getByText(text).count(), 0, `${this.page.url()} shows ${text}`);
    return this;
  }

  /** Puts answers into the questions of the present page by the names of the form; questions that appear later are left for the next round. */
  async answer(form: CompiledForm, data: FormData, { pageId = this.path.split('/').at(-1) ?? '', prefix = '' } = {}): Promise<void> {
    const files = new Map<string, { name: string; mimeType: string; buffer: Buffer }[]>();
    for (const [name, value] of postedAnswers(form, pageId, data)) {
      const at = `${prefix}${name}`;
      if (typeof value === 'string') await this.#put(at, value);
      else files.set(at, [...(files.get(at) ?? []), { name: value.name, mimeType: value.type, buffer: Buffer.from(await value.arrayBuffer()) }]);
    }
    for (const [name, list] of files) {
      const input = this.page.locator(`input[type=file][name="${name}"]`);
      if (await input.count()) await input.setInputFiles(list);
    }
  }

  async #put(name: string, value: string): Promise<void> {
    const field = this.page.locator(`[name="${name}"]`);
    const count = await field.count();
    if (count === 0) return;
    const kind = await field.first().evaluate((element) => (element instanceof HTMLSelectElement ? 'select' : (element as HTMLInputElement).type));
    if (kind === 'radio' || kind === 'checkbox') {
      await this.tick(count === 1 && kind === 'checkbox' ? field : this.page.locator(`[name="${name}"][value="${value}"]`));
    } else if (await field.first().isVisible()) {
      this.effort.fields++;
      this.effort.letters += kind === 'select' ? 0 : value.length;
      await (kind === 'select' ? field.first().selectOption(value) : field.first().fill(value));
    }
  }

  /** Chooses a radio button or ticks a box by its words, as people do; hidden ones are left alone. */
  async tick(choice: Locator): Promise<void> {
    const words = this.page.locator(`label[for="${await choice.getAttribute('id')}"]`);
    if (!(await words.isVisible()) || (await choice.isChecked())) return;
    this.effort.clicks++;
    await words.click({ position: { x: 5, y: 5 } });
    assert.ok(await choice.isChecked(), `a click on „${await words.innerText()}“ chooses it`);
  }

  /** Fills in page after page of an application until the review. @returns the pages that were asked */
  async fillApplication(form: CompiledForm, data: FormData, { next = 'Speichern und weiter' } = {}): Promise<string[]> {
    const asked: string[] = [];
    while (this.path.includes('/seite/')) {
      const at = this.path;
      if (asked.at(-1) !== at) asked.push(at);
      await this.answer(form, data);
      await this.press(next);
      if (this.path === at && asked.push(at) > 60) assert.fail(`stuck on ${at}: ${(await this.page.locator('main').innerText()).slice(0, 1500)}`);
    }
    return [...new Set(asked.map((path) => path.split('/').at(-1) ?? ''))];
  }
}

const isRedirect = (response: Response): boolean => response.status() >= 300 && response.status() < 400;

function withPatience<R>(promise: Promise<R>, complaint: () => string): Promise<R> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(complaint())), PATIENCE_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
