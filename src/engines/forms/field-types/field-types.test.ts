import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '../compiled.ts';
import { formatValue, parsePage, validateAll } from '../index.ts';
import { env, onePage } from '../testing/feel-for-tests.ts';

type Body = Record<string, string | string[]>;

/** What a field makes of a posted text: its value, or the first message. */
function ask(field: Record<string, unknown>, typed: string | Body, locale: 'de' | 'en' = 'de'): Json | undefined {
  const form = onePage([{ key: 'x', label: 'Feld', ...field }]);
  const body = typeof typed === 'string' ? { x: typed } : typed;
  const parsed = parsePage(form, { pageId: 'p', body, data: {}, env: { ...env, locale } });
  if (parsed.errors.length > 0) return `! ${parsed.errors[0]?.message}`;
  const { valid } = validateAll(form, parsed.values, env);
  assert.equal(valid, true, `${JSON.stringify(parsed.values)} does not hold as JSON`);
  return parsed.values.x;
}

function table(field: Record<string, unknown> | string, rows: [string, Json | undefined | RegExp][]): void {
  for (const [typed, expected] of rows) {
    const got = ask(typeof field === 'string' ? { type: field } : field, typed);
    if (expected instanceof RegExp) assert.match(String(got), expected, typed);
    else assert.deepEqual(got, expected, typed);
  }
}

test('text is trimmed and put into one line', () => {
  table('text', [['  ein   Text ', 'ein Text'], ['', undefined], ['   ', undefined], ['a\u0000b\u202Ec', 'abc'], ['e\u0301', 'é'], ['\uD800x', '\uFFFDx']]);
  table({ type: 'text', maxLength: 5 }, [['123456', /^! „Feld“ ist zu lang: 6 Zeichen. Höchstens 5/]]);
  table({ type: 'text', minLength: 3 }, [['12', /mindestens 3 Zeichen/]]);
  table({ type: 'text', pattern: 'E-\\d+', example: 'E-1' }, [['E-12', 'E-12'], ['xE-12', /Beispiel: E-1/]]);
});

test('several lines keep their line breaks', () => {
  table('textarea', [['a\r\nb  \r\n\r\n\r\n\r\n\r\nc', 'a\nb\n\n\nc']]);
});

test('names are letters of all Latin languages and nothing else', () => {
  table('name', [
    ['Müller-Lüdenscheidt', 'Müller-Lüdenscheidt'],
    ["O'Brien  Ó Séaghdha", "O'Brien Ó Séaghdha"],
    ['Nguyễn Thị Ánh', 'Nguyễn Thị Ánh'],
    ['Dr. von der Łódź', 'Dr. von der Łódź'],
    ['Max1', /nur Buchstaben/],
    ['Max😀', /nur Buchstaben/],
    ['Иван', /nur Buchstaben/],
  ]);
});

const parts = (day: string, month: string, year: string): Body => ({ 'x-day': day, 'x-month': month, 'x-year': year });

test('a date is read from three fields or from one text', () => {
  assert.equal(ask({ type: 'date' }, parts('1', '2', '2026')), '2026-02-01');
  assert.equal(ask({ type: 'date' }, parts(' 29 ', '02.', '2024')), '2024-02-29');
  assert.equal(ask({ type: 'date' }, parts('', '', '')), undefined);
  table('date', [['2026-02-01', '2026-02-01'], ['1.2.2026', '2026-02-01'], ['01/02/2026', '2026-02-01'], ['morgen', /mit Ziffern/]]);
});

