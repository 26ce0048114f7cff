import { fileTypeFromBuffer } from 'file-type';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Mount } from '#platform/http';
import { Problem, type Ctx, type Platform } from '#platform/module';
import { BlobTooLarge, StorageFull } from '#platform/storage';
import { readDocument } from '../access/read-document.ts';
import { requireClean } from '../content/scan-content.ts';
import { addVersion } from '../documents/add-version.ts';
import type { CaseDocument } from '../documents/document.ts';
import { listVersions } from '../documents/documents.queries.ts';
import { UPLOAD_LIMITS } from '../office/upload-limits.ts';
import { elementsOf, namedProperties, readDavBody } from './dav-body.ts';
import { etagOf, foundAnswer, lockAnswer, patchAnswer } from './dav-xml.ts';
import { findKeptDocument, findKeyHolder, findLock, setLock, type OpenedKey } from './edit-key.ts';

export const WEBDAV_PATH = '/webdav';
const LOCK_SECONDS = 1800;
const XML = 'application/xml; charset=utf-8';
const ALLOW = 'OPTIONS, GET, HEAD, PUT, PROPFIND, PROPPATCH, LOCK, UNLOCK';

/** Address under which a word processor opens a document. */
export const davAddress = (publicUrl: string, key: string, name: string): string => `${publicUrl.replace(/\/$/, '')}${WEBDAV_PATH}/${key}/${encodeURIComponent(name)}`;

type Call = { platform: Platform; request: IncomingMessage; response: ServerResponse; opened: OpenedKey; document: CaseDocument; folder: string };

/**
 * WebDAV class 1 and 2 (RFC 4918) for exactly one document under an address with a key: what Word and LibreOffice need to open,
 * lock and save. The key is the person's (their rights of now), ends after a day's work and with the check-out; every save is a version.
 */
export const webdavMount: Mount = {
  prefix: WEBDAV_PATH,
  methods: ['PROPFIND', 'PROPPATCH', 'LOCK', 'UNLOCK', 'MKCOL', 'COPY', 'MOVE'],
  keyInAddress: true,
  handle: async (rq, { request, response }) => {
    if (request.method === 'OPTIONS') return end(response, 200, { dav: '1, 2', allow: ALLOW, 'ms-author-via': 'DAV' });
    const [, key = '', name] = /^\/webdav\/([\w-]{43})(?:\/([^/?]*))?$/.exec((request.url ?? '').split('?')[0] ?? '') ?? [];
    const tenantId = await rq.read(async (ctx) => ctx.tenantId);
    const opened = key ? await findKeyHolder(rq.platform, tenantId, key) : undefined;
    const document = opened && (await rq.platform.read(opened, (ctx) => findKeptDocument(ctx, opened.documentId)));
    if (!opened || !document) return end(response, 404);
    const call: Call = { platform: rq.platform, request, response, opened, document, folder: `${WEBDAV_PATH}/${key}/` };
    const isFile = Boolean(name) && decoded(name ?? '') === document.name;
    if (!isFile && name) return end(response, ['PUT', 'LOCK', 'MKCOL'].includes(request.method ?? '') ? 403 : 404);
    await answer(call, isFile);
  },
};

function decoded(name: string): string | undefined {
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined;
  }
}

async function answer(call: Call, isFile: boolean): Promise<void> {
  const { method = '' } = call.request;
  if (method === 'PROPFIND') return propfind(call, isFile);
  const acts: Record<string, (call: Call) => Promise<void>> = { GET: get, HEAD: get, PUT: put, LOCK: lock, UNLOCK: unlock, PROPPATCH: proppatch };
  const act = isFile ? acts[method] : undefined;
  if (!act) return end(call.response, isFile ? 405 : 403, { allow: ALLOW });
  try {
    await act(call);
  } catch (error) {
    if (error instanceof Problem) return end(call.response, error.status, { 'content-type': 'text/plain; charset=utf-8' }, error.de);
    if (error instanceof BlobTooLarge) return end(call.response, 413);
    if (error instanceof StorageFull) return end(call.response, 507);
    if (call.request.destroyed && !call.request.complete) return void call.response.destroy(); // the program went away in mid-upload: nothing was filed
    throw error;
  }
}

// oxlint-disable-next-line max-params -- as writeHead and end of Node
function end(response: ServerResponse, status: number, headers: Record<string, string> = {}, body = ''): void {
  // whoever is answered before everything was read must not go on over the same connection
  const rest = response.req.complete ? {} : { connection: 'close' };
  response.writeHead(status, { 'cache-control': 'private, no-store', ...rest, ...headers, 'content-length': String(Buffer.byteLength(body)) }).end(body);
}

async function propfind(call: Call, isFile: boolean): Promise<void> {
  const { platform, request, response, opened, document, folder } = call;
  const depth = request.headers['depth'] ?? '1';
  const asked = elementsOf(await readDavBody(request));
  if (!asked) return end(response, 400);
  const xml = await platform.transact(opened, async (ctx) => {
    const [newest] = await listVersions(ctx, document.id);
    const found = { folder, file: `${folder}${encodeURIComponent(document.name)}`, document, lock: await findLock(ctx, opened.keyHash), changedAt: newest?.createdAt ?? document.createdAt, now: ctx.now, asked: namedProperties(asked) };
    return foundAnswer(found, isFile ? ['file'] : depth === '0' ? ['folder'] : ['folder', 'file']);
  });
  end(response, 207, { 'content-type': XML }, xml);
}

