import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  'applications/no-draft': {
    status: 404,
    de: 'Diesen Entwurf gibt es nicht (mehr), oder er wurde auf einem anderen Gerät begonnen. Nicht abgeschickte Entwürfe werden nach 30 Tagen gelöscht. Mit dem Link aus unserer E-Mail oder nach der Anmeldung finden Sie Ihre Entwürfe wieder.',
    en: 'This draft does not exist (any more), or it was begun on another device. Drafts are deleted after 30 days. Use the link from our e-mail or sign in to find your drafts.',
  },
  'applications/too-many-drafts': {
    status: 409,
    de: 'Sie haben für diese Leistung schon {count} Entwürfe. Bitte füllen Sie einen davon aus oder löschen Sie einen.',
    en: 'You already have {count} drafts for this service. Please finish or delete one of them.',
  },
  'applications/no-upload': { status: 404, de: 'Diese Datei lässt sich hier nicht hochladen. Bitte laden Sie die Seite neu.', en: 'This file cannot be uploaded here. Please reload the page.' },
  'applications/file-too-large': { status: 413, de: '„{name}“ ist zu groß. Erlaubt sind höchstens {max}.', en: '“{name}” is too large. At most {max} are allowed.' },
  'applications/file-empty': { status: 422, de: '„{name}“ ist leer. Bitte wählen Sie eine andere Datei.', en: '“{name}” is empty. Please choose another file.' },
  'applications/file-kind': { status: 422, de: '„{name}“ ist nicht von der richtigen Art. Erlaubt sind: {kinds}.', en: '“{name}” is not the right kind of file. Allowed are: {kinds}.' },
  'applications/too-many-files': { status: 429, de: 'Das sind zu viele Dateien für einen Antrag.', en: 'These are too many files for one application.' },
  'applications/not-online': { status: 404, de: 'Diese Leistung gibt es noch nicht online.', en: 'This service is not online yet.' },
  'applications/trust-needed': {
    status: 403,
    de: 'Für diese Leistung müssen Sie sich sicherer ausweisen. Bitte melden Sie sich mit dem Bürgerkonto an; Ihre Angaben bleiben erhalten.',
    en: 'This service needs a stronger proof of identity. Please sign in with your citizen account; what you entered is kept.',
  },
  'applications/incomplete': { status: 422, de: 'Es fehlen noch Angaben. Bitte ergänzen Sie sie.', en: 'Some answers are still missing. Please add them.' },
  'applications/no-application': { status: 404, de: 'Zu diesen Angaben finden wir keinen Antrag.', en: 'We find no application for this.' },
  'applications/wrong-code': {
    status: 404,
    de: 'Vorgangsnummer und Zugangscode passen nicht zusammen. Beide stehen auf Ihrer Eingangsbestätigung.',
    en: 'Number and access code do not match. Both are on your receipt.',
  },
  'applications/too-many-tries': {
    status: 429,
    de: 'Das waren zu viele Versuche. Bitte warten Sie 15 Minuten oder rufen Sie uns an.',
    en: 'Too many tries. Please wait 15 minutes or call us.',
  },
  'applications/closed': {
    status: 409,
    de: 'Über diesen Antrag ist schon entschieden; er kann nicht mehr zurückgezogen werden. Ihre Rechte stehen im Bescheid.',
    en: 'This application has already been decided; it cannot be withdrawn. Your rights are explained in the notice.',
  },
  'applications/ended': { status: 409, de: 'Dieser Vorgang ist schon beendet. Sie müssen nichts mehr zurückziehen.', en: 'This case has ended already. There is nothing left to withdraw.' },
  'applications/not-withdrawable': {
    status: 409,
    de: 'Diesen Antrag können Sie hier nicht mehr zurückziehen, weil er gerade erledigt wird. Bitte schreiben Sie uns eine Nachricht.',
    en: 'You cannot withdraw this application here any more because it is just being completed. Please send us a message.',
  },
  'applications/signatures-needed': {
    status: 409,
    de: 'Diesen Antrag müssen mehrere Personen unterschreiben. Bitte unterschreiben Sie auf der letzten Seite; wir laden die anderen ein.',
    en: 'Several people must sign this application. Please sign on the last page; we invite the others.',
  },
  'applications/nobody-to-sign': { status: 409, de: 'Nach Ihren Angaben muss niemand sonst unterschreiben. Bitte schicken Sie den Antrag auf der letzten Seite ab.', en: 'By your answers nobody else needs to sign. Please send the application on the last page.' },
  'applications/no-invitation': {
    status: 404,
    title: { de: 'Diese Einladung gilt nicht', en: 'This invitation is not valid' },
    de: 'Diese Einladung gilt nicht (mehr), oder der Code passt nicht. Vielleicht gibt es eine neuere E-Mail, oder die Einladung wurde zurückgezogen.',
    en: 'This invitation is not valid (any more), or the code does not match. There may be a newer e-mail, or the invitation was withdrawn.',
  },
  'applications/signed-already': { status: 409, de: 'Diese Unterschrift gibt es schon. Sie brauchen nichts mehr zu tun.', en: 'This has been signed already. There is nothing left to do.' },
  'applications/signing-changed': {
    status: 409,
    de: 'Die Angaben wurden inzwischen geändert. Deshalb gilt diese Einladung nicht mehr; es kommt eine neue, wenn die neue Fassung unterschrieben werden soll.',
    en: 'The answers have been changed meanwhile. This invitation is void; a new one comes when the new version is ready to be signed.',
  },
  'applications/not-your-turn': { status: 409, de: 'Vorher müssen noch andere unterschreiben. Sie bekommen eine E-Mail, wenn Sie an der Reihe sind.', en: 'Others must sign first. You get an e-mail when it is your turn.' },
  'applications/not-invited': { status: 409, de: 'Diese Person ist gerade nicht eingeladen.', en: 'This person is not invited at the moment.' },
  'applications/same-person': {
    status: 409,
    de: 'Mit diesem Konto wurde schon für jemand anderen unterschrieben. Jede Person unterschreibt selbst.',
    en: 'This account has already signed for somebody else. Every person signs for themselves.',
  },
  'applications/nothing-asked': { status: 409, de: 'Zu diesem Vorgang fehlen keine Unterlagen mehr.', en: 'No papers are missing for this case.' },
  'applications/no-papers': { status: 422, de: 'Bitte wählen Sie mindestens eine Datei aus.', en: 'Please choose at least one file.' },
});
