import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  'permits/no-permit': { status: 404, de: 'Diesen Ausweis gibt es nicht.', en: 'This permit does not exist.' },
  'permits/dates': { status: 500, de: 'Der Ausweis endet, bevor er beginnt.' },
});
