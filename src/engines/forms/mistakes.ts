import { tr } from '#platform/i18n';
import type { Locale, Text } from '#platform/i18n';
import type { FieldDefinition } from './definition.ts';

/** What is wrong with one answer; `part` names the input of a field that has several. */
export type Mistake = { code: MistakeCode; values?: Record<string, string | number>; part?: string };

const texts = {
  required: { de: 'Bitte füllen Sie „{label}“ aus.', en: 'Please fill in “{label}”.' },
  requiredChoice: { de: 'Bitte wählen Sie bei „{label}“ etwas aus.', en: 'Please choose an answer for “{label}”.' },
  requiredQuestion: { de: 'Bitte beantworten Sie: „{label}“', en: 'Please answer: “{label}”' },
  requiredFile: { de: 'Bitte fügen Sie „{label}“ hinzu.', en: 'Please add “{label}”.' },
  requiredConfirm: { de: 'Bitte bestätigen Sie: „{label}“', en: 'Please confirm: “{label}”' },
  requiredPart: { de: 'Bitte füllen Sie bei „{label}“ das Feld „{partLabel}“ aus.', en: 'Please fill in “{partLabel}” for “{label}”.' },
  tooLong: {
    de: '„{label}“ ist zu lang: {length} Zeichen. Höchstens {max} sind möglich.',
    en: '“{label}” is too long: {length} characters. The limit is {max}.',
  },
  tooShort: { de: '„{label}“ braucht mindestens {min} Zeichen.', en: '“{label}” needs at least {min} characters.' },
  letters: {
    de: '„{label}“ darf nur Buchstaben, Leerzeichen, Bindestriche, Punkte und Apostrophe enthalten.',
    en: '“{label}” may only contain letters, spaces, hyphens, full stops and apostrophes.',
  },
  pattern: { de: '„{label}“ hat nicht die erwartete Form.', en: '“{label}” does not have the expected form.' },
  patternExample: {
    de: '„{label}“ hat nicht die erwartete Form. Beispiel: {example}',
    en: '“{label}” does not have the expected form. Example: {example}',
  },
  number: { de: 'Bitte geben Sie bei „{label}“ eine Zahl ein.', en: 'Please enter a number for “{label}”.' },
  integer: { de: 'Bitte geben Sie bei „{label}“ eine ganze Zahl ein.', en: 'Please enter a whole number for “{label}”.' },
  money: { de: 'Bitte geben Sie bei „{label}“ einen Betrag ein, zum Beispiel 12,50.', en: 'Please enter an amount for “{label}”, for example 12.50.' },
  digits: { de: '„{label}“ hat zu viele Stellen nach dem Komma. Höchstens {max} sind möglich.', en: '“{label}” has too many decimals. The limit is {max}.' },
  tooSmall: { de: '„{label}“ muss mindestens {min} sein.', en: '“{label}” must be at least {min}.' },
  tooLarge: { de: '„{label}“ darf höchstens {max} sein.', en: '“{label}” must be no more than {max}.' },
  dateIncomplete: {
    de: 'Bitte ergänzen Sie bei „{label}“: {missing}.',
    en: 'Please complete “{label}”: {missing}.',
  },
  dateNotReal: { de: 'Den Tag {typed} gibt es nicht. Bitte prüfen Sie „{label}“.', en: 'There is no day {typed}. Please check “{label}”.' },
  dateUnreadable: { de: 'Bitte geben Sie „{label}“ mit Ziffern an, zum Beispiel 31 1 2020.', en: 'Please enter “{label}” in digits, for example 31 1 2020.' },
  year: { de: 'Bitte geben Sie das Jahr bei „{label}“ mit vier Ziffern an.', en: 'Please enter the year of “{label}” with four digits.' },
  dateFuture: { de: '„{label}“ liegt in der Zukunft.', en: '“{label}” is in the future.' },
  dateLongAgo: { de: '„{label}“ liegt zu lange zurück. Bitte prüfen Sie das Jahr.', en: '“{label}” is too long ago. Please check the year.' },
  dateEarly: { de: '„{label}“ darf nicht vor dem {min} liegen.', en: '“{label}” must not be before {min}.' },
  dateLate: { de: '„{label}“ darf nicht nach dem {max} liegen.', en: '“{label}” must not be after {max}.' },
  time: { de: 'Bitte geben Sie bei „{label}“ eine Uhrzeit ein, zum Beispiel 14:30.', en: 'Please enter a time for “{label}”, for example 14:30.' },
  email: { de: 'Bitte geben Sie eine E-Mail-Adresse wie name@beispiel.de an.', en: 'Please enter an email address such as name@example.com.' },
  phone: {
    de: 'Diese Telefonnummer ist nicht vollständig oder enthält falsche Zeichen. Beispiel: 030 123456',
    en: 'This phone number is incomplete or has wrong characters. Example: 030 123456',
  },
  iban: { de: 'Diese IBAN stimmt nicht. Bitte vergleichen Sie sie mit Ihrer Bankkarte.', en: 'This IBAN is not correct. Please compare it with your bank card.' },
  ibanLength: { de: 'Eine deutsche IBAN hat 22 Zeichen. Ihre Angabe hat {length}.', en: 'A German IBAN has 22 characters. Yours has {length}.' },
  bic: { de: 'Ein BIC hat 8 oder 11 Zeichen, zum Beispiel MARKDEFF.', en: 'A BIC has 8 or 11 characters, for example MARKDEFF.' },
  taxIdLength: { de: 'Die Steuer-Identifikationsnummer hat 11 Ziffern. Ihre Angabe hat {length}.', en: 'The tax identification number has 11 digits. Yours has {length}.' },
  taxId: {
    de: 'Diese Steuer-Identifikationsnummer stimmt nicht. Bitte vergleichen Sie sie mit Ihrem Steuerbescheid.',
    en: 'This tax identification number is not correct. Please compare it with your tax notice.',
  },
  registerNumber: { de: 'Bitte geben Sie die Registernummer so an: HRB 12345.', en: 'Please enter the register number like this: HRB 12345.' },
  plate: { de: 'Bitte prüfen Sie das Kennzeichen. Beispiel: B – AB 123', en: 'Please check the number plate. Example: B – AB 123' },
  plateLength: { de: 'Ein Kennzeichen hat höchstens acht Zeichen.', en: 'A number plate has no more than eight characters.' },
  postcode: { de: 'Eine Postleitzahl hat fünf Ziffern, zum Beispiel 12345.', en: 'A German postcode has five digits, for example 12345.' },
  option: { de: 'Diese Auswahl gibt es bei „{label}“ nicht. Bitte wählen Sie neu.', en: 'There is no such answer for “{label}”. Please choose again.' },
  notInList: { de: 'Das steht bei „{label}“ nicht in der Liste. Bitte wählen Sie einen Eintrag aus der Liste.', en: 'This is not in the list for “{label}”. Please choose an entry of the list.' },
  notInListNear: { de: 'Das steht bei „{label}“ nicht in der Liste. Meinen Sie: {near}?', en: 'This is not in the list for “{label}”. Do you mean: {near}?' },
  exclusive: { de: '„{option}“ passt nicht zu weiteren Antworten.', en: '“{option}” does not go with other answers.' },
  tooFew: { de: 'Bitte wählen Sie bei „{label}“ mindestens {min} aus.', en: 'Please choose at least {min} for “{label}”.' },
  tooMany: { de: 'Bitte wählen Sie bei „{label}“ höchstens {max} aus.', en: 'Please choose no more than {max} for “{label}”.' },
  fileType: { de: 'Die Datei „{name}“ hat nicht die richtige Art. Möglich sind: {accept}.', en: 'The file “{name}” is of the wrong kind. Possible are: {accept}.' },
  fileSize: { de: 'Die Datei „{name}“ ist zu groß. Höchstens {max} sind möglich.', en: 'The file “{name}” is too large. The limit is {max}.' },
  fileEmpty: { de: 'Die Datei „{name}“ ist leer.', en: 'The file “{name}” is empty.' },
  fewFiles: { de: 'Bitte fügen Sie bei „{label}“ mindestens {min} Dateien hinzu.', en: 'Please add at least {min} files for “{label}”.' },
  manyFiles: { de: 'Bei „{label}“ sind höchstens {max} Dateien möglich.', en: 'No more than {max} files are possible for “{label}”.' },
  fewRows: { de: 'Bitte füllen Sie „{label}“ mindestens {min}-mal aus.', en: 'Please fill in “{label}” at least {min} times.' },
  manyRows: { de: 'Bei „{label}“ sind höchstens {max} Einträge möglich.', en: 'No more than {max} entries are possible for “{label}”.' },
  wrongType: { de: '„{label}“ hat keinen gültigen Wert.', en: '“{label}” has no valid value.' },
  unknownField: { de: 'Das Feld „{name}“ gehört nicht zu diesem Formular.', en: 'The field “{name}” does not belong to this form.' },
} satisfies Record<string, Text>;

export type MistakeCode = keyof typeof texts;

const fill = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));

// The author's own words stand for every mistake about the form of an answer, not for limits of length or size.
const aboutForm = new Set<MistakeCode>(['pattern', 'patternExample', 'letters']);

/** The sentence a person reads. */
export function mistakeInWords(mistake: Mistake, definition: Pick<FieldDefinition, 'label' | 'messages'>, locale: Locale): string {
  const { messages } = definition;
  const own = mistake.code.startsWith('required') ? messages?.required : aboutForm.has(mistake.code) ? messages?.invalid : undefined;
  if (own) return tr(own, locale);
  const label = tr(definition.label, locale).replace(/[:.]$/, '');
  return fill(tr(texts[mistake.code], locale), { label, ...mistake.values });
}

/** For mistakes that belong to no field. */
export function plainMistake(code: MistakeCode, values: Record<string, string | number>, locale: Locale): string {
  return fill(tr(texts[code], locale), values);
}