async function get({ platform, request, response, opened, document }: Call): Promise<void> {
  const headers = { 'content-type': document.mime.startsWith('text/html') ? 'application/octet-stream' : document.mime, 'content-length': String(document.size), etag: etagOf(document), 'content-disposition': 'attachment', 'content-security-policy': "default-src 'none'; sandbox", 'cache-control': 'private, no-store' };
  if (request.method === 'HEAD') return void response.writeHead(200, headers).end();
  await platform.transact(opened, (ctx) => readDocument(ctx, document.id));
  response.writeHead(200, headers);
  await pipeline(await platform.storage.get(document.hash), response).catch(() => response.destroy());
}

/** Lock tokens that a request names in `If: (<urn:uuid:…>)`. */
const namedTokens = (request: IncomingMessage): string[] => [...`${request.headers['if'] ?? ''}`.matchAll(/<(urn:uuid:[\w-]+|opaquelocktoken:[\w-]+)>/g)].map(([, token = '']) => token);

async function isLockedByOther(ctx: Ctx, { request, opened }: Call): Promise<boolean> {
  const held = await findLock(ctx, opened.keyHash);
  return held !== undefined && !namedTokens(request).includes(held.token);
}

async function put(call: Call): Promise<void> {
  const { platform, request, response, opened, document } = call;
  if (request.headers['content-range']) return end(response, 400); // a part of a file (RFC 9110, 14.5)
  const expected = request.headers['if-match'];
  if (expected && expected !== '*' && !expected.includes(etagOf(document))) return end(response, 412);
  if (await platform.transact(opened, (ctx) => isLockedByOther(ctx, call))) return end(response, 423);
  const blob = await platform.storage.put(request, UPLOAD_LIMITS.maxBytes);
  // Windows writes an empty file before the real one
  if (blob.size === 0 || blob.hash === document.hash) return end(response, 204, { etag: etagOf(document) });
  const detected = (await fileTypeFromBuffer(await platform.storage.bytes(blob.hash)))?.mime;
  if (!isSameKind(document, detected)) return end(response, 415, { 'content-type': 'text/plain; charset=utf-8' }, 'Diese Datei ist von anderer Art als das Dokument.');
  await platform.transact(opened, async (ctx) => {
    await requireClean(ctx, [{ hash: blob.hash, name: document.name }]);
    await addVersion(ctx, document.id, { blob, mime: document.mime, name: document.name, note: 'aus dem Schreibprogramm gespeichert' });
  });
  end(response, 204, { etag: `"${blob.hash}"` });
}

/** A text has no marks that show its kind; some programs write office files that look like a plain ZIP. */
const isSameKind = (document: CaseDocument, detected: string | undefined): boolean =>
  detected === document.mime || (detected === undefined ? document.mime.startsWith('text/') : detected === 'application/zip' && /opendocument|openxmlformats/.test(document.mime));

async function lock(call: Call): Promise<void> {
  const { platform, request, response, opened, document } = call;
  const wanted = elementsOf(await readDavBody(request));
  if (!wanted) return end(response, 400);
  if (wanted.some(({ element }) => element.name === 'shared')) return end(response, 403); // only one person writes
  const asked = Number(/Second-(\d+)/.exec(`${request.headers['timeout'] ?? ''}`)?.[1] ?? LOCK_SECONDS);
  const done = await platform.transact(opened, async (ctx) => {
    const held = await findLock(ctx, opened.keyHash);
    if (held && !namedTokens(request).includes(held.token)) return undefined;
    const made = { owner: ctx.actor.name, token: held?.token ?? `urn:uuid:${randomUUID()}`, until: new Date(ctx.now.getTime() + Math.min(asked, LOCK_SECONDS) * 1000) };
    await setLock(ctx, opened.keyHash, made);
    if (!held) ctx.emit({ type: 'records/opened-in-program', subject: `document:${document.id}`, ...(document.caseId ? { caseId: document.caseId } : {}) });
    return { made, now: ctx.now };
  });
  if (!done) return end(response, 423);
  end(response, 200, { 'content-type': XML, 'lock-token': `<${done.made.token}>` }, lockAnswer(done.made, done.now));
}

async function unlock({ platform, request, response, opened }: Call): Promise<void> {
  const named = /<([^>]+)>/.exec(`${request.headers['lock-token'] ?? ''}`)?.[1];
  if (!named) return end(response, 400);
  const freed = await platform.transact(opened, async (ctx) => {
    const held = await findLock(ctx, opened.keyHash);
    if (!held || held.token !== named) return false;
    await setLock(ctx, opened.keyHash, undefined);
    return true;
  });
  end(response, freed ? 204 : 409);
}

async function proppatch({ request, response, folder, document }: Call): Promise<void> {
  const elements = elementsOf(await readDavBody(request));
  if (!elements) return end(response, 400);
  end(response, 207, { 'content-type': XML }, patchAnswer(`${folder}${encodeURIComponent(document.name)}`, namedProperties(elements)));
}
