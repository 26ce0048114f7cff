// The loop that steering is about, by people in front of a browser: an idea becomes a project, three members score it blind, it is decided, begun,
// goes live with a service, its effect is measured from real cases, and the yearly report says so on paper.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parse, stringify } from 'yaml';
import { listCurrentBundles, makeBundle, publishService } from '#core/catalogue';
import { extractText } from '#engines/documents';
import { SYSTEM } from '#platform/module';
import { apply } from '../apply.ts';
import { openCity, type City } from './city.ts';
import type { Person } from './person.ts';

const SERVICE = 'bee-keeping';
const TITLE = 'Bienen anmelden ohne Papier';
let city: City;
before(async () => void (city = await openCity()));
after(() => city.close());

const main = (person: Person) => ({ within: person.page.locator('main') });

/** The idea, and the project that the steering makes of it. @returns the project's address */
async function fromIdeaToApplication(petra: Person, aylin: Person): Promise<string> {
  await petra.open('/office/ideen/neu');
  await petra.fill('[name=title]', TITLE);
  await petra.fill('[name=problem]', 'Wir tippen jede Meldung eines Bienenstands noch einmal ab.');
  await petra.press('Einreichen', main(petra));
  await aylin.open(petra.path);
  await aylin.page.getByText('Projekt daraus machen').first().click();
  await aylin.page.locator('form[action$="/projekt"] select[name=office]').selectOption({ index: 1 });
  await aylin.page.locator('form[action$="/projekt"] button').click();
  await aylin.page.waitForURL(/\/office\/projekte\/[0-9a-f-]{36}/);
  const project = /\/office\/projekte\/[0-9a-f-]{36}/.exec(aylin.page.url())?.[0] ?? '';
  await aylin.open(`${project}/antrag/vorhaben`);
  await aylin.fill('[name=leistung]', SERVICE);
  await aylin.fill('[name=zweck]', 'Wer Bienen hält, meldet sie in drei Minuten; niemand tippt etwas ab.');
  await aylin.press('Speichern und weiter', main(aylin));
  await aylin.fill('[name=faelle]', '120');
  await aylin.fill('[name=minuten]', '15');
  await aylin.press('Speichern und weiter', main(aylin));
  for (let at = 0; at < 3 && !aylin.path.endsWith('/pruefen'); at++) {
    if (await aylin.page.locator('input[name=pflicht]').count()) await aylin.tick(aylin.page.locator('input[name=pflicht][value=none]'));
    if (await aylin.page.locator('[name=leitung]').count()) {
      await aylin.fill('[name=beginn]', '2026-09-14');
      await aylin.fill('[name=ende]', '2026-12-31');
      await aylin.fill('[name=leitung]', 'aylin.demir@musterstadt.example');
    }
    await aylin.press('Speichern und weiter', main(aylin));
  }
  await aylin.press('Projektantrag einreichen', main(aylin));
  return project;
}

/** Two projects before the committee; every member scores alone. @returns the round's address */
async function scoreBlind(project: string, members: Person[]): Promise<string> {
  const [aylin] = members;
  assert.ok(aylin);
  await aylin.open('/office/portfolio/runden/neu');
  await aylin.page.locator('select[name=bodyId]').selectOption({ label: 'Lenkungskreis Digitalisierung' });
  await aylin.fill('[name=dueOn]', '2026-09-30');
  const id = project.split('/').at(-1) ?? '';
  await aylin.tick(aylin.page.locator(`input[name=projects][value="${id}"]`));
  await aylin.tick(aylin.page.locator(`input[name=projects]:not([value="${id}"])`).first());
  await aylin.press('Eröffnen', main(aylin));
  const round = aylin.path;
  for (const member of members) {
    await member.open(`${round}/bewerten`);
    const cards = await member.page.locator('main a[href*="/bewerten/"]').evaluateAll((links) => [...new Set(links.map((link) => link.getAttribute('href') ?? ''))]);
    for (const card of cards) {
      await member.open(card);
      for (const field of await member.page.locator('select[name^="points-"]').all()) await field.selectOption(card.includes(id) ? '9' : '3');
      await member.press(/^Speichern/, main(member));
    }
    await member.open(`${round}/bewerten`);
    const seen = (await (await member.page.request.get(`${city.t.url}${round}/punkte.csv`)).text()).trim().split('\r\n').slice(1);
    assert.equal(new Set(seen.map((line) => line.split(';')[1])).size, 1, 'everybody sees their own scores and no other');
    await member.press('Abgeben', main(member));
  }
  return round;
}

