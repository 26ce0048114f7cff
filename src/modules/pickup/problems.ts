import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  'pickup/no-numbers': { status: 422, de: 'Schreiben Sie mindestens eine Abholnummer, jede in eine eigene Zeile.' },
  'pickup/wrong-number': { status: 422, de: '„{number}“ ist keine Abholnummer. Erlaubt sind 4 bis 20 Buchstaben, Ziffern und Bindestriche.' },
  'pickup/too-many': { status: 422, de: 'Höchstens {max} Nummern auf einmal.' },
  'pickup/no-document': { status: 404, de: 'Zu dieser Nummer liegt nichts bereit.' },
});
