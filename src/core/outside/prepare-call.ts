import { openSecrets, fillSecrets, redact, secretNames, type OpenSecrets } from '#platform/secrets';
import { callOutside, checkUrl, hostOf, retryAfter } from '#platform/outbound';
import type { Ctx, JsonValue, Platform } from '#platform/module';

/** A call of another system as a connector or a register wants it. */
export type OutsideCall = {
  method: string;
  url: string;
  headers: Record<string, string>;
  /** An object becomes JSON. */
  body?: JsonValue;
  timeoutMs?: number;
  maxBytes?: number;
  /** Names of secrets that may be filled into the headers, and nowhere else. */
  secrets: readonly string[];
  /** The same for every attempt. */
  idempotencyKey?: string;
  /** `user:secret:NAME`, becomes a header of HTTP Basic authentication. */
  basicAuth?: string;
};

/** What came back, with every secret taken out; `body` is the value of JSON, else the text. */
export type CallAnswer = { status: number; headers: Record<string, string>; body: JsonValue };

/**
 * Checks a call and opens its secrets within the transaction; the function it gives back makes the call without one.
 * @throws OutsideFailure, secrets/no-such-secret, secrets/host-forbidden
 */
export async function prepareCall(ctx: Ctx, call: OutsideCall): Promise<() => Promise<CallAnswer>> {
  const { platform } = ctx;
  const url = checkUrl(platform.config, call.url);
  const texts = [...Object.values(call.headers), call.basicAuth ?? ''];
  const wanted = call.secrets.filter((name) => texts.some((text) => secretNames(text).includes(name)));
  const open = await openSecrets(ctx, wanted, hostOf(url)).catch((error: Error) => Promise.reject(Object.assign(error, { retryable: false })));
  return () => makeCall(platform, { call, open });
}

async function makeCall(platform: Platform, { call, open }: { call: OutsideCall; open: OpenSecrets }): Promise<CallAnswer> {
  const basic = call.basicAuth === undefined ? undefined : Buffer.from(fillSecrets(call.basicAuth, open)).toString('base64');
  const sent: OpenSecrets = basic === undefined ? open : new Map([...open, ['', basic]]);
  const given = Object.entries(call.headers).map(([name, value]): [string, string] => [name, fillSecrets(value, open)]);
  const json = call.body !== undefined && typeof call.body !== 'string';
  const headers: Record<string, string> = {
    accept: 'application/json',
    ...(call.body === undefined ? {} : { 'content-type': json ? 'application/json' : 'text/plain; charset=utf-8' }),
    ...(call.idempotencyKey === undefined ? {} : { 'idempotency-key': call.idempotencyKey }),
    ...(basic === undefined ? {} : { authorization: `Basic ${basic}` }),
    ...Object.fromEntries(given.map(([name, value]) => [name.toLowerCase(), value])),
  };
  const { method, url, timeoutMs, maxBytes } = call;
  const body = call.body === undefined ? undefined : json ? JSON.stringify(call.body) : String(call.body);
  const answer = await callOutside(platform.config, {
    method, url, headers,
    ...(body === undefined ? {} : { body }), ...(timeoutMs === undefined ? {} : { timeoutMs }), ...(maxBytes === undefined ? {} : { maxBytes }),
  });
  const clean = Object.entries(answer.headers).map(([name, value]) => [name, redact(value, sent)]);
  return { status: answer.status, headers: Object.fromEntries(clean) as Record<string, string>, body: readBody(answer.headers['content-type'], redact(answer.body.toString('utf8'), sent)) };
}

function readBody(type: string | undefined, text: string): JsonValue {
  if (text === '') return null;
  if (!/^application\/([\w.-]+\+)?json\b/i.test(type ?? '')) return text;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}

/** An error of the other side as the process should take it: tried again later, or an incident at once. */
export function failureOf(platform: Platform, { url, answer }: { url: string; answer: CallAnswer }): Error {
  const again = answer.status >= 500 || [408, 425, 429].includes(answer.status);
  const wait = again ? retryAfter(answer.headers['retry-after'], platform.clock()) : undefined;
  const error = new Error(`„${new URL(url).host}“ antwortet mit ${answer.status}${titleOf(answer.body)}.`);
  return Object.assign(error, { retryable: again, ...(wait ? { notBefore: wait } : {}) });
}

/** Only the title that an error of RFC 9457 gives itself: the rest may hold data of people. */
function titleOf(body: JsonValue): string {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return '';
  const title = body['title'] ?? body['error'];
  return typeof title === 'string' && title.length <= 120 ? ` (${title})` : '';
}
