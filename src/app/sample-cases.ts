import { AsyncLocalStorage } from 'node:async_hooks';
import { ensureReceipt, findApplicationByCase, startDraft, submitApplication, withdrawApplication, type Submitted } from '#core/applications';
import { addNote, claimTask, completeTask, getCase, listCaseTasks, runCaseWork } from '#core/cases';
import { findCurrentVersion } from '#core/catalogue';
import { answerRequest, closePress, writeFromApplicant, writeToApplicant } from '#core/inbox';
import { cityOf } from '#core/organisation';
import { listCaseClaims, settleClaim } from '#core/payments';
import { listRecentEvents, recordEvents, untilEventsAreVisible } from '#platform/audit';
import { findAccountByEmail, grantSource } from '#platform/auth';
import { deliverEvents, subscribers, type Subscriber } from '#platform/events';
import { calendarDayOf } from '#platform/i18n';
import { ANONYMOUS, Problem, SYSTEM, createPlatform, type Actor, type Ctx, type Module, type Platform } from '#platform/module';
import type { Paper } from './sample-cases-answers.ts';
import { crowd, throwDice } from './sample-cases-people.ts';
import { planLives, type Deed, type Life } from './sample-cases-plan.ts';

const SEED = 20_260_901;
const MARK = 'demo/sample-cases';
/** So many lives go on at once: while one letter is set, others write to the database. */
const AT_ONCE = 4;
/** Older cases get their receipt when somebody asks for it: hundreds at the first start would only cost time. */
const RECEIPT_DAYS = 14;
const TENANT = 1;

export type SampleOptions = { say(sentence: string): void; count: number };
export type SampleReport = { submitted: number; deeds: number; skipped: number };

/**
 * Lets the sample city live through its last twelve months: about 300 applications and what people did with them, through the
 * same use cases as in real life, only with a clock that stands in the past. Once per database, demo only.
 * @returns undefined when there was nothing to do.
 */
export async function seedSampleCases(platform: Platform, { say, count }: SampleOptions): Promise<SampleReport | undefined> {
  const who = { tenantId: TENANT, actor: SYSTEM };
  if (platform.config.mode !== 'demo' || count === 0) return undefined;
  const begun = await platform.read(who, (ctx) => listRecentEvents(ctx, { type: MARK, limit: 1 }));
  if (begun.length > 0) return undefined;
  // noted first: a start that was interrupted here must not make everything twice
  await platform.transact(who, async (ctx) => ctx.emit({ type: MARK, subject: 'city', data: { count } }));
  const now = platform.clock();
  const dice = throwDice(SEED);
  const papers = new Map<string, Paper>();
  const paper = (name: string): Paper => papers.get(name) ?? papers.set(name, { id: '', name: `${name}.pdf`, type: 'application/pdf', size: 0 }).get(name) as Paper;
  const lives = planLives({ dice, people: crowd(platform, dice), now, land: cityOf(platform).calendar, paper }, count);
  for (const [name, made] of papers) Object.assign(made, await storePaper(platform, name));
  const past = inThePast(platform);
  try {
    return await new SampleTime(past, now).run(lives, say);
  } finally {
    await closePress(past.platform);
  }
}

type Past = { platform: Platform; time: AsyncLocalStorage<{ now: Date }> };

/** The same installation with a clock of its own; no mail leaves, and nobody is told today that something arrived months ago. */
function inThePast(real: Platform): Past {
  const time = new AsyncLocalStorage<{ now: Date }>();
  const { config, db, storage, log } = real;
  const platform = createPlatform({
    config: { ...config, smtpUrl: undefined },
    db,
    storage,
    log,
    // one Date for each transaction, as a real clock gives
    clock: () => new Date(time.getStore()?.now ?? real.clock()),
    modules: real.modules.map(inItsTime),
    recordEvents,
  });
  return { platform, time };
}

/** Whoever listens hears everything at the time at which it happened, although several lives go on at once; confirmations are not sent at all. */
const inItsTime = (module: Module): Module => ({
  ...module,
  contributes: module.contributes?.map((one) => {
    if (one.key !== subscribers.key) return one;
    const subscriber = one.value as Subscriber;
    return subscribers.of({
      ...subscriber,
      handle: async (ctx, event) => {
        if (subscriber.name === 'applications/confirm') return;
        ctx.now = event.at;
        await subscriber.handle(ctx, event);
      },
    });
  }),
});

