import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  'process/no-such-instance': { status: 404, de: 'Dieses Verfahren gibt es nicht.', en: 'There is no such procedure.' },
  'process/no-such-incident': { status: 404, de: 'Diese Störung gibt es nicht (mehr).', en: 'There is no such incident (any more).' },
  'process/start-timer': { status: 422, de: 'Das Startereignis nennt mit „{text}“ keine gültige Zeit.', en: 'The start event names no valid time: “{text}”.' },
  'process/message-taken': { status: 409, de: 'Die Nachricht „{name}“ beginnt schon „{key}“. Bitte geben Sie ihr einen eigenen Namen.', en: 'The message “{name}” begins “{key}” already. Please give it a name of its own.' },
  'process/refused': { status: 409, de: '{message}', en: '{message}' },
});
