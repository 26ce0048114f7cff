import { eventWords } from '#core/cases';

/** What the case's timeline says. */
export const outsideWords = eventWords.of({
  'outside/called': (event) => `Anderes System aufgerufen: ${String(event.data['host'])}`,
  'outside/register-asked': (event) => `Register gefragt: ${String(event.data['register'])}`,
});
