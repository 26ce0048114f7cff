import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { foundOrganisation } from '#core/mandates';
import { deletePaper, listPapers, takePapers } from '#core/papers';
import type { Actor, Mandate } from '#platform/module';
import type { TestClient, TestResponse } from '#platform/testing';
import { openTown, type Town } from '../../../../test/town.ts';
import { fillDraft, fillPage, hiddenFields, messagesOf, postFields, postedAnswers, samplePdf, startDraft } from '../../../../test/fill-form.ts';
import { eicar, startVirusScanner } from '../../../../test/virus-scanner.ts';
import { lockedPdf } from '../../../../test/locked-pdf.ts';
import { walkthroughData } from '../../../../test/walkthrough.ts';

let town: Town;
before(async () => void (town = await openTown()));
after(() => town.close());

const FIELD = 'dogs.0.certificate';
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const tus = { 'tus-resumable': '1.0.0' };

type Announced = { owner: string; field?: string; name?: string; size: number };
const announce = (client: TestClient, { owner, field = FIELD, name = 'zeugnis.pdf', size }: Announced): Promise<TestResponse> =>
  client.send('/api/uploads', { method: 'POST', headers: { ...tus, 'upload-length': String(size), 'upload-metadata': `owner ${base64(owner)},field ${base64(field)},filename ${base64(name)}` } }, false);
