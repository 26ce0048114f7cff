import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  'records/no-such-document': { status: 404, de: 'Dieses Dokument gibt es nicht, oder Sie dürfen es nicht sehen.', en: 'This document does not exist, or you may not see it.' },
  'records/file-closed': { status: 409, de: 'Die Akte {number} ist zu den Akten geschrieben; es kommt nichts mehr hinein.', en: 'The file {number} is closed; nothing can be added.' },
  'records/no-such-file': { status: 404, de: 'Zu diesem Vorgang gibt es keine Akte.', en: 'There is no file for this case.' },
  'records/no-such-position': { status: 422, de: 'Die Aktenplanstelle {number} gibt es nicht.', en: 'The file plan has no position {number}.' },
});