/** A paper of one page that says what it stands for. */
async function storePaper(platform: Platform, title: string): Promise<{ id: string; size: number }> {
  const text = `BT /F 18 Tf 72 760 Td (${title.replaceAll(/[()\\]/g, '')}) Tj 0 -30 Td /F 12 Tf (Muster aus der Beispielstadt) Tj ET`;
  const objects = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[3 0 R]/Count 1>>', '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>', `<</Length ${text.length}>>stream\n${text}\nendstream`, '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>'];
  let pdf = '%PDF-1.4\n';
  const places = objects.map((object, i) => {
    const at = pdf.length;
    pdf += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  pdf += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${pdf.length}\n%%EOF\n`;
  const { hash, size } = await platform.storage.put(Buffer.from(pdf, 'latin1'));
  return { id: hash, size };
}

type Act = { at: Date; life: LivingCase; deed: Deed | undefined };
type LivingCase = { plan: Life; last: Promise<void>; ended: boolean; submitted?: Submitted };

/** The months gone by: every act in its own time, several at once, those of one case in order. */
class SampleTime {
  readonly #platform: Platform;
  readonly #now: Date;
  readonly #time: Past['time'];
  readonly #staff = new Map<string, Promise<Actor>>();
  readonly #report: SampleReport = { submitted: 0, deeds: 0, skipped: 0 };

  constructor({ platform, time }: Past, now: Date) {
    this.#platform = platform;
    this.#time = time;
    this.#now = now;
  }

  async run(plans: Life[], say: (sentence: string) => void): Promise<SampleReport> {
    await this.#goThrough(timeline(plans), say);
    await this.#at(this.#now, () => this.#work());
    return this.#report;
  }

  async #goThrough(acts: Act[], say: (sentence: string) => void): Promise<void> {
    const total = acts.filter((act) => !act.deed).length;
    let told = performance.now();
    const running = new Set<Promise<void>>();
    for (const act of acts) {
      while (running.size >= AT_ONCE) await Promise.race(running);
      const done: Promise<void> = (act.life.last = act.life.last.then(() => this.#at(act.at, () => this.#perform(act)))).finally(() => running.delete(done));
      running.add(done);
      if (performance.now() - told < 4000) continue;
      told = performance.now();
      say(`Musterfälle: ${this.#report.submitted} von ${total}`);
    }
    await Promise.all(running);
  }

  #at<R>(now: Date, fn: () => Promise<R>): Promise<R> {
    return this.#time.run({ now }, fn);
  }

  async #perform({ life, deed, at }: Act): Promise<void> {
    if (life.ended) return;
    try {
      if (deed) await this.#do(life, deed);
      else life.submitted = await this.#submit(life.plan);
      await this.#at(new Date(at.getTime() + 20_000), () => this.#work());
      if (deed) this.#report.deeds++;
      else this.#report.submitted++;
    } catch (error) {
      // what has become impossible (decided meanwhile, withdrawn) ends this life; anything else is a bug
      if (!(error instanceof Problem) && !(error instanceof Impossible)) throw error;
      life.ended = true;
      this.#report.skipped++;
      this.#platform.log.debug({ err: error, service: life.plan.slug, deed: deed?.kind ?? 'submit' }, 'sample case goes no further');
    }
  }

  /** What the background does in real life. */
  async #work(): Promise<void> {
    do {
      while ((await runCaseWork(this.#platform, TENANT)) + (await deliverEvents(this.#platform, TENANT)) > 0);
      // what is held back now would otherwise be told with the date of a later day
    } while (await untilEventsAreVisible(this.#platform, TENANT));
  }

  #transact<R>(actor: Actor, fn: (ctx: Ctx) => Promise<R>): Promise<R> {
    return this.#platform.transact({ tenantId: TENANT, actor }, fn);
  }

  async #submit(plan: Life): Promise<Submitted> {
    const actor = await this.#citizen(plan);
    const submitted = await this.#transact(actor, async (ctx) => {
      const found = await findCurrentVersion(ctx, plan.slug);
      if (!found) throw new Impossible(`the service ${plan.slug} is not published`);
      const visitor = { accountId: actor.id, tokenHash: actor.id ? null : `sample:${plan.at.getTime()}` };
      const draftId = await startDraft(ctx, { slug: plan.slug, versionId: found.versionId, visitor, prefill: plan.answers, anew: true });
      const outcome = await submitApplication(ctx, { draftId, visitor, electronicNotice: plan.electronicNotice });
      if (outcome.kind === 'incomplete') throw new Impossible(`${plan.slug}: ${outcome.errors.map((error) => `${error.field} ${error.message}`).join(' ')}`);
      return outcome.application;
    });
    if (this.#now.getTime() - plan.at.getTime() < RECEIPT_DAYS * 86_400_000) {
      await this.#transact(SYSTEM, async (ctx) => {
        const application = await findApplicationByCase(ctx, submitted.caseId);
        if (application) await ensureReceipt(ctx, application);
      });
    }
    return submitted;
  }

  async #do(life: LivingCase, deed: Deed): Promise<void> {
    const caseId = life.submitted?.caseId;
    if (!caseId) throw new Impossible('it was never submitted');
    const actor = 'by' in deed ? await this.#clerk(deed.by) : await this.#citizen(life.plan);
    await this.#transact(actor, (ctx) => perform(ctx, caseId, deed));
  }

  async #citizen({ person }: Life): Promise<Actor> {
    if (!person.hasAccount) return ANONYMOUS;
    const account = await this.#platform.read({ tenantId: TENANT, actor: SYSTEM }, (ctx) => findAccountByEmail(ctx, 'citizen', person.email));
    return account ? { kind: 'citizen', id: account.id, name: account.name, grants: [], trustLevel: 'basic' } : ANONYMOUS;
  }

  #clerk(email: string): Promise<Actor> {
    const known = this.#staff.get(email) ?? this.#readClerk(email);
    this.#staff.set(email, known);
    return known;
  }

  #readClerk(email: string): Promise<Actor> {
    return this.#platform.read({ tenantId: TENANT, actor: SYSTEM }, async (ctx) => {
      const account = await findAccountByEmail(ctx, 'staff', email);
      if (!account) throw new Impossible(`nobody has the address ${email}`);
      const found = await Promise.all(ctx.platform.contributions(grantSource).map((source) => source(ctx, { accountId: account.id, actingForId: null })));
      return { kind: 'staff', id: account.id, name: account.name, grants: found.flatMap((one) => one.grants), trustLevel: 'substantial' };
    });
  }
}

