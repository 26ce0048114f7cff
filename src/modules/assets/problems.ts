import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  'assets/unknown-service': { status: 404, de: 'Diesen IT-Dienst gibt es nicht (mehr).', en: 'This IT service does not exist (any more).' },
  'assets/unknown-site': { status: 404, de: 'Diesen Standort gibt es nicht (mehr).', en: 'This site does not exist (any more).' },
  'assets/unknown-place': { status: 404, de: 'Diesen Arbeitsplatz gibt es nicht (mehr).', en: 'This workplace does not exist (any more).' },
  'assets/unknown-import': { status: 404, de: 'Diese eingelesene Tabelle gibt es nicht (mehr).', en: 'This import does not exist (any more).' },
  'assets/wrong-input': { status: 422, de: '{reason}', en: '{reason}' },
  'assets/key-taken': { status: 409, de: 'Die Kennung „{key}“ hat schon ein anderer Eintrag.', en: 'Another entry already has the key “{key}”.' },
  'assets/needs-itself': { status: 422, de: 'Ein Dienst kann nicht von sich selbst abhängen.', en: 'A service cannot depend on itself.' },
  'assets/import-over': { status: 409, de: 'Diese Tabelle ist schon übernommen, zurückgenommen oder verworfen.', en: 'This import is already applied, undone or discarded.' },
});
