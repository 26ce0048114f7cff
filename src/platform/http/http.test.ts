import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, before, test } from 'node:test';
import { h } from 'preact';
import { z } from 'zod';
import { api, forgetBrief, json, mounts, page, redirect, rememberBriefly, routes, view } from '#platform/http';
import { defineModule, defineProblems } from '#platform/module';
import { testApp, type TestApp } from '#platform/testing';

const problem = defineProblems({ 'sample/taken': { status: 409, de: 'Schon vergeben an {name}.', en: 'Taken by {name}.' }, 'sample/no-dog': { status: 404, de: 'Diesen Hund gibt es nicht.' }, 'sample/old-link': { status: 404, title: { de: 'Dieser Link gilt nicht', en: 'This link is not valid' }, de: 'Es gibt einen neueren.', en: 'There is a newer one.' } });
/** How often the page below was drawn, and a publication while it is being read. */
const drawn = { times: 0, whileReading: () => {} };
const Drawn = () => h('p', null, `gezeichnet: ${++drawn.times}`);
const sample = defineModule({
  name: 'sample',
  contributes: [
    page({ method: 'GET', path: '/lang', site: 'portal', access: 'anyone', handle: async () => view({ title: 'Lang', body: h('p', null, 'Hundesteuer '.repeat(500)) }) }),
    page({
      method: 'GET',
      path: '/gleich',
      site: 'portal',
      access: 'anyone',
      handle: async (rq) => {
        const title = await rememberBriefly(rq.platform, 'sample', async () => 'Gleich');
        drawn.whileReading();
        return view({ title, alike: true, body: h(Drawn, null) });
      },
    }),
    page({ method: 'GET', path: '/probe/:n', site: 'portal', access: 'anyone', params: z.object({ n: z.coerce.number().int() }), handle: async (rq) => view({ title: 'Probe', body: h('p', null, `<b>${rq.params.n}</b> ${rq.locale}`) }) }),
    page({ method: 'POST', path: '/probe', site: 'portal', access: 'anyone', body: z.record(z.string(), z.union([z.string(), z.array(z.string())])), files: { maxBytes: 1000, maxFiles: 1 }, handle: async (rq) => json({ body: rq.body, files: rq.files }) }),
    page({ method: 'POST', path: '/probe/weiter', site: 'portal', access: 'anyone', handle: async () => redirect('/probe/1', { flash: 'Gespeichert' }) }),
    page({ method: 'GET', path: '/probe/vergeben', site: 'portal', access: 'anyone', handle: async () => Promise.reject(problem('sample/taken', { name: 'Frau Muster' })) }),
    page({ method: 'GET', path: '/probe/hund', site: 'portal', access: 'anyone', handle: async () => Promise.reject(problem('sample/no-dog')) }),
    page({ method: 'GET', path: '/probe/link', site: 'portal', access: 'anyone', handle: async () => Promise.reject(problem('sample/old-link')) }),
    page({ method: 'GET', path: '/probe/fehler', site: 'portal', access: 'anyone', handle: async () => Promise.reject(new Error('secret detail')) }),
    api({ method: 'GET', path: '/api/probe', access: 'anyone', summary: 'Probe', query: z.object({ n: z.coerce.number() }), response: z.object({ n: z.number() }), handle: async (rq) => json({ n: rq.query.n }) }),
    api({ method: 'POST', path: '/api/probe', access: 'anyone', summary: 'Probe', body: z.object({ list: z.array(z.object({ n: z.int().max(5), name: z.string() })), on: z.iso.date() }), handle: async () => json({}) }),
    api({ method: 'POST', path: '/api/geheim', access: 'machine', summary: 'Geheim', handle: async () => json({}) }),
    api({ method: 'GET', path: '/api/geheim', access: 'may:sample/see', summary: 'Geheim', handle: async () => json({}) }),
  ].map((route) => routes.of(route)).concat(
    mounts.of({
      prefix: '/api/eigenes',
      handle: async (rq, { request, response }) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        response.writeHead(200, { 'x-who': rq.actor.kind }).end(`${request.method} ${request.url} ${Buffer.concat(chunks)}`);
      },
    }),
  ),
});

let t: TestApp;
before(async () => void (t = await testApp({ modules: [sample] })));
after(() => t.close());

test('a page escapes what it shows and carries the safety headers', async () => {
  const response = await t.client().get('/probe/5');
  assert.match(response.text, /&lt;b>5&lt;\/b> de|&lt;b&gt;5&lt;\/b&gt; de/);
  assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'self'/);
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
  assert.ok(response.headers.get('x-request-id'));
});

