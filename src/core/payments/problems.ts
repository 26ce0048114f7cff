import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  'payments/no-claim': { status: 404, de: 'Diese Forderung gibt es nicht.', en: 'This claim does not exist.' },
  'payments/no-receipt': { status: 404, de: 'Diesen ungeklärten Eingang gibt es nicht (mehr). Vielleicht wurde er schon zugeordnet.' },
  'payments/no-such-code': { status: 422, de: 'Zum Kassenzeichen „{code}“ gibt es keine Forderung. Bitte prüfen Sie die Ziffern.' },
  'payments/settled': { status: 409, de: 'Die Forderung {code} ist schon erledigt.' },
  'payments/wrong-amount': { status: 422, de: 'Der Betrag stimmt nicht mit der Forderung überein ({due}). Bitte prüfen Sie die Zahlung.' },
  'payments/no-reason': { status: 422, de: 'Bitte geben Sie einen Grund an.' },
  'payments/future': { status: 422, de: 'Das Buchungsdatum liegt in der Zukunft.' },
  'payments/not-a-statement': { status: 422, de: 'Das ist kein Kontoauszug im Format CAMT.053: {reason}' },
});
