import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { walkthroughData } from '../walkthrough.ts';
import { postedAnswers } from '../fill-form.ts';
import { openCity, type City } from './city.ts';
import { Keys } from './keys.ts';
import { readReceipt } from './steps.ts';

const slug = 'resident-parking-permit';
let city: City;
before(async () => void (city = await openCity()));
after(() => city.close());

test('an application is found, filled in and sent with the keyboard alone, and the focus is always to be seen', async () => {
  const person = await city.visitor();
  const keys = new Keys(person);
  await person.open('/');
  await keys.press('Tab');
  assert.match((await keys.focus()).words, /Inhalt/, 'the first stop skips to the content');
  await keys.reach((focus) => focus.kind === 'search', 'the search field');
  await person.page.keyboard.type('parkausweis');
  await person.key('Enter');
  await keys.enter(/^Bewohnerparkausweis/);
  await keys.enter(/^Online beantragen/);
  await keys.enter(/^Ohne Konto beginnen/);
  const { service } = await city.service(slug);
  const data = await walkthroughData(slug, 'Eigenes Auto');
  for (let page = 0; person.path.includes('/seite/'); page++) {
    assert.ok(page < 6, 'the form ends');
    for (const [name, value] of postedAnswers(service.form, person.path.split('/').at(-1) ?? '', data)) await keys.answer(name, String(value));
    await keys.enter(/^Speichern und weiter/);
  }
  await keys.reach((focus) => focus.name === 'richtig', 'the confirmation');
  await keys.press('Space');
  await keys.enter(/^Verbindlich absenden/);
  assert.match((await readReceipt(person)).number, /PARK/);
  assert.deepEqual([...keys.unseen], []);
});

test('after a mistake the focus is on the summary, and its link leads to the field; twice as large, in forced colours and without motion', async () => {
  const person = await city.visitor();
  const keys = new Keys(person);
  await person.open('/antrag/dog-registration');
  await keys.enter(/^Ohne Konto beginnen/);
  await keys.enter(/^Speichern und weiter/);
  assert.equal(person.status, 422);
  await person.until(() => person.page.evaluate<string>('document.activeElement.className'), (at) => at.includes('error-summary'), 'the focus is on the summary');
  await keys.press('Tab');
  const link = await keys.focus();
  await keys.press('Enter');
  await person.until(() => keys.focus(), (focus) => focus.name !== '', `the link „${link.words}“ leads to a field`);
  // 1280 px at 200 %, colours chosen by the person, nothing that moves
  await person.page.setViewportSize({ width: 640, height: 450 });
  await person.page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await keys.reach((focus) => focus.words.startsWith('Speichern und weiter'), 'the button');
  assert.deepEqual([...keys.unseen], [], 'the focus is seen in forced colours, too');
  assert.deepEqual(await person.page.evaluate('[document.getAnimations().length, document.documentElement.scrollWidth > innerWidth]'), [0, false]);
});

test('every page of these journeys is valid, free of barriers and fits on a phone', () => city.requireCleanPages());
