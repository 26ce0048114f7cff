import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  'projects/no-project': { status: 404, de: 'Dieses Projekt gibt es nicht, oder Sie dürfen es nicht sehen.', en: 'There is no such project, or you may not see it.' },
  'projects/no-entry': { status: 404, de: 'Diesen Eintrag gibt es in dem Projekt nicht (mehr).', en: 'The project has no such entry (any more).' },
  'projects/title-needed': { status: 422, de: 'Geben Sie dem Projekt einen Titel mit mindestens drei Zeichen.', en: 'The project needs a title.' },
  'projects/wrong-state': { status: 409, de: 'Das geht jetzt nicht: Das Projekt ist {state}.', en: 'This is not possible in this state: {state}.' },
  'projects/incomplete': { status: 422, de: 'Vor dem Einreichen fehlt noch: {missing}.', en: 'Before it can be submitted, this is missing: {missing}.' },
  'projects/reason-needed': { status: 422, de: 'Bitte schreiben Sie, warum.', en: 'Please say why.' },
  'projects/dates-reversed': { status: 422, de: 'Das Ende ({end}) liegt vor dem Beginn ({start}).', en: 'The end lies before the beginning.' },
  'projects/negative': { status: 422, de: '„{what}“ darf nicht negativ sein.', en: '{what} must not be negative.' },
  'projects/out-of-range': { status: 422, de: '„{what}“ muss zwischen {from} und {to} liegen.', en: '{what} must be between {from} and {to}.' },
  'projects/text-needed': { status: 422, de: 'Das Feld „{what}“ darf nicht leer sein.', en: '{what} must not be empty.' },
  'projects/circle': { status: 422, de: 'Das wäre ein Kreis: {circle}. Kein Projekt darf auf sich selbst warten.', en: 'This would be a circle: {circle}.' },
  'projects/no-person': { status: 422, de: '„{typed}“ ist keine Person der Verwaltung. Geben Sie den Namen oder die E-Mail-Adresse an.', en: 'There is no such member of staff: {typed}.' },
  'projects/evidence-missing': { status: 422, de: 'Für dieses Tor fehlt noch: {missing}. Weiter geht es nur mit einer Begründung.', en: 'Evidence is missing for this gate: {missing}.' },
  'projects/strange-date': { status: 422, de: '„{what}“: Geben Sie einen Tag an.', en: '{what}: a date is needed.' },
  'projects/strange-number': { status: 422, de: '„{what}“: Geben Sie eine ganze Zahl an.', en: '{what}: a whole number is needed.' },
  'projects/choose': { status: 422, de: 'Wählen Sie etwas bei „{what}“.', en: 'Choose something for {what}.' },
  'projects/warned': { status: 422, de: '{warning} Wenn Sie trotzdem beginnen wollen, setzen Sie das Häkchen „Trotzdem beginnen“.', en: 'There is a warning: {warning}' },
  'projects/no-gate': { status: 409, de: 'Im Betrieb gibt es kein Tor mehr. Schließen Sie das Projekt ab.', en: 'There is no gate in operation.' },
  'projects/same-light': { status: 409, de: 'Die Daten sagen schon „{light}“. Von Hand wird nur gesetzt, was davon abweicht.', en: 'The data say the same already.' },
  'projects/date-ahead': { status: 422, de: 'Der {day} liegt in der Zukunft. Erledigtes trägt ein Datum bis heute.', en: 'This day lies in the future.' },
});
