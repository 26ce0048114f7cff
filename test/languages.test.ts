// The main paths speak every language: start, search, guide, service, form, review, receipt, status, sign-in; and so do the services that most people need.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';
import type { Texts } from '#platform/i18n';
import { texts as applicationTexts } from '../src/core/applications/portal/texts.ts';
import { remarkTexts } from '../src/core/catalogue/care/remark-texts.ts';
import { guideTexts } from '../src/core/catalogue/guide/guide-page.tsx';
import { texts as catalogueTexts } from '../src/core/catalogue/portal/texts.ts';
import { signInTexts } from '../src/platform/auth/sign-in-texts.ts';
import { words as componentWords } from '../src/platform/ui/words.ts';
import { frameWords } from '../src/sites/portal/frame-words.ts';
import { startTexts } from '../src/sites/portal/start-page.tsx';

type Dictionary = Texts<Record<string, unknown>>;
const mainPaths: Record<string, Dictionary> = { frame: frameWords, start: startTexts, catalogue: catalogueTexts, guide: guideTexts, applications: applicationTexts, remarks: remarkTexts, components: componentWords, 'sign-in': signInTexts } as unknown as Record<string, Dictionary>;

/** Keys of the way in that only staff, the demo or pages beyond the main paths show. */
const beyond = /^sign-in: (officeSignIn|samples.*|sampleUse|connect.*|parked.*|enrol.*|lostFactorStaff|signedOutThere|signOutThere)$/;

/** Easy language needs its own words where German makes a sentence; a word or three may stay. */
const isSentence = (text: unknown): boolean => String(typeof text === 'function' ? (text as (...values: string[]) => string)('1', '2') : text).trim().split(/\s+/).length > 3;

for (const locale of ['ar', 'uk', 'tr', 'de-leicht'] as const) {
  test(`no word of the main paths is missing in ${locale}`, () => {
    const missing = Object.entries(mainPaths).flatMap(([name, texts]) =>
      texts
        .lacks(locale)
        .filter((key) => locale !== 'de-leicht' || isSentence(texts('de')[key]))
        .map((key) => `${name}: ${key}`)
        .filter((key) => !beyond.test(key)),
    );
    assert.deepEqual(missing, []);
  });
}

const mostUsed = ['dog-registration', 'resident-parking-permit', 'business-registration', 'address-registration', 'identity-card', 'registration-certificate', 'defect-report', 'housing-benefit', 'conduct-certificate', 'vehicle-deregistration', 'building-permit', 'waste-bins'];
const parts = ['name', 'summary', 'description', 'fee', 'processingTime', 'deadline', 'validity', 'requirements', 'steps', 'haveReady', 'papers', 'contact'];
type Plain = Record<string, unknown>;

function textsIn(value: unknown, place: string): [place: string, text: Plain][] {
  if (typeof value !== 'object' || value === null) return [];
  return 'de' in value ? [[place, value as Plain]] : Object.entries(value).flatMap(([key, inner]) => textsIn(inner, `${place}.${key}`));
}

test('the services that most people need are written in every language, to the last hint', () => {
  const missing = mostUsed.flatMap((slug) => {
    const settings = parse(readFileSync(`services/${slug}/service.yaml`, 'utf8'), { merge: true }) as Plain;
    return parts.flatMap((part) => textsIn(settings[part], part)).flatMap(([place, text]) => ['en', 'de-leicht', 'ar', 'uk', 'tr'].filter((locale) => !text[locale]).map((locale) => `${slug} ${place} ${locale}`));
  });
  assert.deepEqual(missing, []);
});
