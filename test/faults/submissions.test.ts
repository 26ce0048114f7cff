// The process dies in the middle of 200 submissions. Nothing that was confirmed may be lost, and nothing may happen twice.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDraft, visitorOf, VISITOR_COOKIE } from '#core/applications';
import { findCurrentVersion } from '#core/catalogue';
import { readConfig } from '#platform/config';
import { startEmbedded } from '#platform/db';
import { ANONYMOUS, type Platform } from '#platform/module';
import { openInstallation, type Installation } from '../../src/app/installation.ts';
import { walkthroughData } from '../walkthrough.ts';
import { PROJECT, environment, runCommand, startServer, type ServerProcess } from './server-process.ts';

const COUNT = 200;
const dir = join(PROJECT, '.stadtkern', `faults-${process.pid}`);
const who = { tenantId: 1, actor: ANONYMOUS };
let port = 0;
let server: ServerProcess | undefined;

before(async () => {
  mkdirSync(dir, { recursive: true });
  port = await freePort();
});
after(async () => {
  await server?.kill('SIGINT');
  rmSync(dir, { recursive: true, force: true });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const socket = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = socket.address() as AddressInfo;
      socket.close(() => resolve(free));
    });
  });
}

/** The same database beside the running server. */
async function beside(): Promise<Installation> {
  const { url } = await startEmbedded({ dir: join(dir, 'postgres') });
  return openInstallation(readConfig({ ...environment(dir, 0), DATABASE_URL: url, DATABASE_POOL: '4' }, PROJECT));
}

type Prepared = { id: string; token: string };
async function prepareDrafts(platform: Platform): Promise<Prepared[]> {
  const data = await walkthroughData('dog-registration', 'Ein Hund, klarer Fall');
  const drafts: Prepared[] = [];
  for (let i = 0; i < COUNT; i++) {
    const token = `fault-${i}`;
    const id = await platform.transact(who, async (ctx) => {
      const current = await findCurrentVersion(ctx, 'dog-registration');
      return startDraft(ctx, { slug: 'dog-registration', versionId: current?.versionId ?? '', visitor: visitorOf(ANONYMOUS, token), prefill: data, anew: true });
    });
    drafts.push({ id, token });
  }
  return drafts;
}

/** Sends one application as a browser does; true when the city confirmed it. */
async function submit({ id, token }: Prepared): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/antrag/entwurf/${id}/absenden`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: `http://127.0.0.1:${port}`, cookie: `${VISITOR_COOKIE}=${token}` },
      body: new URLSearchParams({ richtig: 'ja', zustellung: 'post' }),
    });
    return response.status === 303 && (response.headers.get('location') ?? '').startsWith('/antrag/eingang/');
  } catch {
    return false; // the connection broke: nobody was told anything
  }
}

async function count(platform: Platform, table: string): Promise<number> {
  return platform.db.transact({ tenantId: 1 }, async ({ client }) => Number((await client.query<{ n: number }>(`select count(*) as n from ${table}`)).rows[0]?.n));
}

test('every confirmed submission survives kill -9 once, and a retry of the others makes no second case', async (t) => {
  server = await startServer(dir, port);
  const first = await beside();
  const drafts = await prepareDrafts(first.platform);
  const confirmed = new Set<string>();
  const sending = drafts.map(async (draft) => {
    if (await submit(draft)) confirmed.add(draft.id);
  });
  while (confirmed.size < 20) await sleep(5);
  await server.kill('SIGKILL');
  await Promise.all(sending);
  t.diagnostic(`${confirmed.size} of ${COUNT} were confirmed when the process was killed`);
  assert.ok(confirmed.size < COUNT, 'the process was killed in the middle');
  await first.close();

  server = await startServer(dir, port);
  assert.match(server.output(), /Laufende Datenbank übernommen/, 'the surviving database was adopted');
  const { platform, close } = await beside();
  const stored = await platform.db.transact({ tenantId: 1 }, async ({ client }) => (await client.query<{ id: string }>('select id from applications.application')).rows.map((row) => row.id));
  assert.deepEqual([...confirmed].filter((id) => !stored.includes(id)), [], 'no confirmed submission is lost');
  for (const draft of drafts) assert.ok(await submit(draft), 'after the restart everybody gets a confirmation');
  assert.equal(await count(platform, 'applications.application'), COUNT);
  assert.equal(await count(platform, 'cases.case'), COUNT);
  assert.equal(await count(platform, '(select distinct number from applications.application) as numbers'), COUNT);
  assert.equal(await count(platform, `audit.event where type = 'applications/submitted'`), COUNT);
  await lettersWritten(platform);
  await close();
});

/** The letters follow in the background: one for each case, none twice. */
async function lettersWritten(platform: Platform): Promise<void> {
  for (let i = 0; i < 240 && (await count(platform, `records.document where kind = 'decision'`)) < COUNT; i++) await sleep(500);
  assert.equal(await count(platform, `records.document where kind = 'decision'`), COUNT);
  assert.equal(await count(platform, `(select case_id from records.document where kind = 'decision' group by case_id having count(*) > 1) as twice`), 0);
  assert.equal(await count(platform, 'process.incident'), 0);
}

test('the log of everything that happened is intact after the crash', async () => {
  const { code, output } = await runCommand(dir, ['audit', 'verify', '--json']);
  assert.equal(code, 0, output);
  assert.match(output, /"intact":true/);
});

test('a second start on the same port says in one sentence what to do', async () => {
  const { code, output } = await runCommand(dir, ['serve'], port);
  assert.equal(code, 1);
  assert.match(output, /läuft schon auf|ist schon belegt/);
});

test('Ctrl-C ends everything in order', async () => {
  assert.equal(await server?.kill('SIGINT'), 0);
  await assert.rejects(fetch(`http://127.0.0.1:${port}/healthz`));
});
