import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  'process/no-such-instance': { status: 404, de: 'Dieses Verfahren gibt es nicht.', en: 'There is no such procedure.' },
  'process/no-such-incident': { status: 404, de: 'Diese Störung gibt es nicht (mehr).', en: 'There is no such incident (any more).' },
  'process/refused': { status: 409, de: '{message}', en: '{message}' },
});
