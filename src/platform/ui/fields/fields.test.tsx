import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { parseMoney } from '#platform/i18n';
import {
  Checkbox,
  CheckboxGroup,
  DateField,
  ErrorSummary,
  Fieldset,
  FileField,
  LocaleProvider,
  MoneyField,
  Radios,
  SearchField,
  SelectField,
  TextArea,
  TextField,
  dateOfParts,
  datePartsOf,
  fieldId,
  readDateParts,
} from '../index.ts';
import { htmlRules } from '../html-rules.ts';

const validator = new HtmlValidate(htmlRules);

async function html(node: VNode): Promise<string> {
  const text = render(node);
  const report = await validator.validateString(text);
  const messages = report.results.flatMap((r) => r.messages.map((m) => `${m.ruleId}: ${m.message}`));
  assert.deepEqual(messages, [], text);
  return text;
}

const order = (text: string, ...marks: string[]) => {
  const places = marks.map((mark) => text.indexOf(mark));
  assert.ok(!places.includes(-1), `${marks[places.indexOf(-1)]} is missing in ${text}`);
  assert.deepEqual(places, places.toSorted((a, b) => a - b), text);
};

test('a text field reads label, hint, error, control in this order and ties them together', async () => {
  const text = await html(
    <TextField name="dog.name" label="Name des Hundes" hint="So, wie Sie ihn rufen." error="Der Name fehlt." required value={'<b>"Bello"'} autocomplete="off" width={20} />,
  );
  order(text, '<label', 'So, wie Sie', 'Der Name fehlt.', '<input');
  assert.match(text, /for="dog-name"/);
  assert.match(text, /aria-describedby="dog-name-hint dog-name-error"/);
  assert.match(text, /aria-invalid="true"/);
  assert.match(text, /aria-required="true"/);
  assert.match(text, /value="&lt;b>&quot;Bello&quot;"/);
  assert.doesNotMatch(text, /style=/);
});

test('a field that may stay empty says so in the language of the page', async () => {
  const field = <TextField name="chip" label="Chipnummer" required={false} />;
  assert.match(await html(field), /freiwillig/);
  assert.match(await html(<LocaleProvider locale="en">{field}</LocaleProvider>), /optional/);
});

test('ids are made from names', () => {
  assert.equal(fieldId('dogs[0].name'), 'dogs-0-name');
  assert.equal(fieldId('2nd'), 'f-2nd');
  assert.equal(fieldId('straße'), 'straße');
});

test('a text area tells its limit', async () => {
  const text = await html(<TextArea name="reason" label="Begründung" maxlength={500} value={'a\n</textarea>'} />);
  assert.match(text, /Höchstens 500 Zeichen/);
  assert.match(text, /aria-describedby="reason-limit"/);
});

test('a select field keeps the chosen option and offers groups', async () => {
  const text = await html(
    <SelectField
      name="breed"
      label="Rasse"
      value="dackel"
      error="Bitte wählen Sie eine Rasse."
      options={[
        { label: 'Klein', options: [{ value: 'dackel', label: 'Dackel' }] },
        { value: 'other', label: 'Andere' },
      ]}
    />,
  );
  assert.match(text, /<option value="dackel" selected/);
  order(text, 'Bitte wählen Sie eine Rasse', '<select');
});

test('radios are one group; the error link meets the first answer', async () => {
  const text = await html(
    <Radios
      name="neutered"
      label="Ist der Hund kastriert?"
      error="Bitte antworten Sie."
      required
      inline
      value="no"
      options={[
        { value: 'yes', label: 'Ja', children: <TextField name="vet" label="Tierarzt" /> },
        { value: 'no', label: 'Nein' },
        { value: 'unknown', label: 'Das weiß ich nicht', hint: 'Sie können es nachreichen.' },
      ]}
    />,
  );
  assert.match(text, /role="radiogroup"/);
  assert.match(text, /type="radio" id="neutered" name="neutered" value="yes"/);
  assert.match(text, /id="neutered-2"[^>]*checked/);
});

