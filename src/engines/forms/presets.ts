import type { FieldDefinition, PresetName } from './definition.ts';

/** Ready-made questions, worded once in three languages; a group takes them with `"preset": "person"`. Who is signed in finds them filled. */
export const presets: Record<PresetName, FieldDefinition[]> = {
  person: [
    {
      type: 'name',
      key: 'givenNames',
      label: { de: 'Vornamen', en: 'First names' },
      hint: { de: 'Alle Vornamen, wie im Ausweis', en: 'All first names as in your identity card' },
      required: true,
      autocomplete: 'given-name',
      prefill: 'account.givenNames',
    },
    {
      type: 'name',
      key: 'familyName',
      label: { de: 'Familienname', en: 'Family name', 'de-leicht': 'Nach-Name' },
      required: true,
      autocomplete: 'family-name',
      prefill: 'account.familyName',
    },
    {
      type: 'birthDate',
      key: 'birthDate',
      label: { de: 'Geburtsdatum', en: 'Date of birth', 'de-leicht': 'Geburts-Datum' },
      required: true,
      prefill: 'account.birthDate',
    },
  ],
  contact: [
    {
      type: 'email',
      key: 'email',
      label: { de: 'E-Mail-Adresse', en: 'Email address', 'de-leicht': 'E-Mail-Adresse' },
      required: true,
      prefill: 'account.email',
    },
    {
      type: 'phone',
      key: 'phone',
      label: { de: 'Telefonnummer', en: 'Phone number', 'de-leicht': 'Telefon-Nummer' },
      hint: { de: 'Für Rückfragen tagsüber', en: 'For questions during the day' },
      prefill: 'account.phone',
    },
  ],
  bankAccount: [
    {
      type: 'text',
      key: 'accountHolder',
      label: { de: 'Kontoinhaberin oder Kontoinhaber', en: 'Account holder' },
      required: true,
      maxLength: 70,
      autocomplete: 'name',
    },
    { type: 'iban', key: 'iban', label: 'IBAN', required: true },
  ],
  organisation: [
    {
      type: 'organisationName',
      key: 'organisationName',
      label: { de: 'Name der Firma oder Organisation', en: 'Name of the company or organisation' },
      required: true,
      prefill: 'organisation.name',
    },
    {
      type: 'registerNumber',
      key: 'registerNumber',
      label: { de: 'Registernummer', en: 'Register number' },
      hint: { de: 'Wenn die Firma in einem Register steht', en: 'If the company is in a register' },
      prefill: 'organisation.registerNumber',
    },
    { type: 'text', key: 'registerCourt', label: { de: 'Registergericht', en: 'Register court' }, maxLength: 80, prefill: 'organisation.registerCourt' },
  ],
};
