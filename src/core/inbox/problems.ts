import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  'inbox/letter-not-set': { status: 422, de: 'Das Schreiben „{title}“ ließ sich nicht als PDF setzen. {reason}', en: 'The letter “{title}” could not be made into a PDF. {reason}' },
  'inbox/no-message': { status: 404, de: 'Diese Nachricht gibt es nicht (mehr).', en: 'This message does not exist (any more).' },
  'inbox/none-chosen': { status: 422, de: 'Bitte wählen Sie mindestens ein Schreiben aus.' },
  'inbox/not-waiting': { status: 409, de: 'Dieses Schreiben wartet nicht (mehr) auf die Post. Vielleicht hat es jemand schon vermerkt.' },
  'inbox/empty': { status: 422, de: 'Bitte schreiben Sie einen Text.', en: 'Please write a text.' },
  'inbox/case-ended': { status: 409, de: 'Dieser Vorgang ist abgeschlossen. Bitte rufen Sie uns an oder stellen Sie einen neuen Antrag.', en: 'This case is closed. Please call us or apply again.' },
  'inbox/no-push': { status: 422, de: 'Dieser Browser lässt sich nicht benachrichtigen: Sein Dienst ist bei uns nicht freigegeben.', en: 'This browser cannot be notified: its service is not allowed here.' },
  'inbox/too-many-devices': { status: 409, de: 'Mehr als {count} Geräte sind nicht möglich. Bitte entfernen Sie erst eines.', en: 'No more than {count} devices are possible. Please remove one first.' },
  'inbox/no-letter': { status: 500, de: 'Die Leistung hat kein Schreiben „{letter}“.' },
  'inbox/no-seal-key': { status: 500, de: 'Es ist kein Siegelschlüssel eingerichtet (SEAL_KEY_FILE). Ohne Siegel geht kein Bescheid hinaus.' },
});
