/** `npm run new:module market-stalls [stall] ["Marktstände"]`: a small module that runs, with its line in src/app/modules.ts. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const usage = 'npm run new:module NAME [DING] ["Titel"]\n  z. B. npm run new:module market-stalls stall "Marktstände"\n  NAME: englisch, klein, Mehrzahl; DING: wovon es handelt, Einzahl; Titel: wie es in der Verwaltung heißt';

function stop(sentence, code) {
  console.error(`${sentence}\n${usage}`);
  process.exit(code);
}

const kebab = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const pascal = (text) => text.split('-').map((word) => word[0].toUpperCase() + word.slice(1)).join('');
const camel = (text) => text.replaceAll(/-(.)/g, (_, letter) => letter.toUpperCase());
const snake = (text) => text.replaceAll('-', '_');
const plural = (text) => (text.endsWith('y') ? `${text.slice(0, -1)}ies` : /(s|x|ch|sh)$/.test(text) ? `${text}es` : `${text}s`);
const singular = (text) => (text.endsWith('ies') ? `${text.slice(0, -3)}y` : text.endsWith('s') ? text.slice(0, -1) : `${text}-entry`);

/** The words of the templates. */
function wordsFor([name, thing, title]) {
  const things = plural(thing);
  return { name, thing, things, title, schema: snake(name), table: `${snake(name)}.${snake(thing)}`, Name: pascal(name), Thing: pascal(thing), Things: pascal(things), module: camel(name), camelThing: camel(thing), camelThings: camel(things) };
}

const readme = (w) => `# ${w.name}
**Purpose.** What this module is for, in two sentences, and whom it serves.

**Words.** *${w.thing}* (deutsches Wort). New words go into \`GLOSSARY.md\`, too.

**Law and standards.** Which paragraph shapes it.

**Table.** \`${w.table}\`. **Events.** \`${w.name}/${w.thing}-added\`. **Permission.** \`${w.name}/edit\`: give it to a role in \`city/roles.yaml\`.

**Example.** \`add${w.Thing}(ctx, { name: 'Erster Eintrag' })\`; its page is \`/office/${w.name}\`.
`;

const moduleFile = (w) => `import { navEntries } from '#core/organisation';
import { routes } from '#platform/http';
import { defineModule } from '#platform/module';
import { ${w.camelThings}Pages } from './office/${w.things}-pages.tsx';

export const ${w.module}Module = defineModule({
  name: '${w.name}',
  migrations: \`\${import.meta.dirname}/migrations\`,
  permissions: [{ id: '${w.name}/edit', de: '${w.title}: ansehen und ändern' }],
  contributes: [
    ...${w.camelThings}Pages.map((route) => routes.of(route)),
    navEntries.of({ site: 'office', label: '${w.title}', href: '/office/${w.name}', icon: 'list', order: 500, access: 'may:${w.name}/edit' }),
  ],
});
`;

const tables = (w) => `export type ${w.Thing}Row = { tenant_id: number; id: string; name: string; added_at: Date };
export type ${w.Name}Tables = { '${w.table}': ${w.Thing}Row };
`;

const problems = (w) => `import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  '${w.name}/name-taken': { status: 409, de: '„{name}“ gibt es schon. Bitte wählen Sie einen anderen Namen.' },
});
`;

const migration = (w) => `-- What one row is, and why it is kept.
create table ${w.table} (
  tenant_id int not null,
  id uuid not null,
  name text not null,
  added_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index ${snake(w.thing)}_by_name on ${w.table} (tenant_id, lower(name));
select platform_protect('${w.table}');
`;

const useCase = (w) => `import { sql } from 'kysely';
import { z } from 'zod';
import { newId } from '#platform/db';
import { requirePermission, type Ctx } from '#platform/module';
import { problem } from './problems.ts';
import type { ${w.Name}Tables } from './tables.ts';

export const new${w.Thing} = z.object({ name: z.string().trim().min(1, 'Bitte geben Sie einen Namen ein.').max(100, 'Bitte höchstens 100 Zeichen.') });
export type New${w.Thing} = z.output<typeof new${w.Thing}>;

/**
 * Adds a ${w.thing.replaceAll('-', ' ')}.
 * @returns its id
 * @throws Problem 403 without permission, 409 when the name is taken.
 */
export async function add${w.Thing}(ctx: Ctx, { name }: New${w.Thing}): Promise<string> {
  requirePermission(ctx, '${w.name}/edit');
  const id = newId();
  const row = { tenant_id: ctx.tenantId, id, name, added_at: ctx.now };
  const added = await ctx
    .db<${w.Name}Tables>()
    .insertInto('${w.table}')
    .values(row)
    .onConflict((conflict) => conflict.expression(sql\`tenant_id, lower(name)\`).doNothing())
    .executeTakeFirst();
  if (Number(added.numInsertedOrUpdatedRows ?? 0) === 0) throw problem('${w.name}/name-taken', { name });
  ctx.emit({ type: '${w.name}/${w.thing}-added', subject: \`${w.thing}:\${id}\` });
  return id;
}
`;

