import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { settingsTable } from '#platform/config';
import { commands } from '../src/app/cli.ts';

const project = resolve(import.meta.dirname, '..');
const readme = readFileSync(join(project, 'README.md'), 'utf8');

test('the README tells every setting with its meaning and default', () => {
  for (const { name, meaning, byDefault } of settingsTable()) {
    const line = `| \`${name}\` | ${meaning} | ${byDefault ? `\`${byDefault}\`` : ''} |`;
    assert.ok(readme.includes(line), line);
  }
});

test('the README tells every group of commands', () => {
  for (const { words } of commands) assert.ok(readme.includes(words[0] ?? ''), words.join(' '));
});

test('what the pages of documentation link to is there', () => {
  const pages = ['README.md', 'CONTRIBUTING.md', 'GLOSSARY.md', ...globSync('docs/**/*.md', { cwd: project }), ...globSync('src/**/README.md', { cwd: project })];
  const missing = pages.flatMap((page) => {
    const links = [...readFileSync(join(project, page), 'utf8').matchAll(/(?:\]\(|src=")([^)"#:{]+)[)"#]/g)].map(([, link = '']) => link);
    return links.filter((link) => !existsSync(join(project, dirname(page), link))).map((link) => `${page}: ${link}`);
  });
  assert.deepEqual(missing, []);
});

test('every script that the README names exists', () => {
  const { scripts } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
  const named = [...readme.matchAll(/npm (?:run )?([a-z:]+)/g)].map(([, name = '']) => name).filter((name) => !['registry'].includes(name));
  assert.deepEqual(named.filter((name) => !(name in scripts)), []);
});
