import { join } from 'node:path';
import { publishChangedServices, findCurrentVersion, type CompiledService } from '#core/catalogue';
import { runCaseWork } from '#core/cases';
import { createSession, findAccountByEmail } from '#platform/auth';
import { SESSION_COOKIE, sessionResolver } from '#platform/http';
import { SYSTEM, seeds, type Actor } from '#platform/module';
import { testApp, type TestApp, type TestClient } from '#platform/testing';
import { modules } from '../src/app/modules.ts';

/** The whole city hall for tests: all modules, the sample city with its people, the published services, a clock that stands still. */
export type Town = {
  t: TestApp;
  /** A browser in which this person of the sample city is signed in. */
  citizen(email?: string, trustLevel?: Actor['trustLevel']): Promise<TestClient>;
  clerk(email: string): Promise<TestClient>;
  /** The same clerk for calling a use case directly, with the roles of the sample city. */
  actor(email: string): Promise<Actor>;
  accountId(email: string): Promise<string>;
  service(slug: string): Promise<{ versionId: string; service: CompiledService }>;
  /** Lets background work and everything that follows from it happen. */
  work(): Promise<void>;
  close(): Promise<void>;
};

/** A Monday morning on which the walkthroughs of the services make sense. */
const MORNING = '2026-09-14T08:30:00Z';

/** Offices, people and services, the same for every test file. */
async function settleTown(t: TestApp): Promise<void> {
  t.time.now = new Date(MORNING);
  for (const seed of t.platform.contributions(seeds).filter(({ name }) => name.startsWith('organisation/'))) await t.transact(SYSTEM, (ctx) => seed.run(ctx));
  const report = await publishChangedServices(t.platform, 1);
  if (report.broken.length) throw new Error(`Not published: ${JSON.stringify(report.broken)}`);
  await t.platform.db.pool.query('analyze');
}

export async function openTown({ now = MORNING }: { now?: string } = {}): Promise<Town> {
  const from = ['src', 'services', 'city'].map((folder) => join(import.meta.dirname, '..', folder));
  const t = await testApp({ modules, prepared: { from, make: settleTown } });
  t.time.now = new Date(now);
  const accountId = async (email: string, kind: 'citizen' | 'staff' = 'citizen'): Promise<string> => {
    const account = await t.read(SYSTEM, (ctx) => findAccountByEmail(ctx, kind, email));
    if (!account) throw new Error(`Nobody in the sample city has the address ${email}`);
    return account.id;
  };
  const session = (id: string, trustLevel: Actor['trustLevel']): Promise<string> => t.transact(SYSTEM, async (ctx) => (await createSession(ctx, id, { trustLevel, secondFactor: true, method: 'password' })).token);
  const signIn = async (id: string, trustLevel: Actor['trustLevel']): Promise<TestClient> => {
    const client = t.client();
    client.cookies.set(SESSION_COOKIE, await session(id, trustLevel));
    return client;
  };
  return {
    t,
    accountId,
    citizen: async (email = 'anna.schmidt@post.example', trustLevel = 'basic') => signIn(await accountId(email), trustLevel),
    clerk: async (email) => signIn(await accountId(email, 'staff'), 'substantial'),
    actor: async (email) => {
      const token = await session(await accountId(email, 'staff'), 'substantial');
      const found = await t.platform.contributions(sessionResolver)[0]?.({ platform: t.platform, tenantId: 1, token });
      if (!found) throw new Error(`${email} cannot sign in`);
      return found.actor;
    },
    service: async (slug) => {
      const found = await t.read(SYSTEM, (ctx) => findCurrentVersion(ctx, slug));
      if (!found) throw new Error(`No service ${slug}`);
      return found;
    },
    work: async () => {
      do await t.settle();
      while ((await runCaseWork(t.platform, 1)) > 0);
    },
    close: () => t.close(),
  };
}
