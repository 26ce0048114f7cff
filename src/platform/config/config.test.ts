import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { readConfig, settingsTable } from '#platform/config';

const project = '/srv/stadtkern';

test('without any setting the demo runs on its own database in the project folder', () => {
  const config = readConfig({}, project);
  assert.deepEqual([config.mode, config.port, config.databaseUrl, config.dataDir], ['demo', 8080, undefined, join(project, '.stadtkern')]);
  assert.equal(config.publicUrl, 'http://localhost:8080');
});

test('every wrong setting is named at once, without its value: it may be a secret', () => {
  const wrong = { PORT: 'abc', DATABASE_URL: 'mysql://user:geheim@db/x', LOG_LEVEL: 'laut' };
  assert.throws(() => readConfig(wrong, project), (error: Error) => ['PORT', 'DATABASE_URL', 'LOG_LEVEL'].every((name) => error.message.includes(name)) && !error.message.includes('geheim'));
});

test('an empty setting counts as not set', () => {
  assert.equal(readConfig({ PORT: '', SMTP_URL: '' }, project).port, 8080);
});

test('outside the demo nothing makes a seal key by itself', () => {
  assert.equal(readConfig({ STADTKERN_MODE: 'production' }, project).sealKeyFile, undefined);
  assert.equal(readConfig({}, project).sealKeyFile, join(project, '.stadtkern/demo-seal.pem'));
});

test('every setting says what it means', () => {
  for (const { name, meaning } of settingsTable()) assert.ok(meaning.length > 10, name);
});
