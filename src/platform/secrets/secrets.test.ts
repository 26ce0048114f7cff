import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { SYSTEM, defineModule, type Ctx } from '#platform/module';
import { hostMatches } from '#platform/outbound';
import { citizenActor, staffActor, testApp, type TestApp } from '#platform/testing';
import { deleteSecret, fillSecrets, isSealed, listSecrets, openSecrets, redact, resealAll, seal, sealKeepers, secretNames, secretsModule, setSecret, unseal } from './index.ts';

let t: TestApp;
before(async () => void (t = await testApp({ modules: [secretsModule] })));
after(() => t.close());
const admin = staffActor(['admin/secrets'], { name: 'Tobias Krämer' });
const system = <R>(fn: (ctx: Ctx) => Promise<R>): Promise<R> => t.transact(SYSTEM, fn);
const stored = async (): Promise<string[]> => (await system((ctx) => sql<{ sealed: string }>`select sealed from secrets.secret where tenant_id = 1 order by name`.execute(ctx.db()))).rows.map((row) => row.sealed);
const keys = (secretKey: string | undefined, ...secretKeysBefore: string[]) => ({ mode: 'production' as const, dataDir: t.dir, secretKey, secretKeysBefore });
const newKey = (): string => randomBytes(32).toString('base64');
const here = { tenantId: 1, place: 'secret:A' };

test('a secret is set, opened for its host, replaced and deleted; each is an event that does not tell the value', async () => {
  await t.transact(admin, (ctx) => setSecret(ctx, { name: 'PRINTER_TOKEN', value: 'geheim-4711', note: 'Ausweisdrucker', hosts: ['Printer.Example.de', '*.druck.example'] }));
  const open = await system((ctx) => openSecrets(ctx, ['PRINTER_TOKEN'], 'printer.example.de:443'));
  assert.equal(open.get('PRINTER_TOKEN'), 'geheim-4711');
  const [sealed] = await stored();
  assert.ok(sealed && isSealed(sealed) && !sealed.includes('geheim'));
  await t.transact(admin, (ctx) => setSecret(ctx, { name: 'PRINTER_TOKEN', value: 'neu-0815', hosts: ['printer.example.de'] }));
  await t.transact(admin, (ctx) => setSecret(ctx, { name: 'PRINTER_TOKEN', note: 'nur die Notiz', hosts: ['printer.example.de'] }));
  assert.equal((await system((ctx) => openSecrets(ctx, ['PRINTER_TOKEN'], 'printer.example.de'))).get('PRINTER_TOKEN'), 'neu-0815');
  const [info] = await t.read(admin, listSecrets);
  assert.deepEqual([info?.name, info?.note, info?.hosts, info?.changedBy, Object.keys(info ?? {}).includes('value')], ['PRINTER_TOKEN', 'nur die Notiz', ['printer.example.de'], 'Tobias Krämer', false]);
  await t.transact(admin, (ctx) => deleteSecret(ctx, 'PRINTER_TOKEN'));
  assert.deepEqual((await t.eventTypes()).filter((type) => type.startsWith('secrets/')), ['secrets/created', 'secrets/changed', 'secrets/changed', 'secrets/deleted']);
  const log = await system((ctx) => sql<{ body: string }>`select body from audit.event where tenant_id = 1`.execute(ctx.db()));
  assert.ok(log.rows.every(({ body }) => !/geheim-4711|neu-0815/.test(body)));
});

test('what is wrong is refused with a sentence, and those without the permission may nothing', async () => {
  const set = (given: Parameters<typeof setSecret>[1]) => t.transact(admin, (ctx) => setSecret(ctx, given));
  await assert.rejects(set({ name: 'klein', value: 'abcd' }), { code: 'secrets/name-invalid' });
  await assert.rejects(set({ name: 'KURZ', value: 'abc' }), { code: 'secrets/value-invalid' });
  await assert.rejects(set({ name: 'ZEILE', value: 'abcd\n' }), { code: 'secrets/value-invalid' });
  await assert.rejects(set({ name: 'ADRESSE', value: 'abcd', hosts: ['https://a.de'] }), { code: 'secrets/host-invalid' });
  await assert.rejects(set({ name: 'FEHLT', note: 'ohne Wert' }), { code: 'secrets/no-such-secret' });
  for (const actor of [staffActor(['admin/people']), citizenActor()]) {
    await assert.rejects(t.transact(actor, (ctx) => setSecret(ctx, { name: 'FREMD', value: 'abcd' })), /not-allowed/);
    await assert.rejects(t.transact(actor, (ctx) => deleteSecret(ctx, 'FREMD')), /not-allowed/);
    await assert.rejects(t.read(actor, listSecrets), /not-allowed/);
  }
});

