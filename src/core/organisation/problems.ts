import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  'organisation/no-such-office': { status: 404, de: 'Dieses Amt gibt es nicht (mehr).', en: 'There is no such office (any more).' },
  'organisation/no-such-role': { status: 404, de: 'Diese Rolle gibt es nicht.' },
  'organisation/no-such-assignment': { status: 404, de: 'Diese Rollenzuweisung gibt es nicht (mehr).' },
  'organisation/no-such-person': { status: 404, de: 'Diese Person gibt es in der Verwaltung nicht.' },
  'organisation/already-assigned': { status: 409, de: 'Diese Person hat die Rolle in diesem Amt schon.' },
  'organisation/key-taken': { status: 409, de: 'Das Kürzel „{key}“ ist schon vergeben.' },
  'organisation/office-circle': { status: 409, de: 'Ein Amt kann nicht sich selbst untergeordnet sein.' },
  'organisation/office-in-use': { status: 409, de: 'Dem Amt sind noch Personen oder Ämter zugeordnet. Ordnen Sie diese zuerst anders zu.' },
  'organisation/last-administrator': { status: 409, de: 'Das ist die letzte Person, die Rollen vergeben darf. Geben Sie die Rolle zuerst einer anderen Person.' },
  'organisation/not-yourself': { status: 409, de: 'Das können Sie nicht für sich selbst tun. Bitten Sie eine andere Person mit dieser Berechtigung.' },
  'organisation/wrong-hours': { status: 400, de: 'Diese Öffnungszeiten sind nicht lesbar: {text}. Schreiben Sie zum Beispiel: 08:00-12:00, 14:00-16:00' },
  'organisation/no-such-substitution': { status: 404, de: 'Diese Vertretung gibt es nicht (mehr).' },
  'organisation/substitution-dates': { status: 400, de: 'Das Ende der Vertretung muss nach dem Anfang liegen und darf nicht vergangen sein.' },
  'organisation/substitution-self': { status: 400, de: 'Niemand kann sich selbst vertreten.' },
  'organisation/not-substitute': { status: 403, de: 'Für diese Person ist heute keine Vertretung durch Sie eingerichtet.' },
});
