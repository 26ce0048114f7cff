import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTown, type Town } from '../../../test/town.ts';
import { fillDraft, startDraft } from '../../../test/fill-form.ts';
import { walkthroughData } from '../../../test/walkthrough.ts';

let town: Town;
before(async () => void (town = await openTown()));
after(() => town.close());

test('a dog', async () => {
  const client = await town.citizen();
  const { service } = await town.service('dog-registration');
  const data = await walkthroughData('dog-registration', 'Ein Hund');
  const draft = await startDraft(client, 'dog-registration');
  console.log(await fillDraft(client, draft, { form: service.form, data }));
  const review = await client.get(`${draft}/pruefen`);
  console.log(review.status, review.text.length);
  const sent = await client.post(`${draft}/absenden`, { richtig: 'ja', zustellung: 'elektronisch' });
  console.log(sent.status, sent.url, sent.text.match(/<main[\s\S]*<\/main>/)?.[0].replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' '));
  await town.work();
  const inbox = await client.get('/konto/nachrichten');
  console.log(inbox.status, inbox.text.match(/<main[\s\S]*<\/main>/)?.[0].replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' '));
  console.log((await town.t.eventTypes()).slice(130).join(" "));
});
