const MOST_MS = 24 * 3_600_000;

/** The instant that a Retry-After header asks to wait for (RFC 9110 § 10.2.3: seconds, or a date); at most a day, undefined when it says nothing useful. */
export function retryAfter(header: string | undefined, now: Date): Date | undefined {
  const text = header?.trim() ?? '';
  const wait = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : text.endsWith('GMT') ? Date.parse(text) - now.getTime() : Number.NaN;
  return Number.isFinite(wait) && wait > 0 ? new Date(now.getTime() + Math.min(wait, MOST_MS)) : undefined;
}
