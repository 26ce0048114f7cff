import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '#platform/db';
import { readConfig } from '#platform/config';
import { SYSTEM, type Actor, type Platform } from '#platform/module';
import { openInstallation } from '../../src/app/installation.ts';
import type { BenchContext } from './run.ts';

/** So many cases with five documents each: a million with `--volume`; `BENCH_CASES` for another size. */
const CASES = Number(process.env.BENCH_CASES ?? (process.argv.includes('--volume') ? 1_000_000 : 100_000));
const PIECE = 25_000;
/** Different texts; documents repeat them. */
const TEXTS = 2_000;
/** Pieces that are made beside each other. */
const WRITERS = 2;

export type Volume = { platform: Platform; clerk: Actor; officeId: string; cases: number; close(): Promise<void> };

/** An installation with many cases and documents, kept between runs in `.stadtkern/bench-volume-N`. */
export async function openVolume(context: BenchContext): Promise<Volume> {
  const dir = join(context.project, '.stadtkern', `bench-volume-${CASES}`);
  mkdirSync(dir, { recursive: true });
  const database = await startEmbedded({ dir: join(dir, 'postgres') });
  const config = readConfig({ DATABASE_URL: database.url, STADTKERN_DATA: dir, LOG_LEVEL: 'error', DATABASE_POOL: '8' }, context.project);
  const { platform, close } = await openInstallation(config);
  const made = join(dir, 'made.json');
  if (!existsSync(made)) {
    const started = performance.now();
    const size = await generate(database.url, context.log);
    const seconds = Math.round((performance.now() - started) / 1000);
    writeFileSync(made, JSON.stringify({ cases: CASES, documents: CASES * 5, size, seconds }));
    context.log(`${CASES} Vorgänge, ${CASES * 5} Dokumente: ${size} in ${seconds} s`);
  }
  const officeId = '00000000-0000-7000-8100-000000000003';
  const clerk: Actor = { kind: 'staff', id: '00000000-0000-7000-8000-000000000001', name: 'Bench', grants: ['cases/read', 'cases/work', 'records/read'].map((permission) => ({ permission, officeId })), trustLevel: 'substantial' };
  return { platform, clerk, officeId, cases: CASES, close: async () => (await close(), database.stop()) };
}

