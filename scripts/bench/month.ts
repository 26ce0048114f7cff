import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findCurrentVersion } from '#core/catalogue';
import { readConfig } from '#platform/config';
import { startEmbedded } from '#platform/db';
import { SYSTEM } from '#platform/module';
import type { TestClient } from '#platform/testing';
import { openInstallation } from '../../src/app/installation.ts';
import { PROJECT, ask, dataFolder, environment, removeCity, startCity } from '../../test/faults/city-process.ts';
import { get } from './child.ts';
import { figure, hashing } from './measure.ts';
import { MONTH_SERVICES, viewOf } from './month-people.ts';
import { Stopwatch, applyAs, billOf, bookStatement, doTaskOf, signIn, type Applicant, type Bill, type Month } from './month-steps.ts';
import type { Bench } from './run.ts';

/** `BENCH_MONTH=0.05` replays a twentieth of the month. */
const SCALE = Number(process.env.BENCH_MONTH ?? 1);
const VIEWS = Math.round(50_000 * SCALE);
const APPLICATIONS = Math.round(5000 * SCALE);
/** Most payments of one bank statement: those of a working day. */
const STATEMENT = 250;
/** There is one at least this often. */
const DAY_MS = 3000;
const READERS = 4;
const APPLICANTS = 4;
/** More letters than those of half a working day may not wait: a month's applications don't come in one minute. */
const BACKLOG = 125;
/** Longer than this without anything going on and the bench gives up. */
const PATIENCE_MS = 120_000;

/**
 * A month of a city of 260,000, as quickly as one process of the real program with its embedded database goes: page views and
 * applications by HTTP, each through form, process, letter and payment to the decision. Seconds; reference: hashing, in ms.
 */
export const monthBench: Bench = async ({ log }) => {
  const dir = dataFolder();
  const city = await startCity({ dir });
  try {
    const { month, slugs } = await prepare(dir, city.url);
    const began = performance.now();
    const run = new Replay({ dir, month, slugs, log });
    await run.all();
    const seconds = (performance.now() - began) / 1000;
    for (const line of month.watch.lines()) log(line);
    log(`${VIEWS} Seitenaufrufe, ${APPLICATIONS} Anträge in ${seconds.toFixed(1)} s; Seitenaufrufe p99 ${month.watch.of('Seite ansehen', 0.99)} ms; ${processOf(dir)}`);
    log(await leftFor(dir));
    await requireWholeMonth(dir);
    return figure(seconds, `s (Maßstab ${SCALE})`, hashing());
  } finally {
    await removeCity(dir, city);
  }
};

/** Forms as the pages of the running city have them. */
async function prepare(dir: string, url: string): Promise<{ month: Month; slugs: string[] }> {
  const database = await startEmbedded({ dir: join(dir, 'postgres') });
  const { platform, close } = await openInstallation(readConfig({ ...environment(dir), DATABASE_URL: database.url, DATABASE_POOL: '2' }, PROJECT));
  const month: Month = { url, now: new Date(), watch: new Stopwatch(), forms: new Map(), taskForms: new Map(), password: 'Musterstadt-2026' };
  for (const slug of MONTH_SERVICES) {
    const found = await platform.read({ tenantId: 1, actor: SYSTEM }, (ctx) => findCurrentVersion(ctx, slug));
    if (!found) throw new Error(`${slug} ist nicht veröffentlicht.`);
    month.forms.set(slug, found.service.form);
    for (const [key, form] of Object.entries(found.service.taskForms)) month.taskForms.set(key, form);
  }
  await close();
  const rows = await ask<{ slug: string }>(dir, 'select slug from catalogue.service order by slug');
  return { month, slugs: rows.map((row) => row.slug) };
}

/** What still has to be done, and who does it. Citizens slow down when the letters cannot keep up. */
class Replay {
  #begun = 0;
  #viewed = 0;
  #letters = 0;
  #unpaid = 0;
  #paid = 0;
  #moved = performance.now();
  #failed = false;
  #told = performance.now();
  readonly #toPay: Applicant[] = [];
  readonly #toCheck: Applicant[] = [];
  readonly #dir: string;
  readonly #month: Month;
  readonly #slugs: string[];
  readonly #log: (sentence: string) => void;

  constructor({ dir, month, slugs, log }: { dir: string; month: Month; slugs: string[]; log(sentence: string): void }) {
    this.#dir = dir;
    this.#month = month;
    this.#slugs = slugs;
    this.#log = log;
  }

