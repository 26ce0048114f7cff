// The whole architecture as one test: who may import whom, and whose tables.
// A level may use every level below it. Folders on one level are strangers,
// except in `platform` and `core`, where they may use each other without a circle.
// Blind spots: it reads text, so an import or SQL text that is put together from parts escapes it.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';

const LEVEL: Record<string, number> = { platform: 1, engines: 2, core: 3, modules: 4, sites: 4, app: 5 };
const PEERS_ALLOWED = new Set(['platform', 'core']);
const MAX_LINES = 400;
const FOLDERS_WITH_DOOR = new Set(['platform', 'engines', 'core']);

type Unit = { level: string; name: string };
type Import = { file: string; from: Unit; to: Unit; spec: string };

const files = globSync('src/**/*.{ts,tsx}');
const contents = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
const text = (file: string): string => contents.get(file) ?? '';
const unitOf = (path: string): Unit => {
  const [, level = '', name = ''] = path.split('/');
  return { level, name: level === 'app' ? 'app' : name };
};
const same = (a: Unit, b: Unit): boolean => a.level === b.level && a.name === b.name;
const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file);

function importsOf(file: string): Import[] {
  const found = text(file).matchAll(/(?:from|import)\s*\(?\s*['"]([#.][^'"]+)['"]/g);
  return [...found].map(([, spec = '']) => {
    const path = spec.startsWith('#') ? `src/${spec.slice(1)}` : normalize(join(dirname(file), spec));
    return { file, spec, from: unitOf(file), to: unitOf(path) };
  });
}

const imports = files.flatMap(importsOf).filter((i) => i.to.level in LEVEL);
const crossing = imports.filter((i) => !same(i.from, i.to));
const report = (bad: Import[]): string[] => bad.map((i) => `${i.file} → ${i.spec}`);

test('imports point downwards; neighbours meet only in platform and core', () => {
  const bad = crossing.filter(({ from, to }) => {
    const peers = from.level === to.level && PEERS_ALLOWED.has(from.level);
    return !peers && !((LEVEL[from.level] ?? 0) > (LEVEL[to.level] ?? 9));
  });
  assert.deepEqual(report(bad), []);
});

test('a folder is entered by its door (#level/name), never by a relative path', () => {
  // a test may borrow the sample city of its neighbour
  const borrowed = (i: Import): boolean => isTest(i.file) && i.spec.includes('/sample/');
  const bad = crossing.filter((i) => i.spec.startsWith('.') && i.from.level !== 'app' && !borrowed(i));
  assert.deepEqual(report(bad), []);
});

test('no circles between folders', () => {
  const uses = new Map<string, Set<string>>();
  // a folder's tests may boot what stands above it on its own level; its code may not
  for (const { file, from, to } of crossing.filter((i) => !isTest(i.file))) {
    if (!file) continue;
    const key = `${from.level}/${from.name}`;
    uses.set(key, (uses.get(key) ?? new Set()).add(`${to.level}/${to.name}`));
  }
  const reaches = (start: string, at: string, seen = new Set<string>()): boolean =>
    [...(uses.get(at) ?? [])].some((next) => next === start || (!seen.has(next) && reaches(start, next, seen.add(next))));
  assert.deepEqual(
    [...uses.keys()].filter((unit) => reaches(unit, unit)),
    [],
  );
});

const schemas = new Set(globSync('src/*/*/migrations').map((path) => (path.split('/')[2] ?? '').replaceAll('-', '_')));
const ownSchema = (file: string): string => unitOf(file).name.replaceAll('-', '_');

test('a folder touches only the tables of its own database schema', () => {
  const spoken = /(?:\b(?:from|join|into|update)\s+|(?:selectFrom|insertInto|updateTable|deleteFrom|innerJoin|leftJoin)\(\s*['"`])([a-z_]+)\.[a-z_]+/gi;
  const bad = files
    .filter((file) => !isTest(file))
    .flatMap((file) =>
      [...text(file).matchAll(spoken)].filter(([, schema = '']) => schemas.has(schema) && schema !== ownSchema(file)).map(([sql]) => `${file}: ${sql}`),
    );
  assert.deepEqual(bad, []);
});

test('migrations make tables in their own schema, led by the tenant and protected by row-level security', () => {
  const bad = globSync('src/*/*/migrations/*.sql').flatMap((file) => {
    const sql = readFileSync(file, 'utf8');
    const foreign = [...sql.matchAll(/\b(?:create table|alter table|references)\s+(?:if not exists\s+)?([a-z_]+)\.([a-z_]+)/gi)].filter(([, schema]) => schema !== ownSchema(file));
    const made = [...sql.matchAll(/create table\s+(?:if not exists\s+)?([a-z_]+\.[a-z_]+)\s*\(([\s\S]*?)\n\)/gi)];
    const open = made.filter(([, table]) => !sql.includes(`platform_protect('${table}')`)).map(([, table]) => `${file}: ${table} is not protected`);
    const unled = made.filter(([, , body = '']) => !/primary key\s*\(\s*tenant_id\b/i.test(body)).map(([, table]) => `${file}: the primary key of ${table} does not start with tenant_id`);
    return [...foreign.map(([part]) => `${file}: ${part}`), ...open, ...unled];
  });
  assert.deepEqual(bad, []);
});

test('one door per folder, names that say something, no file past the limit', () => {
  const doors = files.filter((f) => f.endsWith('/index.ts') && f.split('/').length !== 4);
  const missing = globSync('src/*/*/').filter((path) => FOLDERS_WITH_DOOR.has(unitOf(path).level) && !files.includes(join(path, 'index.ts')));
  const drawers = files.filter((f) => /\/(utils?|helpers?|common|shared|misc|lib|manager)(\/|\.tsx?$)/.test(f));
  const long = files.filter((f) => text(f).split('\n').length > MAX_LINES + 1);
  assert.deepEqual([...doors, ...missing, ...drawers, ...long], []);
});

test('business code takes the time from its context', () => {
  const bad = files.filter((f) => /^src\/(core|modules|engines)\//.test(f) && !isTest(f) && !f.includes('/testing/')).filter((f) => /new Date\(\)|Date\.now\(\)/.test(text(f)));
  assert.deepEqual(bad, []);
});

test('every folder explains itself on one page', () => {
  const folders = [...new Set(files.filter((f) => unitOf(f).level !== 'app').map((f) => f.split('/').slice(0, 3).join('/')))];
  assert.deepEqual(
    folders.filter((folder) => globSync(`${folder}/README.md`).length === 0),
    [],
  );
});
