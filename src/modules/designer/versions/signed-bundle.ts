import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

const MARK = 'STADTKERN-PAKET-1';
const MOST_BYTES = 20_000_000;
const MOST_UNPACKED = 50_000_000;

/** A service on its way from one installation to another. */
export type SignedBundle = { slug: string; files: Record<string, string>; madeAt: string; madeBy: string; from: string; /** First 16 hex digits of the key's hash: read it to each other on the telephone. */ fingerprint: string };
export type Opened = { ok: true; bundle: SignedBundle } | { ok: false; reason: string };

/** The signing key of this installation (Ed25519), made once. */
export async function bundleKey(path: string): Promise<KeyObject> {
  const pem = await readFile(path, 'utf8').catch(() => undefined);
  if (pem) return createPrivateKey(pem);
  const { privateKey } = generateKeyPairSync('ed25519');
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' }).catch(() => undefined);
  return createPrivateKey(await readFile(path, 'utf8'));
}

const publicBytes = (key: KeyObject): Buffer => createPublicKey(key).export({ type: 'spki', format: 'der' });
export const fingerprintOf = (der: Uint8Array): string => createHash('sha256').update(der).digest('hex').slice(0, 16);

/** One file: a line with key and signature, then a ZIP of all files. The signature covers every byte behind the line. */
export function sealBundle({ slug, files, madeAt, madeBy, from }: Omit<SignedBundle, 'fingerprint'>, key: KeyObject): Uint8Array {
  const manifest = JSON.stringify({ slug, madeAt, madeBy, from }, null, 2);
  const zip = zipSync({ 'paket.json': strToU8(manifest), ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`${slug}/${path}`, strToU8(text)])) }, { mtime: new Date('2026-01-01T00:00:00Z') });
  const signature = sign(null, zip, key).toString('base64url');
  return Buffer.concat([Buffer.from(`${MARK} ${publicBytes(key).toString('base64url')} ${signature}\n`), zip]);
}

/** Opens a package when not one byte of it was changed. */
export function openBundle(bytes: Uint8Array): Opened {
  const refuse = (reason: string): Opened => ({ ok: false, reason });
  if (bytes.length > MOST_BYTES) return refuse('Das Paket ist größer als 20 MB.');
  const end = bytes.indexOf(10);
  const [mark, keyText = '', signature = ''] = end > 0 && end < 1000 ? Buffer.from(bytes.subarray(0, end)).toString('latin1').split(' ') : [];
  if (mark !== MARK) return refuse('Das ist kein Paket aus der Werkstatt, oder sein Anfang wurde verändert.');
  const zip = bytes.subarray(end + 1);
  const der = Buffer.from(keyText, 'base64url');
  try {
    const key = createPublicKey({ key: der, type: 'spki', format: 'der' });
    // a signature has one way of being written: other characters that decode to the same bytes are a change, too
    const raw = Buffer.from(signature, 'base64url');
    if (raw.toString('base64url') !== signature || der.toString('base64url') !== keyText || !verify(null, zip, key, raw)) return refuse('Die Unterschrift stimmt nicht: Das Paket wurde nach dem Unterschreiben verändert.');
    let unpacked = 0;
    // a small file may unpack to gigabytes
    const entries = unzipSync(zip, { filter: ({ originalSize }) => (unpacked += originalSize) <= MOST_UNPACKED });
    if (unpacked > MOST_UNPACKED) return refuse('Das Paket ist ausgepackt zu groß.');
    const { slug = '', madeAt = '', madeBy = '', from = '' } = JSON.parse(strFromU8(entries['paket.json'] ?? new Uint8Array())) as Record<string, string>;
    const files = Object.fromEntries(Object.entries(entries).filter(([path]) => path.startsWith(`${slug}/`)).map(([path, content]) => [path.slice(slug.length + 1), strFromU8(content)]));
    return { ok: true, bundle: { slug, files, madeAt, madeBy, from, fingerprint: fingerprintOf(der) } };
  } catch {
    return refuse('Das Paket lässt sich nicht lesen.');
  }
}
