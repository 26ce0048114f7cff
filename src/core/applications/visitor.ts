import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { holderOf, type Actor } from '#platform/module';

/** Whoever fills in a form: an account (a person's, or the organisation's for which they act), or a browser that keeps a secret of its own. */
export type Visitor = { accountId: string | null; tokenHash: string | null };

export const VISITOR_COOKIE = 'stadtkern_antraege';
/** Drafts live 30 days after the last change (OZG § 8a). */
export const DRAFT_DAYS = 30;

export const newToken = (): string => randomBytes(24).toString('base64url');
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

export function visitorOf(actor: Actor, token: string | undefined): Visitor {
  return { accountId: actor.kind === 'citizen' ? holderOf(actor) : null, tokenHash: token ? hashToken(token) : null };
}

const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'; // without I, L, O, 0, 1: read over the telephone

/** Access code of an application for people without account: 12 characters, about 59 bits. */
export function newAccessCode(): string {
  const letters = [...randomBytes(64)].filter((byte) => byte < 248).slice(0, 12).map((byte) => ALPHABET[byte % ALPHABET.length]);
  const code = letters.join('');
  return `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`;
}

/** Same code, however it was typed; takes equally long whether right or wrong. */
export function sameCode(stored: string, given: string): boolean {
  const plain = (code: string): Buffer => createHash('sha256').update(code.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')).digest();
  return timingSafeEqual(plain(stored), plain(given));
}
