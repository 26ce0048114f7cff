import { setTimeout as sleep } from 'node:timers/promises';
import type { CompiledForm } from '#engines/forms';
import type { TestClient, TestResponse } from '#platform/testing';
import { bankStatement } from '../../test/bank-statement.ts';
import { hiddenFields, messagesOf, postFields, postedAnswers } from '../../test/fill-form.ts';
import { percentile } from './measure.ts';
import { Person, answersOf, serviceOf, type MonthService } from './month-people.ts';

/** How long each kind of step took, in ms. */
export class Stopwatch {
  readonly times = new Map<string, number[]>();

  async time<R>(step: string, work: () => Promise<R>): Promise<R> {
    const began = performance.now();
    const result = await work();
    const known = this.times.get(step) ?? [];
    known.push(performance.now() - began);
    this.times.set(step, known);
    return result;
  }

  of(step: string, share: number): number {
    return Math.round(percentile(this.times.get(step) ?? [], share));
  }

  lines(): string[] {
    return [...this.times].map(([step, times]) => `${step.padEnd(30)} ${String(times.length).padStart(6)} ×  Median ${this.of(step, 0.5)}, p99 ${this.of(step, 0.99)}, höchste ${Math.round(Math.max(...times))} ms`);
  }
}

export type Month = { url: string; now: Date; watch: Stopwatch; forms: Map<MonthService, CompiledForm>; taskForms: Map<string, CompiledForm>; password: string };
/** Somebody who has applied; `code` and `amount` are known once the city has said what is to be paid. */
export type Applicant = { client: TestClient; service: MonthService; id: string; number: string };

function expect(answer: TestResponse, status: number, what: string): TestResponse {
  if (answer.status !== status) throw new Error(`${what}: ${answer.status} ${answer.location ?? ''} ${messagesOf(answer.text).slice(0, 600)}`);
  return answer;
}

/** From the service's page through the form to the receipt, as a browser without account does it. */
export async function applyAs({ url, now, watch, forms }: Month, i: number): Promise<Applicant> {
  const client = new Person(url);
  const service = serviceOf(i);
  const form = forms.get(service) as CompiledForm;
  const data = answersOf(i, now);
  await watch.time('Antrag: Leistung ansehen', async () => expect(await client.get(`/leistungen/${service}`), 200, service));
  const draft = (await watch.time('Antrag: beginnen', async () => expect(await client.post(`/antrag/${service}`, {}, { follow: false }), 303, 'begin'))).location ?? '';
  let path = (await client.get(draft, { follow: false })).location ?? '';
  while (path.includes('/seite/')) {
    const html = (await watch.time('Antrag: Frage ansehen', async () => expect(await client.get(path), 200, path))).text;
    const answers = [...hiddenFields(html, path), ...postedAnswers(form, path.split('/').at(-1) ?? '', data)];
    const answer = await watch.time('Antrag: Frage beantworten', () => postFields(client, path, answers));
    // new questions have opened: the same answers once more
    path = answer.status === 200 ? ((await postFields(client, path, [...hiddenFields(answer.text, path), ...postedAnswers(form, path.split('/').at(-1) ?? '', data)])).location ?? '') : (expect(answer, 303, path).location ?? '');
  }
  await watch.time('Antrag: prüfen', () => client.get(path));
  const sent = await watch.time('Antrag: absenden', () => client.post(`${draft}/absenden`, { richtig: 'ja', zustellung: 'elektronisch' }, { follow: false }));
  const receipt = expect(sent, 303, 'submit').location ?? '';
  const received = await watch.time('Antrag: Eingangsbestätigung', async () => expect(await client.get(receipt), 200, receipt));
  const number = /\b\d{4}-[A-Z]+-\d{6}\b/.exec(received.text)?.[0];
  if (!number) throw new Error(`No number: ${receipt} ${messagesOf(received.text)}`);
  return { client, service, id: draft.split('/').at(-1) ?? '', number };
}