async function decide(helena: Person, round: string): Promise<void> {
  await helena.open(round);
  for (const reason of await helena.page.locator('textarea[name^="reason-"]').all()) await reason.fill('Viel Nutzen für wenig Aufwand.');
  await helena.fill('textarea[name=minutes]', 'Alle drei Bewertungen lagen dicht beieinander.');
  await helena.press('Entscheiden und schließen', main(helena));
}

/** The service gets a new version while the project runs. */
async function publishNewVersion(): Promise<void> {
  await city.t.transact(SYSTEM, async (ctx) => {
    const current = (await listCurrentBundles(ctx, { limit: 500 })).find(({ slug }) => slug === SERVICE);
    assert.ok(current);
    const settings = parse(current.files['service.yaml'] ?? '', { merge: true }) as { summary: { de: string } };
    const { changed } = await publishService(ctx, makeBundle(SERVICE, { ...current.files, 'service.yaml': stringify({ ...settings, summary: { ...settings.summary, de: `${settings.summary.de} Ohne Papier.` } }) }));
    assert.ok(changed);
  });
}

test('idea → project → scored blind by three → decided → begun → service published → effect measured → report as PDF', async () => {
  const [petra, aylin, helena, juergen] = await Promise.all(['petra.sommer', 'aylin.demir', 'helena.brandt', 'juergen.aschenbrenner'].map((name) => city.signedIn(`${name}@musterstadt.example`)));
  assert.ok(petra && aylin && helena && juergen);
  const project = await fromIdeaToApplication(petra, aylin);
  const round = await scoreBlind(project, [aylin, helena, juergen]);
  await decide(helena, round);

  await aylin.open(project);
  await aylin.sees('genehmigt');
  for (const box of await aylin.page.locator('input[name=trotzdem]').all()) await aylin.tick(box);
  await aylin.press('Projekt beginnen', main(aylin));
  await publishNewVersion();
  await aylin.open(project);
  if (!(await aylin.page.locator('form[action$="/betrieb"] select[name=leistung]').isVisible())) await aylin.page.locator('summary', { hasText: 'In Betrieb nehmen' }).click();
  await aylin.fill('form[action$="/betrieb"] select[name=leistung]', SERVICE);
  await aylin.press('In Betrieb nehmen', main(aylin));
  await aylin.sees('noch keine 6 Monate in Betrieb');

  city.t.time.now = new Date('2026-11-09T09:00:00Z');
  const keeper = await city.citizen();
  for (let n = 0; n < 2; n++) await apply(city, keeper, { slug: SERVICE, example: 'Der übliche Fall' });
  await city.work();
  city.t.time.now = new Date('2027-04-05T08:00:00Z');
  const again = await city.signedIn('aylin.demir@musterstadt.example');
  await again.open('/office/steuerung/wirkung');
  await again.sees(TITLE);
  await again.open(project);
  await again.sees('Gemessen nach 6 Monaten');
  assert.match(await again.page.locator('main').innerText(), /2 automatisch × [\d,]+ Min\.\) ÷ 60/);

  await again.open('/office/fortschrittsbericht');
  await again.fill('select[name=year]', '2027');
  await again.press('Entwurf schreiben', main(again));
  await again.sees('Entwurf mit laufenden Zahlen');
  const area = again.page.locator('#feld-preface');
  await area.fill('Der Kreis hat sich geschlossen.');
  await again.page.locator('#text-preface [data-saved]').filter({ hasText: 'gespeichert um' }).waitFor();
  const pdf = await again.page.request.get(`${city.t.url}${again.path}/bericht.pdf`);
  const words = (await extractText(new Uint8Array(await pdf.body()))).text.replaceAll(/\s+/g, ' ');
  for (const told of ['Fortschrittsbericht Digitalisierung 2027', 'Der Kreis hat sich geschlossen.', TITLE, 'Wirkung der Vorhaben']) assert.ok(words.includes(told), told);
  city.requireCleanPages();
});
