import { z } from 'zod';
import { Button, ButtonRow, Checkbox, Columns, Form, SelectField, TextField } from '#platform/ui';
import type { Office, Role } from '#core/organisation';
import { textInput, type FieldErrors } from './form-input.ts';

export const personFields = { name: textInput(200), email: textInput(254), officeId: textInput(40), jobTitle: textInput(200), phone: textInput(60), room: textInput(60) };
export type PersonInput = z.output<z.ZodObject<typeof personFields>>;

/** What is wrong with the input; the rest is checked by the change itself. */
export function checkPerson(input: PersonInput): FieldErrors {
  return {
    ...(input.name.length >= 3 ? {} : { name: 'Geben Sie Vor- und Familiennamen ein.' }),
    ...(z.email().safeParse(input.email).success ? {} : { email: 'Geben Sie eine dienstliche E-Mail-Adresse ein.' }),
    ...(z.uuid().safeParse(input.officeId).success ? {} : { officeId: 'Wählen Sie das Amt.' }),
  };
}

type PersonFormProps = { action: string; input: Partial<PersonInput>; offices: Office[]; errors: FieldErrors; /** For a new person: the first role and the invitation. */ roles?: Role[]; roleKey?: string };

/** The fields of a member of staff, for a new and an existing one. */
export function PersonForm({ action, input, offices, errors, roles, roleKey }: PersonFormProps) {
  return (
    <Form action={action} label={roles ? 'Person anlegen' : 'Angaben zur Person'}>
      <Columns>
        <TextField name="name" label="Name" hint="Vor- und Familienname, mit Titel" value={input.name} required error={errors.name} />
        <TextField name="email" type="email" label="E-Mail-Adresse" hint="Damit meldet sich die Person an." value={input.email} required error={errors.email} />
      </Columns>
      <Columns>
        <SelectField name="officeId" label="Amt" value={input.officeId} options={offices.map(({ id, name }) => ({ value: id, label: name }))} required error={errors.officeId} />
        <TextField name="jobTitle" label="Funktion" value={input.jobTitle} required={false} />
      </Columns>
      <Columns>
        <TextField name="phone" type="tel" label="Telefon" value={input.phone} required={false} />
        <TextField name="room" label="Zimmer" value={input.room} required={false} />
      </Columns>
      {roles && <SelectField name="roleKey" label="Erste Rolle in diesem Amt" value={roleKey} placeholder="Noch keine" options={roles.map(({ key, name }) => ({ value: key, label: name }))} />}
      {roles && <Checkbox name="einladen" label="Einladung mit Link für das Passwort jetzt schicken" checked />}
      <ButtonRow>
        <Button variant="primary">{roles ? 'Person anlegen' : 'Speichern'}</Button>
        {roles && <Button href="/office/verwaltung/personen">Abbrechen</Button>}
      </ButtonRow>
    </Form>
  );
}
