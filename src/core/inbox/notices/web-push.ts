import { createCipheriv, createECDH, createPrivateKey, hkdfSync, randomBytes, sign, type ECDH } from 'node:crypto';

/** A browser that may be told something: its address at its push service and its keys, all in base64url (W3C Push API). */
export type PushTarget = { endpoint: string; publicKey: string; authSecret: string };
/** The operator's key (VAPID, RFC 8292) and whom a push service may ask about it. */
export type PushSender = { privateKey: string; subject: string };

const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');
const keyPair = (privateKey: string): ECDH => {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(bytes(privateKey));
  return pair;
};
const derive = (secret: Buffer, { salt, info, length }: { salt: Buffer; info: Buffer; length: number }): Buffer => Buffer.from(hkdfSync('sha256', secret, salt, info, length));

/** What browsers are given to subscribe with. */
export const publicKeyOf = (privateKey: string): string => keyPair(privateKey).getPublicKey('base64url');

/** Salt and key of one message; given only to check against the example of the standard. */
type Once = { salt: Buffer; privateKey: string };
const RECORD = 4096;

/** Encrypts a short text so that only that browser reads it, not its push service (RFC 8291, one record of RFC 8188). */
export function encryptPush(text: string, target: PushTarget, once?: Once): Buffer {
  const salt = once?.salt ?? randomBytes(16);
  const mine = createECDH('prime256v1');
  if (once) mine.setPrivateKey(bytes(once.privateKey));
  else mine.generateKeys();
  const [ownKey, theirKey] = [mine.getPublicKey(), bytes(target.publicKey)];
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), theirKey, ownKey]);
  const secret = derive(mine.computeSecret(theirKey), { salt: bytes(target.authSecret), info, length: 32 });
  const key = derive(secret, { salt, info: Buffer.from('Content-Encoding: aes128gcm\0'), length: 16 });
  const nonce = derive(secret, { salt, info: Buffer.from('Content-Encoding: nonce\0'), length: 12 });
  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  // 2: the last record
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.update(Buffer.from([2])), cipher.final(), cipher.getAuthTag()]);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(RECORD);
  head.writeUInt8(ownKey.length, 4);
  return Buffer.concat([salt, head, ownKey, sealed]);
}

const HALF_A_DAY = 12 * 3600;
const json = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Says to the push service who sends: a token for its address only, good for half a day (RFC 8292). */
export function vapidHeader({ privateKey, subject }: PushSender, endpoint: string, now: Date): string {
  const pair = keyPair(privateKey);
  const point = pair.getPublicKey();
  const jwk = { kty: 'EC', crv: 'P-256', d: privateKey, x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') };
  const claims = `${json({ typ: 'JWT', alg: 'ES256' })}.${json({ aud: new URL(endpoint).origin, exp: Math.floor(now.getTime() / 1000) + HALF_A_DAY, sub: subject })}`;
  const signature = sign('sha256', Buffer.from(claims), { key: createPrivateKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' });
  return `vapid t=${claims}.${signature.toString('base64url')}, k=${point.toString('base64url')}`;
}