test('what everybody sees alike is sent packed; beside a cookie, or for whom it was not asked, never', async () => {
  const ask = async (headers: Record<string, string>) => (await fetch(`${t.url}/lang`, { headers })).headers.get('content-encoding');
  assert.equal(await ask({ 'accept-encoding': 'gzip, br' }), 'gzip');
  assert.equal(await ask({ 'accept-encoding': 'gzip', cookie: 'sprache=en' }), 'gzip');
  assert.equal(await ask({ 'accept-encoding': 'gzip', cookie: 'stadtkern_session=x' }), null);
  assert.equal(await ask({ 'accept-encoding': 'identity' }), null);
  assert.match(await (await fetch(`${t.url}/lang`)).text(), /Hundesteuer/);
});

test('a page that everybody sees alike is drawn once for all strangers, for whoever has a cookie anew; after a publication for all', async () => {
  const ask = async (headers: Record<string, string> = {}, query = '') => Number(/gezeichnet: (\d+)/.exec(await (await fetch(`${t.url}/gleich${query}`, { headers })).text())?.[1]);
  assert.deepEqual([await ask(), await ask(), await ask({ cookie: 'sprache=de' })], [1, 1, 1]);
  assert.deepEqual([await ask({ cookie: 'sprache=en' }), await ask({ 'accept-encoding': 'identity' }, '?b=1'), await ask()], [2, 3, 1]);
  assert.deepEqual([await ask({ cookie: 'x=1' }), await ask({ authorization: 'Bearer x' })], [4, 5]);
  forgetBrief(t.platform);
  assert.deepEqual([await ask(), await ask()], [6, 6]);
  forgetBrief(t.platform);
  drawn.whileReading = () => forgetBrief(t.platform);
  assert.deepEqual([await ask(), await ask()], [7, 8], 'what was read before a publication is not kept after it');
  drawn.whileReading = () => {};
});

test('a path that does not parse is not found', async () => {
  assert.equal((await t.client().get('/probe/abc')).status, 404);
  assert.equal((await t.client().get('/gibt-es-nicht')).status, 404);
});

test('the chosen language is remembered', async () => {
  const client = t.client();
  assert.match((await client.get('/probe/5?sprache=en')).text, / en</);
  assert.match((await client.get('/probe/6')).text, / en</);
});

test('a form post keeps repeated fields as a list; __proto__ is only a name', async () => {
  const { text } = await t.client().post('/probe', { a: ['1', '2'], ['__proto__']: 'x', b: 'ä' });
  const { body } = JSON.parse(text) as { body: Record<string, unknown> };
  assert.deepEqual([body.a, body.b], [['1', '2'], 'ä']);
});

test('a file is stored under its content with the type that its bytes show; too large or too many is said, the fields stay', async () => {
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
  const good = JSON.parse((await t.client().post('/probe', { name: 'Rex', paper: new File([png], '../../rex.pdf', { type: 'application/pdf' }) })).text);
  assert.deepEqual([good.body.name, good.files[0].name, good.files[0].detectedType, good.files[0].size], ['Rex', 'rex.pdf', 'image/png', png.length]);
  const large = JSON.parse((await t.client().post('/probe', { paper: new File([new Uint8Array(5000)], 'x.bin'), name: 'Rex' })).text);
  assert.deepEqual([large.files[0].error, large.body.name], ['too-large', 'Rex']);
});

test('a disk that fills up in the middle of an upload is said, the fields stay and nothing half lies in the store', async () => {
  const { put } = t.platform.storage;
  const filling = async function* (content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of content) {
      yield chunk.subarray(0, 10);
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    }
  };
  t.platform.storage.put = (content, limit) => put(Readable.from(filling(content as Readable)), limit);
  const full = JSON.parse((await t.client().post('/probe', { name: 'Rex', paper: new File([new Uint8Array(900)], 'x.bin') })).text);
  t.platform.storage.put = put;
  assert.deepEqual([full.files[0].error, full.body.name], ['no-space', 'Rex']);
  assert.deepEqual(await readdir(join(t.dir, 'files', 'incoming')).catch(() => []), []);
});

test('a post from another site is refused', async () => {
  const response = await t.client().send('/probe/weiter', { method: 'POST', headers: { origin: 'https://boese.example' } }, false);
  assert.equal(response.status, 403);
  assert.equal((await t.client().post('/probe/weiter', {}, { follow: false })).status, 303);
});