const queries = (w) => `import type { Ctx } from '#platform/module';
import type { ${w.Thing}Row, ${w.Name}Tables } from './tables.ts';

/** One page of the list, newest first; go on with the id of the last row. */
export async function list${w.Things}(ctx: Ctx, { beforeId, limit = 50 }: { beforeId?: string; limit?: number } = {}): Promise<${w.Thing}Row[]> {
  let query = ctx.db<${w.Name}Tables>().selectFrom('${w.table}').selectAll().where('tenant_id', '=', ctx.tenantId);
  if (beforeId) query = query.where('id', '<', beforeId);
  return query.orderBy('id', 'desc').limit(limit).execute();
}
`;

const useCaseTest = (w) => `import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Problem } from '#platform/module';
import { staffActor, testApp } from '#platform/testing';
import { add${w.Thing} } from './add-${w.thing}.ts';
import { ${w.module}Module } from './module.ts';
import { list${w.Things} } from './${w.things}.queries.ts';

const t = await testApp({ modules: [${w.module}Module] });
after(() => t.close());
const clerk = staffActor(['${w.name}/edit']);

test('what was added stands in the list, and the event says so', async () => {
  const id = await t.transact(clerk, (ctx) => add${w.Thing}(ctx, { name: 'Erster Eintrag' }));
  const [first] = await t.read(clerk, (ctx) => list${w.Things}(ctx));
  assert.deepEqual([first?.id, first?.name], [id, 'Erster Eintrag']);
  assert.deepEqual(await t.eventTypes(), ['${w.name}/${w.thing}-added']);
});

test('a name is taken only once, whatever its case', async () => {
  const again = t.transact(clerk, (ctx) => add${w.Thing}(ctx, { name: 'ERSTER Eintrag' }));
  await assert.rejects(again, (error) => error instanceof Problem && error.code === '${w.name}/name-taken');
});

test('without the permission nothing is added', async () => {
  const foreign = t.transact(staffActor([]), (ctx) => add${w.Thing}(ctx, { name: 'Fremder Eintrag' }));
  await assert.rejects(foreign, (error) => error instanceof Problem && error.status === 403);
  assert.equal((await t.read(clerk, (ctx) => list${w.Things}(ctx))).length, 1);
});

test('the page asks who comes', async () => {
  const { status } = await t.client().get('/office/${w.name}');
  assert.ok(status === 401 || status === 303, String(status));
});
`;

const listPage = (w) => `import { z } from 'zod';
import { page, redirect, view, type Reply, type Route, type Rq } from '#platform/http';
import { Problem } from '#platform/module';
import { Button, ButtonRow, ErrorSummary, fieldId, Form, PageHeader, Pagination, Section, Stack, Table, TextField, Time } from '#platform/ui';
import { add${w.Thing}, new${w.Thing} } from '../add-${w.thing}.ts';
import { list${w.Things} } from '../${w.things}.queries.ts';

const path = '/office/${w.name}';
const access = 'may:${w.name}/edit';
const query = z.object({ vor: z.uuid().optional() });
const body = z.object({ name: z.string().max(200).default('') });
const ROWS = 50;

async function show(rq: Rq, { before, name = '', error }: { before?: string; name?: string; error?: string }): Promise<Reply> {
  const rows = await rq.read((ctx) => list${w.Things}(ctx, { limit: ROWS, ...(before ? { beforeId: before } : {}) }));
  const last = rows.length === ROWS ? rows.at(-1) : undefined;
  const content = (
    <Stack>
      {error && <ErrorSummary errors={[{ id: fieldId('name'), text: error }]} />}
      <PageHeader title="${w.title}" />
      <Table
        caption="${w.title}"
        captionHidden
        rows={rows}
        rowKey={(row) => row.id}
        empty="Noch kein Eintrag."
        columns={[
          { key: 'name', head: 'Name', rowHead: true, cell: (row) => row.name },
          { key: 'added', head: 'Angelegt', cell: (row) => <Time at={row.added_at} /> },
        ]}
      />
      <Pagination shown={rows.length} next={last && \`\${path}?vor=\${last.id}\`} />
      <Section title="Neuer Eintrag" id="neu">
        <Form action={path} label="Neuer Eintrag">
          <TextField name="name" label="Name" value={name} maxlength={100} required {...(error ? { error } : {})} />
          <ButtonRow>
            <Button variant="primary">Anlegen</Button>
          </ButtonRow>
        </Form>
      </Section>
    </Stack>
  );
  return view({ title: '${w.title}', body: content, crumbs: [{ label: '${w.title}' }], nav: path, status: error ? 422 : 200 });
}
`;

