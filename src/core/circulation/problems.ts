import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  'circulation/no-run': { status: 404, de: 'Diesen Umlauf gibt es nicht, oder Sie dürfen ihn nicht sehen.', en: 'There is no such circulation.' },
  'circulation/nobody': { status: 422, de: '„{typed}“ ist keine Person und keine Gruppe (zum Beispiel steueramt/leitung).', en: 'There is no such person or group: {typed}.' },
  'circulation/steps-needed': { status: 422, de: 'Ein Umlauf braucht mindestens einen und höchstens 20 Schritte.', en: 'A circulation needs steps.' },
  'circulation/running': { status: 409, de: 'Dieses Dokument ist schon im Umlauf.', en: 'This document is already circulating.' },
  'circulation/not-yours': { status: 403, de: 'Dieser Schritt liegt bei {name}.', en: 'This step belongs to {name}.' },
  'circulation/not-open': { status: 409, de: 'Dieser Schritt ist schon erledigt oder noch nicht dran.', en: 'This step is not open.' },
  'circulation/comment-needed': { status: 422, de: 'Bitte schreiben Sie, was geändert werden soll.', en: 'Please say what should change.' },
  'circulation/not-starter': { status: 403, de: 'Das kann nur, wer den Umlauf begonnen hat.', en: 'Only whoever started it may do this.' },
});