const sendPiece = (client: TestClient, url: string, { offset, piece }: { offset: number; piece: Uint8Array }): Promise<TestResponse> =>
  client.send(url, { method: 'PATCH', headers: { ...tus, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' }, body: piece as Uint8Array<ArrayBuffer> }, false);
const ask = (client: TestClient, url: string): Promise<TestResponse> => client.send(url, { method: 'HEAD', headers: tus }, false);
const idOf = (address: string): string => address.split('/').at(-1) ?? '';

/** A draft that stands at the question for the certificate. */
async function atTheFile(client: TestClient): Promise<{ draft: string; fields: [string, string | File][] }> {
  const { service } = await town.service('dog-registration');
  const data = await walkthroughData('dog-registration', 'Gelistete Rasse mit');
  const draft = await startDraft(client, 'dog-registration');
  await fillPage(client, { path: `${draft}/seite/keeper`, form: service.form, data });
  const path = `${draft}/seite/dogs`;
  const answers = postedAnswers(service.form, 'dogs', data).filter(([name]) => name !== FIELD);
  const html = (await postFields(client, path, [...hiddenFields((await client.get(path)).text, path), ...answers])).text;
  return { draft, fields: [...hiddenFields(html, path), ...answers] };
}

const bigPdf = async (size: number): Promise<Uint8Array> => Buffer.concat([Buffer.from(await samplePdf().arrayBuffer()), Buffer.alloc(size, 0x20)]);

test('a file that was sent in pieces is part of the form that names it', async () => {
  const client = town.t.client();
  const { draft, fields } = await atTheFile(client);
  const bytes = await bigPdf(3000);
  const made = await announce(client, { owner: idOf(draft), size: bytes.length });
  assert.equal(made.status, 201);
  const url = made.headers.get('location') ?? '';
  assert.equal((await sendPiece(client, url, { offset: 0, piece: bytes.subarray(0, 1000) })).headers.get('upload-offset'), '1000');
  assert.equal((await sendPiece(client, url, { offset: 1000, piece: bytes.subarray(1000) })).status, 204);
  const next = await postFields(client, `${draft}/seite/dogs`, [...fields, [`_upload.${FIELD}`, idOf(url)]]);
  assert.equal(next.location, `${draft}/seite/payment`);
  assert.match((await client.get(`${draft}/seite/dogs`)).text, /zeugnis\.pdf/);
});

test('a connection that breaks in the middle of a piece loses only what had not arrived', async () => {
  const client = town.t.client();
  const { draft, fields } = await atTheFile(client);
  const bytes = await bigPdf(200_000);
  const url = (await announce(client, { owner: idOf(draft), size: bytes.length })).headers.get('location') ?? '';
  await breakOff(client, url, bytes);
  let offset = 0;
  for (let tries = 0; tries < 50 && offset === 0; tries++) {
    offset = Number((await ask(client, url)).headers.get('upload-offset'));
    if (offset === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.ok(offset > 0 && offset < bytes.length, `arrived: ${offset}`);
  assert.equal((await sendPiece(client, url, { offset: 0, piece: bytes })).status, 409, 'a wrong offset is refused');
  assert.equal((await sendPiece(client, url, { offset, piece: bytes.subarray(offset) })).status, 204);
  const next = await postFields(client, `${draft}/seite/dogs`, [...fields, [`_upload.${FIELD}`, idOf(url)]]);
  assert.equal(next.status, 303);
  const page = await client.get(`${draft}/seite/dogs`);
  const stored = await client.get(/\/antrag\/entwurf\/[^"]+\/datei\/[0-9a-f]{64}/.exec(page.text)?.[0] ?? '');
  assert.ok(Buffer.from(stored.bytes).equals(Buffer.from(bytes)), 'every byte is there, in order');
});

/** Begins to send the whole file and cuts the connection after half of it. */
function breakOff(client: TestClient, url: string, bytes: Uint8Array): Promise<void> {
  const { hostname, port, host } = new URL(client.base);
  const head = `PATCH ${url} HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${client.base}\r\nCookie: ${[...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ')}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: ${bytes.length}\r\n\r\n`;
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) }, () => {
      socket.write(head);
      socket.write(bytes.subarray(0, bytes.length / 2), () => setTimeout(() => socket.destroy(), 200));
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve());
  });
}

test('nobody sends into, asks about or takes back what belongs to somebody else', async () => {
  const owner = town.t.client();
  const { draft, fields } = await atTheFile(owner);
  const url = (await announce(owner, { owner: idOf(draft), size: 500 })).headers.get('location') ?? '';
  for (const stranger of [town.t.client(), await town.citizen()]) {
    assert.equal((await announce(stranger, { owner: idOf(draft), size: 500 })).status, 404);
    assert.equal((await ask(stranger, url)).status, 404);
    assert.equal((await sendPiece(stranger, url, { offset: 0, piece: new Uint8Array(500) })).status, 404);
    assert.equal((await stranger.send(url, { method: 'DELETE', headers: tus }, false)).status, 404);
  }
  const { draft: other, fields: otherFields } = await atTheFile(town.t.client());
  assert.ok(other && otherFields.length);
  const foreign = await town.t.client().send('/api/uploads', { method: 'POST', headers: { ...tus, origin: 'https://anderswo.example', 'upload-length': '5' } }, false);
  assert.equal(foreign.status, 403, 'other sites send nothing in the person’s name');
  assert.equal((await postFields(owner, `${draft}/seite/dogs`, [...fields, [`_upload.${FIELD}`, idOf(url)]])).status, 422, 'half a file is no file');
});

test('too large for the field, no field for files, and an empty file are refused before anything is sent', async () => {
  const client = town.t.client();
  const { draft } = await atTheFile(client);
  const owner = idOf(draft);
  const large = await announce(client, { owner, name: 'riesig.pdf', size: 21_000_000 });
  assert.equal(large.status, 413);
  assert.match(large.text, /„riesig\.pdf“ ist zu groß. Erlaubt sind höchstens 20\sMB/);
  assert.equal((await announce(client, { owner, field: 'dogs.0.name', size: 5 })).status, 404);
  assert.equal((await announce(client, { owner, field: 'gibt.es.nicht', size: 5 })).status, 404);
  assert.equal((await announce(client, { owner, size: 0 })).status, 422);
});

test('what the bytes show counts, not what the name says', async () => {
  const client = town.t.client();
  const { draft } = await atTheFile(client);
  const program = Buffer.concat([Buffer.from('4d5a9000', 'hex'), Buffer.alloc(2000)]);
  const url = (await announce(client, { owner: idOf(draft), name: 'zeugnis.pdf', size: program.length })).headers.get('location') ?? '';
  const refused = await sendPiece(client, url, { offset: 0, piece: program });
  assert.equal(refused.status, 422);
  assert.match(refused.text, /„zeugnis\.pdf“ ist nicht von der richtigen Art/);
  assert.equal((await ask(client, url)).status, 404, 'nothing of it stays');
});

test('a draft takes no more files than an application can need', async () => {
  const client = town.t.client();
  const { draft } = await atTheFile(client);
  let last = 201;
  for (let n = 0; n < 61 && last === 201; n++) last = (await announce(client, { owner: idOf(draft), size: 10 })).status;
  assert.equal(last, 429);
});

test('papers asked for later come the same way', async () => {
  const client = await town.citizen('kemal.oeztuerk@post.example');
  const { service } = await town.service('business-registration');
  const draft = await startDraft(client, 'business-registration');
  await fillDraft(client, draft, { form: service.form, data: await walkthroughData('business-registration', 'GmbH mit') });
  await client.post(`${draft}/absenden`, { richtig: 'ja', zustellung: 'elektronisch' });
  await town.work();
  const here = `/konto/antraege/${idOf(draft)}`;
  const bytes = await bigPdf(100);
  const url = (await announce(client, { owner: idOf(draft), field: 'unterlagen', name: 'handwerkskarte.pdf', size: bytes.length })).headers.get('location') ?? '';
  await sendPiece(client, url, { offset: 0, piece: bytes });
  const sent = await client.post(`${here}/unterlagen`, { '_upload.unterlagen': idOf(url), hinweis: '' });
  assert.match(sent.text, /Ihre Unterlagen sind angekommen/, messagesOf(sent.text));
  assert.match(sent.text, /handwerkskarte\.pdf/);
});

test('with a virus scanner an infected paper is refused, as is one with a password, in pieces and with the form, and nothing else is lost', async () => {
  const client = town.t.client();
  const { draft, fields } = await atTheFile(client);
  const bytes = Buffer.concat([await bigPdf(10), eicar]);
  const scanner = await startVirusScanner();
  town.t.platform.config.clamd = scanner.address;
  try {
    const url = (await announce(client, { owner: idOf(draft), size: bytes.length })).headers.get('location') ?? '';
    const refused = await sendPiece(client, url, { offset: 0, piece: bytes });
    assert.deepEqual([refused.status, /Schadsoftware gefunden/.test(refused.text)], [422, true]);
    assert.equal((await ask(client, url)).status, 404);
    const page = await postFields(client, `${draft}/seite/dogs`, [...fields, [FIELD, new File([bytes], 'zeugnis.pdf', { type: 'application/pdf' })]]);
    assert.equal(page.status, 422);
    assert.match(messagesOf(page.text), /In „zeugnis\.pdf“ wurde Schadsoftware gefunden/);
    town.t.platform.config.clamd = undefined;
    const locked = await postFields(client, `${draft}/seite/dogs`, [...fields, [FIELD, new File([lockedPdf()], 'geheim.pdf', { type: 'application/pdf' })]]);
    assert.match(messagesOf(locked.text), /„geheim\.pdf“ lässt sich nur mit einem Kennwort öffnen/);
    const clean = await postFields(client, `${draft}/seite/dogs`, [...fields, [FIELD, new File([await samplePdf().arrayBuffer()], 'sauber.pdf', { type: 'application/pdf' })]]);
    assert.equal(clean.location, `${draft}/seite/payment`);
  } finally {
    town.t.platform.config.clamd = undefined;
    scanner.stop();
  }
});

const KEEP = '/konto/unterlagen';
const keep = async (client: TestClient, file: File, facts: [string, string][] = [['kind', 'qualification']]): Promise<TestResponse> => postFields(client, KEEP, [...hiddenFields((await client.get(KEEP)).text, KEEP), ['file', file], ...facts]);
const paperNamed = async (client: TestClient, title: string): Promise<string> => new RegExp(`${KEEP}/([0-9a-f-]{36})/datei"[^>]*aria-label="[^"]*${title}`).exec((await client.get(KEEP)).text)?.[1] ?? '';

test('a paper that is kept is chosen for an application, filed with it, and stays there when the kept one goes', async () => {
  const [client, stranger] = [await town.citizen('kemal.oeztuerk@post.example'), await town.citizen()];
  const program = new File([Buffer.concat([Buffer.from('4d5a9000', 'hex'), Buffer.alloc(500)])], 'zeugnis.pdf', { type: 'application/pdf' });
  const refused = await keep(client, program);
  assert.deepEqual([refused.status, /„zeugnis\.pdf“ (ist nicht von der richtigen Art|.*PDF)/.test(messagesOf(refused.text))], [422, true], messagesOf(refused.text));
  const past = await keep(client, samplePdf('sachkunde.pdf', 'Kemals Zeugnis'), [['title', 'Sachkunde Hund'], ['kind', ''], ['validUntil-day', '1'], ['validUntil-month', '1'], ['validUntil-year', '2020']]);
  assert.match(past.text, /Die Datei ist schon gespeichert/);
  const paper = await paperNamed(client, 'Sachkunde Hund');
  assert.equal((await client.post(`${KEEP}/${paper}`, { title: 'Sachkunde Hund', kind: 'qualification' })).status, 200);
  for (const way of ['', '/datei', '/loeschen']) assert.equal((await stranger.get(`${KEEP}/${paper}${way}`)).status, 404);

  const { draft, fields } = await atTheFile(client);
  assert.match((await client.get(`${draft}/seite/dogs`)).text, /Aus Ihren Unterlagen wählen \(1\)/);
  const foreign = await atTheFile(stranger);
  assert.equal((await postFields(stranger, `${foreign.draft}/seite/dogs`, [...foreign.fields, [`_paper.${FIELD}`, paper]])).status, 422, 'nobody sends somebody else’s paper');
  assert.equal((await postFields(client, `${draft}/seite/dogs`, [...fields, [`_paper.${FIELD}`, paper]])).location, `${draft}/seite/payment`);
  const { service } = await town.service('dog-registration');
  await fillDraft(client, draft, { form: service.form, data: await walkthroughData('dog-registration', 'Gelistete Rasse mit') });
  assert.match((await client.post(`${draft}/absenden`, { richtig: 'ja', zustellung: 'elektronisch' })).text, /2026-HUND/);
  await town.work();
  assert.match((await client.get('/konto/daten/export')).text, /"title": ?"Sachkunde Hund"/);

  await client.post(`${KEEP}/${paper}/loeschen`, {});
  assert.equal(await paperNamed(client, 'Sachkunde Hund'), '');
  const document = /href="(\/konto\/dokumente\/[0-9a-f-]{36})"[^>]*>(?:<[^>]+>)*sachkunde\.pdf/.exec((await client.get(`/konto/antraege/${idOf(draft)}`)).text)?.[1] ?? '';
  assert.match(Buffer.from((await client.get(document)).bytes).toString(), /Kemals Zeugnis/, 'the record has its own');
});

test('papers of an organisation follow the mandate: a reader sees them, a mandate for some services only those put there oneself', async () => {
  const anna = await town.citizen();
  const ownerId = await town.t.transact(await personOf('anna.schmidt@post.example'), (ctx) => foundOrganisation(ctx, { name: 'Verein Wiesengrund' }));
  await anna.post('/konto/handeln', { fuer: ownerId });
  assert.equal((await keep(anna, samplePdf('satzung.pdf', 'Satzung'), [['kind', 'business']])).status, 303);
  const paper = await paperNamed(anna, 'satzung');
  const member = (mandate: Mandate): Actor => ({ kind: 'citizen', id: '00000000-0000-4000-8000-000000000001', name: 'Mitglied', grants: [], trustLevel: 'basic', actingFor: { id: ownerId, name: 'Verein Wiesengrund' }, mandate });
  const [reader, limited] = [member({ role: 'reader', services: null }), member({ role: 'applicant', services: ['market-stall'] })];
  const kept = (actor: Actor): Promise<string[]> => town.t.read(actor, async (ctx) => (await listPapers(ctx)).map(({ title }) => title));
  assert.deepEqual([await kept(reader), await kept(limited)], [['satzung'], []]);
  await assert.rejects(town.t.transact(reader, (ctx) => deletePaper(ctx, paper)), /mandate-reads-only/);
  await assert.rejects(town.t.transact(limited, (ctx) => deletePaper(ctx, paper)), /no-paper/);
  assert.deepEqual(await town.t.read(limited, (ctx) => takePapers(ctx, { '_paper.x': paper })), { x: [] });
});

const personOf = async (email: string): Promise<Actor> => ({ kind: 'citizen', id: await town.accountId(email), name: email, grants: [], trustLevel: 'basic' });
