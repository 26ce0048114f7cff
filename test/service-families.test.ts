import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SYSTEM, type JsonObject } from '#platform/module';
import { listCaseTasks } from '#core/cases';
import { listCaseMessages } from '#core/inbox';
import { listCaseClaims, settleClaim } from '#core/payments';
import { apply, caseOf, doTask } from './apply.ts';
import { openTown, type Town } from './town.ts';

let town: Town;
before(async () => void (town = await openTown()));
after(() => town.close());

type Course = {
  slug: string;
  /** Beginning of the walkthrough's name. */
  example: string;
  tasks?: { as: string; data: JsonObject }[];
  pays?: boolean;
  outcome: string;
  /** Subjects of what lies in the inbox at the end. */
  inbox: string[];
};

/** One service of each family, driven through the real program: form, rules, tasks, fee, letter. */
const courses: Course[] = [
  { slug: 'address-change', example: 'Der übliche Fall', outcome: 'granted', inbox: ['Wohnsitz ummelden'] },
  {
    slug: 'tree-felling',
    example: 'Krank, Antrag der Mieterin',
    tasks: [
      { as: 'tom.schuster@musterstadt.example', data: { opinion: 'agree' } },
      { as: 'ines.falk@musterstadt.example', data: { decision: 'granted', feeCents: 8000, conditions: 'Zwei Laubbäume nachpflanzen.\nVorher ankündigen.' } },
    ],
    outcome: 'granted',
    inbox: ['Baum fällen oder stark schneiden'],
  },
  {
    slug: 'visitor-parking',
    example: 'Eine Woche in der Nordstadt',
    tasks: [{ as: 'fatima.haddad@musterstadt.example', data: { decision: 'granted', feeCents: 1200 } }],
    pays: true,
    outcome: 'granted',
    inbox: ['Besucherparkausweis'],
  },
  { slug: 'registration-certificate', example: 'Der übliche Fall', pays: true, outcome: 'granted', inbox: ['Meldebescheinigung'] },
  { slug: 'sports-hall', example: 'Gruppe ohne Verein', tasks: [{ as: 'nina.jost@musterstadt.example', data: { decision: 'granted', feeCents: 4000 } }], outcome: 'granted', inbox: ['Sporthalle oder Sportplatz buchen'] },
  {
    slug: 'music-school',
    example: 'Der übliche Fall',
    tasks: [
      { as: 'viktor.lang@musterstadt.example', data: { decision: 'waiting' } },
      { as: 'viktor.lang@musterstadt.example', data: { placed: true, feeCents: 9200 } },
    ],
    outcome: 'granted',
    inbox: ['Musikschule: Unterricht anmelden', 'Musikschule: Unterricht anmelden: Sie stehen auf der Warteliste'],
  },
  {
    slug: 'defect-report',
    example: 'Spritzen neben dem Spielplatz',
    tasks: [
      { as: 'sandra.kolb@musterstadt.example', data: { decision: 'granted' } },
      { as: 'uwe.stein@musterstadt.example', data: { result: 'done', answer: 'Die Spritzen sind entfernt.' } },
    ],
    outcome: 'done',
    inbox: ['Mangel melden: Unsere Antwort', 'Mangel melden: Wir kümmern uns'],
  },
  {
    slug: 'climate-grant',
    example: 'Dachanlage mit Stadtpass',
    tasks: [
      { as: 'ines.falk@musterstadt.example', data: { decision: 'granted', amountCents: 60000 } },
      { as: 'jakob.wiesner@musterstadt.example', data: { confirmed: true } },
      { as: 'igor.petrenko@musterstadt.example', data: { paidOn: '2026-09-21' } },
    ],
    outcome: 'granted',
    inbox: ['Zuschuss für Balkonkraftwerk und Speicher'],
  },
];

async function pay(caseId: string): Promise<void> {
  const [claim] = await town.t.read(SYSTEM, (ctx) => listCaseClaims(ctx, caseId));
  assert.ok(claim, 'a fee is asked for');
  const money = { entryKey: claim.id, amountCents: claim.amount_cents, bookedOn: '2026-09-14', payer: claim.debtor, reference: claim.booking_code, source: 'clerk' as const };
  await town.t.transact(SYSTEM, (ctx) => settleClaim(ctx, claim.id, money));
  await town.work();
}

for (const { slug, example, tasks = [], pays, outcome, inbox } of courses) {
  test(`${slug}: an application goes its way to the end`, async () => {
    const id = await apply(town, await town.citizen(undefined, 'substantial'), { slug, example });
    await town.work();
    const { id: caseId } = await caseOf(town, id);
    for (const task of tasks) await doTask(town, caseId, task);
    if (pays) await pay(caseId);
    const messages = await town.t.read(SYSTEM, (ctx) => listCaseMessages(ctx, caseId));
    assert.deepEqual(messages.map((one) => one.subject).sort(), inbox);
    assert.equal((await caseOf(town, id)).outcome, outcome);
    assert.deepEqual((await town.t.read(SYSTEM, (ctx) => listCaseTasks(ctx, caseId))).filter((one) => one.state === 'open'), []);
  });
}