/** Ids that count: sortable like the real ones, and computable. */
const idOf = (group: string, number: string): string => `('00000000-0000-7000-${group}-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
const caseId = idOf('9000', 'i');
const fileId = idOf('a000', 'i');
const documentId = idOf('b000', 'i * 5 + n');
const office = idOf('8100', 'i % 20');
/** Evenly over the years up to yesterday. */
const at = `(timestamptz '2016-01-01' + (i::float8 / ${CASES}) * (date_trunc('day', now()) - timestamptz '2016-01-01'))`;
const name = "(array['Anna','Bernd','Cem','Daria','Emil','Fatma','Georg','Hanna','Ivan','Jana'])[1 + i % 10] || ' ' || (array['Weber','Müller','Yıldız','Schmidt','Öztürk','Fischer','Kaya','Wagner','Becker','Hoffmann','Koch','Richter','Wolf','Neumann','Zimmermann'])[1 + (i / 10) % 15] || (i / 150) % 997";
/** One of eight thousand made-up words. */
const word = (n: string): string => `(${['ba,ke,li,mo,nu,ra,se,ti,vo,wu,schna,gre,fli,tro,pfu,zwa,bei,mau,heu,lau', 'bel,dom,fen,gur,hal,jin,kor,lum,mes,nor,pan,rus,sil,tam,wen,zog,beck,dorf,feld,haus', 'ung,heit,keit,schaft,tum,chen,lein,ler,nis,sal,bert,mann,tier,werk,zeug,bau,gut,land,recht,amt'].map((part, at) => `(array['${part.replaceAll(',', "','")}'])[1 + (${n}) / ${20 ** at} % 20]`).join(' || ')})`;
const words = "(array['Hundesteuer','Gewerbe','Bewohnerparken','Wohngeld','Baugenehmigung','Sondernutzung','Kita','Melderegister','Abfall','Baumfällung'])";
const matter = `${words}[1 + (i / 20) % 10] || ' ' || i`;
const kind = "(array['application','attachment','letter','note','message'])[1 + n]";
const title = "(array['Antrag','Nachweis','Bescheid','Vermerk','Nachricht'])[1 + n] || ' ' || i";
const position = "'02.3.' || (1 + (i / 3) % 4)";
const number = "'2026-BENCH-' || lpad(i::text, 7, '0')";
/** Which of the texts; neighbours have different ones. */
const text = `((i * 5 + n) * 7919 + i / 20) % ${TEXTS}`;
const hash = `encode(sha256(('text ' || ${text})::bytea), 'hex')`;
/** Running: a part of the last months, and a few that never end. */
const status = `case when (i > ${CASES} * 0.95 and i / 20 % 2 = 0) or i / 20 % 199 = 7 then 'open' else 'closed' end`;

/** What `indexDocuments` writes, with the vector of the text taken from a table, so that millions take minutes. */
const entry = `setweight(to_tsvector('german', ${title}), 'A') || setweight(to_tsvector('german', ${matter} || ' ' || ${name}), 'B') || array_to_tsvector(array[lower(${number})]) || t.vector
  || array_to_tsvector(array['~k:' || ${kind}, '~f:' || ${fileId}, '~o:' || ${office}, '~n:' || lower(${name}), '~y:' || to_char(${at}, 'YYYY'), '~q:' || to_char(${at}, 'YYYY-Q'), '~oq:' || right(${office}::text, 12) || ':' || to_char(${at}, 'YYYY-Q'), '~oy:' || right(${office}::text, 12) || ':' || to_char(${at}, 'YYYY'), '~p:02', '~p:02.3', '~p:' || ${position}])`;

const cases = 'from generate_series($1::bigint, $2::bigint) i';
const documents = `${cases} cross join generate_series(0, 4) n`;
const inserts = [
  `insert into cases.case (tenant_id, id, number, service_slug, version_id, office_id, title, applicant_name, applicant, data, status, submitted_at, due_on)
    select 1, ${caseId}, ${number}, 'bench-' || i % 10, '00000000-0000-7000-8200-000000000000', ${office}, ${matter}, ${name}, '{"locale":"de"}', '{}', ${status}, ${at}, (${at})::date + 30 ${cases}`,
  `insert into cases.case_word (tenant_id, word, case_id) select 1, word, ${caseId} ${cases}, unnest(array[lower(${number}), lower(${words}[1 + (i / 20) % 10]), lower(split_part(${name}, ' ', 1)), lower(split_part(${name}, ' ', 2))]) word on conflict do nothing`,
  `insert into records.case_file (tenant_id, id, case_id, plan_position, number, title, person, office_id, opened_at, opened_by) select 1, ${fileId}, ${caseId}, ${position}, ${number}, ${matter}, ${name}, ${office}, ${at}, 'Bench' ${cases}`,
  `insert into records.document (tenant_id, id, file_id, case_id, kind, title, created_at, created_by) select 1, ${documentId}, ${fileId}, ${caseId}, ${kind}, ${title}, ${at}, 'Bench' ${documents}`,
  `insert into records.version (tenant_id, document_id, number, blob_hash, size, mime, name, created_at, created_by) select 1, ${documentId}, 1, ${hash}, 500, 'text/plain', 'a.txt', ${at}, 'Bench' ${documents}`,
  `insert into records.search_entry (tenant_id, document_id, words) select 1, ${documentId}, ${entry} ${documents} join bench_text t on t.k = ${text}`,
];

const tables = ['cases.case', 'cases.case_word', 'records.case_file', 'records.document', 'records.version', 'records.search_entry', 'records.search_word'];
/** The texts, their vectors, and one large file, as others fail at. */
const before = [
  `truncate ${tables.join(', ')} cascade`,
  'create table if not exists bench_text (k bigint primary key, text text, vector tsvector)',
  `insert into bench_text (k, text) select k, 'Sehr geehrte Damen und Herren, ' || (select string_agg(${word('(k * 31 + w * 97) % 8000')}, ' ') from generate_series(1, 4 + k % 16) w) || ' ' || ${words}[1 + k % 10] || ' Bescheid vom Amt' from generate_series(0, ${TEXTS - 1}) k on conflict do nothing`,
  "update bench_text set vector = to_tsvector('german', text)",
  `insert into records.blob_text (tenant_id, hash, state, text, read_at) select 1, encode(sha256(('text ' || k)::bytea), 'hex'), 'read', text, now() from bench_text on conflict do nothing`,
  'analyze bench_text',
  // built at the end they are made in a fraction of the time and are smaller; what was dropped is remembered for a run that was interrupted
  `create table if not exists bench_index as
    select 'drop index if exists ' || schemaname || '.' || indexname as drop, replace(indexdef, 'INDEX ', 'INDEX if not exists ') as make from pg_indexes where (schemaname, tablename) in (${tables.map((table) => `('${table.replace('.', "', '")}')`).join(', ')}) and indexname !~ '_pkey$'
    union all select format('alter table %s drop constraint if exists %s', conrelid::regclass, conname), format('alter table %s add constraint %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint where contype = 'p' and conrelid in ('records.document'::regclass, 'records.version'::regclass, 'records.search_entry'::regclass)`,
];
const largeId = idOf('c000', 'k');
const after = [
  "insert into records.search_word (tenant_id, word) select distinct 1, lexeme from (select vector as words from bench_text union all (select words from records.search_entry limit 50000)) e, unnest(e.words) where lexeme ~ '^[[:alpha:]]{3,40}$' on conflict do nothing",
  `insert into records.document (tenant_id, id, file_id, case_id, kind, title, created_at, created_by) select 1, ${largeId}, ${idOf('a000', '3')}, ${idOf('9000', '3')}, 'note', 'Blatt ' || k, now(), 'Bench' from generate_series(1, 500) k`,
  `insert into records.version (tenant_id, document_id, number, blob_hash, size, mime, name, created_at, created_by) select 1, ${largeId}, 1, encode(sha256('text 0'::bytea), 'hex'), 500, 'text/plain', 'a.txt', now(), 'Bench' from generate_series(1, 500) k`,
  `vacuum (analyze) ${tables.join(', ')}, records.blob_text`,
];

