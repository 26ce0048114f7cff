import { mkdirSync } from 'node:fs';
import pg from 'pg';
import { publishChangedServices } from '#core/catalogue';
import { readConfig } from '#platform/config';
import { openJobs, type JobRunner } from '#platform/jobs';
import { SYSTEM, seeds, type Platform } from '#platform/module';
import { openInstallation } from '../../src/app/installation.ts';
import type { BenchContext } from './run.ts';

export type BenchInstallation = { platform: Platform; jobs: JobRunner; close(): Promise<void> };

/** A fresh durable installation with offices, people and services, without sample cases. */
export async function benchInstallation(context: BenchContext): Promise<BenchInstallation> {
  mkdirSync(context.dir, { recursive: true });
  const url = await freshDatabase(context);
  const config = readConfig({ DATABASE_URL: url, STADTKERN_DATA: context.dir, LOG_LEVEL: 'error', DATABASE_POOL: '20' }, context.project);
  const { platform, close } = await openInstallation(config);
  const jobs = await openJobs(platform, { tenants: async () => [1] });
  for (const seed of platform.contributions(seeds)) {
    if (seed.name.startsWith('organisation/')) await platform.transact({ tenantId: 1, actor: SYSTEM }, (ctx) => seed.run(ctx));
  }
  await publishChangedServices(platform, 1);
  return {
    platform,
    jobs,
    close: async () => {
      await jobs.stop();
      await close();
    },
  };
}

/** Every bench has a database of its own on the same server. */
export async function freshDatabase({ databaseUrl, dir }: BenchContext): Promise<string> {
  const name = `bench_${dir.split('/').at(-1)}`;
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  return url.toString();
}

/** Commits of two inserts a second by 16 clients on this database: what the disk and PostgreSQL can do at most here. */
export async function twoInsertRate(platform: Platform): Promise<number> {
  const { pool } = platform.db;
  await pool.query('create table if not exists platform.bench (tenant_id int not null, id uuid not null, body text, primary key (tenant_id, id))');
  const { newId } = await import('#platform/db');
  const { rate } = await import('./measure.ts');
  const body = 'x'.repeat(500);
  const once = async (): Promise<void> => {
    const client = await pool.connect();
    try {
      await client.query('begin');
      await client.query({ name: 'bench', text: 'insert into platform.bench values (1, $1, $2)', values: [newId(), body] });
      await client.query({ name: 'bench', text: 'insert into platform.bench values (1, $1, $2)', values: [newId(), body] });
      await client.query('commit');
    } finally {
      client.release();
    }
  };
  await rate(200, 16, once);
  return rate(3000, 16, once);
}
