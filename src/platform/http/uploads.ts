import type { FastifyRequest } from 'fastify';
import { fileTypeFromBuffer } from 'file-type';
import { Readable } from 'node:stream';
import { defineProblems, type Problem } from '#platform/module';
import { BlobTooLarge, StorageFull, type Storage } from '#platform/storage';

/** A file as it arrived: stored under its content hash, with the type that its bytes show (null: unknown, e.g. plain text). */
export type UploadedFile = {
  field: string;
  name: string;
  size: number;
  hash: string;
  declaredType: string;
  detectedType: string | null;
  /** Set when it was refused; then nothing is stored. */
  error?: 'too-large' | 'too-many' | 'no-space';
};
const problem = defineProblems({
  'http/no-space': { status: 507, de: 'Für Dateien ist bei uns gerade kein Platz. Ihre Datei wurde nicht gespeichert, alles andere ist nicht verloren. Bitte versuchen Sie es später noch einmal.', en: 'We have no space for files at the moment. Your file was not stored, nothing else is lost. Please try again later.' },
});
/** The refusal for a full disk; forms show its sentence at the field. */
export const noSpace = (): Problem => problem('http/no-space');
/** For pages whose files are all they are about. @throws Problem 507 when the disk is full */
export function requireSpace(files: UploadedFile[]): void {
  if (files.some((one) => one.error === 'no-space')) throw noSpace();
}
type Limits = { maxBytes: number; maxFiles: number };

/** So many files beyond the limit are still named to the person one by one; a request with more is refused as a whole. */
const MORE = 50;

/** Reads a multipart request: fields in order as pairs, files streamed into the store. */
export async function readMultipart(request: FastifyRequest, storage: Storage, limits: Limits): Promise<{ fields: [string, string][]; files: UploadedFile[] }> {
  const fields: [string, string][] = [];
  const files: UploadedFile[] = [];
  for await (const part of request.parts({ limits: { fileSize: limits.maxBytes + 1, files: limits.maxFiles + MORE, fieldSize: 12_000_000 } })) {
    if (part.type === 'field') {
      fields.push([part.fieldname, String(part.value ?? '')]);
      continue;
    }
    if (!part.filename) {
      part.file.resume(); // a file field that was left empty
      continue;
    }
    const meta = { field: part.fieldname, name: plainName(part.filename), declaredType: part.mimetype };
    if (files.length >= limits.maxFiles) {
      part.file.resume();
      files.push({ ...meta, size: 0, hash: '', detectedType: null, error: 'too-many' });
    } else {
      files.push(await store(part.file, meta, { storage, maxBytes: limits.maxBytes }));
    }
  }
  return { fields, files };
}

type Announced = Pick<UploadedFile, 'field' | 'name' | 'declaredType'>;

async function store(stream: Readable, meta: Announced, { storage, maxBytes }: { storage: Storage; maxBytes: number }): Promise<UploadedFile> {
  let head = Buffer.alloc(0);
  const watched = Readable.from(
    (async function* () {
      // a store that gives up must not destroy what it reads from: the rest of the request has to be read, too
      for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
        if (head.length < 4200) head = Buffer.concat([head, chunk as Buffer]);
        yield chunk as Buffer;
      }
    })(),
  );
  try {
    const blob = await storage.put(watched, maxBytes);
    return { ...meta, ...blob, detectedType: (await fileTypeFromBuffer(head))?.mime ?? null };
  } catch (error) {
    if (!(error instanceof BlobTooLarge || error instanceof StorageFull)) throw error;
    stream.resume();
    return { ...meta, size: 0, hash: '', detectedType: null, error: error instanceof StorageFull ? 'no-space' : 'too-large' };
  }
}

/** Only the last part of the name, without control characters: it is shown and used in Content-Disposition. */
function plainName(name: string): string {
  const last = name.split(/[\\/]/).pop() ?? '';
  // oxlint-disable-next-line no-control-regex -- they are what is taken out
  return last.replaceAll(/[\u0000-\u001f\u007f"]/g, '').slice(0, 200) || 'Datei';
}
