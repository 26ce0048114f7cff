import { pino } from 'pino';
import type { Logger } from './context.ts';

/** JSON lines on standard output; ERROR means that someone has to act now. */
export function createLogger(level: string): Logger {
  const log = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  const at = (name: 'debug' | 'info' | 'warn' | 'error') => (fields: Record<string, unknown>, sentence: string) => log[name](fields, sentence);
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
