import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { contentLocale, defaultLocale, isLocale, parseAcceptLanguage, type Locale } from '#platform/i18n';
import { ANONYMOUS, Problem, defineProblems, may, notAllowed, signInNeeded, type Actor, type Platform } from '#platform/module';
import { goneSignal } from './gone-signal.ts';
import { redirect, sessionResolver, signInAnswer, type Reply, type Route, type Rq, type Session } from './route.ts';
import { tellInputMistake } from './tell-input-mistake.ts';
import { readMultipart, type UploadedFile } from './uploads.ts';

export const SESSION_COOKIE = 'stadtkern_session';
export const LOCALE_COOKIE = 'sprache';

const problem = defineProblems({
  'http/token-needed': { status: 401, de: 'Bitte melden Sie sich an: Der Zugangsschlüssel (Authorization: Bearer …) fehlt, ist falsch oder gilt nicht mehr.', en: 'Please sign in: the access token (Authorization: Bearer …) is missing, wrong or no longer valid.' },
});

/** The refusal of a program that does not say who it is. */
export const tokenNeeded = (): Problem => problem('http/token-needed');

type Built = { kind: 'rq'; rq: Rq } | { kind: 'answer'; rq: Rq; reply: Reply };

/** Parses and checks one request before its handler sees it; 'answer' when the handler must not run (sign-in, language switch). */
export async function buildRq(platform: Platform, request: FastifyRequest, route: Route): Promise<Built> {
  const tenantId = 1; // one city per installation so far; the host name will decide (docs/adr/0005-tenants.md)
  const who = await whoAsks(platform, request, tenantId);
  const { fields, files } = await readBody(platform, request, route);
  const rq = baseRq({ platform, request, route, tenantId, ...who, files });
  const switched = languageSwitch(request, route);
  if (switched) return { kind: 'answer', rq, reply: switched };
  const refused = refuse(route, who.actor, bearerOf(request) !== undefined);
  if (refused?.status === 401 && route.kind === 'page') {
    const [answer] = platform.contributions(signInAnswer);
    const parked = request.method === 'POST' ? { action: request.url, fields } : undefined;
    if (answer) return { kind: 'answer', rq, reply: await answer(rq, route.site, parked) };
  }
  if (refused) throw refused;
  rq.params = parse(route.params, request.params, 'path');
  rq.query = parse(route.query, request.query, 'query');
  rq.body = parse(route.body, fields.length || isMultipart(request) ? grouped(fields) : request.body, 'body');
  return { kind: 'rq', rq };
}

/** The token of a program; '' when it names the scheme only, undefined when it brings none (RFC 6750; the scheme knows no case). */
const bearerOf = (request: FastifyRequest): string | undefined => /^Bearer(?: +(.*))?$/i.exec(request.headers.authorization ?? '')?.slice(1).map((token) => token ?? '')[0];

async function whoAsks(platform: Platform, request: FastifyRequest, tenantId: number): Promise<{ actor: Actor; session: Session | undefined }> {
  const token = bearerOf(request) ?? request.cookies[SESSION_COOKIE];
  for (const resolve of token ? platform.contributions(sessionResolver) : []) {
    const found = await resolve({ platform, tenantId, token: token ?? '' });
    if (found) return found;
  }
  return { actor: ANONYMOUS, session: undefined };
}

type Parts = { platform: Platform; request: FastifyRequest; route: Route; tenantId: number; actor: Actor; session: Session | undefined; files: UploadedFile[] };
function baseRq({ platform, request, route, tenantId, actor, session, files }: Parts): Rq {
  const chosenLocale = localeOf(request, route);
  const locale = route.everyLanguage ? chosenLocale : contentLocale(chosenLocale);
  const who = { tenantId, actor, locale: contentLocale(chosenLocale) };
  return {
    params: {},
    query: {},
    body: undefined,
    files,
    actor,
    session,
    locale,
    chosenLocale,
    tenantId,
    url: request.url,
    path: request.url.split('?')[0] ?? '/',
    ip: request.ip,
    userAgent: request.headers['user-agent'] ?? '',
    cookies: request.cookies,
    header: (name) => [request.headers[name.toLowerCase()]].flat()[0],
    platform,
    get signal() {
      return goneSignal(platform, request);
    },
    transact: (fn) => platform.transact(who, fn),
    read: (fn) => platform.read(who, fn),
  };
}

