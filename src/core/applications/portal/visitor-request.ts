import type { Cookie, Rq } from '#platform/http';
import { VISITOR_COOKIE, newToken, visitorOf, type Visitor } from '../visitor.ts';

/** Cookie that opens one application without account: its id and access code. */
export const STATUS_COOKIE = 'stadtkern_vorgang';
const MONTH = 30 * 86_400;

export const visitorOfRq = (rq: Pick<Rq, 'actor' | 'cookies'>): Visitor => visitorOf(rq.actor, rq.cookies[VISITOR_COOKIE]);

/** A visitor who can own a draft: without account and without secret, a new secret is handed out. */
export function ensureVisitor(rq: Pick<Rq, 'actor' | 'cookies'>): { visitor: Visitor; cookies: Cookie[] } {
  const known = visitorOfRq(rq);
  if (known.accountId || known.tokenHash) return { visitor: known, cookies: [] };
  const token = newToken();
  return { visitor: visitorOf(rq.actor, token), cookies: [{ name: VISITOR_COOKIE, value: token, maxAgeSeconds: MONTH }] };
}

export const statusCookie = (id: string, code: string): Cookie => ({ name: STATUS_COOKIE, value: `${id}.${code}`, maxAgeSeconds: 86_400 });

/** Who opens the application with this id in this browser. */
export function openerOf(rq: Pick<Rq, 'actor' | 'cookies'>, id: string): { accountId: string | null; code?: string } {
  const [cookieId, code] = (rq.cookies[STATUS_COOKIE] ?? '').split('.');
  const accountId = rq.actor.kind === 'citizen' ? rq.actor.id : null;
  return cookieId === id && code ? { accountId, code } : { accountId };
}
