import { lookup as resolveName } from 'node:dns';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { Config } from '#platform/config';
import { kindOfAddress } from './address.ts';
import { hostMatches, hostOf } from './host-pattern.ts';
import { OutsideFailure } from './outside-failure.ts';

export type OutsideRequest = {
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** For everything together: name, connection, answer; default 20 s. */
  timeoutMs?: number;
  /** Largest answer; default 1 MB. */
  maxBytes?: number;
};
export type OutsideAnswer = { status: number; /** Small letters. */ headers: Record<string, string>; body: Buffer };

/** Whom an installation lets its processes call. */
export type OutboundRules = Pick<Config, 'mode' | 'publicUrl' | 'outbound'>;

const TIMEOUT_MS = 20_000;
const MAX_BYTES = 1_000_000;
const MAX_REDIRECTS = 3;
/** The connection is ours to keep in order. */
const OWN_HEADERS = new Set(['host', 'content-length', 'transfer-encoding', 'connection', 'keep-alive', 'upgrade', 'te', 'trailer', 'expect', 'proxy-authorization', 'proxy-connection']);

/**
 * Calls another system over HTTP. Only hosts that the settings name; addresses inside the own network only where the settings say
 * so, looked at after the name was resolved and for the very connection that is made (a name that changes its address meanwhile
 * gains nothing); redirects only on the same host; a limit for time and size. Any status is an answer, not a failure.
 * @throws OutsideFailure
 */
export async function callOutside(rules: OutboundRules, request: OutsideRequest): Promise<OutsideAnswer> {
  const signal = AbortSignal.timeout(request.timeoutMs ?? TIMEOUT_MS);
  let asked = request;
  for (let hops = 0; ; hops++) {
    const url = checkUrl(rules, asked.url);
    const answer = await exchange(url, { request: asked, lookup: guardedLookup(rules, url), signal });
    const next = redirectOf(asked, url, answer);
    if (!next) return answer;
    if (hops >= MAX_REDIRECTS) throw new OutsideFailure('redirected', `${url.hostname} leitet im Kreis weiter.`);
    asked = next;
  }
}

/** The address, when a call to it is allowed. @throws OutsideFailure */
export function checkUrl(rules: OutboundRules, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw new OutsideFailure('address-invalid', 'Die Adresse beginnt nicht mit https:// oder ist keine.');
  if (url.username || url.password) throw new OutsideFailure('address-invalid', 'In der Adresse stehen Zugangsdaten. Bitte legen Sie ein Geheimnis an.');
  const host = hostOf(url);
  const own = isOwnHost(rules, url);
  if (!own && !rules.outbound.hosts.some((pattern) => hostMatches(pattern, host)))
    throw new OutsideFailure('host-forbidden', `Aufrufe von „${url.host}“ sind nicht freigegeben (OUTBOUND_HOSTS).`);
  if (url.protocol === 'http:' && !mayBeInside(rules, url)) throw new OutsideFailure('address-invalid', `„${url.host}“ wird nur verschlüsselt aufgerufen. Bitte schreiben Sie https://.`);
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal)) checkAddress(rules, url, literal);
  return url;
}

/** The demo plays some systems outside itself. */
const isOwnHost = ({ mode, publicUrl }: OutboundRules, url: URL): boolean => mode === 'demo' && url.origin === new URL(publicUrl).origin;
const mayBeInside = (rules: OutboundRules, url: URL): boolean => isOwnHost(rules, url) || rules.outbound.privateHosts.some((pattern) => hostMatches(pattern, hostOf(url)));

function checkAddress(rules: OutboundRules, url: URL, address: string): void {
  const kind = kindOfAddress(address);
  if (kind === 'outside' || (kind === 'inside' && mayBeInside(rules, url))) return;
  throw new OutsideFailure('host-forbidden', `„${url.host}“ führt in das eigene Netz; das ist nicht freigegeben (OUTBOUND_PRIVATE_HOSTS).`);
}

/** Resolves the name for the connection and lets only allowed addresses through; one bad address among good ones spoils all. */
function guardedLookup(rules: OutboundRules, url: URL): LookupFunction {
  return (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '', 4);
      try {
        for (const { address } of found) checkAddress(rules, url, address);
      } catch (refused) {
        return callback(refused as Error, '', 4);
      }
      const [first] = found;
      if (!first) return callback(new Error('no address'), '', 4);
      if (options.all) return callback(null, found);
      callback(null, first.address, first.family);
    });
  };
}

type Exchange = { request: OutsideRequest; lookup: LookupFunction; signal: AbortSignal };

async function exchange(url: URL, { request, lookup, signal }: Exchange): Promise<OutsideAnswer> {
  const send = url.protocol === 'http:' ? httpRequest : httpsRequest;
  const options: RequestOptions = { method: request.method, headers: headersOf(request), lookup, signal, agent: false };
  const response = await new Promise<IncomingMessage>((done, fail) => {
    try {
      send(url, options, done).on('error', fail).end(request.body);
    } catch (error) {
      fail(new OutsideFailure('request-invalid', `Die Anfrage an „${url.host}“ ist so nicht möglich (${(error as NodeJS.ErrnoException).code ?? 'ungültig'}).`));
    }
  }).catch((error: unknown) => Promise.reject(failureOf(url, signal, error)));
  try {
    return { status: response.statusCode ?? 0, headers: plainHeaders(response), body: await readBody(response, request.maxBytes ?? MAX_BYTES) };
  } catch (error) {
    throw failureOf(url, signal, error);
  }
}

function headersOf({ headers = {}, body }: OutsideRequest): Record<string, string | number> {
  const own = Object.entries(headers).filter(([name]) => !OWN_HEADERS.has(name.toLowerCase()));
  const made: Record<string, string | number> = { 'user-agent': 'Stadtkern', 'accept-encoding': 'identity', ...Object.fromEntries(own) };
  if (body !== undefined) made['content-length'] = Buffer.byteLength(body);
  return made;
}

function failureOf(url: URL, signal: AbortSignal, error: unknown): OutsideFailure {
  if (error instanceof OutsideFailure) return error;
  if (signal.aborted) return new OutsideFailure('timeout', `„${url.host}“ hat nicht rechtzeitig geantwortet.`);
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unbekannt';
  return new OutsideFailure('network', `„${url.host}“ ist nicht erreichbar (${code}).`);
}

const plainHeaders = (response: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(', ')]));

async function readBody(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) {
      response.destroy();
      throw new OutsideFailure('too-large', `Die Antwort ist größer als ${Math.round(maxBytes / 1000)} kB.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The next request of a redirect on the same host; another host would get what was meant for this one. @throws OutsideFailure */
function redirectOf(request: OutsideRequest, url: URL, answer: OutsideAnswer): OutsideRequest | undefined {
  const { location } = answer.headers;
  if (![301, 302, 303, 307, 308].includes(answer.status) || location === undefined) return undefined;
  const target = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
  if (target?.origin !== url.origin) throw new OutsideFailure('redirected', `„${url.host}“ leitet an einen anderen Rechner weiter; dem wird nicht gefolgt.`);
  const reads = ['GET', 'HEAD'].includes(request.method.toUpperCase());
  if (reads || answer.status === 307 || answer.status === 308) return { ...request, url: target.href };
  const { body: _sent, ...rest } = request;
  if (answer.status === 303) return { ...rest, url: target.href, method: 'GET' };
  throw new OutsideFailure('redirected', `„${url.host}“ leitet eine Änderung weiter; dem wird nicht gefolgt.`);
}
