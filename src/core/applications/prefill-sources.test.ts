import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SYSTEM, seeds } from '#platform/module';
import type { TestClient } from '#platform/testing';
import { openTown, type Town } from '../../../test/town.ts';
import { fillDraft, fillPage, startDraft } from '../../../test/fill-form.ts';
import { walkthroughData } from '../../../test/walkthrough.ts';

const slug = 'resident-parking-permit';
let town: Town;
before(async () => {
  town = await openTown();
  for (const seed of town.t.platform.contributions(seeds).filter(({ name }) => name === 'sample-world/secrets')) await town.t.transact(SYSTEM, (ctx) => seed.run(ctx));
});
after(() => town.close());

/** The first page of a new draft. */
async function firstPage(client: TestClient, fields: Record<string, string> = {}): Promise<{ draft: string; text: string; flash: string }> {
  const answer = await client.post(`/antrag/${slug}`, { anew: '1', ...fields }, { follow: false });
  const draft = answer.location ?? '';
  const flash = (await client.get(draft)).text;
  return { draft, text: (await client.get(`${draft}/seite/applicant`)).text, flash };
}

test('what comes from the account says so beside the field, until the person changes it', async () => {
  const client = await town.citizen();
  const { draft, text } = await firstPage(client);
  assert.match(text, /value="Schmidt"/);
  assert.match(text, /Aus Ihrem Konto übernommen\. Sie können das ändern\./);
  const { service } = await town.service(slug);
  const data = await walkthroughData(slug, '');
  await fillPage(client, { path: `${draft}/seite/applicant`, form: service.form, data });
  const again = (await client.get(`${draft}/seite/applicant`)).text;
  assert.match(again, /value="Mira|value="[A-ZÄÖÜ]/);
  assert.doesNotMatch(again, /id="f-person-familyName-hint"[^>]*>[^<]*Aus Ihrem Konto/);
});

test('a register is asked only when the person agrees and has proved who they are; the field names it', async () => {
  const known = await town.citizen(undefined, 'substantial');
  const start = await known.get(`/antrag/${slug}`);
  assert.match(start.text, /Meine Angaben aus dem Melderegister \(Beispiel\) holen/);
  assert.match(start.text, /§ 34 BMG/);
  const without = await firstPage(known);
  assert.doesNotMatch(without.text, /Aus dem Melderegister/);
  const { text } = await firstPage(known, { register: 'residents' });
  assert.match(text, /Aus dem Melderegister übernommen/);
  assert.match(text, /value="Lindenstraße"/);
  const types = await town.t.eventTypes();
  assert.equal(types.filter((type) => type === 'outside/register-asked').length, 1);
});

test('whoever has not proved who they are is not offered the register, and ticking it by hand asks nobody', async () => {
  const before = (await town.t.eventTypes()).filter((type) => type === 'outside/register-asked').length;
  for (const client of [await town.citizen(), town.t.client()]) {
    assert.doesNotMatch((await client.get(`/antrag/${slug}`)).text, /Melderegister/);
    assert.doesNotMatch((await firstPage(client, { register: 'residents' })).text, /Aus dem Melderegister/);
  }
  assert.equal((await town.t.eventTypes()).filter((type) => type === 'outside/register-asked').length, before);
});

test('the last application of the same service helps with the next one', async () => {
  const client = await town.citizen('jonas.fuchs@post.example');
  const { service } = await town.service(slug);
  const data = { ...(await walkthroughData(slug, '')), address: { street: 'Rosenweg', houseNumber: '7', postcode: '99998', city: 'Musterstadt' } };
  const draft = await startDraft(client, slug);
  await fillDraft(client, draft, { form: service.form, data });
  await client.post(`${draft}/absenden`, { richtig: 'ja', zustellung: 'post' });
  const { text } = await firstPage(client);
  assert.match(text, /Aus Ihrem letzten Antrag übernommen/);
  assert.match(text, /value="Rosenweg"/);
});
