import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  'outside/no-such-register': { status: 422, de: 'Ein Register „{name}“ ist nicht angeschlossen. Vorhanden: {known}.', en: 'There is no register “{name}”. Known: {known}.' },
  'outside/query-invalid': { status: 422, de: 'Die Anfrage an „{label}“ ist nicht vollständig: {fields}', en: 'The question to “{label}” is incomplete: {fields}' },
  'outside/answer-invalid': { status: 502, de: 'Die Antwort von „{label}“ hat nicht die vereinbarte Form: {fields}', en: 'The answer of “{label}” does not have the agreed form: {fields}' },
  'outside/register-refused': { status: 422, de: '{message}', en: '{message}' },
  'outside/register-silent': { status: 503, de: '„{label}“ antwortet gerade nicht. Bitte versuchen Sie es später noch einmal oder geben Sie die Daten selbst ein.', en: '“{label}” does not answer at the moment. Please try again later or enter the data yourself.' },
});
