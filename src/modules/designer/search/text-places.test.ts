import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filesOfPattern } from '../testing/workshop-app.ts';
import { mayContain } from './find-in-services.ts';
import { textPlaces, withTexts } from './text-places.ts';

test('every text of a service is found where it stands; writing it back changes not a letter, writing another changes only it', async () => {
  for (const pattern of ['permit', 'registration', 'reservation']) {
    const files = await filesOfPattern(pattern, 'sample', 'Brot & "Käse" < Wein');
    for (const [file, content] of Object.entries(files)) {
      const places = textPlaces(file, content);
      if (!file.startsWith('walkthroughs')) assert.ok(places.length > 0, file);
      assert.equal(new Set(places.map(({ at }) => at)).size, places.length, `${file}: each place has a name of its own`);
      if (/json|md$/.test(file)) assert.equal(withTexts(file, content, places.map((place) => ({ place, text: place.text }))), content);
      for (const place of places.filter(({ replaceable }) => replaceable).slice(0, 40)) {
        const text = `Neu: "a" & <b> # ${place.text.trim()}`;
        const now = textPlaces(file, withTexts(file, content, [{ place, text }]));
        assert.deepEqual(now.map((one) => one.text), places.map((one) => (one.at === place.at ? text : one.text)), `${file} ${place.at}`);
      }
    }
  }
});

test('a file that is not read for a word does not hold it, however its letters are written', () => {
  const written = [['form.json', '{"label":"Gr\\u00f6ße"}'], ['service.yaml', 'lead: "Gr\\xF6ße"'], ['service.yaml', 'lead: "Grö\\\n  ße"'], ['process.bpmn', '<a name="Gr&#246;ße"/>'], ['letters/a.md', 'GRÖßE']] as const;
  for (const [file, content] of written) assert.ok(mayContain(content, { words: 'größe' }), `${file}: ${content}`);
  assert.equal(mayContain('{"label":"Farbe"}', { words: 'Größe' }), false);
});
