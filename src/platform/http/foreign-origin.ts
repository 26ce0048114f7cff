import { defineProblems, type Problem } from '#platform/module';

const problem = defineProblems({
  'http/foreign-origin': { status: 403, de: 'Diese Anfrage kam von einer anderen Seite und wurde nicht ausgeführt. Bitte öffnen Sie die Seite neu und versuchen Sie es noch einmal.', en: 'This request came from another site and was not carried out. Please reload the page and try again.' },
});

/** The refusal of a request that another site sent in the person's name. */
export const foreignOrigin = (): Problem => problem('http/foreign-origin');
