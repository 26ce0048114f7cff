import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '#platform/db';
import { readConfig } from '#platform/config';
import { SYSTEM, type Actor, type Platform } from '#platform/module';
import { openInstallation } from '../../src/app/installation.ts';
import type { BenchContext } from './run.ts';

/** So many cases with five documents each; `BENCH_CASES=1000000` is the full size. */
const CASES = Number(process.env.BENCH_CASES ?? 100_000);
const PIECE = 50_000;
/** Different texts; documents repeat them. */
const TEXTS = 2_000;

export type Volume = { platform: Platform; clerk: Actor; officeId: string; cases: number; close(): Promise<void> };

/** An installation with many cases and documents, kept between runs in `.stadtkern/bench-volume-N`. */
export async function openVolume(context: BenchContext): Promise<Volume> {
  const dir = join(context.project, '.stadtkern', `bench-volume-${CASES}`);
  mkdirSync(dir, { recursive: true });
  const database = await startEmbedded({ dir: join(dir, 'postgres') });
  const config = readConfig({ DATABASE_URL: database.url, STADTKERN_DATA: dir, LOG_LEVEL: 'error', DATABASE_POOL: '8' }, context.project);
  const { platform, close } = await openInstallation(config);
  const state = join(dir, 'made.json');
  if (!existsSync(state)) {
    const officeIds = await generate(database.url, context.log);
    writeFileSync(state, JSON.stringify(officeIds));
  }
  const [officeId = ''] = JSON.parse(readFileSync(state, 'utf8')) as string[];
  const clerk: Actor = { kind: 'staff', id: '00000000-0000-7000-8000-000000000001', name: 'Bench', grants: ['cases/read', 'cases/work', 'records/read'].map((permission) => ({ permission, officeId })), trustLevel: 'substantial' };
  return { platform, clerk, officeId, cases: CASES, close: async () => (await close(), database.stop()) };
}

/** Ids that count: sortable like the real ones, and computable. */
const caseId = "('00000000-0000-7000-9000-' || lpad(to_hex(i), 12, '0'))::uuid";
const fileId = "('00000000-0000-7000-a000-' || lpad(to_hex(i), 12, '0'))::uuid";
const documentId = "('00000000-0000-7000-b000-' || lpad(to_hex(i * 5 + n), 12, '0'))::uuid";
const office = "('00000000-0000-7000-8100-' || lpad(to_hex(i % 20), 12, '0'))::uuid";
const hash = `encode(sha256(('text ' || ((i * 5 + n) * 7919 % ${TEXTS}))::bytea), 'hex')`;
const at = "(timestamptz '2016-01-01' + (i::float8 / $2::float8) * interval '3900 days')";
const name = "(array['Anna','Bernd','Cem','Daria','Emil','Fatma','Georg','Hanna','Ivan','Jana'])[1 + i % 10] || ' ' || (array['Weber','Müller','Yıldız','Schmidt','Öztürk','Fischer','Kaya','Wagner','Becker','Hoffmann','Koch','Richter','Wolf','Neumann','Zimmermann'])[1 + (i / 10) % 15] || (i / 150) % 997";
const words = "(array['Hundesteuer','Gewerbe','Bewohnerparken','Wohngeld','Baugenehmigung','Sondernutzung','Kita','Melderegister','Abfall','Baumfällung'])";

