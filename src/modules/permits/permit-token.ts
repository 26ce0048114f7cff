import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Platform } from '#platform/module';
import type { Permit } from './tables.ts';

/**
 * What the QR code carries, signed with Ed25519: readable and checkable without the database, and without any personal data.
 * The plate is there only as a short salted hash, so that a warden can compare it with the car in front.
 */
export type PermitClaims = { code: string; kind: string; area: string; from: string; until: string; plateHash: string | null };

const keys = new WeakMap<Platform, KeyObject>();

/** The installation's own signing key, made once and kept in the data folder (readable by this account only). */
function privateKey(platform: Platform): KeyObject {
  let key = keys.get(platform);
  if (!key) {
    const path = join(platform.config.dataDir, 'permit-key.pem');
    if (!existsSync(path)) {
      mkdirSync(dirname(path), { recursive: true });
      const made = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
      // 'wx': of two processes that start at once, the second takes the key of the first
      try {
        writeFileSync(path, made, { mode: 0o600, flag: 'wx' });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
    keys.set(platform, (key = createPrivateKey(readFileSync(path))));
  }
  return key;
}

/** The public half as PEM, for checking devices without connection. */
export const publicKeyPem = (platform: Platform): string => createPublicKey(privateKey(platform)).export({ type: 'spki', format: 'pem' }).toString();

const plain = (plate: string): string => plate.toUpperCase().replaceAll(/[^A-ZÄÖÜ0-9]/g, '');
export const hashPlate = (code: string, plate: string): string => createHash('sha256').update(`${code}|${plain(plate)}`).digest('base64url').slice(0, 12);

/** `payload.signature`, both base64url; about 200 characters, which a QR code of moderate size holds. */
export function signPermit(platform: Platform, permit: Permit): string {
  const claims = [permit.code, permit.kind, permit.area, permit.valid_from, permit.valid_until, permit.plate ? hashPlate(permit.code, permit.plate) : ''];
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${payload}.${sign(null, Buffer.from(payload), privateKey(platform)).toString('base64url')}`;
}

/** The claims when the signature is ours; undefined otherwise. */
export function readPermitToken(platform: Platform, token: string): PermitClaims | undefined {
  const [payload, signature, rest] = token.split('.');
  if (!payload || !signature || rest !== undefined) return undefined;
  const ok = verify(null, Buffer.from(payload), createPublicKey(privateKey(platform)), Buffer.from(signature, 'base64url'));
  if (!ok) return undefined;
  const [code = '', kind = '', area = '', from = '', until = '', plateHash = ''] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as string[];
  return { code, kind, area, from, until, plateHash: plateHash || null };
}
