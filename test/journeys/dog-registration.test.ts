import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { walkthroughData } from '../walkthrough.ts';
import { openCity, type City } from './city.ts';
import { apply, decide, openCase, openFromWorkList, submit } from './steps.ts';

const slug = 'dog-registration';
let city: City;
before(async () => void (city = await openCity()));
after(() => city.close());

test('a clear case, from the search to the sealed letter in the inbox, without a clerk', async () => {
  const anna = await city.signedIn('anna.schmidt@post.example', { viewport: { width: 390, height: 844 } });
  await anna.open('/');
  await anna.search('hunde anmelden');
  await anna.follow(/Hund anmelden/);
  await anna.follow(/^Online beantragen/);
  await anna.press('Jetzt beginnen');
  const { service } = await city.service(slug);
  const asked = await anna.fillApplication(service.form, await walkthroughData(slug, 'Ein Hund, klarer Fall'));
  assert.deepEqual(asked, ['keeper', 'dogs', 'payment', 'declaration']);
  await submit(anna);
  await city.work();
  await anna.follow('Stand des Antrags ansehen');
  await anna.sees('Sie bekommen den Steuerbescheid');
  await anna.open('/konto');
  await anna.sees(/Hundesteuer 2026-HUND-\d+/);
  await anna.open('/konto/nachrichten');
  await anna.follow(/bescheid/i);
  await anna.sees('M-000001');
  await anna.sees(/bekannt gegeben|17\.09\.2026/);
  const href = await anna.page.getByRole('link', { name: 'Schreiben öffnen' }).getAttribute('href');
  const letter = await anna.page.context().request.get(new URL(href ?? '', city.t.url).href);
  assert.equal(letter.headers()['content-type'], 'application/pdf');
  const pdf = (await letter.body()).toString('latin1');
  assert.ok(pdf.startsWith('%PDF-') && pdf.includes('/ByteRange'), 'the letter is sealed');
  const mail = await city.mailTo('anna.weber@example.org', /Neues zu Ihrem Vorgang/);
  assert.doesNotMatch(mail.text, /Steuer/, 'the mail says that something arrived, not what');
});

for (const script of [true, false]) {
  test(`a rescue dog goes to the tax office and comes back as a letter, ${script ? 'with' : 'without'} JavaScript`, async () => {
    const context = { javaScriptEnabled: script };
    const visitor = await city.visitor(context);
    await visitor.open('/leistungen?q=Hundesteuer');
    await visitor.follow(/Hund anmelden/);
    const { number, code, pages } = await apply(city, visitor, { slug, data: await walkthroughData(slug, 'Rettungshund') });
    assert.ok(pages.includes('exemption'));
    assert.ok(code, 'without account the receipt names a code');
    await city.work();

    const petra = await city.signedIn('petra.sommer@musterstadt.example', context);
    await openFromWorkList(petra, number);
    await petra.sees('Eine Befreiung ist beantragt.');
    await decide(city, petra, { slug, form: 'check-registration', data: { decision: 'granted' } });
    await petra.sees(/ist erledigt/);
    await openCase(petra);
    await petra.sees('Es ist nichts mehr zu tun');

    const later = await city.visitor(context);
    await later.open('/status');
    await later.page.getByLabel('Vorgangsnummer').fill(number);
    await later.page.getByLabel('Zugangscode').fill(code);
    await later.press('Stand ansehen');
    await later.sees('Sie bekommen den Steuerbescheid');
    for (const person of [visitor, petra, later]) await person.leave();
  });
}

test('an application is taken back before it is decided; the office has nothing more to do', async () => {
  const bernd = await city.signedIn('bernd.huber@post.example');
  const { number } = await apply(city, bernd, { slug, data: await walkthroughData(slug, 'Zurückgenommen') });
  await city.work();
  await bernd.follow('Stand des Antrags ansehen');
  await bernd.follow('Antrag zurückziehen');
  await bernd.press(/zurückziehen/);
  await city.work();
  await bernd.open('/konto/nachrichten');
  await bernd.sees('Ihre Anmeldung ist zurückgenommen');
  const petra = await city.signedIn('petra.sommer@musterstadt.example');
  await petra.open('/office/arbeit?ansicht=gruppe');
  await petra.seesNot(number);
});

test('a wrong answer stays on the page, is named at the field and in the summary, and nothing is lost', async () => {
  const visitor = await city.visitor({ viewport: { width: 390, height: 844 } });
  await visitor.open(`/antrag/${slug}`);
  await visitor.press('Ohne Konto beginnen');
  await visitor.page.getByLabel('Vornamen').fill('Anna');
  await visitor.page.locator('[name="keeper.email"]').fill('keine Adresse');
  await visitor.press('Speichern und weiter');
  assert.equal(visitor.status, 422);
  assert.match(await visitor.page.title(), /^Fehler/);
  assert.equal(await visitor.page.getByLabel('Vornamen').inputValue(), 'Anna');
  assert.equal(await visitor.page.locator('[name="keeper.email"]').inputValue(), 'keine Adresse');
  await visitor.page.locator('.error-summary').getByRole('link', { name: /E-Mail/ }).click();
  await visitor.until(() => visitor.page.evaluate<string>('document.activeElement.name'), (name) => name === 'keeper.email', 'the link leads to the field');
});

test('every page of these journeys is valid, free of barriers and fits on a phone', () => city.requireCleanPages());
