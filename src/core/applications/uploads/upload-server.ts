import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';
import { fileTypeFromFile } from 'file-type';
import { createReadStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { newId } from '#platform/db';
import { noSpace, type Mount, type Rq } from '#platform/http';
import { Problem, type Platform } from '#platform/module';
import { StorageFull } from '#platform/storage';
import { problem } from '../problems.ts';
import { openerOf, visitorOfRq } from '../portal/visitor-request.ts';
import { findRefusal } from './refuse-files.ts';
import { announceUpload, dropUpload, finishUpload, mistakeOf, requireUpload, type Sender } from './uploads.ts';

/** Address of the resumable uploads (tus 1.0.0). Metadata: `owner` (draft or application), `field` (path), `filename`. */
export const UPLOADS_PATH = '/api/uploads';
const DAY = 86_400_000;
/** Larger than any field allows; the field's own limit is checked when a file is announced. */
const LARGEST = 100_000_000;

/** The part of tus' requests that is needed here: Node's own request behind it. */
type TusRequest = { runtime?: { node?: { req: unknown } } };
type Tus = { server: Server; store: FileStore; asking: WeakMap<IncomingMessage, Rq> };
/** One per running installation; pieces lie in the data folder until the file is complete. */
const servers = new WeakMap<Platform, Tus>();

function tusOf(platform: Platform): Tus {
  let tus = servers.get(platform);
  if (!tus) servers.set(platform, (tus = createTus(platform)));
  return tus;
}

function createTus(platform: Platform): Tus {
  const asking = new WeakMap<IncomingMessage, Rq>();
  const rqOf = (request: TusRequest): Rq => {
    const rq = asking.get(request.runtime?.node?.req as IncomingMessage);
    if (!rq) throw new Error('An upload without its request');
    return rq;
  };
  const store = new FileStore({ directory: join(platform.config.dataDir, 'uploads'), expirationPeriodInMilliseconds: DAY });
  const server = new Server({
    path: UPLOADS_PATH,
    datastore: store,
    maxSize: LARGEST,
    relativeLocation: true,
    // the same origin only: the portal's own pages need no CORS at all
    allowedOrigins: [platform.config.publicUrl],
    namingFunction: () => newId(),
    onUploadCreate: async (request, upload) => {
      const rq = rqOf(request);
      const { owner, field, filename } = upload.metadata ?? {};
      if (!/^[0-9a-f-]{36}$/.test(owner ?? '') || !field || upload.size === undefined) throw asTus(problem('applications/no-upload'), rq);
      const announced = { id: upload.id, ownerId: owner ?? '', path: field.slice(0, 200), name: filename ?? '', size: upload.size };
      await refusing(rq, () => rq.transact((ctx) => announceUpload(ctx, announced, senderOf(rq))));
      return { metadata: {} };
    },
    onIncomingRequest: async (request, id) => {
      const rq = rqOf(request);
      if (request.method === 'POST') return;
      await refusing(rq, () => rq.read((ctx) => requireUpload(ctx, id, senderOf(rq))));
    },
    onUploadFinish: async (request, upload) => {
      const rq = rqOf(request);
      await refusing(rq, () => receive(rq, store, upload.id));
      return {};
    },
    onResponseError: (request, error) => {
      if ('status_code' in error) return undefined;
      if (error instanceof StorageFull || ('code' in error && error.code === 'ENOSPC')) return asTus(noSpace(), rqOf(request));
      platform.log.error({ err: error, path: UPLOADS_PATH }, 'upload failed');
      return { status_code: 500, body: rqOf(request).locale === 'en' ? 'Something went wrong on our side.' : 'Da ist etwas schiefgegangen.' };
    },
  });
  return { server, store, asking };
}

const senderOf = (rq: Rq): Sender => ({ visitor: visitorOfRq(rq), opener: (id) => openerOf(rq, id) });

/** tus answers with `status_code` and `body`; people get the sentence in their language. */
const asTus = (refusal: Problem, rq: Rq): { status_code: number; body: string } => ({ status_code: refusal.status, body: rq.locale === 'en' ? refusal.en : refusal.de });

async function refusing<T>(rq: Rq, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw error instanceof Problem ? asTus(error, rq) : error;
  }
}

/** A complete file: its kind is read from its bytes, then it moves into the store under its hash. */
async function receive(rq: Rq, store: FileStore, id: string): Promise<void> {
  const path = join(store.directory, id);
  const { name, size, definition } = await rq.read((ctx) => requireUpload(ctx, id, senderOf(rq)));
  const type = (await fileTypeFromFile(path))?.mime ?? 'application/octet-stream';
  const refused = await rq.read(async (ctx) => mistakeOf(ctx, { id, name, type, size }, definition));
  if (refused) {
    await store.remove(id);
    await rq.transact((ctx) => dropUpload(ctx, id));
    throw refused;
  }
  const { hash } = await rq.platform.storage.put(createReadStream(path)).catch((error: unknown) => {
    throw error instanceof StorageFull ? noSpace() : error;
  });
  const infection = await rq.transact(async (ctx) => {
    const found = await findRefusal(ctx, [{ hash, name }]);
    await (found ? dropUpload(ctx, id) : finishUpload(ctx, id, { hash, mime: type }));
    return found;
  });
  if (infection) {
    await store.remove(id);
    throw infection;
  }
}

/** Resumable uploads for drafts and for papers handed in later; only whoever may open those may send, ask and take back. */
export const uploadMount: Mount = {
  prefix: UPLOADS_PATH,
  handle: async (rq, { request, response }) => {
    const { server, asking } = tusOf(rq.platform);
    asking.set(request, rq);
    await server.handle(request, response);
  },
};

/** Removes the pieces of uploads that began a day ago. @returns how many */
export async function removeOldPieces(platform: Platform): Promise<number> {
  return tusOf(platform).server.cleanUpExpiredUploads();
}
