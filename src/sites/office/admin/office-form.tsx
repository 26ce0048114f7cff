import { createHash } from 'node:crypto';
import { z } from 'zod';
import { tr } from '#platform/i18n';
import { Button, ButtonRow, Columns, Fieldset, Form, SelectField, TextArea, TextField } from '#platform/ui';
import { parseHours, weekdays, type Hours, type Office, type OfficeChange, type Weekday } from '#core/organisation';
import { textInput, type FieldErrors } from './form-input.ts';
import { inTreeOrder } from './offices-tree.tsx';

const dayFields = Object.fromEntries(weekdays.map((day) => [day, textInput(100)])) as Record<Weekday, ReturnType<typeof textInput>>;
export const officeFields = z.object({
  key: textInput(40), name: textInput(150), parentId: textInput(40), summary: textInput(500), street: textInput(100), houseNumber: textInput(20), postalCode: textInput(5), city: textInput(100),
  addressNote: textInput(150), room: textInput(60), phone: textInput(60), email: textInput(254), ...dayFields, hoursNote: textInput(300), stand: textInput(60),
});
export type OfficeInput = z.output<typeof officeFields>;

const dayNames: Record<Weekday, string> = { mon: 'Montag', tue: 'Dienstag', wed: 'Mittwoch', thu: 'Donnerstag', fri: 'Freitag', sat: 'Samstag', sun: 'Sonntag' };

/** What the form was made from; when it differs at saving, somebody else was quicker. */
export const standOf = (office: Office): string => createHash('sha256').update(JSON.stringify(office)).digest('base64url').slice(0, 16);

export function inputOf(office: Office): OfficeInput {
  const { address, hours } = office;
  const days = Object.fromEntries(weekdays.map((day) => [day, (hours[day] ?? []).join(', ')])) as Record<Weekday, string>;
  return {
    key: office.key, name: office.name, parentId: office.parentId ?? '', summary: office.summary, street: address.street, houseNumber: address.houseNumber, postalCode: address.postalCode, city: address.city,
    addressNote: address.note ?? '', room: office.room, phone: office.phone, email: office.email, ...days, hoursNote: tr(hours.note, 'de') ?? '', stand: standOf(office),
  };
}

/** The input as a change, or what is wrong with it. */
export function readOffice(input: OfficeInput, before?: Office): { change: OfficeChange } | { errors: FieldErrors } {
  const hours: Hours = {};
  const errors: FieldErrors = {};
  for (const day of weekdays) {
    const ranges = parseHours(input[day]);
    if (!ranges) errors[day] = `${dayNames[day]}: Schreiben Sie die Zeiten so: 08:00-12:00, 14:00-16:00`;
    else if (ranges.length) hours[day] = ranges;
  }
  // A translated remark stays as long as its German text does.
  const note = before && tr(before.hours.note, 'de') === input.hoursNote ? before.hours.note : input.hoursNote;
  if (note) hours.note = note;
  for (const [field, text] of [['name', 'Geben Sie dem Amt einen Namen.'], ['street', 'Geben Sie die Straße ein.'], ['houseNumber', 'Geben Sie die Hausnummer ein.'], ['city', 'Geben Sie den Ort ein.']] as const) if (!input[field]) errors[field] = text;
  if (!/^\d{5}$/.test(input.postalCode)) errors.postalCode = 'Geben Sie die Postleitzahl mit fünf Ziffern ein.';
  if (input.email && !z.email().safeParse(input.email).success) errors.email = 'Diese E-Mail-Adresse ist nicht vollständig.';
  if (input.parentId && !z.uuid().safeParse(input.parentId).success) errors.parentId = 'Wählen Sie ein Amt aus der Liste.';
  if (Object.keys(errors).length) return { errors };
  const { street, houseNumber, postalCode, city, addressNote, name, summary, room, phone, email } = input;
  return { change: { name, parentId: input.parentId || null, summary, address: { street, houseNumber, postalCode, city, ...(addressNote ? { note: addressNote } : {}) }, room, phone, email, hours } };
}

type OfficeFormProps = { action: string; input: OfficeInput; offices: Office[]; errors: FieldErrors; /** Undefined for a new office. */ self?: Office };

/** Contact, place and hours of an office. */
export function OfficeForm({ action, input, offices, errors, self }: OfficeFormProps) {
  const parents = inTreeOrder(offices).filter(({ office }) => office.id !== self?.id);
  return (
    <Form action={action} label={self ? 'Amt ändern' : 'Amt anlegen'}>
      <input type="hidden" name="stand" value={input.stand} />
      {!self && <TextField name="key" label="Kürzel" hint="Kleine Buchstaben, zum Beispiel marktamt. So nennen es Leistungen und Prozesse; es bleibt für immer gleich." value={input.key} width={20} required error={errors.key} />}
      <TextField name="name" label="Name" value={input.name} required error={errors.name} />
      <SelectField name="parentId" label="Gehört zu" value={input.parentId} placeholder="Keinem anderen Amt" options={parents.map(({ office, depth }) => ({ value: office.id, label: `${'– '.repeat(depth)}${office.name}` }))} error={errors.parentId} />
      <TextArea name="summary" label="Wofür das Amt da ist" value={input.summary} rows={2} maxlength={500} required={false} />
      <Columns>
        <TextField name="phone" type="tel" label="Telefon" value={input.phone} required={false} />
        <TextField name="email" type="email" label="E-Mail" value={input.email} required={false} error={errors.email} />
      </Columns>
      <Fieldset legend="Anschrift" id="anschrift">
        <Columns>
          <TextField name="street" label="Straße" value={input.street} required error={errors.street} />
          <TextField name="houseNumber" label="Hausnummer" value={input.houseNumber} width={6} required error={errors.houseNumber} />
        </Columns>
        <Columns>
          <TextField name="postalCode" label="Postleitzahl" value={input.postalCode} inputmode="numeric" maxlength={5} width={6} required error={errors.postalCode} />
          <TextField name="city" label="Ort" value={input.city} required error={errors.city} />
        </Columns>
        <Columns>
          <TextField name="addressNote" label="Gebäude oder Eingang" value={input.addressNote} required={false} />
          <TextField name="room" label="Zimmer" value={input.room} required={false} />
        </Columns>
      </Fieldset>
      <Fieldset legend="Öffnungszeiten" id="zeiten" hint="Zum Beispiel 08:00-12:00, 14:00-16:00. Leer heißt geschlossen. An Feiertagen ist immer geschlossen.">
        <Columns>
          {weekdays.map((day) => (
            <TextField key={day} name={day} label={dayNames[day]} value={input[day]} error={errors[day]} />
          ))}
        </Columns>
        <TextField name="hoursNote" label="Hinweis" value={input.hoursNote} required={false} />
      </Fieldset>
      <ButtonRow>
        <Button variant="primary">Speichern</Button>
        <Button href="/office/verwaltung/aemter">Abbrechen</Button>
      </ButtonRow>
    </Form>
  );
}
