import { defineConnector, type ConnectorCall } from '#core/cases';
import { getServiceVersion } from '#core/catalogue';
import { bpmnError } from '#engines/process';
import type { Ctx, JsonObject, JsonValue } from '#platform/module';
import { secretNames } from '#platform/secrets';
import { z } from 'zod';
import { failureOf, prepareCall, type CallAnswer } from './prepare-call.ts';

const plain = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const words = z.record(z.string(), plain.nullable());
const input = z.looseObject({
  url: z.string().min(1).max(4000),
  method: z.string().toUpperCase().pipe(z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'])).default('GET'),
  /** Added to the address; null is left out. */
  query: words.default({}),
  headers: words.default({}),
  body: z.unknown().optional(),
  timeoutSeconds: z.number().min(1).max(120).default(20),
  /** Status → code of a BPMN error: `{ "404": "not-found", "4xx": "refused" }`. */
  errors: words.default({}),
});
type Input = z.output<typeof input>;

/** Largest answer: it may become a variable, which every later step writes again. */
const MAX_BYTES = 256_000;

/** Connector `http-call`: calls another system; what it answers is `response` (`status`, `headers`, `body`) for the output mapping. */
export const httpCall = defineConnector({
  type: 'http-call',
  label: 'Anderes System aufrufen (HTTP)',
  input,
  mode: 'outside',
  run: async (ctx, call) => {
    const url = addressOf(call.input);
    const { method, timeoutSeconds, headers, body } = call.input;
    const made = await prepareCall(ctx, {
      method, url,
      headers: { ...present(headers), ...fixedHeaders(call.headers) },
      ...(body === undefined || body === null ? {} : { body: body as JsonValue }),
      ...(call.headers['basicAuth'] ? { basicAuth: call.headers['basicAuth'] } : {}),
      timeoutMs: timeoutSeconds * 1000,
      maxBytes: MAX_BYTES,
      secrets: await secretsOfModel(ctx, call),
      idempotencyKey: call.idempotencyKey,
    });
    ctx.emit({ type: 'outside/called', subject: `case:${call.case.id}`, caseId: call.case.id, data: { host: new URL(url).host, method, step: call.taskId } });
    const errors = { ...codesOf(call.headers['errors']), ...present(call.input.errors) };
    return async () => judge(await made(), { url, errors, platform: ctx.platform });
  },
});

const present = (given: Input['headers']): Record<string, string> => Object.fromEntries(Object.entries(given).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));

/** `header.Authorization` among the fixed words of the step becomes the header Authorization. */
const fixedHeaders = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).flatMap(([key, value]) => (key.startsWith('header.') ? [[key.slice('header.'.length), value]] : [])));

function addressOf({ url, query }: Input): string {
  const more = Object.entries(present(query));
  if (more.length === 0 || !URL.canParse(url)) return url;
  const address = new URL(url);
  for (const [name, value] of more) address.searchParams.append(name, value);
  return address.href;
}

/** `404=not-found, 5xx=down` of the task header `errors`. */
function codesOf(text: string | undefined): Record<string, string> {
  const pairs = (text ?? '').split(',').map((part) => part.split('=').map((word) => word.trim()));
  return Object.fromEntries(pairs.filter((pair): pair is [string, string] => pair.length === 2 && Boolean(pair[0] && pair[1])));
}

/**
 * Only names that the author of the model has written himself, in the mapping of `headers` or in the fixed words of the step.
 * A name that comes with somebody's data ("secret:…" in a form field) stays the text that it is.
 */
async function secretsOfModel(ctx: Ctx, call: ConnectorCall<Input>): Promise<string[]> {
  const { process } = await getServiceVersion(ctx, call.case.versionId);
  const mapped = (process.nodes.get(call.taskId)?.inputs ?? []).filter(({ target }) => target === 'headers' || target.startsWith('headers.'));
  const texts = [...mapped.map(({ source }) => source.text), ...Object.values(call.headers)];
  return [...new Set(texts.flatMap(secretNames))];
}

type Judging = { url: string; errors: Record<string, string>; platform: Ctx['platform'] };

function judge(answer: CallAnswer, { url, errors, platform }: Judging): JsonObject {
  const { status } = answer;
  const code = errors[String(status)] ?? errors[`${Math.floor(status / 100)}xx`];
  if (code !== undefined) throw bpmnError(code, `„${new URL(url).host}“ antwortet mit ${status}.`, { response: answer });
  if (status >= 200 && status < 300) return { response: answer };
  throw failureOf(platform, { url, answer });
}
