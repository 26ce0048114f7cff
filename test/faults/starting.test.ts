// What can be in the way of a start is said in one sentence; what was killed comes back.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openBrowser } from '#platform/testing';
import { Typist } from './typist.ts';
import { PROJECT, ask, dataFolder, databaseFolder, databaseOf, refusalOf, removeCity, startCity, until, type CityProcess } from './city-process.ts';

const dir = dataFolder();
let city: CityProcess;
before(async () => void (city = await startCity({ dir })));
after(() => removeCity(dir, city));

const isRoot = process.getuid?.() === 0;
const answers = (): Promise<boolean> => fetch(city.url).then((response) => response.status === 200, () => false);

test('where the port is taken, one sentence names what runs there and how to end it', async () => {
  const port = Number(new URL(city.url).port);
  const same = await refusalOf({ dir, port });
  assert.equal(same.code, 1);
  assert.match(same.sentence, /^Stadtkern läuft schon auf http:\S+ \(Prozess \d+\)\. .*$/);
  const other = dataFolder();
  const stranger = await refusalOf({ dir: other, port });
  assert.match(stranger.sentence, /^Der Anschluss \d+ ist schon belegt\. .*PORT=\d+ npm start$/);
  await removeCity(other, undefined);
});

test('a second program on the same data works beside the first and leaves the database to it', async () => {
  const second = await startCity({ dir });
  assert.match(second.output(), /Laufende Datenbank übernommen/);
  assert.equal((await fetch(second.url)).status, 200);
  assert.equal(await second.end('SIGTERM'), 0);
  assert.ok(await answers());
});

test('a database that is killed comes back while the city works on', async () => {
  const { pid } = databaseOf(dir);
  process.kill(pid, 'SIGKILL');
  await until('another database answers', () => ask(dir, 'select 1').then(() => databaseOf(dir).pid !== pid, () => false));
  await until('pages are served again', answers);
});

test('the program dies while somebody types into a draft: at most five seconds are gone from the server, nothing from the browser', async (t) => {
  const browser = await openBrowser();
  try {
    const svenja = await Typist.begin({ page: await browser.newPage({ locale: 'de-DE' }), url: city.url, dir });
    await svenja.typeUntilSaved();
    for (let more = 0; more < 20; more++) await svenja.type();
    const diedAt = Date.now();
    assert.equal(await city.end('SIGKILL'), 'SIGKILL');
    for (let more = 0; more < 5; more++) await svenja.type();
    const gone = await svenja.millisecondsMissingAt(diedAt);
    t.diagnostic(`${(gone / 1000).toFixed(1)} s of typing were not on the server (its slowest answer took ${(svenja.slowestMs / 1000).toFixed(1)} s)`);
    assert.ok(gone <= 5000 + svenja.slowestMs, `${gone} ms are gone`);
    await svenja.leave();
    city = await startCity({ dir, port: Number(new URL(city.url).port) });
    await svenja.comeBack();
    await until('everything is saved', () => svenja.hasSavedEverything());
  } finally {
    await browser.close();
  }
});

test('data of a newer program is refused before anything is touched', async () => {
  await ask(dir, "insert into platform.migration (owner, name, hash) values ('platform', '9999-of-tomorrow.sql', 'x')");
  const { code, sentence } = await refusalOf({ dir });
  assert.equal(code, 1);
  assert.match(sentence, /^[^\n]*neuer[^\n]*$/i);
  await ask(dir, "delete from platform.migration where name = '9999-of-tomorrow.sql'");
});

/** As root somebody else has to stand before the closed door. */
const stranger = isRoot ? 65_534 : undefined;
const strangerReads = stranger === undefined || spawnSync('ls', [PROJECT], { uid: stranger }).status === 0;

test('a closed folder is named', { skip: strangerReads ? false : 'the program itself lies in a closed folder' }, async () => {
  const closed = dataFolder();
  chmodSync(closed, 0o555);
  const { code, sentence } = await refusalOf({ dir: join(closed, 'data'), ...(stranger === undefined ? {} : { uid: stranger }) });
  assert.equal(code, 1);
  assert.match(sentence, /^Der Ordner \S+ ist nicht beschreibbar\. .*STADTKERN_DATA.*$/);
  chmodSync(closed, 0o755);
  await removeCity(closed, undefined);
});

/** A disk of this size at `folder`, seen by one process and its children only; mounting needs root, if only in a world of its own. */
function onSmallDisk(folder: string, megabytes: number): string[] {
  const mount = `mount -t tmpfs -o size=${megabytes}m,mode=0755 none ${folder}`;
  if (isRoot) return ['unshare', '-m', 'sh', '-c', `${mount} && exec "$@"`, 'sh'];
  return ['unshare', '-m', '-r', 'sh', '-c', `${mount} && exec unshare -U --map-user=${process.getuid?.()} --map-group=${process.getgid?.()} "$@"`, 'sh'];
}
const canMount = (): boolean => {
  if (databaseFolder(dir) !== join(dir, 'postgres')) return false; // the data would move to the large one
  const [program = '', ...args] = [...onSmallDisk(dir, 1), 'true'];
  return spawnSync(program, args).status === 0;
};

for (const megabytes of [16, 48]) {
  test(`a disk of ${megabytes} MB is full, and that is said`, { skip: canMount() ? false : 'no small disk can be made here' }, async () => {
    const small = dataFolder();
    const { code, sentence } = await refusalOf({ dir: small, within: onSmallDisk(small, megabytes) });
    assert.equal(code, 1);
    assert.match(sentence, /Die Festplatte ist voll\. Bitte schaffen Sie Platz und starten Sie noch einmal\.$/);
    await removeCity(small, undefined);
  });
}
