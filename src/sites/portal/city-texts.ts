import type { Locale } from '#platform/i18n';

type Sections = readonly (readonly [heading: string, ...paragraphs: string[]])[];

const german = {
  home: 'Start',
  imprint: 'Impressum',
  privacy: 'Datenschutz',
  contact: 'Kontakt und Ämter',
  responsible: 'Anbieter',
  representative: 'Vertreten durch',
  legalForm: 'Rechtsform',
  vatId: 'Umsatzsteuer-Identifikationsnummer',
  supervision: 'Aufsicht',
  editor: 'Redaktion',
  address: 'Anschrift',
  room: 'Zimmer',
  way: 'So kommen Sie hin',
  onMap: (office: string, map: string) => `${office} auf der Karte (${map}, eine andere Seite)`,
  phone: 'Telefon',
  email: 'E-Mail',
  post: 'Post',
  today: 'Heute',
  hours: 'Öffnungszeiten',
  services: 'Leistungen',
  servicesOf: (name: string) => `Leistungen: ${name}`,
  controller: 'Verantwortlich',
  officer: 'Datenschutz',
  authority: 'Beschwerde bei',
  privacySections: [
    ['Was wir von Ihnen speichern', 'Wenn Sie nur lesen, speichern wir nichts über Sie. Es gibt keine Werbung, keine Zählpixel und keine Verbindung zu anderen Anbietern.', 'Wir zählen, wie oft eine Seite gelesen wird, aber nicht, von wem: Damit dieselbe Seite nicht doppelt zählt, bildet der Server aus Adresse und Browser eine Prüfsumme mit einem Schlüssel, der jeden Tag neu ist. Sie liegt nur im Arbeitsspeicher und wird nie gespeichert. Geschrieben werden nur Summen (siehe „Zahlen zur Nutzung“).', 'Wenn Sie einen Antrag stellen, speichern wir, was Sie angeben. Bei jedem Feld steht, wozu wir es brauchen, wenn es nicht von selbst klar ist.'],
    ['Cookies', 'Wir setzen nur Cookies, die nötig sind: damit Sie angemeldet bleiben, damit Ihr Entwurf erhalten bleibt und für die gewählte Sprache.'],
    ['Wer Ihre Daten bekommt', 'Ihren Antrag liest das zuständige Amt. Andere Stellen bekommen Daten nur, wenn ein Gesetz es verlangt oder Sie zustimmen.'],
    ['Wie lange wir sie behalten', 'Entwürfe löschen wir nach einer Frist, die beim Entwurf steht. Vorgänge behalten wir so lange, wie das Gesetz es verlangt. Danach bieten wir sie dem Archiv an oder vernichten sie.'],
    ['Ihre Rechte', 'Sie können Auskunft, Berichtigung und Löschung verlangen, der Verarbeitung widersprechen und sich beschweren (Artikel 15 bis 21 und 77 DSGVO).'],
  ] as Sections,
};

const english: typeof german = {
  home: 'Start',
  imprint: 'Legal notice',
  privacy: 'Privacy',
  contact: 'Contact and offices',
  responsible: 'Provider',
  representative: 'Represented by',
  legalForm: 'Legal form',
  vatId: 'VAT number',
  supervision: 'Supervision',
  editor: 'Editor',
  address: 'Address',
  room: 'Room',
  way: 'How to get there',
  onMap: (office, map) => `${office} on the map (${map}, another site)`,
  phone: 'Phone',
  email: 'Email',
  post: 'Post',
  today: 'Today',
  hours: 'Opening hours',
  services: 'Services',
  servicesOf: (name) => `Services: ${name}`,
  controller: 'Controller',
  officer: 'Data protection',
  authority: 'Complaints to',
  privacySections: [
    ['What we store', 'When you only read, we store nothing about you. There are no advertisements, no counting pixels and no connections to other providers.', 'We count how often a page is read, but not by whom: so that the same page does not count twice, the server makes a checksum of address and browser with a key that is new every day. It lies in memory only and is never stored. Only sums are written (see “Figures of use”).', 'When you apply, we store what you tell us. Beside each field stands why we need it, unless it is clear.'],
    ['Cookies', 'We only set cookies that are needed: to keep you signed in, to keep your draft and for the language you chose.'],
    ['Who gets your data', 'The office in charge reads your application. Others get data only when a law demands it or you agree.'],
    ['How long we keep them', 'We delete drafts after a time that is shown with the draft. We keep cases as long as the law demands. After that we offer them to the archive or destroy them.'],
    ['Your rights', 'You can demand access, correction and erasure, object to processing and complain (Articles 15 to 21 and 77 GDPR).'],
  ],
};

/** Words of the pages about the city itself. */
export const cityTexts = (locale: Locale): typeof german => (locale === 'en' ? english : german);