/** @returns how large the database became. */
async function generate(url: string, log: (sentence: string) => void): Promise<string> {
  const client = await connect(url);
  for (const statement of before) await client.query(statement);
  const indexes = await client.query<{ drop: string; make: string }>('select drop, make from bench_index order by make');
  for (const { drop } of indexes.rows) await client.query(drop);
  let [next, done] = [0, 0];
  const write = async (): Promise<void> => {
    const writer = await connect(url);
    for (let from = next; from < CASES; from = next) {
      next += PIECE;
      for (const insert of inserts) await writer.query(insert, [from, Math.min(CASES, from + PIECE) - 1]);
      log(`${Math.min(CASES, (done += PIECE))} von ${CASES} Vorgängen erzeugt`);
    }
    await writer.end();
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
  log('Indexe …');
  for (const { make } of indexes.rows) await client.query(make);
  for (const statement of after) await client.query(statement);
  const { rows } = await client.query<{ size: string }>('select pg_size_pretty(pg_database_size(current_database())) as size');
  await client.end();
  return rows[0]?.size ?? '';
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("set app.tenant = '1'; set synchronous_commit = off; set maintenance_work_mem = '1GB'");
  return client;
}

export const asClerk = ({ clerk }: Volume): { tenantId: number; actor: Actor } => ({ tenantId: 1, actor: clerk });
export const asMachine = { tenantId: 1, actor: SYSTEM };
