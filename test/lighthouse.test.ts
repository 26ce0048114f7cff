// What Lighthouse says of the four pages that every citizen sees, on a slow phone. Accessibility, good practice, findability and weight must be
// perfect; the speed is only told, because it depends on what else the machine does.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import lighthouse from 'lighthouse';
import { findChromium } from '#platform/testing';
import { openTown, type Town } from './town.ts';

const GATES = ['accessibility', 'best-practices', 'seo'] as const;
const PAGES = {
  start: '/',
  search: '/suche?q=hund',
  service: '/leistungen/dog-registration',
  form: '/antrag/dog-registration',
};

let town: Town;
let chromium: ChildProcess;
let port: number;
const profile = mkdtempSync(join(tmpdir(), 'lighthouse-'));
before(async () => {
  town = await openTown();
  const { program, env } = await findChromium();
  // Lighthouse wants the browser for itself
  chromium = spawn(program, ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking', '--remote-debugging-port=0', `--user-data-dir=${profile}`], { stdio: 'ignore', env: { ...process.env, ...env } });
  port = await chosenPort();
});
after(async () => {
  const ended = new Promise((done) => chromium.once('exit', done));
  chromium.kill();
  await ended;
  await town.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
});

/** The port that the browser has chosen, as soon as it says it. */
async function chosenPort(): Promise<number> {
  for (let round = 0; round < 600; round++) {
    try {
      return Number(readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n')[0]);
    } catch {
      await sleep(100);
    }
  }
  throw new Error('Chromium did not start.');
}

for (const [name, path] of Object.entries(PAGES)) {
  test(`Lighthouse finds nothing to improve on the page "${name}" of a phone`, async (t) => {
    const result = await lighthouse(town.t.url + path, { port, logLevel: 'silent', output: 'json', onlyCategories: ['performance', ...GATES] });
    assert.ok(result, 'Lighthouse gave no answer');
    const { categories, audits, runtimeError } = result.lhr;
    assert.equal(runtimeError, undefined);
    const unmet = Object.values(audits).filter((one) => one.score !== null && one.score < 1 && GATES.some((gate) => categories[gate]?.auditRefs.some((ref) => ref.id === one.id && ref.weight > 0)));
    assert.deepEqual(unmet.map((one) => `${one.id}: ${one.title}`), []);
    t.diagnostic(`${name}: speed ${Math.round((categories['performance']?.score ?? 0) * 100)}, ${['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift', 'total-byte-weight'].map((id) => audits[id]?.displayValue).join(' · ')}`);
  });
}
