import type { Locale } from './content.ts';

/** The words a layout prints by itself. Easy language uses full words instead of abbreviations. */
export type LayoutWords = Record<
  | 'reference'
  | 'yourReference'
  | 'date'
  | 'contact'
  | 'room'
  | 'phone'
  | 'email'
  | 'office'
  | 'page'
  | 'of'
  | 'hours'
  | 'bank'
  | 'greeting'
  | 'onBehalf'
  | 'automated'
  | 'enclosures'
  | 'copies'
  | 'sealed'
  | 'check'
  | 'crest'
  | 'item'
  | 'answer'
  | 'web',
  string
>;

const GERMAN: LayoutWords = {
  reference: 'Aktenzeichen',
  yourReference: 'Ihr Zeichen',
  date: 'Datum',
  contact: 'Auskunft erteilt',
  room: 'Zimmer',
  phone: 'Telefon',
  email: 'E-Mail',
  office: 'Dienststelle',
  page: 'Seite',
  of: 'von',
  hours: 'Öffnungszeiten',
  bank: 'Bankverbindung',
  greeting: 'Mit freundlichen Grüßen',
  onBehalf: 'Im Auftrag',
  automated: 'Dieses Schreiben wurde automatisch erstellt und ist ohne Unterschrift gültig.',
  enclosures: 'Anlagen',
  copies: 'Verteiler',
  sealed: 'Dieses Dokument trägt ein elektronisches Siegel. Verbindlich ist die elektronische Fassung.',
  check: 'Echtheit prüfen:',
  crest: 'Wappen',
  item: 'Angabe',
  answer: 'Ihre Antwort',
  web: 'Internet',
};

const ENGLISH: LayoutWords = {
  reference: 'Our reference',
  yourReference: 'Your reference',
  date: 'Date',
  contact: 'Contact',
  room: 'Room',
  phone: 'Phone',
  email: 'E-mail',
  office: 'Office',
  page: 'Page',
  of: 'of',
  hours: 'Opening hours',
  bank: 'Bank details',
  greeting: 'Yours sincerely',
  onBehalf: 'On behalf of the city',
  automated: 'This letter was produced automatically and is valid without a signature.',
  enclosures: 'Enclosures',
  copies: 'Copies to',
  sealed: 'This document carries an electronic seal. The electronic version is the binding one.',
  check: 'Check authenticity:',
  crest: 'Coat of arms',
  item: 'Item',
  answer: 'Your answer',
  web: 'Web',
};

const EASY: LayoutWords = {
  ...GERMAN,
  reference: 'Unser Zeichen',
  contact: 'Ihr Kontakt',
  automated: 'Ein Computer hat diesen Brief geschrieben. Der Brief gilt auch ohne Unterschrift.',
  sealed: 'Dieser Brief hat ein elektronisches Siegel. Das Siegel zeigt: Der Brief ist echt.',
};

const WORDS: Record<Locale, LayoutWords> = { de: GERMAN, en: ENGLISH, 'de-leicht': EASY };

/** Words for a locale. */
export function layoutWords(locale: Locale): LayoutWords {
  return WORDS[locale];
}
