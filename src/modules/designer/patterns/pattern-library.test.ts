import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeBundle, validateServiceFolder } from '#core/catalogue';
import { patterns } from './pattern-library.ts';

const beginning = { slug: 'firewood-permit', name: 'Brennholzschein', office: 'umweltamt', prefix: 'HOLZ' };

for (const pattern of patterns) {
  test(`the pattern „${pattern.title}“ is a whole service: its examples reach every page, way, rule and letter`, async () => {
    const verdict = await validateServiceFolder(makeBundle(beginning.slug, await pattern.make(beginning)));
    assert.deepEqual([verdict.errors, verdict.unreached], [[], []]);
  });
}