test('a refusal is a page for people and problem+json for machines', async () => {
  const page = await t.client().get('/probe/vergeben');
  assert.equal(page.status, 409);
  assert.match(page.text, /Schon vergeben an Frau Muster/);
  const answer = await t.client().get('/api/probe?n=x');
  assert.equal(answer.status, 400);
  assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/);
  assert.equal((await t.client().get('/api/geheim')).status, 401);
});

test('the heading of a refusal fits its sentence: an address, a thing that is not there, or what the refusal itself says', async () => {
  const heading = async (path: string) => /<h1[^>]*>([^<]*)/.exec((await t.client().get(path)).text)?.[1];
  assert.deepEqual(await Promise.all(['/gibt-es-nicht', '/probe/hund', '/probe/link', '/probe/link?sprache=en'].map(heading)), ['Seite nicht gefunden', 'Nicht gefunden', 'Dieser Link gilt nicht', 'This link is not valid']);
});

test('a program without a token, with an empty or a wrong one hears that it must sign in', async () => {
  for (const authorization of [undefined, 'Bearer', 'Bearer ', 'bearer falsch']) {
    const answer = await fetch(`${t.url}/api/geheim`, { method: 'POST', headers: authorization === undefined ? {} : { authorization } });
    assert.equal(answer.status, 401, authorization);
    assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/);
    assert.equal(answer.headers.get('www-authenticate'), 'Bearer');
    assert.match(((await answer.json()) as { title: string }).title, /^Bitte melden Sie sich an: Der Zugangsschlüssel/);
  }
  assert.equal((await fetch(`${t.url}/api/geheim`, { method: 'POST', headers: { origin: 'https://boese.example' } })).status, 403);
  assert.equal((await fetch(`${t.url}/api/geheim`, { method: 'POST', headers: { cookie: 'stadtkern_session=x' } })).status, 403);
});

test('what is wrong with the input of a program is said in German, with the path of the value', async () => {
  const send = async (body: string) => {
    const answer = await fetch(`${t.url}/api/probe`, { method: 'POST', headers: { authorization: 'Bearer x', 'content-type': 'application/json' }, body });
    return `${answer.status} ${((await answer.json()) as { title: string }).title}`;
  };
  assert.equal(await send('{"list":[{"n":"x","name":"a"},{"n":9}],"on":"gestern"}'), '400 Diese Angaben sind so nicht möglich: list[0].n: erwartet wird eine Zahl; list[1].n: erlaubt ist höchstens 5; list[1].name: fehlt; on: erwartet wird ein Datum wie 2026-11-22');
  assert.equal(await send('{"list":'), '400 Der Inhalt dieser Anfrage ist kein gültiges JSON.');
});

test('a bug shows a number to ask with and no detail', async () => {
  const response = await t.client().get('/probe/fehler');
  assert.equal(response.status, 500);
  assert.doesNotMatch(response.text, /secret detail/);
  assert.match(response.text, /Nummer dieser Meldung/);
});

test('the machine interfaces describe themselves after OpenAPI 3.1', async () => {
  const document = JSON.parse((await t.client().get('/api/openapi.json')).text);
  assert.equal(document.openapi, '3.1.0');
  assert.ok(document.paths['/api/probe'].get.responses[200]);
});

test('a protocol of its own gets the request unread, knows who asks, and carries the safety headers', async () => {
  const client = t.client();
  const answer = await client.send('/api/eigenes/7?x=1', { method: 'PATCH', body: 'roh', headers: { 'content-type': 'application/offset+octet-stream' } }, false);
  assert.equal(answer.text, 'PATCH /api/eigenes/7?x=1 roh');
  assert.equal(answer.headers.get('x-who'), 'anonymous');
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  const foreign = await client.send('/api/eigenes', { method: 'POST', headers: { origin: 'https://anderswo.example' } }, false);
  assert.equal(foreign.status, 403);
});

test('a body beyond every limit is refused with a page, not with the words of a library', async () => {
  const answer = await t.client().send('/probe', { method: 'POST', body: new URLSearchParams({ text: 'x'.repeat(25_000_000) }) }, false);
  assert.equal(answer.status, 413);
  assert.match(answer.text, /Ihre gespeicherten Angaben sind nicht verloren/);
  const form = new FormData();
  for (let n = 0; n < 60; n++) form.append('datei', new File(['x'], `${n}.txt`));
  assert.equal((await t.client().send('/probe', { method: 'POST', body: form }, false)).status, 413);
});