function localeOf(request: FastifyRequest, route: Route): Locale {
  if (route.site === 'office') return defaultLocale;
  const chosen = request.cookies[LOCALE_COOKIE];
  if (chosen && isLocale(chosen)) return chosen;
  return parseAcceptLanguage(request.headers['accept-language'] ?? '');
}

/** `?sprache=en` on any page: remember it and show the same page. */
function languageSwitch(request: FastifyRequest, route: Route): Reply | undefined {
  if (request.method !== 'GET' || route.kind !== 'page') return undefined;
  const url = new URL(request.url, 'http://x');
  const wanted = url.searchParams.get('sprache');
  if (!wanted || !isLocale(wanted)) return undefined;
  url.searchParams.delete('sprache');
  return redirect(url.pathname + url.search, { cookies: [{ name: LOCALE_COOKIE, value: wanted, maxAgeSeconds: 31_536_000 }] });
}

function refuse(route: Route, actor: Actor, program: boolean): Problem | undefined {
  if (route.access === 'anyone') return undefined;
  if (actor.kind === 'anonymous') return route.kind === 'api' && (program || route.access === 'machine') ? tokenNeeded() : signInNeeded();
  if (route.access === 'machine') return actor.kind === 'machine' ? undefined : notAllowed();
  if (route.access === 'citizen') return actor.kind === 'citizen' ? undefined : signInNeeded();
  if (actor.kind !== 'staff') return route.site === 'office' ? signInNeeded() : notAllowed();
  if (route.access === 'staff') return undefined;
  return may(actor, route.access.slice('may:'.length)) ? undefined : notAllowed();
}

const isMultipart = (request: FastifyRequest): boolean => (request.headers['content-type'] ?? '').startsWith('multipart/form-data');

async function readBody(platform: Platform, request: FastifyRequest, route: Route): Promise<{ fields: [string, string][]; files: UploadedFile[] }> {
  if (isMultipart(request)) return readMultipart(request, platform.storage, route.files ?? { maxBytes: 0, maxFiles: 0 });
  if (!(request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')) return { fields: [], files: [] };
  const body = (request.body ?? {}) as Record<string, string | string[]>;
  const fields = Object.entries(body).flatMap(([key, value]) => [value].flat().map((one): [string, string] => [key, one]));
  return { fields, files: [] };
}

/** Form fields as an object: a name that occurs twice becomes a list. */
function grouped(fields: [string, string][]): Record<string, string | string[]> {
  const result: Record<string, string | string[]> = {};
  for (const [key, value] of fields) {
    const before = Object.hasOwn(result, key) ? result[key] : undefined;
    Object.defineProperty(result, key, { value: before === undefined ? value : [before, value].flat(), enumerable: true, writable: true, configurable: true });
  }
  return result;
}

function parse(schema: z.ZodType | undefined, value: unknown, where: 'path' | 'query' | 'body'): unknown {
  if (!schema) return value ?? {};
  const parsed = schema.safeParse(value ?? {}, { error: tellInputMistake });
  if (parsed.success) return parsed.data;
  if (where === 'path') throw new Problem('http/not-found', { status: 404, de: 'Diese Seite gibt es nicht (mehr).', en: 'This page does not exist (any more).' }, {});
  const fields = parsed.error.issues.map((issue) => `${z.core.toDotPath(issue.path) || where}: ${issue.message}`).join('; ');
  throw new Problem('http/invalid-input', { status: 400, de: 'Diese Angaben sind so nicht möglich: {fields}', en: 'This input is not possible: {fields}' }, { fields });
}
