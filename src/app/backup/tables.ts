import type pg from 'pg';

/** A table as it is copied; generated columns are left to the database. `tenant_id` comes first. */
export type Table = { name: string; columns: Column[]; key: string[] };
export type Column = { name: string; type: string };

/** The tables of these schemas with their columns; partitions count as their parent. */
export async function listTables(client: pg.ClientBase, schemas: string[]): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select n.nspname || '.' || c.relname as name,
       (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attname <> 'tenant_id', a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
       coalesce((select array_agg(a.attname::text order by k.place) from pg_index i, unnest(i.indkey) with ordinality as k(attnum, place), pg_attribute a
         where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid and a.attnum = k.attnum), '{}') as key
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and n.nspname = any($1) order by 1`,
    [schemas],
  );
  return rows;
}

const quoted = (names: string[]): string => names.map((name) => `"${name}"`).join(', ');
const FETCH = 500;

/**
 * The rows of a table part as JSON arrays of the columns' texts: as exact as COPY for every type, and a JSON null in a
 * jsonb column stays apart from no value. A cursor keeps only a few hundred rows in memory.
 */
export async function* readRowsOf(client: pg.ClientBase, from: string, columns: string[]): AsyncGenerator<string> {
  await client.query(`declare backup_rows no scroll cursor for select to_json(array[${columns.join(', ')}]::text[])::text as line from ${from}`);
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`fetch ${FETCH} from backup_rows`);
    for (const { line } of rows) yield line;
    if (rows.length < FETCH) break;
  }
  await client.query('close backup_rows');
}

/** All rows of a table, tenant by tenant in the order of its key. */
export async function* readTable(client: pg.ClientBase, { name, columns, key }: Table, tenantIds: number[]): AsyncGenerator<string> {
  const texts = columns.map((column) => `"${column.name}"::text`);
  const order = key.length ? ` order by ${quoted(key)}` : '';
  if (columns[0]?.name !== 'tenant_id') return yield* readRowsOf(client, `${name}${order}`, texts);
  for (const tenantId of tenantIds) {
    await client.query("select set_config('app.tenant', $1, true)", [String(tenantId)]);
    yield* readRowsOf(client, `${name} where tenant_id = ${tenantId}${order}`, texts);
  }
}

type Target = { table: Table; columns: string[]; keepExisting?: boolean };

/** Inserts rows that were read with these columns, under the row-level security of their tenant. A column that is gone is left out. */
export async function insertRows(client: pg.ClientBase, { table, columns, keepExisting }: Target, lines: string[]): Promise<number> {
  const types = new Map(table.columns.map((column) => [column.name, column.type]));
  const known = columns.flatMap((name, i) => (types.has(name) ? [{ name, text: `(v->>${i})::${types.get(name)}` }] : []));
  const insert = `insert into ${table.name} (${quoted(known.map((column) => column.name))})
    select ${known.map((column) => column.text).join(', ')} from json_array_elements($1::json) v${keepExisting ? ' on conflict do nothing' : ''}`;
  const groups = columns[0] === 'tenant_id' ? byTenant(lines) : new Map([['', lines]]);
  let inserted = 0;
  for (const [tenantId, own] of groups) {
    await client.query("select set_config('app.tenant', $1, true)", [tenantId]);
    inserted += (await client.query(insert, [`[${own.join(',')}]`])).rowCount ?? 0;
  }
  return inserted;
}

function byTenant(lines: string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const line of lines) {
    const tenantId = /^\["(\d+)"/.exec(line)?.[1] ?? '';
    const group = groups.get(tenantId);
    if (group) group.push(line);
    else groups.set(tenantId, [line]);
  }
  return groups;
}

/** Lets rows arrive in any order within this transaction: references are checked when `fn` is done. */
export async function withReferencesLast(client: pg.ClientBase, schemas: string[], fn: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ name: string; constraint: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name, format('%I', k.conname) as constraint
     from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
     where k.contype = 'f' and not k.condeferrable and k.conparentid = 0 and n.nspname = any($1)`,
    [schemas],
  );
  for (const { name, constraint } of rows) await client.query(`alter table ${name} alter constraint ${constraint} deferrable initially deferred`);
  await fn();
  await client.query('set constraints all immediate');
  for (const { name, constraint } of rows) await client.query(`alter table ${name} alter constraint ${constraint} not deferrable`);
}
