import { hash, randomBytes } from 'node:crypto';
import { calendarDayOf } from '#platform/i18n';

/** Within this time the same page for the same person is one view. */
const AGAIN_MS = 30 * 60_000;
/** More are not remembered: the memory is emptied, and some are counted twice. */
const MOST = 200_000;

const newKey = (): string => randomBytes(32).toString('base64url');

/**
 * Remembers for half an hour that a page was shown to somebody, without being able to say to whom: a keyed hash of address, program and
 * page, with a key that is made anew every day, lies in this process's memory only and is never written or logged.
 */
export class SeenBefore {
  #key = newKey();
  #day = '';
  readonly #until = new Map<string, number>();

  has(now: Date, visitor: { ip: string; userAgent: string; page: string }): boolean {
    const day = calendarDayOf(now);
    if (day !== this.#day || this.#until.size >= MOST) {
      this.#key = newKey();
      this.#day = day;
      this.#until.clear();
    }
    const mark = hash('sha256', `${this.#key}${visitor.ip}\n${visitor.userAgent}\n${visitor.page}`, 'base64url').slice(0, 16);
    const until = this.#until.get(mark) ?? 0;
    this.#until.set(mark, now.getTime() + AGAIN_MS);
    return until > now.getTime();
  }
}
