import type { Locale } from '#platform/i18n';

/** What stands in the export under English keys, in words for people. What is missing here is shown by its key. */
const words: Record<string, [de: string, en: string]> = {
  name: ['Name', 'Name'], email: ['E-Mail-Adresse', 'E-mail address'], profile: ['Angaben', 'Details'], locale: ['Sprache', 'Language'], createdAt: ['Angelegt', 'Created'], updatedAt: ['Zuletzt geändert', 'Last changed'],
  lastSignInAt: ['Letzte Anmeldung', 'Last sign-in'], number: ['Vorgangsnummer', 'Number'], caseNumber: ['Vorgangsnummer', 'Number'], service: ['Leistung', 'Service'], submittedAt: ['Abgeschickt', 'Sent'],
  withdrawnAt: ['Zurückgezogen', 'Withdrawn'], electronicNotice: ['Bescheide elektronisch', 'Electronic notices'], answers: ['Angaben', 'Answers'], deletedOn: ['Wird gelöscht', 'Will be deleted'], direction: ['Richtung', 'Direction'],
  kind: ['Art', 'Kind'], subject: ['Betreff', 'Subject'], body: ['Text', 'Text'], author: ['Von', 'From'], delivery: ['Zustellung', 'Delivery'], providedAt: ['Bereitgestellt', 'Provided'], deemedOn: ['Gilt als bekannt gegeben', 'Deemed notified'],
  readAt: ['Gelesen', 'Read'], debtor: ['Zahlungspflichtig', 'Debtor'], purpose: ['Wofür', 'Purpose'], amountCents: ['Betrag in Cent', 'Amount in cents'], bookingCode: ['Kassenzeichen', 'Booking code'], dueOn: ['Fällig', 'Due'],
  status: ['Stand', 'State'], paidOn: ['Bezahlt', 'Paid'], organisation: ['Organisation', 'Organisation'], role: ['Rolle', 'Role'], services: ['Leistungen', 'Services'], validFrom: ['Gilt ab', 'Valid from'], validUntil: ['Gilt bis', 'Valid until'],
  title: ['Titel', 'Title'], plate: ['Kennzeichen', 'Plate'], area: ['Bereich', 'Area'], code: ['Prüfcode', 'Check code'], issuedAt: ['Ausgestellt', 'Issued'], as: ['Als', 'As'], signedAt: ['Unterschrieben', 'Signed'],
  declaration: ['Erklärung', 'Declaration'], trustLevel: ['Vertrauensniveau', 'Trust level'], application: ['Antrag', 'Application'], yes: ['ja', 'yes'], no: ['nein', 'no'], signIn: ['Anmeldewege', 'Ways to sign in'],
};

export const fieldWord = (key: string, locale: Locale): string => words[key]?.[locale === 'en' ? 1 : 0] ?? key;
