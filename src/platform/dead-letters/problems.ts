import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  'dead-letters/gone': { status: 404, de: 'Das ist inzwischen erledigt oder verworfen.', en: 'This is done or dropped meanwhile.' },
  'dead-letters/reason-needed': { status: 422, de: 'Bitte geben Sie einen Grund an.', en: 'Please give a reason.' },
});
