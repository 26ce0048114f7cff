import assert from 'node:assert/strict';
import type { Person } from './person.ts';

/** What has the focus, and whether one can see that it has. */
export type Focus = { name: string; words: string; kind: string; value: string; visible: boolean };
type Wanted = (focus: Focus) => boolean;
const FURTHEST = 120;

const LOOK = `(() => {
  const e = document.activeElement;
  if (!e || e === document.body) return { name: '', words: '', kind: 'body', value: '', visible: true };
  const drawn = (s) => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none';
  const shown = (x) => Boolean(x) && drawn(getComputedStyle(x));
  const box = e.getBoundingClientRect();
  const parts = [e, e.parentElement, e.nextElementSibling, e.closest('label, article, .kern-form-check')];
  const visible = parts.some(shown) || drawn(getComputedStyle(e, '::before')) || drawn(getComputedStyle(e, '::after'));
  const words = (e.labels && e.labels[0] ? e.labels[0].innerText : e.innerText || e.getAttribute('aria-label') || e.value || '').trim();
  return { name: e.getAttribute('name') || '', words, kind: (e.type || e.tagName).toLowerCase(), value: e.value || '', visible: visible && box.width > 0 };
})()`;

/** Somebody without a mouse: reaches everything with Tab, uses it with Enter, Space and arrows. Every key is counted with the person's effort. */
export class Keys {
  readonly #person: Person;
  /** Stops whose focus cannot be seen. */
  readonly unseen = new Set<string>();

  constructor(person: Person) {
    this.#person = person;
  }

  focus(): Promise<Focus> {
    return this.#person.page.evaluate<Focus>(LOOK);
  }

  async press(key: string): Promise<void> {
    this.#person.effort.keys++;
    await this.#person.page.keyboard.press(key);
  }

  /** Presses Tab (or Shift+Tab) until the wanted thing has the focus; notes every stop that one can't see. */
  async reach(wanted: Wanted, what: string, { back = false }: { back?: boolean } = {}): Promise<Focus> {
    const passed: string[] = [];
    for (let presses = 0; presses < FURTHEST; presses++) {
      const focus = await this.focus();
      if (!focus.visible) this.unseen.add(`${this.#person.path}: ${focus.kind} ${focus.name || focus.words}`);
      if (wanted(focus)) return focus;
      passed.push(focus.name || focus.words.slice(0, 20));
      await this.press(back ? 'Shift+Tab' : 'Tab');
    }
    return assert.fail(`the keyboard does not reach ${what} on ${this.#person.path}: ${passed.join(' · ')}`);
  }

  /** Goes to a link or button and presses Enter, which leads to another page. */
  async enter(words: RegExp, options: { back?: boolean } = {}): Promise<void> {
    await this.reach((focus) => words.test(focus.words) && ['a', 'submit', 'button', 'summary'].includes(focus.kind), String(words), options);
    this.#person.effort.clicks++;
    await this.#person.key('Enter');
  }

  /** Opens a part that was folded. */
  async unfold(words: RegExp): Promise<void> {
    await this.reach((focus) => words.test(focus.words) && focus.kind === 'summary', String(words));
    this.#person.effort.clicks++;
    await this.press('Enter');
  }

  /** Types over what a field holds. */
  async type(name: string, value: string, options: { back?: boolean } = {}): Promise<void> {
    await this.reach((focus) => focus.name === name, name, options);
    this.#person.effort.fields++;
    this.#person.effort.letters += value.length;
    await this.#person.page.keyboard.press('Control+a');
    await this.#person.page.keyboard.type(value);
  }

  /** Chooses in a list, or one of several buttons, with the arrows. */
  async choose(name: string, value: string): Promise<void> {
    const focus = await this.reach((one) => one.name === name, name);
    const { page } = this.#person;
    this.#person.effort.fields++;
    const field = page.locator(`[name="${name}"]`);
    const radio = focus.kind === 'radio';
    const values = radio
      ? await field.evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value))
      : await field.first().evaluate((select) => [...(select as HTMLSelectElement).options].map((option) => option.value));
    if (radio) await this.press('Space');
    const steps = values.indexOf(value) - (radio ? 0 : values.indexOf(focus.value));
    for (let step = 0; step < Math.abs(steps); step++) await this.press(steps > 0 ? 'ArrowDown' : 'ArrowUp');
    assert.equal((await this.focus()).value, value, `${name} is ${value}`);
  }

  /** Answers one field with keys alone, whatever it is; those that are not shown are left. */
  async answer(name: string, value: string): Promise<void> {
    const field = this.#person.page.locator(`[name="${name}"]`);
    if (!(await field.count()) || !(await field.first().isVisible())) return;
    const { kind } = await this.reach((one) => one.name === name, name);
    if (kind === 'radio' || kind === 'select-one') return this.choose(name, value);
    if (kind === 'checkbox') return this.press('Space');
    return this.type(name, value);
  }
}
