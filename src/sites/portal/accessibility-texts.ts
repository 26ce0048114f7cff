import type { Locale } from '#platform/i18n';

const german = {
  title: 'Barrierefreiheit',
  home: 'Start',
  aim: 'Diese Website soll für alle Menschen nutzbar sein: mit Tastatur, mit Vorlesesoftware, mit großer Schrift, ohne JavaScript und am Telefon. Die Erklärung gilt für dieses Portal und die Anträge darin (BITV 2.0, EN 301 549, WCAG 2.2 Stufe AA).',
  state: 'Stand der Vereinbarkeit',
  full: 'Die letzte Prüfung fand keine Barrieren, die eine Maschine erkennt. Wegen der unten genannten Inhalte ist das Portal teilweise mit den Anforderungen vereinbar.',
  partly: (count: number) => `Das Portal ist teilweise mit den Anforderungen vereinbar. Die letzte Prüfung fand ${count} Stellen, an denen wir arbeiten.`,
  unknown: 'Für diese Fassung des Programms liegt noch kein Ergebnis vor.',
  audit: (day: string, kinds: number) => `Geprüft am ${day}: ${kinds} Arten von Seiten, jede am Bildschirm bei Tag, am Telefon bei Nacht und bei 320 Pixeln Breite (400 % Vergrößerung), mit axe-core nach WCAG 2.2 AA und auf gültiges HTML. Die wichtigen Wege werden dazu mit der Tastatur allein, ohne JavaScript, mit großer Schrift, mit erzwungenen Farben und ohne Bewegung gegangen. Was nur Menschen beurteilen können, prüft die Stadt selbst.`,
  gaps: 'Was noch nicht barrierefrei ist',
  gapList: ['Nicht alle Texte liegen in Leichter Sprache vor. Dann sehen Sie Alltagssprache.', 'Auf Arabisch, Ukrainisch und Türkisch gibt es die wichtigsten Wege; die Texte der Stadt sind dort auf Deutsch und so gekennzeichnet.', 'Dateien, die andere hochgeladen haben, können wir nicht barrierefrei machen.', 'Karten und Diagramme haben immer eine Tabelle oder eine Liste daneben.'],
  noFilm: 'Einen Film in Deutscher Gebärdensprache gibt es noch nicht.',
  film: 'In Deutscher Gebärdensprache',
  report: 'Eine Barriere melden',
  reportText: 'Haben Sie eine Barriere gefunden oder fehlt Ihnen etwas? Schreiben Sie uns. Wir antworten innerhalb von zwei Wochen.',
  reportButton: 'Barriere melden',
  body: 'Wenn unsere Antwort nicht hilft',
  bodyText: 'Dann wenden Sie sich an die Durchsetzungsstelle. Sie vermittelt kostenlos, einen Anwalt brauchen Sie nicht:',
};

const english: typeof german = {
  title: 'Accessibility',
  home: 'Home',
  aim: 'This site is meant to be usable for everyone: with a keyboard, a screen reader, large type, without JavaScript and on a phone. The statement covers this portal and its applications (BITV 2.0, EN 301 549, WCAG 2.2 level AA).',
  state: 'Conformance',
  full: 'The last audit found no barriers that a machine can see. Because of the content named below, the portal conforms in part.',
  partly: (count) => `The portal conforms in part. The last audit found ${count} places that we are working on.`,
  unknown: 'There is no result for this version of the program yet.',
  audit: (day, kinds) => `Audited on ${day}: ${kinds} kinds of pages, each on a screen by day, on a phone by night and at a width of 320 pixels (400 % zoom), with axe-core after WCAG 2.2 AA and for valid HTML. The main paths are also walked with the keyboard alone, without JavaScript, with large text, forced colours and without motion. What only people can judge is examined by the city.`,
  gaps: 'What is not accessible yet',
  gapList: ['Not all texts exist in easy language. Then you see everyday German.', 'The main paths speak Arabic, Ukrainian and Turkish; the texts of the city are German there, and marked so.', 'We cannot make files accessible that others have uploaded.', 'Maps and charts always have a table or a list beside them.'],
  noFilm: 'There is no film in German sign language yet.',
  film: 'In German sign language',
  report: 'Report a barrier',
  reportText: 'Did you find a barrier, or is something missing? Write to us. We answer within two weeks.',
  reportButton: 'Report a barrier',
  body: 'If our answer does not help',
  bodyText: 'Then turn to the enforcement body. It mediates free of charge, you need no lawyer:',
};

const easy: typeof german = {
  ...german,
  aim: 'Alle Menschen sollen diese Internet-Seite nutzen können. Auch Menschen mit einer Behinderung.',
  state: 'Wie gut klappt das?',
  gaps: 'Das klappt noch nicht',
  report: 'Sie können etwas nicht lesen oder nicht benutzen?',
  reportText: 'Dann schreiben Sie uns. Wir antworten in 2 Wochen.',
  body: 'Unsere Antwort hilft Ihnen nicht?',
  bodyText: 'Dann hilft Ihnen diese Stelle. Das kostet nichts:',
};

export const accessibilityTexts = (locale: Locale): typeof german => (locale === 'en' ? english : locale === 'de-leicht' ? easy : german);
