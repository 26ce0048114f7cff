import assert from 'node:assert/strict';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { listMails, type StoredMail } from '#platform/mail';
import { SYSTEM, seeds } from '#platform/module';
import { openBrowser } from '#platform/testing';
import { openTown, type Town } from '../town.ts';
import { PageRecord } from './page-record.ts';
import { Person } from './person.ts';

/** Public passwords of the sample city (city/people.yaml, city/citizens.yaml). */
const PASSWORD = 'Musterstadt-2026';

/** The whole city hall with a browser in front of it; one per test file. */
export type City = Town & {
  record: PageRecord;
  /** Somebody without account. */
  visitor(context?: BrowserContextOptions): Promise<Person>;
  /** Signs in on the page, with the public password of the sample city. */
  signedIn(email: string, context?: BrowserContextOptions): Promise<Person>;
  /** The newest mail to this address. */
  mailTo(email: string, subject: RegExp): Promise<StoredMail>;
  /** Nothing about the pages of this file was wrong. */
  requireCleanPages(): void;
};

export async function openCity(options: Parameters<typeof openTown>[0] = {}): Promise<City> {
  const [town, browser] = await Promise.all([openTown(options), openBrowser()]);
  const record = new PageRecord();
  const people: Person[] = [];
  // an interrupted file must not leave its browser behind
  const arrive = async (context?: BrowserContextOptions): Promise<Person> => {
    const person = await Person.arrive({ browser: browser as Browser, base: town.t.url, record, ...(context ? { context } : {}) });
    people.push(person);
    return person;
  };
  for (const seed of town.t.platform.contributions(seeds).filter(({ name }) => !name.startsWith('organisation/'))) await town.t.transact(SYSTEM, (ctx) => seed.run(ctx));
  return {
    ...town,
    record,
    visitor: arrive,
    signedIn: async (email, context) => {
      const person = await arrive(context);
      const staff = email.endsWith('@musterstadt.example');
      await person.open(staff ? '/office/anmelden' : '/anmelden');
      await person.page.getByLabel('E-Mail-Adresse').fill(email);
      await person.page.getByLabel('Passwort', { exact: true }).fill(PASSWORD);
      await person.press('Anmelden', { within: person.page.locator('main') });
      return person;
    },
    mailTo: async (email, subject) => {
      const mails = await town.t.read(SYSTEM, (ctx) => listMails(ctx, { to: email }));
      const found = mails.find((mail) => subject.test(mail.subject));
      assert.ok(found, `no mail ${subject} to ${email}, only: ${mails.map((mail) => mail.subject).join(' | ')}`);
      return found;
    },
    requireCleanPages: () => assert.deepEqual([...record.findings, ...people.flatMap((person) => person.complaints)], []),
    close: async () => {
      await browser.close();
      await town.close();
    },
  };
}
