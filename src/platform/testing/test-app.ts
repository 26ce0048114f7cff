import type { FastifyInstance } from 'fastify';
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { auditModule, listRecentEvents, recordEvents, untilEventsAreVisible } from '#platform/audit';
import { readConfig } from '#platform/config';
import { openDatabase } from '#platform/db';
import { deliverEvents, eventsModule } from '#platform/events';
import { createServer } from '#platform/http';
import { openJobs, type JobRunner } from '#platform/jobs';
import { mailModule } from '#platform/mail';
import { SYSTEM, createLogger, createPlatform, schemaOf, type Actor, type Ctx, type Module, type Platform } from '#platform/module';
import { numbersModule } from '#platform/numbers';
import { diskStorage } from '#platform/storage';
import { createTestDatabase } from './test-database.ts';
import { TestClient } from './test-client.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');

/** A running installation for one test file: own database, own files, own port, a clock that only the test moves. */
export type TestApp = {
  platform: Platform;
  tenantId: number;
  server: FastifyInstance;
  jobs: JobRunner;
  /** Address of the HTTP server, e.g. http://127.0.0.1:34567. */
  url: string;
  dir: string;
  /** The clock; starts at the real time. */
  time: { now: Date; advance(milliseconds: number): void };
  transact<R>(actor: Actor, fn: (ctx: Ctx) => Promise<R>): Promise<R>;
  read<R>(actor: Actor, fn: (ctx: Ctx) => Promise<R>): Promise<R>;
  /** Event types recorded so far, oldest first. */
  eventTypes(): Promise<string[]>;
  /** Delivers events and runs jobs until nothing is left, also nothing that is still hidden. */
  settle(): Promise<void>;
  /** A browser without JavaScript: cookies, redirects, forms. */
  client(): TestClient;
  close(): Promise<void>;
};

export const PLATFORM_MODULES: Module[] = [auditModule, eventsModule, mailModule, numbersModule];

export type TestAppOptions = {
  modules?: Module[];
  env?: Record<string, string>;
  /** What every such installation begins with: made once, then copied with its database. It must not store files. */
  prepared?: { /** Files and folders whose content decides what is made. */ from: string[]; make(t: TestApp): Promise<void> };
};

/** Boots the ground and the given modules (each can be booted alone with those it builds on). */
export async function testApp(options: TestAppOptions = {}): Promise<TestApp> {
  const modules = [...PLATFORM_MODULES, ...(options.modules ?? []).filter((m) => !PLATFORM_MODULES.includes(m))];
  const sources = modules.flatMap((m) => (m.migrations ? [{ owner: schemaOf(m), dir: m.migrations }] : []));
  const { prepared } = options;
  const make = async (url: string): Promise<void> => {
    const t = await boot(url, { ...options, modules });
    try {
      await prepared?.make(t);
      for await (const file of t.platform.storage.list()) throw new Error(`A prepared installation must not store files: ${file}`);
    } finally {
      await t.close();
    }
  };
  const database = await createTestDatabase(PROJECT, sources, prepared && { key: `f${fingerprint(prepared.from)}`, make });
  const t = await boot(database.url, { ...options, modules });
  return {
    ...t,
    close: async () => {
      await t.close();
      await database.drop();
    },
  };
}

/** Changes with every saved file. */
function fingerprint(places: string[]): string {
  const hash = createHash('sha256');
  const note = (path: string): unknown => {
    const { mtimeMs, size } = statSync(path);
    return hash.update(`${path}|${mtimeMs}|${size}\n`);
  };
  for (const place of places) {
    if (!statSync(place).isDirectory()) note(place);
    else for (const entry of readdirSync(place, { recursive: true, withFileTypes: true })) if (entry.isFile() && !/\.test\.tsx?$/.test(entry.name)) note(join(entry.parentPath, entry.name));
  }
  return hash.digest('hex').slice(0, 12);
}

async function boot(databaseUrl: string, { modules, env }: { modules: Module[]; env?: Record<string, string> }): Promise<TestApp> {
  const dir = await mkdtemp(join(tmpdir(), 'stadtkern-test-'));
  const config = readConfig({ DATABASE_URL: databaseUrl, STADTKERN_DATA: dir, PORT: '0', STADTKERN_ASSETS: join(PROJECT, '.stadtkern', 'assets'), LOG_LEVEL: process.env.TEST_LOG ?? 'silent', ...env }, PROJECT);
  const db = await openDatabase({ url: databaseUrl, poolSize: 8 });
  const time = { now: new Date(), advance: (ms: number) => void (time.now = new Date(time.now.getTime() + ms)) };
  const platform = createPlatform({ config, db, storage: diskStorage(join(dir, 'files')), log: createLogger(config.logLevel), clock: () => new Date(time.now), modules, recordEvents });
  const jobs = await openJobs(platform, { tenants: async () => [1] });
  const server = await createServer(platform);
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  config.publicUrl = url;
  const transact: TestApp['transact'] = (actor, fn) => platform.transact({ tenantId: 1, actor }, fn);
  return {
    platform, tenantId: 1, server, jobs, url, dir, time, transact,
    read: (actor, fn) => platform.read({ tenantId: 1, actor }, fn),
    eventTypes: () => platform.read({ tenantId: 1, actor: SYSTEM }, async (ctx) => (await listRecentEvents(ctx, { limit: 1000 })).map((event) => event.type).reverse()),
    settle: async () => {
      do {
        while ((await deliverEvents(platform, 1)) + (await jobs.drain()) > 0);
      } while (await untilEventsAreVisible(platform));
    },
    client: () => new TestClient(url),
    close: async () => {
      await server.close();
      await jobs.stop();
      await db.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Somebody of the staff with these permissions, everywhere or in one office. */
export function staffActor(permissions: string[], options: { id?: string; name?: string; officeId?: string | null } = {}): Actor {
  return {
    kind: 'staff',
    id: options.id ?? '00000000-0000-7000-8000-0000000000aa',
    name: options.name ?? 'Erika Beispiel',
    grants: permissions.map((permission) => ({ permission, officeId: options.officeId ?? null })),
    trustLevel: 'substantial',
  };
}

export function citizenActor(id = '00000000-0000-7000-8000-0000000000cc', trustLevel: Actor['trustLevel'] = 'substantial'): Actor {
  return { kind: 'citizen', id, name: 'Max Beispiel', grants: [], trustLevel };
}
