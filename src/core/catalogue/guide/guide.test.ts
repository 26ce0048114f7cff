import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import type { Platform } from '#platform/module';
import { readQuestion } from '../search/read-question.ts';
import { withTypo } from '../search/measure-search.ts';
import { findGuide, nextQuestion, optionsOf, readAnswers, servicesFor } from './guide.ts';

const servicesDir = resolve(import.meta.dirname, '../../../../services');
const guideOf = async () => {
  const guide = await findGuide({ config: { servicesDir } } as unknown as Platform);
  assert.ok(guide);
  return guide;
};

test('"Ich ziehe mit Hund und Auto hierher" ends in registering home, dog and car', async () => {
  const guide = await guideOf();
  const answers = readAnswers(guide, { was: ['zuzug'], mit: ['-', 'hund', 'auto'], noch: ['-'], bau: ['abriss'], unsinn: ['x'] });
  assert.deepEqual(answers, { was: ['zuzug'], mit: ['hund', 'auto'], noch: [] });
  assert.equal(nextQuestion(guide, answers).question, undefined);
  assert.deepEqual(servicesFor(guide, answers).map(({ slug }) => slug), ['address-registration', 'landlord-confirmation', 'waste-bins', 'dog-registration', 'vehicle-registration', 'resident-parking-permit', 'no-parking-zone']);
});

test('questions follow from answers, options too; an answer that does not exist is no answer', async () => {
  const guide = await guideOf();
  assert.deepEqual([nextQuestion(guide, {}).question?.key, nextQuestion(guide, readAnswers(guide, { was: ['mond'] })).question?.key], ['was', 'was']);
  const leaving = readAnswers(guide, { was: ['wegzug'] });
  const { question, number, total } = nextQuestion(guide, leaving);
  assert.deepEqual([question?.key, number, total], ['mit', 2, 2]);
  assert.ok(question && optionsOf(question, leaving).some(({ value }) => value === 'hund-ab') && !optionsOf(question, leaving).some(({ value }) => value === 'hund'));
});

test('every service that the guide names exists', async () => {
  const guide = await guideOf();
  const listed = readFileSync(join(servicesDir, 'catalogue-entries.yaml'), 'utf8');
  const missing = guide.questions.flatMap(({ options }) => options.flatMap(({ services }) => services)).filter((slug) => !existsSync(join(servicesDir, slug)) && !listed.includes(`slug: ${slug}\n`));
  assert.deepEqual(missing, []);
});

test('a question is told from a search, and what it is about from the words around it', () => {
  assert.deepEqual(readQuestion('Was kostet ein Bewohnerparkausweis?'), { asked: 'fee', about: 'Bewohnerparkausweis' });
  assert.deepEqual(readQuestion('wie lange dauert die Baugenehmigung'), { asked: 'duration', about: 'Baugenehmigung' });
  assert.deepEqual(readQuestion('Welche Unterlagen brauche ich für den Personalausweis'), { asked: 'papers', about: 'Personalausweis' });
  assert.deepEqual(readQuestion('wie lange gilt der Anwohnerparkausweis'), { asked: 'validity', about: 'Anwohnerparkausweis' });
  assert.deepEqual(readQuestion('how much does a dog licence cost'), { asked: 'fee', about: 'dog licence' });
  assert.deepEqual(readQuestion('wo beantrage ich Wohngeld'), { asked: 'office', about: 'Wohngeld' });
  for (const none of ['hund anmelden', 'was kostet', 'Kostenübernahme', 'wohngeld']) assert.equal(readQuestion(none), undefined, none);
});

test('a typing mistake changes one letter of the longest word', () => {
  assert.deepEqual([0, 1, 2, 3].map((turn) => withTypo('Hundesteuer zahlen', turn)), ['Hnudesteuer zahlen', 'Hudesteuer zahlen', 'Hunddesteuer zahlen', 'Hundrsteuer zahlen']);
});