test('a date says exactly what is wrong with it', () => {
  assert.match(String(ask({ type: 'date' }, parts('29', '2', '2025'))), /Den Tag 29\.2\.2025 gibt es nicht/);
  assert.match(String(ask({ type: 'date' }, parts('1', '', '2025'))), /ergänzen Sie bei „Feld“: Monat/);
  assert.match(String(ask({ type: 'date' }, parts('1', '', ''), 'en')), /month, year/);
  assert.match(String(ask({ type: 'date' }, parts('1', '2', '25'))), /vier Ziffern/);
  assert.match(String(ask({ type: 'date' }, parts('eins', '2', '2025'))), /mit Ziffern/);
  assert.match(String(ask({ type: 'date', max: '= today' }, parts('2', '9', '2026'))), /nicht nach dem 01\.09\.2026/);
  assert.match(String(ask({ type: 'date', min: '2026-01-01' }, parts('31', '12', '2025'))), /nicht vor dem 01\.01\.2026/);
  assert.match(String(ask({ type: 'birthDate' }, parts('2', '9', '2026'))), /liegt in der Zukunft/);
  assert.match(String(ask({ type: 'birthDate' }, parts('1', '1', '1884'))), /zu lange zurück/);
  assert.match(String(ask({ type: 'birthDate', max: '= date(today) - duration("P18Y")' }, parts('2', '9', '2008'))), /nicht nach dem 01\.09\.2008/);
});

test('a time is read as people write it', () => {
  table('time', [['14:30', '14:30'], ['9.05 Uhr', '09:05'], ['14 Uhr', '14:00'], ['0930', '09:30'], ['24:00', /Uhrzeit/], ['14', /Uhrzeit/], ['bald', /Uhrzeit/]]);
  table({ type: 'time', min: '08:00', max: '16:00' }, [['16:00', '16:00'], ['16:01', /höchstens 16:00/]]);
});

test('money is read in German notation into cents', () => {
  table('money', [
    ['12,50', 1250],
    ['12.50', 1250],
    ['1.234,50 €', 123450],
    ['1.234', 123400],
    ['1234', 123400],
    ['0,1', 10],
    ['12,-', 1200],
    ['EUR 5', 500],
    ['1 234,56', 123456],
    ['0.125', /zu viele Stellen/],
    ['12,345', /zu viele Stellen/],
    ['1,234.5', 123450],
    ['1.2.3', /Betrag/],
    ['1,2,3', /Betrag/],
    ['zehn', /Betrag/],
    ['-5', /mindestens 0,00/],
    ['99999999999999999999', /Betrag/],
  ]);
  assert.equal(ask({ type: 'money' }, '1,234.50', 'en'), 123450);
  assert.equal(ask({ type: 'money' }, '1,234', 'en'), 123400);
  assert.equal(ask({ type: 'money', min: -1000 }, '−5,00'), -500);
});

test('cents are never rounded by binary fractions', () => {
  for (const cents of [1, 29, 57, 58, 113, 1005, 1790, 435, 8104]) {
    const typed = `${Math.floor(cents / 100)},${String(cents % 100).padStart(2, '0')}`;
    assert.equal(ask({ type: 'money' }, typed), cents);
  }
});

test('numbers are read in German notation', () => {
  table('integer', [['1.000', 1000], ['12', 12], ['12,0', 12], ['12,5', /ganze Zahl/], ['-3', -3], ['1e5', /ganze Zahl/], ['٣', /ganze Zahl/], ['0', 0]]);
  table({ type: 'integer', min: 1, max: 10 }, [['0', /mindestens 1/], ['11', /höchstens 10/]]);
  table('decimal', [['1,25', 1.25], ['1,250', 1.25], ['1,255', /höchstens 2|Höchstens 2/], ['1.250,5', 1250.5]]);
  table({ type: 'percentage' }, [['12,5 %', 12.5], ['101', /höchstens 100/]]);
});

test('an e-mail address is checked for slips, not for existence', () => {
  table('email', [['Erika.M+x@Example.DE', 'Erika.M+x@example.de'], ['info@müller.de', 'info@müller.de'], ['erika@', /wie name@/], ['a b@c.de', /wie name@/], ['a@b', /wie name@/], ['a..b@c.de', /wie name@/], [`${'a'.repeat(250)}@b.de`, /wie name@|zu lang/]]);
});

