import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { samplePdf } from '../fill-form.ts';
import { walkthroughData } from '../walkthrough.ts';
import { openCity, type City } from './city.ts';
import { apply, decide, openCase, openFromWorkList } from './steps.ts';

const slug = 'business-registration';
let city: City;
before(async () => void (city = await openCity()));
after(() => city.close());

for (const script of [true, false]) {
  test(`a company hands in a missing paper, a second person confirms, the certificate arrives, ${script ? 'with' : 'without'} JavaScript`, async () => {
    const context = { javaScriptEnabled: script };
    const kemal = await city.signedIn('kemal.oeztuerk@post.example', context);
    await kemal.open('/leistungen?q=gewerbe');
    await kemal.follow(/Gewerbe anmelden/);
    const { number, pages } = await apply(city, kemal, { slug, data: await walkthroughData(slug, 'GmbH mit Bäckerei') });
    assert.deepEqual(pages, ['kind', 'organisation', 'person', 'business', 'activity', 'papers', 'declaration']);
    await city.work();
    await kemal.open('/konto');
    await kemal.follow(/Unterlagen/, { within: kemal.page.locator('main') });
    await kemal.sees(number);
    await kemal.sees('Handwerkskarte');
    const paper = samplePdf('handwerkskarte.pdf');
    await kemal.page.locator('input[type=file]').setInputFiles({ name: paper.name, mimeType: paper.type, buffer: Buffer.from(await paper.arrayBuffer()) });
    await kemal.press('Unterlagen schicken');
    await kemal.sees(/Unterlagen sind angekommen/);
    await city.work();

    const stefan = await city.signedIn('stefan.bauer@musterstadt.example', context);
    await openFromWorkList(stefan, number);
    await stefan.sees('Die angeforderten Unterlagen sind eingegangen.');
    await decide(city, stefan, { slug, form: 'check-registration', data: { result: 'complete' } });
    await openCase(stefan);
    await stefan.sees('Vier-Augen-Prinzip');
    assert.equal(await stefan.page.getByRole('button', { name: 'Erledigen und weiter' }).count(), 0, 'the same person gets no form for the second check');

    const nadine = await city.signedIn('nadine.kuehn@musterstadt.example', context);
    await openFromWorkList(nadine, number);
    await decide(city, nadine, { slug, form: 'confirm-registration', data: { confirmed: true } });
    await kemal.open('/konto/nachrichten');
    await kemal.follow(/Empfangsbescheinigung/);
    await kemal.sees(/GEW-00000/);
    for (const person of [kemal, stefan, nadine]) await person.leave();
  });
}

test('four eyes hold on the server too: the same person cannot confirm by a form of their own', async () => {
  const visitor = await city.visitor();
  const { number } = await apply(city, visitor, { slug, data: await walkthroughData(slug, 'Nebengewerbe zu Hause') });
  await city.work();
  const stefan = await city.signedIn('stefan.bauer@musterstadt.example');
  await openFromWorkList(stefan, number);
  await decide(city, stefan, { slug, form: 'check-registration', data: { result: 'complete' } });
  const nadine = await city.signedIn('nadine.kuehn@musterstadt.example');
  await openFromWorkList(nadine, number);
  const action = await nadine.page.locator('form[action$="/erledigen"]').getAttribute('action');
  const answer = await stefan.page.context().request.post(new URL(action ?? '', city.t.url).href, { form: { confirmed: 'true' }, headers: { origin: city.t.url } });
  assert.equal(answer.status(), 403);
  assert.match(await answer.text(), /Vier-Augen-Prinzip/);
});

test('every page of these journeys is valid, free of barriers and fits on a phone', () => city.requireCleanPages());