class Impossible extends Error {}

function timeline(plans: Life[]): Act[] {
  const acts = plans.flatMap((plan): Act[] => {
    const life: LivingCase = { plan, last: Promise.resolve(), ended: false };
    return [{ at: plan.at, life, deed: undefined }, ...plan.deeds.map(({ at, does }) => ({ at, life, deed: does }))];
  });
  return acts.sort((a, b) => a.at.getTime() - b.at.getTime());
}

async function perform(ctx: Ctx, caseId: string, deed: Deed): Promise<void> {
  switch (deed.kind) {
    case 'claim':
      await claimTask(ctx, await openTask(ctx, caseId, deed.task));
      return;
    case 'complete': {
      const taskId = await openTask(ctx, caseId, deed.task);
      await claimTask(ctx, taskId);
      const outcome = await completeTask(ctx, { taskId, data: deed.data });
      if (outcome.kind === 'invalid') throw new Error(`sample answer of ${deed.task}: ${outcome.errors.map((error) => error.message).join(' ')}`);
      return;
    }
    case 'pay':
      return pay(ctx, caseId);
    case 'papers': {
      const files = deed.papers.map(({ id, size, name, type }) => ({ hash: id, size, name, mime: type }));
      if (!(await answerRequest(ctx, await getCase(ctx, caseId), { files, note: '' }))) throw new Impossible('no papers are asked for');
      return;
    }
    case 'withdraw': {
      const application = await findApplicationByCase(ctx, caseId);
      if (application) await withdrawApplication(ctx, application);
      return;
    }
    case 'ask':
      return writeFromApplicant(ctx, await getCase(ctx, caseId), deed.text);
    case 'answer':
      return writeToApplicant(ctx, { caseId, subject: 'Ihre Frage', body: deed.text });
    case 'note':
      await addNote(ctx, { caseId, text: deed.text });
  }
}

async function openTask(ctx: Ctx, caseId: string, node: string): Promise<string> {
  const task = (await listCaseTasks(ctx, caseId)).find((one) => one.nodeId === node && one.state === 'open');
  if (!task) throw new Impossible(`${node} is not open`);
  return task.id;
}

/** The money arrives in the city's account. */
async function pay(ctx: Ctx, caseId: string): Promise<void> {
  const claim = (await listCaseClaims(ctx, caseId)).find((one) => one.status === 'open');
  if (!claim) throw new Impossible('nothing is owed');
  await settleClaim(ctx, claim.id, { entryKey: `sample:${claim.booking_code}`, amountCents: claim.amount_cents, bookedOn: calendarDayOf(ctx.now), payer: claim.debtor, reference: claim.booking_code, source: 'bank-statement' });
}
