import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startEmbedded } from '#platform/db';
import { buildAssets } from '../build-assets.mjs';
import { caseListBench } from './case-list.ts';
import { engineBench } from './engine.ts';
import { formBench } from './form.ts';
import { fileOpenBench } from './file-open.ts';
import { fullTextBench } from './full-text.ts';
import { ingestBench } from './ingest.ts';
import { instanceBench } from './instance-memory.ts';
import { letterBench } from './letter.ts';
import { monthBench } from './month.ts';
import { miningBench } from './mining.ts';
import { pageBench } from './page.ts';
import { reportBench } from './report.ts';
import { portfolioBench } from './portfolio.ts';
import { rssBench } from './rss.ts';
import { searchBench } from './search.ts';
import { verifyBench } from './verify.ts';
import { startBench } from './start.ts';
import { tableBench } from './table.ts';
import { timersBench } from './timers.ts';
import { deskBench, submitBench, submitDecidedBench, taskBench } from './work.ts';

/** One figure: `ratio` compares it with a reference of the same run, so that a slow machine slows both. */
export type Figure = { value: number; unit: string; reference: number; ratio: number };
export type BenchContext = { project: string; dir: string; databaseUrl: string; log(sentence: string): void };
export type Bench = (context: BenchContext) => Promise<Figure>;

const benches: Record<string, Bench> = {
  page: pageBench,
  submit: submitBench,
  'submit-decided': submitDecidedBench,
  task: taskBench,
  desk: deskBench,
  engine: engineBench,
  timers: timersBench,
  instance: instanceBench,
  table: tableBench,
  form1000: formBench,
  search: searchBench,
  letter: letterBench,
  start: startBench,
  rss: rssBench,
  ingest: ingestBench,
  verify: verifyBench,
  mining: miningBench,
  portfolio: portfolioBench,
  report: reportBench,
};

/** Benches among the volume: made once, kept between runs; with --volume or by name. */
const volumeBenches: Record<string, Bench> = { 'case-list': caseListBench, 'file-open': fileOpenBench, 'full-text': fullTextBench };

/** Minutes of both cores: only by name. */
const longBenches: Record<string, Bench> = { month: monthBench };

const project = resolve(import.meta.dirname, '../..');
process.chdir(project);
const args = process.argv.slice(2);
const json = args.includes('--json');
const onlyAt = args.findIndex((arg) => arg.startsWith('--only'));
const onlyText = onlyAt < 0 ? undefined : (args[onlyAt]?.split('=')[1] ?? args[onlyAt + 1]);
const usual = Object.keys({ ...benches, ...(args.includes('--volume') ? volumeBenches : {}) });
Object.assign(benches, volumeBenches, longBenches);
const wanted = onlyText ? onlyText.split(',') : usual;
const unknown = wanted.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`Unbekannt: ${unknown.join(', ')}. Es gibt: ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}

const dir = mkdtempSync(join(tmpdir(), 'stadtkern-bench-'));
chmodSync(dir, 0o755); // as root the database runs under another account
await buildAssets();
const database = await startEmbedded({ dir: join(dir, 'postgres') });
const figures: Record<string, Figure> = {};
try {
  for (const name of wanted) {
    const bench = benches[name];
    if (!bench) continue;
    const figure = await bench({ project, dir: join(dir, name), databaseUrl: database.url, log: (sentence) => !json && console.log(`    ${sentence}`) });
    figures[name] = figure;
    if (!json) console.log(`${name.padEnd(8)} ${figure.value} ${figure.unit}  (Bezug ${figure.reference}, Verhältnis ${figure.ratio})`);
  }
} finally {
  await database.stop();
  rmSync(dir, { recursive: true, force: true });
}
if (json) console.log(JSON.stringify(figures));
process.exit(0);
