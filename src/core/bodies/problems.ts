import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  'bodies/no-body': { status: 404, de: 'Dieses Gremium gibt es nicht, oder Sie dürfen es nicht sehen.', en: 'There is no such body.' },
  'bodies/no-meeting': { status: 404, de: 'Diese Sitzung gibt es nicht, oder Sie dürfen sie nicht sehen.', en: 'There is no such meeting.' },
  'bodies/no-resolution': { status: 404, de: 'Diesen Beschluss gibt es nicht, oder Sie dürfen ihn nicht sehen.', en: 'There is no such resolution.' },
  'bodies/not-yours': { status: 403, de: 'Das dürfen nur Vorsitz, Stellvertretung und Schriftführung dieses Gremiums und die Digitalsteuerung.', en: 'Only the chair, the deputy and the minute-taker may do this.' },
  'bodies/key-taken': { status: 409, de: 'Ein Gremium mit diesem Namen gibt es schon.', en: 'There is a body with this name already.' },
  'bodies/name-needed': { status: 422, de: 'Geben Sie einen Namen mit mindestens drei Zeichen an.', en: 'Give a name.' },
  'bodies/already-member': { status: 409, de: '{name} gehört schon dazu.', en: '{name} is a member already.' },
  'bodies/dates-reversed': { status: 422, de: 'Das Ende liegt vor dem Anfang ({from}).', en: 'The end lies before the beginning.' },
  'bodies/due-too-early': { status: 422, de: 'Die Frist liegt vor dem Tag des Beschlusses ({decided}).', en: 'The due date lies before the day of the resolution.' },
  'bodies/no-such-person': { status: 422, de: '„{typed}“ passt auf niemanden oder auf mehrere. Geben Sie den vollen Namen oder die E-Mail-Adresse an.', en: 'There is no such person: {typed}.' },
  'bodies/minutes-final': { status: 409, de: 'Die Niederschrift ist abgeschlossen und wird nicht mehr geändert. Eine Berichtigung gehört in die nächste Sitzung.', en: 'The minutes are final.' },
  'bodies/minutes-open': { status: 409, de: 'Die Niederschrift ist noch nicht abgeschlossen.', en: 'The minutes are not final yet.' },
  'bodies/minutes-empty': { status: 422, de: 'Vor dem Abschluss fehlt: {missing}.', en: 'Missing before the minutes can be closed: {missing}.' },
  'bodies/text-needed': { status: 422, de: 'Ein Beschluss braucht einen Titel und einen Wortlaut.', en: 'A resolution needs a title and a text.' },
  'bodies/result-needed': { status: 422, de: 'Schreiben Sie, was daraus geworden ist, damit es im nächsten Bericht steht.', en: 'Say what has become of it.' },
  'bodies/already-closed': { status: 409, de: 'Dieser Beschluss ist schon abgeschlossen.', en: 'This resolution is closed already.' },
  'bodies/votes-wrong': { status: 422, de: 'Stimmen sind ganze Zahlen ab 0.', en: 'Votes are whole numbers.' },
});