test('boxes to tick: a group and a single one', async () => {
  const group = await html(
    <CheckboxGroup name="days" label="An welchen Tagen?" value={['tue']} hint="Mehrere sind möglich." options={[{ value: 'mon', label: 'Montag' }, { value: 'tue', label: 'Dienstag' }]} />,
  );
  assert.match(group, /id="days-2"[^>]*checked/);
  const single = await html(<Checkbox name="consent" label="Ich stimme zu." required error="Ohne Zustimmung geht es nicht." />);
  order(single, 'Ohne Zustimmung', 'type="checkbox"');
  assert.match(single, /aria-required="true"/);
});

test('a birth date has three fields that the browser may fill in', async () => {
  const text = await html(<DateField name="born" label="Geburtsdatum" hint="Zum Beispiel 27 3 1985" value="1985-03-27" autocomplete="bday" error="Der Tag fehlt." wrong={['day']} />);
  assert.match(text, /id="born" name="born-day"[^>]*value="27"[^>]*autocomplete="bday-day"/);
  assert.match(text, /name="born-year"[^>]*value="1985"/);
  assert.equal(text.match(/aria-invalid/g)?.length, 1);
});

test('three texts are a date only when the calendar knows the day', () => {
  assert.equal(dateOfParts(readDateParts({ 'born-day': ' 3', 'born-month': '4', 'born-year': '1985' }, 'born')), '1985-04-03');
  assert.equal(dateOfParts({ day: '31', month: '2', year: '2026' }), undefined);
  assert.equal(dateOfParts({ day: '29', month: '2', year: '2028' }), '2028-02-29');
  assert.equal(dateOfParts({ day: '1', month: '1', year: '85' }), undefined);
  assert.deepEqual(datePartsOf('2026-01-05'), { day: '5', month: '1', year: '2026' });
  assert.deepEqual(datePartsOf(null), { day: '', month: '', year: '' });
});

test('an amount of money is shown with a comma and read back in cents', async () => {
  assert.match(await html(<MoneyField name="fee" label="Gebühr" value={123450} />), /value="1\.234,50"/);
  assert.match(await html(<MoneyField name="fee" label="Gebühr" value="zwölf" error="Das ist kein Betrag." />), /value="zwölf"/);
  assert.equal(parseMoney('1.234,5 €'), 123450);
  assert.equal(parseMoney('12'), 1200);
  assert.equal(parseMoney('12.50'), 1250);
  assert.equal(parseMoney('-0,05'), -5);
  assert.equal(parseMoney('1.23.4'), undefined);
  assert.equal(parseMoney('zwölf'), undefined);
});

test('files that arrived are listed and can be taken back', async () => {
  const text = await html(
    <FileField name="papers" label="Impfpass" hint="Foto oder PDF, höchstens 10 MB." accept=".pdf,image/*" multiple required files={[{ name: 'impfpass.jpg', size: 1234567, href: '/files/1', removeValue: 'f1' }]} />,
  );
  assert.match(text, /Entfernen<span class="kern-sr-only"> impfpass\.jpg/);
  assert.doesNotMatch(text, /aria-required/);
});

test('the search is a form of its own that works without JavaScript', async () => {
  const text = await html(<SearchField action="/suche" label="Suche" labelHidden value="Hund" keep={{ art: 'dienst' }} />);
  assert.match(text, /role="search" action="\/suche" method="get"/);
});

test('a fieldset groups fields', async () => {
  await html(
    <Fieldset id="address" legend="Anschrift" hint="Wo Sie gemeldet sind." error="Bitte ergänzen Sie die Anschrift." legendSize="large">
      <TextField name="street" label="Straße" autocomplete="address-line1" />
    </Fieldset>,
  );
});

test('the error summary links to each field and takes the focus', async () => {
  const text = await html(
    <>
      <ErrorSummary errors={[{ id: 'name', text: 'Der Name fehlt.' }, { text: 'Die Frist ist vorbei.' }]} />
      <TextField name="name" label="Name" error="Der Name fehlt." />
    </>,
  );
  assert.match(text, /href="#name"/);
  assert.match(text, /tabindex="-1" autofocus/);
  assert.equal(await html(<ErrorSummary errors={[]} />), '');
});
