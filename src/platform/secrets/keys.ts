import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '#platform/config';
import { problem } from './problems.ts';

/** A key of 256 bits and the short name that stands before everything sealed with it. */
export type SealKey = { id: string; bytes: Buffer };
/** The key that seals, and all that open. */
export type KeyRing = { current: SealKey; all: ReadonlyMap<string, SealKey> };

type Settings = Pick<Config, 'mode' | 'dataDir' | 'secretKey' | 'secretKeysBefore'>;

const BYTES = 32;
const ARMOUR = ['-----BEGIN STADTKERN SECRET KEY-----', '-----END STADTKERN SECRET KEY-----'];
const rings = new WeakMap<Settings, KeyRing>();

/**
 * The keys of this installation. The demo makes its own, readable by this account only; everywhere else nothing can be sealed without SECRET_KEY.
 * @throws secrets/no-key 503
 */
export function keyRing(config: Settings): KeyRing {
  let ring = rings.get(config);
  if (!ring) rings.set(config, (ring = readRing(config)));
  return ring;
}

/** True when something can be sealed; says nothing about the keys. */
export const hasKey = (config: Settings): boolean => config.secretKey !== undefined || config.mode === 'demo';

function readRing(config: Settings): KeyRing {
  const text = config.secretKey ?? (config.mode === 'demo' ? demoKey(config.dataDir) : undefined);
  if (text === undefined) throw problem('secrets/no-key');
  const current = keyOf(text);
  const all = [current, ...config.secretKeysBefore.map(keyOf)];
  return { current, all: new Map(all.toReversed().map((key) => [key.id, key])) };
}

/** Hexadecimal, base64 or base64url; the settings have checked the form. */
function keyOf(text: string): SealKey {
  const bytes = Buffer.from(text, /^[0-9a-f]{64}$/i.test(text) ? 'hex' : 'base64');
  if (bytes.length !== BYTES) throw new Error(`A secret key has ${BYTES} bytes.`);
  return { id: createHash('sha256').update('stadtkern secret key').update(bytes).digest('hex').slice(0, 8), bytes };
}

/** A .pem file, so that a backup takes it along with the other keys. */
function demoKey(dataDir: string): string {
  const path = join(dataDir, 'demo-secrets.pem');
  if (!existsSync(path)) {
    mkdirSync(dataDir, { recursive: true });
    // 'wx': of two processes that start at once, the second takes the key of the first
    try {
      writeFileSync(path, `${ARMOUR[0]}\n${randomBytes(BYTES).toString('base64')}\n${ARMOUR[1]}\n`, { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  return readFileSync(path, 'utf8').split('\n')[1] ?? '';
}