async function generate(url: string, log: (sentence: string) => void): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("set app.tenant = '1'; set synchronous_commit = off; set maintenance_work_mem = '256MB'");
  await client.query(`insert into records.blob_text (tenant_id, hash, state, text, read_at) select 1, encode(sha256(('text ' || k)::bytea), 'hex'), 'read',
    'Sehr geehrte Damen und Herren, ' || (select string_agg('begriff' || ((k * 31 + w * 97) % 20000), ' ') from generate_series(1, 60) w) || ' ' || ${words}[1 + k % 10] || ' Bescheid vom Amt', now() from generate_series(0, ${TEXTS - 1}) k on conflict do nothing`);
  for (let from = 0; from < CASES; from += PIECE) {
    const range = [from, CASES, Math.min(CASES, from + PIECE) - 1];
    const each = 'from generate_series($1::int, $3::int) i';
    const inserts = [
      `insert into cases.case (tenant_id, id, number, service_slug, version_id, office_id, title, applicant_name, applicant, data, status, submitted_at, due_on)
        select 1, ${caseId}, '2026-BENCH-' || lpad(i::text, 7, '0'), 'bench-' || i % 10, '00000000-0000-7000-8200-000000000000', ${office}, ${words}[1 + i % 10] || ' ' || i, ${name}, '{"locale":"de"}', '{}', case when i % 20 = 0 then 'open' else 'closed' end, ${at}, (${at})::date + 30 ${each}`,
      `insert into cases.case_word (tenant_id, word, case_id) select 1, word, ${caseId} ${each}, unnest(array['2026-bench-' || lpad(i::text, 7, '0'), lower(${words}[1 + i % 10])]) word on conflict do nothing`,
      `insert into records.case_file (tenant_id, id, case_id, plan_position, number, title, person, office_id, opened_at, opened_by) select 1, ${fileId}, ${caseId}, '02.3.' || (1 + i % 4), '2026-BENCH-' || lpad(i::text, 7, '0'), ${words}[1 + i % 10] || ' ' || i, ${name}, ${office}, ${at}, 'Bench' ${each}`,
      `insert into records.document (tenant_id, id, file_id, case_id, kind, title, created_at, created_by) select 1, ${documentId}, ${fileId}, ${caseId}, (array['application','attachment','letter','note','message'])[1 + n], (array['Antrag','Nachweis','Bescheid','Vermerk','Nachricht'])[1 + n] || ' ' || i, ${at}, 'Bench' ${each}, generate_series(0, 4) n`,
      `insert into records.version (tenant_id, document_id, number, blob_hash, size, mime, name, created_at, created_by) select 1, ${documentId}, 1, ${hash}, 500, 'text/plain', 'a.txt', ${at}, 'Bench' ${each}, generate_series(0, 4) n`,
      `insert into records.search_entry (tenant_id, document_id, words)
        select 1, ${documentId}, setweight(to_tsvector('german', (array['Antrag','Nachweis','Bescheid','Vermerk','Nachricht'])[1 + n] || ' ' || i), 'A') || setweight(to_tsvector('german', ${words}[1 + i % 10] || ' ' || ${name}), 'B') || t.vector
          || array_to_tsvector(array['~k:' || (array['application','attachment','letter','note','message'])[1 + n], '~o:' || ${office}::text, '~f:' || ${fileId}::text, '~y:' || to_char(${at}, 'YYYY'), '~q:' || to_char(${at}, 'YYYY-Q'), '~p:02', '~p:02.3', '~p:02.3.' || (1 + i % 4)])
        ${each}, generate_series(0, 4) n join lateral (select to_tsvector('german', text) as vector from bench_text b where b.k = (i * 5 + n) * 7919 % ${TEXTS}) t on true`,
    ];
    if (from === 0) {
      await client.query(`create temporary table bench_text as select k, (select text from records.blob_text where tenant_id = 1 and hash = encode(sha256(('text ' || k)::bytea), 'hex')) as text from generate_series(0, ${TEXTS - 1}) k; create index on bench_text (k); analyze bench_text`);
      await client.query('drop index if exists records.search_entry_words');
    }
    for (const insert of inserts) await client.query(insert.includes('$2') ? insert : `${insert}`.replaceAll('$3', '$2'), insert.includes('$2') ? range : [range[0], range[2]]);
    log(`${Math.min(CASES, from + PIECE)} von ${CASES} Vorgängen erzeugt`);
  }
  log('Index der Suche …');
  await client.query('create index if not exists search_entry_words on records.search_entry using gin (words)');
  await client.query(`insert into records.search_word (tenant_id, word) select distinct 1, lexeme from (select words from records.search_entry limit 20000) e, unnest(e.words) where lexeme !~ '^[~0-9]' and length(lexeme) between 3 and 40 on conflict do nothing`);
  // one large file, as others fail at
  await client.query(`insert into records.document (tenant_id, id, file_id, case_id, kind, title, created_at, created_by) select 1, ('00000000-0000-7000-c000-' || lpad(to_hex(k), 12, '0'))::uuid, '00000000-0000-7000-a000-000000000000', '00000000-0000-7000-9000-000000000000', 'note', 'Blatt ' || k, now(), 'Bench' from generate_series(1, 500) k`);
  await client.query(`insert into records.version (tenant_id, document_id, number, blob_hash, size, mime, name, created_at, created_by) select 1, ('00000000-0000-7000-c000-' || lpad(to_hex(k), 12, '0'))::uuid, 1, encode(sha256('text 0'::bytea), 'hex'), 500, 'text/plain', 'a.txt', now(), 'Bench' from generate_series(1, 500) k`);
  await client.query('analyze');
  const { rows } = await client.query<{ size: string }>('select pg_size_pretty(pg_database_size(current_database())) as size');
  log(`${CASES} Vorgänge, ${CASES * 5} Dokumente: ${rows[0]?.size}`);
  await client.end();
  return ['00000000-0000-7000-8100-000000000003'];
}

export const asClerk = ({ clerk }: Volume): { tenantId: number; actor: Actor } => ({ tenantId: 1, actor: clerk });
export const asMachine = { tenantId: 1, actor: SYSTEM };
