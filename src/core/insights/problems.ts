import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  'insights/unknown-figure': { status: 404, de: 'Diese Kennzahl gibt es nicht (mehr).', en: 'This figure does not exist (any more).' },
});
