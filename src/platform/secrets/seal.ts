import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Config } from '#platform/config';
import { keyRing } from './keys.ts';
import { problem } from './problems.ts';

/**
 * Where a sealed text belongs, e.g. `secret:PRINTER_TOKEN` or `totp:<account id>`; it goes into the seal (additional data of
 * AES-GCM), so that a sealed text that is copied to another row or tenant does not open there.
 */
export type SealedPlace = { tenantId: number; place: string };

type Keys = Pick<Config, 'mode' | 'dataDir' | 'secretKey' | 'secretKeysBefore'>;
const FORM = /^s1\.([0-9a-f]{8})\.([\w-]{16})\.([\w-]{22,})$/;
const additional = ({ tenantId, place }: SealedPlace): Buffer => Buffer.from(`${tenantId}\n${place}`);

/** Seals a text with the current key (AES-256-GCM, fresh nonce of 96 bits): `s1.<key>.<nonce>.<text and tag>`. @throws secrets/no-key 503 */
export function seal(config: Keys, where: SealedPlace, plain: string): string {
  const { current } = keyRing(config);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', current.bytes, nonce);
  cipher.setAAD(additional(where));
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `s1.${current.id}.${nonce.toString('base64url')}.${sealed.toString('base64url')}`;
}

/** Opens what {@link seal} made for this place. @throws secrets/unreadable 500 with a missing key, another place or a changed text; secrets/no-key */
export function unseal(config: Keys, where: SealedPlace, text: string): string {
  const [, id = '', nonce = '', body = ''] = FORM.exec(text) ?? [];
  const key = keyRing(config).all.get(id);
  if (!key) throw problem('secrets/unreadable');
  const bytes = Buffer.from(body, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, Buffer.from(nonce, 'base64url'));
  decipher.setAAD(additional(where));
  decipher.setAuthTag(bytes.subarray(-16));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8');
  } catch {
    // The library's own error says nothing that helps, and the text must not stand in a log.
    throw problem('secrets/unreadable');
  }
}

/** Is this text sealed at all? */
export const isSealed = (text: string): boolean => FORM.test(text);

/** Is it sealed with the current key? What is not should be sealed again. */
export const isSealedNow = (config: Keys, text: string): boolean => FORM.exec(text)?.[1] === keyRing(config).current.id;
