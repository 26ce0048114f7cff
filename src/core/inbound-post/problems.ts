import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  'inbound-post/tiff': { status: 422, de: '„{name}“ ist eine TIFF-Datei. Die kann hier nicht gelesen und gezeigt werden. Bitte stellen Sie den Scanner auf PDF um.', en: '“{name}” is a TIFF file, which cannot be read or shown here. Please let the scanner make PDF files.' },
  'inbound-post/no-item': { status: 404, de: 'Diesen Posteingang gibt es nicht.', en: 'There is no such item.' },
  'inbound-post/done': { status: 409, de: 'Dieser Eingang ist schon bearbeitet: von {name}.', en: 'This item was already handled by {name}.' },
  'inbound-post/file-needed': { status: 422, de: 'Bitte wählen Sie mindestens eine Datei aus (höchstens {mb} MB).', en: 'Please choose a file.' },
  'inbound-post/no-file': { status: 422, de: 'Eine Akte mit dem Zeichen „{number}“ gibt es nicht, oder Sie dürfen sie nicht sehen.', en: 'There is no such file.' },
  'inbound-post/sight-needed': { status: 422, de: 'Bitte bestätigen Sie die Sichtprüfung: vollständig, lesbar, richtig herum.', en: 'Please confirm the sight check.' },
  'inbound-post/reason-needed': { status: 422, de: 'Bitte geben Sie einen Grund an.', en: 'Please give a reason.' },
  'inbound-post/no-service': { status: 422, de: 'Bitte wählen Sie eine Leistung, die online ist.', en: 'Please choose a service.' },
  'inbound-post/not-scanned': { status: 409, de: 'Zu diesem Eingang gibt es kein Papier, das vernichtet werden kann.', en: 'There is no paper original.' },
});
