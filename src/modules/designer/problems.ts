import { defineProblems } from '#platform/module';

/** Refusals of the workshop. */
export const problem = defineProblems({
  'designer/not-editable': { status: 409, de: 'Dieser Entwurf ist abgeschlossen und lässt sich nicht mehr ändern.', en: 'This draft is closed and cannot be changed.' },
  'designer/gone': { status: 409, de: '„{what}“ gibt es nicht mehr: Jemand anders hat es inzwischen geändert oder gelöscht.', en: '"{what}" is not there any more.' },
  'designer/unknown-file': { status: 404, de: '„{what}“ gibt es hier nicht.', en: 'There is no "{what}" here.' },
  'designer/unreadable': { status: 422, de: 'Diese Datei lässt sich nicht lesen: {reason}', en: 'This file cannot be read: {reason}' },
  'designer/refused-now': { status: 409, de: '{reason}', en: '{reason}' },
  'designer/refused': { status: 422, de: '{reason}', en: '{reason}' },
});
