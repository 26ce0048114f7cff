import { defineProblems } from '#platform/module';

/** Refusals of the catalogue. */
export const problem = defineProblems({
  'catalogue/unknown-service': { status: 404, de: 'Diese Leistung gibt es nicht (mehr).', en: 'This service does not exist (any more).' },
  'catalogue/unknown-version': { status: 404, de: 'Diese Fassung der Leistung gibt es nicht.', en: 'This version of the service does not exist.' },
  'catalogue/not-publishable': {
    status: 409,
    de: 'Die Leistung „{slug}“ kann so nicht veröffentlicht werden: {finding}',
    en: 'The service "{slug}" cannot be published: {finding}',
  },
  'catalogue/reason-needed': { status: 422, de: 'Sagen Sie, warum. Der Grund steht im Protokoll.', en: 'Please say why. The reason is kept in the log.' },
  'catalogue/version-is-current': { status: 409, de: 'Diese Fassung gilt schon für neue Anträge.', en: 'This version is used for new applications already.' },
  'catalogue/folder-changed': {
    status: 409,
    de: 'Der Ordner „{slug}“ hat sich inzwischen geändert. Bitte sehen Sie ihn noch einmal an.',
    en: 'The folder "{slug}" has changed meanwhile. Please look at it again.',
  },
  'catalogue/unknown-draft': { status: 404, de: 'Diesen Entwurf gibt es nicht (mehr).', en: 'This draft does not exist (any more).' },
  'catalogue/draft-exists': { status: 409, de: 'Für „{slug}“ gibt es schon einen offenen Entwurf.', en: 'There is an open draft for "{slug}" already.' },
  'catalogue/slug-taken': { status: 409, de: 'Das Kürzel „{slug}“ hat schon eine andere Leistung.', en: 'The key "{slug}" belongs to another service.' },
  'catalogue/draft-closed': { status: 409, de: 'Dieser Entwurf ist abgeschlossen und lässt sich nicht mehr ändern.', en: 'This draft is closed and cannot be changed.' },
  'catalogue/wrong-state': { status: 409, de: 'Das geht in diesem Stand des Entwurfs nicht. Bitte laden Sie die Seite neu.', en: 'That is not possible in this state of the draft. Please reload the page.' },
  'catalogue/own-work': { status: 403, de: 'Freigeben muss eine andere Person als die, die den Entwurf geändert haben (Vier-Augen-Prinzip).', en: 'Somebody who has not changed the draft has to approve it.' },
  'catalogue/broken-draft': { status: 409, de: 'So kann der Entwurf nicht weitergehen: {finding}', en: 'The draft cannot go on like this: {finding}' },
  'catalogue/bad-file': { status: 422, de: '{reason}', en: '{reason}' },
  'catalogue/nothing-to-undo': { status: 409, de: 'Hier gibt es nichts mehr rückgängig zu machen.', en: 'There is nothing to undo here.' },
  'catalogue/undo-unseen': { status: 409, de: '{who} hat hier inzwischen etwas geändert, das Ihre Seite noch nicht zeigt. Bitte laden Sie sie neu, bevor Sie etwas rückgängig machen.', en: '{who} has changed something here that your page does not show yet. Please reload it before undoing.' },
  'catalogue/changed-since': { status: 409, de: 'Der Entwurf hat sich inzwischen geändert. Bitte sehen Sie ihn noch einmal an.', en: 'The draft has changed meanwhile. Please look at it again.' },
  'catalogue/unknown-folder': { status: 404, de: 'Den Ordner „{slug}“ gibt es nicht.', en: 'There is no folder "{slug}".' },
  'catalogue/unknown-import': { status: 404, de: 'Diesen Import gibt es nicht (mehr).', en: 'This import does not exist (any more).' },
  'catalogue/import-state': { status: 409, de: 'Das geht in diesem Stand des Imports nicht. Bitte laden Sie die Seite neu.', en: 'That is not possible in this state of the import. Please reload the page.' },
  'catalogue/import-busy': { status: 409, de: 'Aus diesem Katalog wird gerade ein anderer Import übernommen oder zurückgenommen. Bitte warten Sie, bis er fertig ist.', en: 'Another import of this catalogue is under way. Please wait until it is done.' },
  'catalogue/import-outdated': { status: 409, de: 'Seit dieser Vorschau wurde der Katalog schon einmal übernommen. Bitte lesen Sie die Datei neu ein.', en: 'The catalogue has been imported since this preview. Please read the file again.' },
  'catalogue/import-not-last': { status: 409, de: 'Zurücknehmen lässt sich nur der letzte Import eines Katalogs.', en: 'Only the last import of a catalogue can be undone.' },
  'catalogue/not-editable': { status: 409, de: 'Dieser Eintrag wird in der Werkstatt oder in der Datei der Stadt gepflegt, nicht hier.', en: 'This entry is edited in the workshop or in the file of the city, not here.' },
  'catalogue/edited-meanwhile': { status: 409, de: 'Jemand anderes hat diesen Eintrag inzwischen geändert. Ihre Eingaben stehen unten; bitte vergleichen Sie.', en: 'Somebody else has changed this entry meanwhile.' },
});
