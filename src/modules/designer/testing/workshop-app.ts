import { join, resolve } from 'node:path';
import { casesModule } from '#core/cases';
import { catalogueModule, createDraft, getDraft, type OpenDraft } from '#core/catalogue';
import { inboxModule } from '#core/inbox';
import { organisationModule } from '#core/organisation';
import { partiesModule } from '#core/parties';
import { paymentsModule } from '#core/payments';
import { recordsModule } from '#core/records';
import { processModule } from '#engines/process';
import { authModule } from '#platform/auth';
import { SESSION_COOKIE, sessionResolver } from '#platform/http';
import { defineModule, SYSTEM, seeds, type Actor } from '#platform/module';
import { secretsModule } from '#platform/secrets';
import { staffActor, testApp, type TestApp, type TestClient, type TestResponse } from '#platform/testing';
import { designerModule } from '../module.ts';
import { patterns } from '../patterns/pattern-library.ts';

const person = (last: string, name: string): Actor => staffActor(['catalogue/edit', 'catalogue/approve', 'catalogue/publish', 'cases/migrate', 'insights/read'], { id: `00000000-0000-7000-8000-0000000000${last}`, name });

/** The people of the workshop's tests. */
export const people: Record<string, Actor> = { svenja: person('a1', 'Svenja Ohlsen'), nadine: person('a2', 'Nadine Kühn'), aylin: person('a3', 'Aylin Demir'), clerk: staffActor(['cases/read', 'cases/work', 'cases/supervise'], { id: '00000000-0000-7000-8000-0000000000a4' }) };

const signIn = defineModule({
  name: 'designer-test',
  contributes: [sessionResolver.of(async ({ token }) => (people[token] ? { actor: people[token], session: { id: token, accountId: people[token].id ?? '', kind: 'staff' as const, data: {} } } : undefined))],
});

export type WorkshopApp = {
  t: TestApp;
  as(name: string): TestClient;
  /** Begins a draft after a pattern. @returns its id */
  begin(pattern: string, options?: { slug?: string; name?: string }): Promise<string>;
  draft(id: string): Promise<OpenDraft>;
  close(): Promise<void>;
};

/** The files of a service as a pattern makes them. */
export async function filesOfPattern(pattern: string, slug: string, name = 'Brennholzschein'): Promise<Record<string, string>> {
  const found = patterns.find(({ key }) => key === pattern);
  if (!found) throw new Error(`no pattern ${pattern}`);
  return found.make({ slug, name, office: 'umweltamt', prefix: 'HOLZ' });
}

/** The workshop with the offices of the sample city and no service but those that a test makes. */
export async function workshopApp(): Promise<WorkshopApp> {
  const t = await testApp({ modules: [signIn, authModule, secretsModule, processModule, organisationModule, catalogueModule, partiesModule, recordsModule, casesModule, inboxModule, paymentsModule, designerModule], env: { SERVICES_DIR: join(resolve(import.meta.dirname), 'nothing') } });
  for (const seed of t.platform.contributions(seeds).filter(({ name }) => name.startsWith('organisation/'))) await t.transact(SYSTEM, (ctx) => seed.run(ctx));
  const svenja = people['svenja'] as Actor;
  return {
    t,
    as: (name) => {
      const client = t.client();
      client.cookies.set(SESSION_COOKIE, name);
      return client;
    },
    begin: async (pattern, { slug = 'firewood-permit', name = 'Brennholzschein' } = {}) => {
      const files = await filesOfPattern(pattern, slug, name);
      return t.transact(svenja, (ctx) => createDraft(ctx, { slug, files, note: 'Nach Muster' }));
    },
    draft: (id) => t.read(svenja, (ctx) => getDraft(ctx, id)),
    close: () => t.close(),
  };
}

/** Hidden fields of a form on a page, to post it as a browser would. */
export function hiddenFields({ text }: TestResponse, action: RegExp): Record<string, string> {
  const form = [...text.matchAll(/<form[^>]*action="([^"]*)"[\s\S]*?<\/form>/g)].find(([html, url]) => action.test(`${url ?? ''} ${html}`))?.[0] ?? '';
  return Object.fromEntries([...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value.replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>')]));
}
