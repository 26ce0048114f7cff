import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { kindOfAddress } from './address.ts';
import { callOutside, checkUrl, retryAfter, type OutboundRules } from './index.ts';

let answer: (request: IncomingMessage, response: ServerResponse, body: string) => void = (_request, response) => response.end('ok');
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk)).on('end', () => answer(request, response, body));
});
let port = 0;
before(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  port = (server.address() as AddressInfo).port;
});
after(() => server.close());

const rules = (hosts: string[], privateHosts: string[] = [], more: Partial<OutboundRules> = {}): OutboundRules => ({ mode: 'production', publicUrl: 'https://stadt.example', outbound: { hosts, privateHosts }, ...more });
const here = (): OutboundRules => rules([`127.0.0.1:${port}`, `localhost:${port}`], [`127.0.0.1:${port}`, `localhost:${port}`]);
const url = (path = '/', host = '127.0.0.1'): string => `http://${host}:${port}${path}`;
const fails = (kind: string, promise: Promise<unknown>) => assert.rejects(promise, { name: 'OutsideFailure', kind });

test('an allowed host is called with method, headers and body, and any status is an answer', async () => {
  answer = (request, response, body) => {
    response.writeHead(404, { 'x-seen': `${request.method} ${request.url} ${request.headers['x-a']} ${request.headers.host}` });
    response.end(`„${body}“`);
  };
  const got = await callOutside(here(), { method: 'POST', url: url('/a?b=ü'), headers: { 'X-A': '1', Host: 'evil.example', 'Content-Length': '3' }, body: 'Größe' });
  assert.deepEqual([got.status, got.headers['x-seen'], got.body.toString()], [404, `POST /a?b=%C3%BC 1 127.0.0.1:${port}`, '„Größe“']);
});

test('hosts that nobody has allowed are not called', async () => {
  await fails('host-forbidden', callOutside(rules(['a.example']), { method: 'GET', url: 'https://b.example/' }));
  await fails('host-forbidden', callOutside(rules([]), { method: 'GET', url: url() }));
  for (const text of ['ftp://a.example', 'file:///etc/passwd', '/nur/ein/Pfad', 'https://', 'http://a.example/']) await fails('address-invalid', callOutside(rules(['a.example']), { method: 'GET', url: text }));
  await fails('address-invalid', callOutside(rules(['a.example']), { method: 'GET', url: 'https://u:p@a.example/' }));
});

test('the own network is reached only where the settings say so, whatever the address looks like', async () => {
  for (const host of ['127.0.0.1', '10.1.2.3', '[::1]', '[::ffff:127.0.0.1]', '0x7f.1', '2130706433', '169.254.169.254', '0.0.0.0'])
    assert.throws(() => checkUrl(rules([new URL(`https://${host}/`).hostname]), `https://${host}/`), { kind: 'host-forbidden' }, host);
  // the name is allowed, but it leads inside
  await fails('host-forbidden', callOutside(rules(['localhost']), { method: 'GET', url: `https://localhost:${port}/` }));
  answer = (_request, response) => response.end('drin');
  assert.equal((await callOutside(here(), { method: 'GET', url: url('/', 'localhost') })).body.toString(), 'drin');
  assert.throws(() => checkUrl(rules(['169.254.169.254'], ['169.254.169.254']), 'http://169.254.169.254/'), { kind: 'host-forbidden' });
});

test('the demo may call itself, production may not', async () => {
  const own = { publicUrl: url('').replace(/\/$/, '') };
  answer = (_request, response) => response.end('selbst');
  assert.equal((await callOutside(rules([], [], { ...own, mode: 'demo' }), { method: 'GET', url: url('/x') })).body.toString(), 'selbst');
  await fails('host-forbidden', callOutside(rules([], [], own), { method: 'GET', url: url('/x') }));
});

test('redirects are followed on the same host only, and not in a circle', async () => {
  answer = (request, response) => {
    if (request.url === '/ziel') return response.end(`angekommen mit ${request.method}`);
    response.writeHead(request.method === 'POST' ? 303 : 302, { location: request.url === '/weg' ? 'https://evil.example/' : request.url === '/kreis' ? '/kreis' : '/ziel' });
    response.end();
  };
  assert.equal((await callOutside(here(), { method: 'GET', url: url('/a') })).body.toString(), 'angekommen mit GET');
  assert.equal((await callOutside(here(), { method: 'POST', url: url('/a'), body: 'x' })).body.toString(), 'angekommen mit GET');
  await fails('redirected', callOutside(here(), { method: 'GET', url: url('/weg') }));
  await fails('redirected', callOutside(here(), { method: 'GET', url: url('/kreis') }));
});

test('who does not answer in time, answers too much or not at all, is a failure of its kind', async () => {
  answer = () => {};
  await fails('timeout', callOutside(here(), { method: 'GET', url: url(), timeoutMs: 100 }));
  answer = (_request, response) => void response.write('halb');
  await fails('timeout', callOutside(here(), { method: 'GET', url: url(), timeoutMs: 100 }));
  answer = (_request, response) => response.end('x'.repeat(2000));
  await fails('too-large', callOutside(here(), { method: 'GET', url: url(), maxBytes: 1000 }));
  answer = (request) => void request.socket.destroy();
  await fails('network', callOutside(here(), { method: 'GET', url: url() }));
  await fails('request-invalid', callOutside(here(), { method: 'GET', url: url(), headers: { 'x-a': 'eins\r\nx-b: zwei' } }));
});

test('addresses are judged by where they lead', () => {
  for (const address of ['10.0.0.1', '172.31.255.255', '192.168.1.1', '127.0.0.53', '100.64.0.1', '::1', '::ffff:10.0.0.1', '::ffff:a00:1', 'fd00::1', '64:ff9b::a00:1', '2002:a00:1::1']) assert.equal(kindOfAddress(address), 'inside', address);
  for (const address of ['169.254.169.254', 'fe80::1', '224.0.0.1', '255.255.255.255', 'ff02::1', 'nichts']) assert.equal(kindOfAddress(address), 'never', address);
  for (const address of ['93.184.215.14', '8.8.8.8', '2606:4700::1111', '172.32.0.1']) assert.equal(kindOfAddress(address), 'outside', address);
});

test('Retry-After is read as seconds or as a date', () => {
  const now = new Date('2026-03-02T08:00:00Z');
  assert.equal(retryAfter('120', now)?.toISOString(), '2026-03-02T08:02:00.000Z');
  assert.equal(retryAfter('Mon, 02 Mar 2026 09:00:00 GMT', now)?.toISOString(), '2026-03-02T09:00:00.000Z');
  assert.equal(retryAfter('999999999', now)?.toISOString(), '2026-03-03T08:00:00.000Z');
  for (const text of [undefined, '', 'bald', '-1', 'Mon, 02 Mar 2026 07:00:00 GMT']) assert.equal(retryAfter(text, now), undefined);
});
