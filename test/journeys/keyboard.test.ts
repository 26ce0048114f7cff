import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { walkthroughData } from '../walkthrough.ts';
import { postedAnswers } from '../fill-form.ts';
import { openCity, type City } from './city.ts';
import { readReceipt } from './steps.ts';
import type { Person } from './person.ts';

const slug = 'resident-parking-permit';
let city: City;
before(async () => void (city = await openCity()));
after(() => city.close());

type Focus = { name: string; words: string; kind: string; visible: boolean };

/** What has the focus, and whether one can see that it has. */
const focusOf = (person: Person): Promise<Focus> =>
  person.page.evaluate(`(() => {
    const e = document.activeElement;
    if (!e || e === document.body) return { name: '', words: '', kind: 'body', visible: true };
    const drawn = (s) => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none';
    const shown = (x) => Boolean(x) && drawn(getComputedStyle(x));
    const box = e.getBoundingClientRect();
    const parts = [e, e.parentElement, e.nextElementSibling, e.closest('label, article, .kern-form-check')];
    const visible = parts.some(shown) || drawn(getComputedStyle(e, '::before')) || drawn(getComputedStyle(e, '::after'));
    const words = (e.labels && e.labels[0] ? e.labels[0].innerText : e.innerText || e.getAttribute('aria-label') || e.value || '').trim();
    return { name: e.getAttribute('name') || '', words, kind: (e.type || e.tagName).toLowerCase(), visible: visible && box.width > 0 };
  })()`);

const unseen = new Set<string>();

/** Presses Tab until the wanted thing has the focus; notes every stop that one can't see. */
async function tabTo(person: Person, wanted: (focus: Focus) => boolean, what: string): Promise<Focus> {
  const passed: string[] = [];
  for (let presses = 0; presses < 120; presses++) {
    const focus = await focusOf(person);
    if (!focus.visible) unseen.add(`${person.path}: ${focus.kind} ${focus.name || focus.words}`);
    if (wanted(focus)) return focus;
    passed.push(focus.name || focus.words.slice(0, 20));
    await person.page.keyboard.press('Tab');
  }
  return assert.fail(`the keyboard does not reach ${what} on ${person.path}: ${passed.join(' · ')}`);
}

async function enter(person: Person, words: RegExp): Promise<void> {
  await tabTo(person, (focus) => words.test(focus.words) && ['a', 'submit', 'button', 'summary'].includes(focus.kind), String(words));
  await person.key('Enter');
}

/** Answers one field with keys alone. */
async function type(person: Person, name: string, value: string): Promise<void> {
  const { keyboard } = person.page;
  const field = person.page.locator(`[name="${name}"]`);
  if (!(await field.count()) || !(await field.first().isVisible())) return;
  const focus = await tabTo(person, (one) => one.name === name, name);
  if (focus.kind === 'radio') {
    const values = await field.evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
    await keyboard.press('Space');
    for (let steps = values.indexOf(value); steps > 0; steps--) await keyboard.press('ArrowDown');
    assert.ok(await person.page.locator(`[name="${name}"][value="${value}"]`).isChecked(), `${name} is ${value}`);
  } else if (focus.kind === 'checkbox') await keyboard.press('Space');
  else {
    await keyboard.press('Control+a');
    await keyboard.type(value);
  }
}

test('an application is found, filled in and sent with the keyboard alone, and the focus is always to be seen', async () => {
  const person = await city.visitor();
  await person.open('/');
  await person.page.keyboard.press('Tab');
  assert.match((await focusOf(person)).words, /Inhalt/, 'the first stop skips to the content');
  await tabTo(person, (focus) => focus.kind === 'search', 'the search field');
  await person.page.keyboard.type('parkausweis');
  await person.key('Enter');
  await enter(person, /^Bewohnerparkausweis/);
  await enter(person, /^Online beantragen/);
  await enter(person, /^Ohne Konto beginnen/);
  const { service } = await city.service(slug);
  const data = await walkthroughData(slug, 'Eigenes Auto');
  for (let page = 0; person.path.includes('/seite/'); page++) {
    assert.ok(page < 6, 'the form ends');
    for (const [name, value] of postedAnswers(service.form, person.path.split('/').at(-1) ?? '', data)) await type(person, name, String(value));
    await enter(person, /^Speichern und weiter/);
  }
  await tabTo(person, (focus) => focus.name === 'richtig', 'the confirmation');
  await person.page.keyboard.press('Space');
  await enter(person, /^Verbindlich absenden/);
  assert.match((await readReceipt(person)).number, /PARK/);
  assert.deepEqual([...unseen], []);
});

test('after a mistake the focus is on the summary, and its link leads to the field', async () => {
  const person = await city.visitor();
  await person.open('/antrag/dog-registration');
  await enter(person, /^Ohne Konto beginnen/);
  await enter(person, /^Speichern und weiter/);
  assert.equal(person.status, 422);
  await person.until(() => person.page.evaluate<string>('document.activeElement.className'), (at) => at.includes('error-summary'), 'the focus is on the summary');
  await person.page.keyboard.press('Tab');
  const link = await focusOf(person);
  await person.page.keyboard.press('Enter');
  await person.until(() => focusOf(person), (focus) => focus.name !== '', `the link „${link.words}“ leads to a field`);
});

test('every page of these journeys is valid, free of barriers and fits on a phone', () => city.requireCleanPages());