  async all(): Promise<void> {
    const clerks = ['stefan.bauer', 'claudia.reinhardt', 'birgit.thalmann'].map((name) => signIn(this.#month, `${name}@musterstadt.example`));
    const [first, second, treasury] = await Promise.all(clerks);
    if (!first || !second || !treasury) return;
    const people = [...Array.from({ length: READERS }, () => this.#readPages()), ...Array.from({ length: APPLICANTS }, () => this.#apply()), this.#work(first, second), this.#book(treasury), this.#watchLetters()];
    await Promise.all(people.map((one) => one.catch((error: unknown) => {
      this.#failed = true;
      throw error;
    })));
  }

  get #done(): boolean {
    return this.#paid >= APPLICATIONS && this.#letters >= APPLICATIONS;
  }

  async #rest(): Promise<void> {
    if (this.#failed) throw new Error('Der Monat ist abgebrochen.');
    if (performance.now() - this.#moved > PATIENCE_MS) throw new Error(`Es geht nicht weiter: ${this.#begun} begonnen, ${this.#letters} Schreiben, ${this.#paid} bezahlt, ${this.#toCheck.length} beim Amt, ${this.#toPay.length} offen`);
    await sleep(20);
  }

  /** Page views keep step with the applications, so that both share the whole time. */
  async #readPages(): Promise<void> {
    while (this.#viewed < VIEWS) {
      const ahead = Math.min(1, (this.#letters + BACKLOG) / APPLICATIONS) * VIEWS + 50;
      if (this.#viewed >= ahead) await this.#rest();
      else {
        const path = viewOf(this.#viewed++, this.#slugs);
        const browser = `Mozilla/5.0 (Person ${this.#viewed % 20_000})`; // so that it is counted in the figures of use
        const { status } = await this.#month.watch.time('Seite ansehen', async () => {
          const answer = await get(this.#month.url + path, browser);
          return answer.location ? get(new URL(answer.location, this.#month.url).href, browser) : answer; // the search leads on
        });
        if (status !== 200) throw new Error(`${path} antwortet mit ${status}`);
      }
    }
  }

  async #apply(): Promise<void> {
    while (this.#begun < APPLICATIONS) {
      if (this.#begun - this.#letters - this.#unpaid - this.#toCheck.length >= BACKLOG) await this.#rest();
      else {
        const applicant = await applyAs(this.#month, this.#begun++);
        this.#moved = performance.now();
        (applicant.service === 'business-registration' ? this.#toCheck : this.#toPay).push(applicant);
      }
    }
  }

  /** Two clerks of the trade office, one behind the other (four eyes). */
  async #work(first: TestClient, second: TestClient): Promise<void> {
    while (!this.#done) {
      const applicant = this.#toCheck.shift();
      if (!applicant) {
        await this.#rest();
        continue;
      }
      const { number } = applicant;
      await doTaskOf(this.#month, { clerk: first, number, task: 'check-registration', data: { result: 'complete' } });
      await doTaskOf(this.#month, { clerk: second, number, task: 'confirm-registration', data: { confirmed: true } });
      this.#toPay.push(applicant);
    }
  }

  /** People look what they have to pay; what they paid comes with the bank statement. */
  async #book(clerk: TestClient): Promise<void> {
    let bills: Bill[] = [];
    let booked = performance.now();
    for (let day = 0; this.#paid < APPLICATIONS; ) {
      this.#unpaid = this.#toPay.length + bills.length;
      const applicant = this.#toPay.shift();
      const bill = applicant && (await billOf(this.#month, applicant));
      if (bill) bills.push(bill);
      else if (applicant) this.#toPay.push(applicant);
      const nothingNew = !bill && performance.now() - booked > DAY_MS;
      if (bills.length === STATEMENT || (bills.length > 0 && nothingNew)) {
        await bookStatement(this.#month, { clerk, bills, day: day++ });
        this.#paid += bills.length;
        bills = [];
        booked = performance.now();
        this.#tell();
      } else if (!bill) await this.#rest();
    }
  }

  #tell(): void {
    this.#told = performance.now();
    this.#log(`${this.#begun} Anträge, ${this.#letters} Schreiben, ${this.#paid} bezahlt, ${this.#viewed} Seiten; ${processOf(this.#dir)}`);
  }

  async #watchLetters(): Promise<void> {
    while (this.#letters < APPLICATIONS) {
      const [row] = await ask<{ n: string }>(this.#dir, `select count(distinct case_id) as n from records.document where kind in ('decision', 'letter')`);
      if (Number(row?.n) !== this.#letters) this.#moved = performance.now();
      this.#letters = Number(row?.n);
      if (performance.now() - this.#told > 15_000) this.#tell();
      await this.#rest();
      await sleep(1000);
    }
  }
}

/** Resident memory of the one process and what it has computed so far, where the system tells. */
function processOf(dir: string): string {
  const [pid] = readFileSync(join(dir, 'app.pid'), 'utf8').split(' ');
  if (!existsSync(`/proc/${pid}/status`)) return 'Speicher unbekannt';
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  const [user = 0, system = 0] = (readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1] ?? '').split(' ').slice(11, 13).map(Number);
  return `${Math.round(kilobytes / 1000)} MB, ${((user + system) / 100).toFixed(0)} s gerechnet`;
}

/** What nobody waits for is done when the city has time for it (`gentle` jobs). */
async function leftFor(dir: string): Promise<string> {
  const rows = await ask<{ name: string; n: string }>(dir, "select name, count(*) as n from pgboss.job where state in ('created', 'retry', 'active') group by name order by 2 desc");
  const told = await ask<{ name: string; n: string }>(dir, "select p.subscriber as name, count(*) as n from events.position p join audit.event e on e.tenant_id = p.tenant_id and (e.xid, e.id) > (p.xid, p.id) where p.tenant_id = 1 group by 1 having count(*) > 200 order by 2 desc");
  return `Noch zu tun, wenn es ruhiger ist: ${[...rows, ...told.map(({ name, n }) => ({ name: `Ereignisse für ${name}`, n }))].map(({ name, n }) => `${n} × ${name}`).join(', ') || 'nichts'}`;
}

/** Everything has arrived, nothing is stuck. */
async function requireWholeMonth(dir: string): Promise<void> {
  const counted: [string, string, number][] = [
    ['Vorgänge', 'select 1 from cases.case', APPLICATIONS],
    ['entschieden', "select 1 from cases.case where outcome = 'granted' or decided_at is not null", APPLICATIONS],
    ['bezahlt', "select 1 from payments.claim where status = 'paid'", APPLICATIONS],
    ['Störungen', "select 1 from cases.incident where state = 'open'", 0],
    ['aufgegeben', "select 1 from pgboss.job where name = 'dead-letters'", 0],
  ];
  for (const [what, sql, wanted] of counted) {
    const [row] = await ask<{ n: string }>(dir, `select count(*) as n from (${sql}) q`);
    if (Number(row?.n) !== wanted) throw new Error(`${what}: ${row?.n} statt ${wanted}`);
  }
}