export type Bill = { code: string; amount: string };

/** Looks at the status. @returns what is to be paid; undefined when the city has not said so yet */
export async function billOf({ watch }: Month, { client, id }: Applicant): Promise<Bill | undefined> {
  const page = await watch.time('Antrag: Stand ansehen', async () => expect(await client.get(`/status/${id}`), 200, 'status'));
  const code = /\b\d{4}-\d{7}-\d{2}\b/.exec(page.text)?.[0];
  const amount = /([\d.]+,\d\d)\s*(?:&nbsp;|\u00a0)?\s*€/.exec(page.text)?.[1];
  return code && amount ? { code, amount: amount.replace('.', '').replace(',', '.') } : undefined;
}

export async function signIn({ url, password }: Month, email: string): Promise<TestClient> {
  const client = new Person(url);
  const page = await client.get('/office/anmelden');
  const fields = Object.fromEntries(hiddenFields(page.text, '/office/anmelden'));
  const answer = await client.post('/office/anmelden', { ...fields, email, password, kennwort: password, passwort: password }, { follow: false });
  expect(answer, 303, `sign in ${email}`);
  return client;
}

/** The treasury reads in a day's bank statement: looks, then books. */
export async function bookStatement({ watch, now }: Month, { clerk, bills, day }: { clerk: TestClient; bills: Bill[]; day: number }): Promise<void> {
  const xml = bankStatement(bills.map(({ code, amount }) => ({ amount, reference: code, key: `${day}-${code}`, on: now.toISOString().slice(0, 10) })));
  const file = new File([xml], 'auszug.xml', { type: 'application/xml' });
  const seen = await watch.time('Kasse: Auszug prüfen', async () => expect(await clerk.post('/office/kasse/kontoauszug', { datei: file }), 200, 'statement'));
  const fields = Object.fromEntries(hiddenFields(seen.text, '/office/kasse/kontoauszug/buchen'));
  const booked = await watch.time('Kasse: Auszug buchen', async () => expect(await clerk.post('/office/kasse/kontoauszug/buchen', fields), 200, 'book'));
  const count = Number(/([\d.]+) Zahlung(?:en)? gebucht/.exec(booked.text.replaceAll(/<[^>]+>/g, ' '))?.[1] ?? 0);
  if (count !== bills.length) throw new Error(`Booked ${count} of ${bills.length} payments`);
}

/** A clerk finds the case by its number and does the open task. */
export async function doTaskOf({ watch, taskForms }: Month, { clerk, number, task, data }: { clerk: TestClient; number: string; task: string; data: Record<string, string | boolean> }): Promise<void> {
  const list = await watch.time('Amt: Vorgang suchen', async () => expect(await clerk.get(`/office/arbeit?ansicht=alle&q=${number}`), 200, 'work list'));
  const link = /href="(\/office\/vorgaenge\/[^"]+)"/.exec(list.text)?.[1]?.replaceAll('&amp;', '&');
  if (!link) throw new Error(`${number} is not on the work list`);
  const open = async () => {
    const shown = await watch.time('Amt: Vorgang öffnen', async () => expect(await clerk.get(link), 200, link));
    return { shown, action: /action="(\/office\/aufgaben\/[^"]+\/erledigen)"/.exec(shown.text)?.[1] };
  };
  let { shown, action } = await open();
  // what is confirmed in a rush begins its process a moment later, and no clerk is as quick as these
  for (let looks = 0; !action && looks < 20; looks++) {
    await sleep(100);
    ({ shown, action } = await open());
  }
  const form = taskForms.get(task);
  if (!action || !form) throw new Error(`${number} offers no task`);
  const fields = [...hiddenFields(shown.text, action), ...postedAnswers(form, form.pages[0]?.id ?? '', data)];
  expect(await watch.time('Amt: Aufgabe erledigen', () => postFields(clerk, action, fields)), 303, action);
}