test('a phone number is stored in the international form', () => {
  table('phone', [['030 / 123 45 67', '+49301234567'], ['0049 171 1234567', '+491711234567'], ['+43 1 58858-0', '+431588580'], ['12', /nicht vollständig/], ['0800 PIZZA', /nicht vollständig/]]);
});

test('an IBAN is compared by its check digits', () => {
  table('iban', [['de02 1203 0000 0000 2020 51', 'DE02120300000000202051'], ['IBAN DE02120300000000202051', 'DE02120300000000202051'], ['AT611904300234573201', 'AT611904300234573201'], ['DE02120300000000202052', /Diese IBAN stimmt nicht/], ['DE0212030000000020205', /22 Zeichen. Ihre Angabe hat 21/], ['hallo', /Diese IBAN stimmt nicht/]]);
  table('bic', [['mark deff', 'MARKDEFF'], ['MARKDEFFXXX', 'MARKDEFFXXX'], ['MARK', /8 oder 11/]]);
});

test('a Steuer-ID is compared by its check digit and the rule of digits', () => {
  table('taxId', [['86 095 742 719', '86095742719'], ['47036892816', '47036892816'], ['86095742718', /stimmt nicht/], ['8609574271', /11 Ziffern. Ihre Angabe hat 10/], ['01234567891', /stimmt nicht/], ['11111111111', /stimmt nicht/], ['8609574271x', /stimmt nicht/]]);
});

test('a register number has a register and a number', () => {
  table('registerNumber', [['hrb12345 b', 'HRB 12345 B'], ['VR 77', 'VR 77'], ['12345', /HRB 12345/]]);
});

test('a postcode has five digits', () => {
  table('postcode', [['12345', '12345'], ['D-01067', '01067'], ['00123', /fünf Ziffern/], ['1234', /fünf Ziffern/]]);
});

test('a plate keeps district and letters apart', () => {
  const plate = (district: string, letters: string, digits: string, suffix = ''): Body => ({ 'x-district': district, 'x-letters': letters, 'x-digits': digits, 'x-suffix': suffix });
  assert.equal(ask({ type: 'plate' }, plate('mü', 'ab', '12', 'E')), 'MÜ-AB 12E');
  assert.equal(ask({ type: 'plate' }, plate('M', 'AB', '1234', 'H')), 'M-AB 1234H');
  assert.match(String(ask({ type: 'plate' }, plate('MUS', 'AB', '1234', 'H'))), /höchstens acht/);
  assert.match(String(ask({ type: 'plate' }, plate('M', '', '12'))), /prüfen Sie das Kennzeichen/);
  assert.match(String(ask({ type: 'plate' }, plate('M', 'A', '012'))), /prüfen Sie das Kennzeichen/);
  assert.equal(ask({ type: 'plate' }, plate('', '', '')), undefined);
  table('plate', [['b-ab 123', 'B-AB 123'], ['B AB 123 E', 'B-AB 123E'], ['BAB123', /prüfen Sie/]]);
});

const address = (more: Body = {}): Body => ({ 'x.street': 'Am Markt', 'x.houseNumber': '1', 'x.addition': '', 'x.postcode': '12345', 'x.city': 'Musterstadt', ...more });

test('an address names the part that is missing', () => {
  assert.deepEqual(ask({ type: 'address' }, address()), { street: 'Am Markt', houseNumber: '1', postcode: '12345', city: 'Musterstadt' });
  assert.match(String(ask({ type: 'address' }, address({ 'x.city': '' }))), /bei „Feld“ das Feld „Ort“/);
  assert.match(String(ask({ type: 'address' }, address({ 'x.postcode': '1' }))), /fünf Ziffern/);
  assert.match(String(ask({ type: 'address' }, address({ 'x.houseNumber': 'a' }))), /„Hausnummer“ hat nicht die erwartete Form/);
  assert.match(String(ask({ type: 'address' }, address({ 'x.street': 'x'.repeat(150) }))), /zu lang/);
  assert.equal(ask({ type: 'address' }, { 'x.street': ' ' }), undefined);
});

