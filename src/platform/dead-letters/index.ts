/** Door: what the machine has given up, in one place: background jobs, mails, events. */
export { countDeadLetters, deadLetterSources, dropDeadLetter, listDeadLetters, retryDeadLetter, type DeadLetter, type DeadLetterSource } from './dead-letter.ts';
export { deadLettersModule } from './module.ts';
