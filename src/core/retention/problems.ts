import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  'retention/no-disposal': { status: 404, de: 'Diese Aussonderung gibt es nicht.', en: 'There is no such disposal.' },
  'retention/nothing-due': { status: 422, de: 'Keine Akte ist fällig. Es wird nie vor Ablauf der Frist ausgesondert.', en: 'Nothing is due.' },
  'retention/wrong-state': { status: 409, de: 'Dieser Schritt ist jetzt nicht möglich.', en: 'This step is not possible now.' },
  'retention/other-office': { status: 403, de: 'In dieser Aussonderung liegen Akten, die andere Ämter führen. Freigeben kann sie nur, wer in allen diesen Ämtern leitet. Bitte schlagen Sie die Akten je Amt vor.', en: 'This disposal holds files kept by other offices. Only whoever heads all of them can approve it. Please propose the files office by office.' },
  'retention/other-person': { status: 409, de: 'Vorschlagen, freigeben und kontrollieren müssen drei verschiedene Personen.', en: 'Three different persons are needed.' },
  'retention/undecided': { status: 409, de: 'Über {count} Akten ist noch nicht entschieden.', en: '{count} files are undecided.' },
  'retention/not-approved': { status: 409, de: 'Freigabe und Kontrolle fehlen noch.', en: 'Approval is missing.' },
  'retention/unreadable': { status: 422, de: 'Die Nachricht lässt sich nicht lesen: {reason}', en: 'The message cannot be read: {reason}' },
});