const options = [{ value: 'a', label: 'A' }, { value: 'b', label: 'B' }, { value: 'none', label: 'Nichts davon', exclusive: true }];

test('choices are only what was offered', () => {
  table({ type: 'choice', options }, [['a', 'a'], ['c', /gibt es bei „Feld“ nicht/]]);
  table('yesNo', [['true', true], ['false', false], ['ja', /gibt es bei „Feld“ nicht/]]);
  table('country', [['FR', 'FR'], ['XX', /gibt es/]]);
  table('nationality', [['XXA', 'XXA'], ['AQ', /gibt es/]]);
  assert.deepEqual(ask({ type: 'multiChoice', options }, { x: ['b', 'a', 'b'] }), ['a', 'b']);
  assert.match(String(ask({ type: 'multiChoice', options }, { x: ['a', 'none'] })), /„Nichts davon“ passt nicht/);
  assert.match(String(ask({ type: 'multiChoice', options, min: 2 }, { x: ['a'] })), /mindestens 2/);
  assert.match(String(ask({ type: 'multiChoice', options, max: 1 }, { x: ['a', 'b'] })), /höchstens 1/);
  assert.match(String(ask({ type: 'choice', options: [{ ...options[0], condition: 'false' }, options[1]] }, 'a')), /gibt es/);
});

test('a confirmation must be ticked when it is demanded', () => {
  table({ type: 'confirm', required: true }, [['true', true], ['', /bestätigen Sie: „Feld“/]]);
});

test('what is missing is asked for in fitting words', () => {
  assert.equal(ask({ type: 'text', required: true }, ''), '! Bitte füllen Sie „Feld“ aus.');
  assert.equal(ask({ type: 'choice', options, required: true }, ''), '! Bitte wählen Sie bei „Feld“ etwas aus.');
  assert.equal(ask({ type: 'yesNo', label: 'Haben Sie einen Hund?', required: true }, ''), '! Bitte beantworten Sie: „Haben Sie einen Hund?“');
  assert.equal(ask({ type: 'text', required: true, messages: { required: { de: 'Wie heißt er?', en: 'His name?' } } }, '', 'en'), '! His name?');
});

test('values are shown as people write them', () => {
  const show = (definition: Record<string, unknown>, value: Json) => formatValue({ key: 'x', label: 'X', ...definition } as never, value, 'de').replaceAll('\u00a0', ' ');
  assert.equal(show({ type: 'money' }, 123450), '1.234,50 €');
  assert.equal(show({ type: 'date' }, '2026-01-31'), '31.01.2026');
  assert.equal(show({ type: 'time' }, '14:30'), '14:30 Uhr');
  assert.equal(show({ type: 'iban' }, 'DE02120300000000202051'), 'DE02 1203 0000 0000 2020 51');
  assert.equal(show({ type: 'phone' }, '+49301234567'), '+49 30 1234567');
  assert.equal(show({ type: 'taxId' }, '86095742719'), '86 095 742 719');
  assert.equal(show({ type: 'address' }, { street: 'Am Markt', houseNumber: '1', postcode: '12345', city: 'Musterstadt' }), 'Am Markt 1, 12345 Musterstadt');
  assert.equal(show({ type: 'multiChoice', options }, ['a', 'b']), 'A, B');
  assert.equal(show({ type: 'country' }, 'FR'), 'Frankreich');
  assert.equal(show({ type: 'nationality' }, 'XXA'), 'staatenlos');
  assert.equal(show({ type: 'percentage' }, 12.5), '12,5 %');
  assert.equal(show({ type: 'integer', unit: 'm²' }, 1200), '1.200 m²');
  assert.equal(show({ type: 'yesNo' }, false), 'Nein');
  assert.equal(show({ type: 'text', dontKnow: true }, null), 'Weiß ich nicht');
});
