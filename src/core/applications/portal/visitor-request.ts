import { SESSION_COOKIE, redirect, signInAnswer, type Cookie, type Reply, type Rq } from '#platform/http';
import { Problem, holderOf } from '#platform/module';
import type { Opener } from '../applications.queries.ts';
import { texts } from './texts.ts';
import { VISITOR_COOKIE, newToken, visitorOf, type Visitor } from '../visitor.ts';

/** Cookie that opens the last few applications made or looked up here without account: id and access code of each. */
export const STATUS_COOKIE = 'stadtkern_vorgang';
const MONTH = 30 * 86_400;
const REMEMBERED = 5;

type Asking = Pick<Rq, 'actor' | 'cookies'>;

export const visitorOfRq = (rq: Asking): Visitor => visitorOf(rq.actor, rq.cookies[VISITOR_COOKIE]);

/** A visitor who can own a draft: without account and without secret, a new secret is handed out. */
export function ensureVisitor(rq: Asking): { visitor: Visitor; cookies: Cookie[] } {
  const known = visitorOfRq(rq);
  if (known.accountId || known.tokenHash) return { visitor: known, cookies: [] };
  const token = newToken();
  return { visitor: visitorOf(rq.actor, token), cookies: [{ name: VISITOR_COOKIE, value: token, maxAgeSeconds: MONTH }] };
}

const remembered = (rq: Asking): string[] => (rq.cookies[STATUS_COOKIE] ?? '').split('_').filter(Boolean).slice(0, REMEMBERED);

/** Lets this browser see the application for a day. */
export function statusCookie(rq: Asking, { id, code }: { id: string; code: string }): Cookie {
  const others = remembered(rq).filter((one) => !one.startsWith(`${id}.`));
  return { name: STATUS_COOKIE, value: [`${id}.${code}`, ...others].slice(0, REMEMBERED).join('_'), maxAgeSeconds: 86_400 };
}

/** Who opens the application with this id in this browser. */
export function openerOf(rq: Asking, id: string): Opener {
  const code = remembered(rq).find((one) => one.startsWith(`${id}.`))?.slice(id.length + 1);
  return { accountId: rq.actor.kind === 'citizen' ? holderOf(rq.actor) : null, ...(code ? { code } : {}) };
}

/**
 * Runs what needs the person's own draft or application. When it isn't theirs because their session has run out meanwhile, they are
 * asked to sign in and come back. The answer is the same whether it exists or not.
 */
export const orSignIn = (rq: Rq, run: () => Promise<Reply>): Promise<Reply> => attempt(rq, run, undefined);

/** The same for what was posted: it is kept and sent again after signing in. */
export const orSignInKeeping = (rq: Rq, run: () => Promise<Reply>): Promise<Reply> => attempt(rq, run, { action: rq.url, fields: fieldsOf(rq.body) });

/** The same for the state of an application: whoever has no account (any more) here is asked for number and code. */
export async function orAskCode(rq: Rq, run: () => Promise<Reply>): Promise<Reply> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 404) throw error;
    return redirect('/status', { flash: { kind: 'info', text: texts(rq.locale).askAgain } });
  }
}

async function attempt(rq: Rq, run: () => Promise<Reply>, parked: { action: string; fields: [string, string][] } | undefined): Promise<Reply> {
  try {
    return await run();
  } catch (error) {
    const ended = error instanceof Problem && error.status === 404 && rq.actor.kind === 'anonymous' && rq.cookies[SESSION_COOKIE] !== undefined;
    const [answer] = rq.platform.contributions(signInAnswer);
    if (!ended || !answer) throw error;
    return answer(rq, 'portal', parked);
  }
}

function fieldsOf(body: unknown): [string, string][] {
  if (!body || typeof body !== 'object') return [];
  return Object.entries(body).flatMap(([name, value]) => [value].flat().flatMap((one): [string, string][] => (typeof one === 'string' ? [[name, one]] : [])));
}
