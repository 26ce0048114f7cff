import assert from 'node:assert/strict';
import type { FormData } from '#engines/forms';
import type { City } from './city.ts';
import type { Person } from './person.ts';

/** What the receipt says: the number, and without account the code. */
export type Received = { number: string; code: string | undefined; pages: string[] };

type Application = { slug: string; data: FormData; notice?: 'elektronisch' | 'post' };

/** From the service's page through the form to the receipt. */
export async function apply(city: City, person: Person, { slug, data, notice = 'elektronisch' }: Application): Promise<Received> {
  await person.open(`/antrag/${slug}`);
  await person.press(/^(Jetzt beginnen|Ohne Konto beginnen)$/);
  const { service } = await city.service(slug);
  const pages = await person.fillApplication(service.form, data);
  await submit(person, notice);
  return { ...(await readReceipt(person)), pages };
}

/** Checks and sends, from the review page. */
export async function submit(person: Person, notice: 'elektronisch' | 'post' = 'elektronisch'): Promise<void> {
  const choice = person.page.locator(`input[name="zustellung"][value="${notice}"]`);
  if (await choice.count()) await person.tick(choice);
  await person.tick(person.page.locator('input[name="richtig"]'));
  await person.press('Verbindlich absenden');
  await person.sees('Ihr Antrag ist angekommen');
}

export async function readReceipt(person: Person): Promise<{ number: string; code: string | undefined }> {
  const text = await person.page.locator('main').innerText();
  const number = /\b\d{4}-[A-Z]+-\d{6}\b/.exec(text)?.[0];
  assert.ok(number, `the receipt names no number: ${text}`);
  return { number, code: /\b[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}\b/.exec(text)?.[0] };
}

/** Opens the case from the work list of the clerk's group. */
export async function openFromWorkList(clerk: Person, number: string): Promise<void> {
  await clerk.open('/office/arbeit');
  await clerk.follow(/^Meine Gruppe/);
  await clerk.follow(number);
  await clerk.sees(number);
}

/** Opens the case page anew. */
export async function openCase(clerk: Person): Promise<void> {
  assert.match(clerk.path, /^\/office\/vorgaenge\//, 'the clerk is on a case page');
  await clerk.open(clerk.path);
}

type Decision = { slug: string; form: string; data: FormData };

/** Fills in the task's form on the case page and completes it. */
export async function decide(city: City, clerk: Person, { slug, form, data }: Decision): Promise<void> {
  const { service } = await city.service(slug);
  const taskForm = service.taskForms[form];
  assert.ok(taskForm, `${slug} has no task form ${form}`);
  const page = taskForm.pages[0]?.id ?? '';
  // further questions open with the answers before them, a moment later or with the page that names what is missing
  for (let round = 0; round === 0 || (clerk.status === 422 && round < 4); round++) {
    for (let look = 0; look < 2; look++) await clerk.answer(taskForm, data, { pageId: page });
    await clerk.press('Erledigen und weiter');
  }
  await city.work();
}

/** A bank statement (CAMT.053) with one payment. */
export function bankStatement({ reference, amount, payer, on }: { reference: string; amount: string; payer: string; on: string }): Buffer {
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>1</MsgId><CreDtTm>${on}T06:00:00</CreDtTm></GrpHdr>
<Stmt><Id>STMT-${on}</Id><Acct><Id><IBAN>DE31999500000000123456</IBAN></Id></Acct>
<Ntry><NtryRef>1</NtryRef><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${on}</Dt></BookgDt><AcctSvcrRef>${on}-${reference}</AcctSvcrRef>
<NtryDtls><TxDtls><Refs><AcctSvcrRef>${on}-${reference}</AcctSvcrRef></Refs><Amt Ccy="EUR">${amount}</Amt><RltdPties><Dbtr><Pty><Nm>${payer}</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>${reference}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
</Stmt></BkToCstmrStmt></Document>`);
}