const addPage = (w) => `async function add(rq: Rq<unknown, unknown, z.output<typeof body>>): Promise<Reply> {
  const { name } = rq.body;
  const read = new${w.Thing}.safeParse({ name });
  if (!read.success) return show(rq, { name, error: read.error.issues[0]?.message ?? '' });
  try {
    await rq.transact((ctx) => add${w.Thing}(ctx, read.data));
  } catch (error) {
    if (error instanceof Problem && error.status === 409) return show(rq, { name, error: error.de });
    throw error;
  }
  return redirect(path, { flash: \`\${read.data.name} ist angelegt.\` });
}

/** The list and the form below it. */
export const ${w.camelThings}Pages: Route[] = [
  page({ method: 'GET', path, site: 'office', access, query, handle: (rq) => show(rq, rq.query.vor ? { before: rq.query.vor } : {}) }),
  page({ method: 'POST', path, site: 'office', access, body, handle: add }),
];
`;

const filesOf = (w) => ({
  'README.md': readme(w),
  'module.ts': moduleFile(w),
  'tables.ts': tables(w),
  'problems.ts': problems(w),
  [`migrations/0001-create-${w.thing}.sql`]: migration(w),
  [`add-${w.thing}.ts`]: useCase(w),
  [`add-${w.thing}.test.ts`]: useCaseTest(w),
  [`${w.things}.queries.ts`]: queries(w),
  [`office/${w.things}-pages.tsx`]: `${listPage(w)}\n${addPage(w)}`,
});

/** One line of import, one in the list, behind the last module: src/app/modules.ts stays the only place that knows all. */
function register(w) {
  const file = join(project, 'src/app/modules.ts');
  const lines = readFileSync(file, 'utf8').split('\n');
  const place = lines.findLastIndex((line) => line.includes("from '../modules/"));
  const last = /\{ (\w+) \}/.exec(lines[place] ?? '')?.[1];
  const entry = last ? lines.indexOf(`  ${last},`) : lines.findLastIndex((line) => line === '];') - 1;
  if (place < 0 || entry < 0) stop('In src/app/modules.ts fehlt die Stelle für die neue Zeile; bitte tragen Sie sie selbst ein.', 1);
  lines.splice(entry + 1, 0, `  ${w.module}Module,`);
  lines.splice(place + 1, 0, `import { ${w.module}Module } from '../modules/${w.name}/module.ts';`);
  writeFileSync(file, lines.join('\n'));
}

const [name = '', thing = singular(name), title = thing[0] ? thing[0].toUpperCase() + thing.slice(1) : ''] = process.argv.slice(2);
if (name === '--help') {
  console.log(usage);
  process.exit(0);
}
if (!kebab.test(name) || !kebab.test(thing)) stop('Name und Ding bestehen aus kleinen Buchstaben, Ziffern und Bindestrichen.', 2);
if (/^(utils?|helpers?|common|shared|misc|lib|manager)$/.test(name)) stop(`„${name}“ sagt nicht, worum es geht.`, 2);
if (/['"`<>{}\\\n]/.test(title)) stop('Im Titel sind keine Anführungszeichen, Klammern oder spitzen Klammern möglich.', 2);
const taken = ['platform', 'engines', 'core', 'modules', 'sites'].find((level) => existsSync(join(project, 'src', level, name)));
if (taken) stop(`src/${taken}/${name} gibt es schon.`, 1);

const words = wordsFor([name, thing, title]);
const folder = join(project, 'src/modules', name);
for (const [file, content] of Object.entries(filesOf(words))) {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), content);
}
register(words);
console.log(`Angelegt: src/modules/${name} (und eine Zeile in src/app/modules.ts)
Als Nächstes:
  1. README.md      wozu, welche Wörter, welches Gesetz
  2. city/roles.yaml  wer das Recht ${name}/edit bekommt
  3. migrations/ und tables.ts  was wirklich gespeichert wird
Prüfen:  npm test src/modules/${name}   und   npm run check`);
