import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brandCss, contrast } from './brand-colours.ts';

test('contrast is counted as WCAG does', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21);
  assert.equal(contrast('#777777', '#ffffff').toFixed(2), '4.48');
});

for (const colour of ['#ffd500', '#0b5a50', '#e30613', '#111111', '#ffffff', '#00a0e3']) {
  test(`a city in ${colour} gets links that can be read, by day and by night`, () => {
    const css = brandCss(colour);
    const [light = '', dark = ''] = [...css.matchAll(/--kern-color-action-default:(#\w{6})/g)].map((m) => m[1] ?? '');
    assert.ok(contrast(light, '#ffffff') >= 5.5, light);
    assert.ok(contrast(dark, '#1d2034') >= 7, dark);
    const [band = '', darkBand = ''] = [...css.matchAll(/--city-band:(#\w{6})/g)].map((m) => m[1] ?? '');
    assert.ok(contrast(band, '#ffffff') >= 4.5, band);
    assert.ok(contrast(darkBand, '#ffffff') >= 4.5, darkBand);
  });
}

test('a word is no colour', () => {
  assert.throws(() => brandCss('green'), /no colour/);
});
