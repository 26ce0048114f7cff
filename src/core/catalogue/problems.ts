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
  'catalogue/folder-changed': {
    status: 409,
    de: 'Der Ordner „{slug}“ hat sich inzwischen geändert. Bitte sehen Sie ihn noch einmal an.',
    en: 'The folder "{slug}" has changed meanwhile. Please look at it again.',
  },
  'catalogue/unknown-folder': { status: 404, de: 'Den Ordner „{slug}“ gibt es nicht.', en: 'There is no folder "{slug}".' },
});
