import type { Locale } from '#platform/i18n';

/** What stands in the export under English keys, in words for people. What is missing here is shown by its key. */
const words: Record<string, [de: string, en: string]> = {
  name: ['Name', 'Name'], email: ['E-Mail-Adresse', 'E-mail address'], profile: ['Angaben', 'Details'], locale: ['Sprache', 'Language'], createdAt: ['Angelegt', 'Created'], updatedAt: ['Zuletzt geändert', 'Last changed'],
  lastSignInAt: ['Letzte Anmeldung', 'Last sign-in'], number: ['Vorgangsnummer', 'Number'], caseNumber: ['Vorgangsnummer', 'Number'], service: ['Leistung', 'Service'], submittedAt: ['Abgeschickt', 'Sent'],
  withdrawnAt: ['Zurückgezogen', 'Withdrawn'], electronicNotice: ['Bescheide elektronisch', 'Electronic notices'], answers: ['Angaben', 'Answers'], deletedOn: ['Wird gelöscht', 'Will be deleted'], direction: ['Richtung', 'Direction'],
  kind: ['Art', 'Kind'], subject: ['Betreff', 'Subject'], body: ['Text', 'Text'], author: ['Von', 'From'], delivery: ['Zustellung', 'Delivery'], providedAt: ['Bereitgestellt', 'Provided'], deemedOn: ['Gilt als bekannt gegeben', 'Deemed notified'],
  readAt: ['Gelesen', 'Read'], debtor: ['Zahlungspflichtig', 'Debtor'], purpose: ['Wofür', 'Purpose'], amountCents: ['Betrag', 'Amount'], bookingCode: ['Kassenzeichen', 'Booking code'], dueOn: ['Fällig', 'Due'],
  status: ['Stand', 'State'], paidOn: ['Bezahlt', 'Paid'], organisation: ['Organisation', 'Organisation'], role: ['Rolle', 'Role'], services: ['Leistungen', 'Services'], validFrom: ['Gilt ab', 'Valid from'], validUntil: ['Gilt bis', 'Valid until'],
  title: ['Titel', 'Title'], plate: ['Kennzeichen', 'Plate'], area: ['Bereich', 'Area'], code: ['Prüfcode', 'Check code'], issuedAt: ['Ausgestellt', 'Issued'], as: ['Als', 'As'], signedAt: ['Unterschrieben', 'Signed'],
  declaration: ['Erklärung', 'Declaration'], trustLevel: ['Vertrauensniveau', 'Trust level'], application: ['Antrag', 'Application'], yes: ['ja', 'yes'], no: ['nein', 'no'], signIn: ['Anmeldewege', 'Ways to sign in'],
  givenName: ['Vorname', 'Given name'], familyName: ['Familienname', 'Family name'], birthDate: ['Geburtsdatum', 'Date of birth'], phone: ['Telefon', 'Telephone'], address: ['Anschrift', 'Address'],
  file: ['Datei', 'File'], keptAt: ['Aufgehoben seit', 'Kept since'], sessions: ['Angemeldete Geräte', 'Signed-in devices'], devices: ['Geräte mit Mitteilungen', 'Devices with notifications'],
  letter: ['Bescheide und Schreiben', 'Notices and letters'], request: ['Fehlende Unterlagen', 'Missing papers'], message: ['Nachrichten', 'Messages'], progress: ['Stand des Antrags', 'State of the application'], paper: ['Ablaufende Unterlagen', 'Papers that end soon'],
};

export const fieldWord = (key: string, locale: Locale): string => words[key]?.[locale === 'en' ? 1 : 0] ?? key;

/** Values that the export has as English words, where a folder's own pages say them in other words, too. */
const values: Record<string, [de: string, en: string]> = {
  'to-applicant': ['an Sie', 'to you'], 'from-applicant': ['von Ihnen', 'from you'], letter: ['Schreiben', 'letter'], message: ['Nachricht', 'message'], request: ['Nachforderung', 'request'], inbox: ['im Konto', 'in the account'], post: ['mit der Post', 'by post'],
  now: ['sofort per E-Mail', 'at once by e-mail'], daily: ['einmal am Tag', 'once a day'], push: ['nur auf Geräten', 'on devices only'], never: ['gar nicht', 'not at all'],
  open: ['offen', 'open'], paid: ['bezahlt', 'paid'], cancelled: ['entfallen', 'cancelled'], valid: ['gültig', 'valid'], replaced: ['ersetzt', 'replaced'], 'resident-parking': ['Bewohnerparken', 'resident parking'],
  administrator: ['Verwaltung', 'administrator'], applicant: ['darf beantragen', 'may apply'], reader: ['darf lesen', 'may read'], de: ['Deutsch', 'German'], en: ['Englisch', 'English'], 'de-leicht': ['Leichte Sprache', 'easy language'],
  basic: ['Basis', 'basic'], substantial: ['substanziell', 'substantial'], high: ['hoch', 'high'], identity: ['Ausweis, Aufenthaltstitel', 'identity document'], 'civil-status': ['Urkunde', 'certificate'], residence: ['Wohnung', 'home'],
  income: ['Einkommen', 'income'], insurance: ['Versicherung', 'insurance'], qualification: ['Zeugnis', 'qualification'], business: ['Gewerbe', 'business'], vehicle: ['Fahrzeug', 'vehicle'], other: ['Anderes', 'something else'],
};

export const valueWord = (value: string, locale: Locale): string => values[value]?.[locale === 'en' ? 1 : 0] ?? value;
