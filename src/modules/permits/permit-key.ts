import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Platform } from '#platform/module';

const keys = new WeakMap<Platform, KeyObject>();

/** The installation's own signing key (Ed25519), made once and kept in the data folder (readable by this account only). */
export function permitKey(platform: Platform): KeyObject {
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
export const publicKeyPem = (platform: Platform): string => createPublicKey(permitKey(platform)).export({ type: 'spki', format: 'pem' }).toString();

/** A keyed hash: equal for equal texts, and nobody without the key can try out names. */
export const keyedHash = (platform: Platform, text: string): string => createHmac('sha256', permitKey(platform).export({ type: 'pkcs8', format: 'der' })).update(text).digest('base64url').slice(0, 32);
