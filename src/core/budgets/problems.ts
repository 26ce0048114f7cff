import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  'budgets/negative': { status: 422, de: 'Ein Betrag darf nicht negativ sein. Um weniger einzuplanen, ändern Sie die Zeile; eine Buchung nehmen Sie mit einer Gegenbuchung zurück.', en: 'An amount must not be negative.' },
  'budgets/amount-needed': { status: 422, de: 'Geben Sie einen Betrag über 0 Euro an, zum Beispiel 1.250,00.', en: 'An amount above zero is needed.' },
  'budgets/year-range': { status: 422, de: 'Das Haushaltsjahr muss zwischen {from} und {to} liegen.', en: 'The year must be between {from} and {to}.' },
  'budgets/text-needed': { status: 422, de: 'Das Feld „{what}“ darf nicht leer sein.', en: '{what} must not be empty.' },
  'budgets/booked-already': { status: 409, de: 'Dieser Beleg ist schon gebucht ({ref}).', en: 'This source is already booked ({ref}).' },
  'budgets/reversed-already': { status: 409, de: 'Diese Buchung ist schon zurückgenommen oder selbst eine Gegenbuchung.', en: 'This booking is already reversed.' },
  'budgets/no-booking': { status: 404, de: 'Diese Buchung gibt es nicht.', en: 'There is no such booking.' },
  'budgets/no-project': { status: 404, de: 'Dieses Projekt gibt es nicht, oder Sie dürfen es nicht sehen.', en: 'There is no such project.' },
  'budgets/no-line': { status: 404, de: 'Diese Haushaltszeile gibt es nicht (mehr).', en: 'There is no such budget line.' },
  'budgets/no-funding': { status: 404, de: 'Diese Förderung gibt es nicht, oder Sie dürfen sie nicht sehen.', en: 'There is no such grant.' },
  'budgets/date-ahead': { status: 422, de: 'Der {day} liegt in der Zukunft. Gebucht wird, was geschehen ist.', en: 'This day lies in the future.' },
  'budgets/dates-reversed': { status: 422, de: 'Das Ende ({end}) liegt vor dem Beginn ({start}).', en: 'The end lies before the beginning.' },
  'budgets/rate-range': { status: 422, de: 'Der Fördersatz muss zwischen 1 und 100 Prozent liegen.', en: 'The rate must be between 1 and 100 per cent.' },
  'budgets/notice-needed': { status: 422, de: 'Eine bewilligte Förderung hat einen Bescheid. Geben Sie seinen Tag an.', en: 'An approved grant has a notice; give its date.' },
  'budgets/choose': { status: 422, de: 'Wählen Sie etwas bei „{what}“.', en: 'Choose something for {what}.' },
  'budgets/strange-number': { status: 422, de: '„{what}“: Geben Sie eine ganze Zahl an.', en: '{what}: a whole number is needed.' },
  'budgets/strange-amount': { status: 422, de: 'Geben Sie den Betrag so an: 1.250,00.', en: 'Give the amount like 1.250,00.' },
  'budgets/reason-needed': { status: 422, de: 'Bitte schreiben Sie, warum.', en: 'Please say why.' },
  'budgets/too-much-drawn': { status: 422, de: 'Zusammen wären {sum} abgerufen, bewilligt sind {amount}.', en: 'More would be drawn than was granted.' },
  'budgets/date-needed': { status: 422, de: '„{what}“: Geben Sie einen Tag an.', en: 'A date is needed.' },
});
