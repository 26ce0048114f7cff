import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, json, routes } from '#platform/http';
import { defineModule } from '#platform/module';
import { testApp } from '#platform/testing';

let gone = 0;
let listeners = 0;
const sample = defineModule({
  name: 'sample',
  contributes: [
    routes.of(api({
      method: 'GET', path: '/api/warten', access: 'anyone', summary: 'Warten',
      handle: async (rq) => {
        await new Promise((done) => rq.signal.addEventListener('abort', done, { once: true }));
        gone += 1;
        return json({});
      },
    })),
    routes.of(api({ method: 'GET', path: '/api/kurz', access: 'anyone', summary: 'Kurz', handle: async (rq) => json({ aborted: rq.signal.aborted }) })),
  ],
});
const until = async (isSo: () => boolean): Promise<void> => {
  for (let i = 0; !isSo() && i < 500; i++) await new Promise((done) => setTimeout(done, 10));
  assert.ok(isSo());
};

test('a request that is kept waiting hears when its client has gone, and when the server closes', async () => {
  const t = await testApp({ modules: [sample] });
  const client = new AbortController();
  const waiting = fetch(`${t.url}/api/warten`, { signal: client.signal }).catch(() => 'gone');
  await new Promise((done) => setTimeout(done, 200));
  client.abort();
  assert.equal(await waiting, 'gone');
  await until(() => gone === 1);
  t.server.server.on('connection', (socket) => socket.on('newListener', (event) => void (listeners += event === 'close' ? 1 : 0)).on('removeListener', (event) => void (listeners -= event === 'close' ? 1 : 0)));
  for (let i = 0; i < 30; i++) assert.deepEqual(await (await fetch(`${t.url}/api/kurz`)).json(), { aborted: false });
  assert.ok(listeners < 10, `${listeners} listeners stay on one connection`);
  const last = fetch(`${t.url}/api/warten`);
  await new Promise((done) => setTimeout(done, 200));
  const began = performance.now();
  await Promise.all([t.close(), last]);
  assert.equal(gone, 2);
  assert.ok(performance.now() - began < 15_000);
});
