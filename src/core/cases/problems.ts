import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  'cases/no-such-case': { status: 404, de: 'Diesen Vorgang gibt es nicht, oder Sie dürfen ihn nicht sehen.', en: 'This case does not exist, or you may not see it.' },
  'cases/no-such-task': { status: 404, de: 'Diese Aufgabe gibt es nicht, oder Sie dürfen sie nicht sehen.', en: 'This task does not exist, or you may not see it.' },
  'cases/no-such-office': { status: 422, de: 'Das Amt „{key}“ gibt es nicht. Bitte prüfen Sie die Einstellungen der Leistung.', en: 'There is no office “{key}”. Please check the settings of the service.' },
  'cases/task-closed': { status: 409, de: 'Diese Aufgabe ist schon erledigt: von {name}.', en: 'This task is done already, by {name}.' },
  'cases/task-cancelled': { status: 409, de: 'Diese Aufgabe ist nicht mehr nötig; der Vorgang ist inzwischen weitergegangen.', en: 'This task is no longer needed; the case has moved on.' },
  'cases/already-claimed': { status: 409, de: '{name} hat diese Aufgabe schon übernommen.', en: '{name} has already taken this task.' },
  'cases/not-yours': { status: 409, de: 'Diese Aufgabe liegt nicht bei Ihnen.', en: 'This task is not with you.' },
  'cases/not-in-group': { status: 403, de: 'Diese Aufgabe ist für {groups} bestimmt.', en: 'This task is meant for {groups}.' },
  'cases/four-eyes': { status: 403, de: 'Vier-Augen-Prinzip: Sie haben „{task}“ in diesem Vorgang erledigt. Diese Aufgabe muss jemand anderes übernehmen.', en: 'Four eyes: you did “{task}” in this case. Someone else has to take this task.' },
  'cases/case-ended': { status: 409, de: 'Der Vorgang {number} ist beendet; daran lässt sich nichts mehr ändern.', en: 'The case {number} has ended; nothing can be changed any more.' },
  'cases/reason-needed': { status: 422, de: 'Bitte geben Sie einen Grund an.', en: 'Please give a reason.' },
  'cases/text-needed': { status: 422, de: 'Bitte schreiben Sie etwas (höchstens {max} Zeichen).', en: 'Please write something (at most {max} characters).' },
  'cases/day-needed': { status: 422, de: 'Bitte geben Sie einen Tag ab heute an.', en: 'Please give a day from today on.' },
  'cases/no-such-colleague': { status: 422, de: 'Diese Person kann die Aufgabe nicht bekommen.', en: 'This person cannot be given the task.' },
  'cases/file-needed': { status: 422, de: 'Bitte wählen Sie eine Datei mit höchstens 25 MB.', en: 'Please choose a file of at most 25 MB.' },
  'cases/refused': { status: 409, de: '{reason}', en: '{reason}' },
});