test('a secret goes to its own hosts only', async () => {
  await t.transact(admin, (ctx) => setSecret(ctx, { name: 'NUR_HIER', value: 'abcd', hosts: ['a.example'] }));
  await assert.rejects(system((ctx) => openSecrets(ctx, ['NUR_HIER'], 'b.example')), { code: 'secrets/host-forbidden' });
  await assert.rejects(system((ctx) => openSecrets(ctx, ['GIBT_ES_NICHT'], 'a.example')), { code: 'secrets/no-such-secret' });
  await assert.rejects(t.platform.read({ tenantId: 2, actor: SYSTEM }, (ctx) => openSecrets(ctx, ['NUR_HIER'], 'a.example')), { code: 'secrets/no-such-secret' });
  for (const [pattern, host, fits] of [['a.de', 'a.de:443', true], ['a.de:8443', 'a.de:443', false], ['*.a.de', 'x.a.de', true], ['*.a.de', 'a.de', false], ['*.a.de', 'xa.de', false], ['[::1]:80', '[::1]:80', true], ['a.de', 'a.de.evil.example', false]] as const)
    assert.equal(hostMatches(pattern, host), fits, `${pattern} ${host}`);
});

test('a sealed text opens only at its place, unchanged, with its key', () => {
  const config = keys(newKey());
  const text = seal(config, here, 'Größe: 10 €');
  assert.equal(unseal(config, here, text), 'Größe: 10 €');
  assert.notEqual(text, seal(config, here, 'Größe: 10 €'), 'a fresh nonce every time');
  for (const wrong of [{ tenantId: 2, place: 'secret:A' }, { tenantId: 1, place: 'secret:B' }]) assert.throws(() => unseal(config, wrong, text), { code: 'secrets/unreadable' });
  const flipped = text.slice(0, -3) + (text.at(-3) === 'A' ? 'B' : 'A') + text.slice(-2);
  assert.throws(() => unseal(config, here, flipped), { code: 'secrets/unreadable' });
  assert.throws(() => unseal(keys(newKey()), here, text), { code: 'secrets/unreadable' });
  assert.throws(() => unseal(config, here, 'offen'), { code: 'secrets/unreadable' });
  assert.throws(() => seal(keys(undefined), here, 'x'), { code: 'secrets/no-key' });
});

test('the demo makes a key that only its own account can read', () => {
  const file = join(t.dir, 'demo-secrets.pem');
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.match(readFileSync(file, 'utf8'), /^-----BEGIN STADTKERN SECRET KEY-----\n[A-Za-z0-9+/]{43}=\n/);
});

test('after a change of key everything is sealed anew, also what was readable; then the old key can go', async () => {
  const [old, young] = [newKey(), newKey()];
  const places = new Map([['totp:1', 'LESBAR'], ['totp:2', seal(keys(old), { tenantId: 1, place: 'totp:2' }, 'ALT')], ['totp:3', seal(keys(newKey()), { tenantId: 1, place: 'totp:3' }, 'VERLOREN')]]);
  const keeper = defineModule({
    name: 'keeper',
    contributes: [
      sealKeepers.of({
        name: 'sample',
        list: async (_ctx, { after }) => (after ? [] : [...places].map(([place, text]) => ({ id: place, place, text }))),
        store: async (_ctx, { place, sealed }) => void places.set(place, sealed),
      }),
    ],
  });
  const app = await testApp({ modules: [secretsModule, keeper], env: { SECRET_KEY: young, SECRET_KEYS_BEFORE: old } });
  try {
    await app.transact(SYSTEM, (ctx) => sql`insert into secrets.secret (tenant_id, name, note, hosts, sealed, changed_at, changed_by) values (1, 'ALT', '', '{a.example}', ${seal(keys(old), { tenantId: 1, place: 'secret:ALT' }, 'wert')}, ${ctx.now}, 'x')`.execute(ctx.db()));
    assert.deepEqual(await resealAll(app.platform, 1), { secrets: 1, sample: 2 });
    assert.deepEqual(await resealAll(app.platform, 1), { secrets: 0, sample: 0 });
    const config = keys(young);
    assert.deepEqual([unseal(config, { tenantId: 1, place: 'totp:1' }, places.get('totp:1') ?? ''), unseal(config, { tenantId: 1, place: 'totp:2' }, places.get('totp:2') ?? '')], ['LESBAR', 'ALT']);
    assert.equal((await app.transact(SYSTEM, (ctx) => openSecrets(ctx, ['ALT'], 'a.example'))).get('ALT'), 'wert');
    assert.equal((await app.eventTypes()).filter((type) => type === 'secrets/resealed').length, 2);
  } finally {
    await app.close();
  }
});

test('names are found in a text, values put in, and taken out of what comes back', () => {
  const open = new Map([['TOKEN', 'a"b&c']]);
  assert.deepEqual(secretNames('Bearer secret:TOKEN, secret:TOKEN secret:kleines'), ['TOKEN']);
  assert.equal(fillSecrets('Bearer secret:TOKEN', open), 'Bearer a"b&c');
  assert.equal(redact(`x a"b&c y a%22b%26c z a\\"b&c w ${Buffer.from('a"b&c').toString('base64')}`, open), 'x ••• y ••• z ••• w •••');
});
