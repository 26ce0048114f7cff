import {
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  type KeyObject,
  pbkdf2Sync,
  timingSafeEqual,
  X509Certificate,
} from 'node:crypto';
import { type DerNode, readChildren, readDer, readOid } from './der.ts';

const OID = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
  tripleDes: '1.2.840.113549.1.12.1.3',
};
const CIPHERS: Record<string, { name: string; keyBytes: number }> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyBytes: 32 },
};
const PSEUDORANDOM: Record<string, string> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};
const DIGESTS: Record<string, string> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
// A file that asks for more rounds than this would only keep the machine busy.
const MAX_ROUNDS = 10_000_000;

/**
 * Opens a PKCS #12 key store (RFC 7292), as trust services and `openssl pkcs12` make them: PBES2 with AES, or the older
 * triple DES. Throws when the passphrase is wrong or another protection is used.
 */
export function openKeyStore(bytes: Uint8Array, passphrase: string): { key: KeyObject; certificates: X509Certificate[] } {
  const [, authenticated, mac] = readChildren(readDer(bytes));
  const content = contentOf(need(authenticated));
  checkMac(content, mac, passphrase);
  const bags = readChildren(readDer(content)).flatMap((part) => readChildren(readDer(openPart(part, passphrase))));
  let key: KeyObject | undefined;
  const certificates: X509Certificate[] = [];
  for (const bag of bags) {
    const [type, wrapped] = readChildren(bag);
    const inner = readDer(need(wrapped).value);
    const oid = readOid(type);
    if (oid === OID.keyBag) key = createPrivateKey({ key: inner.raw, format: 'der', type: 'pkcs8' });
    if (oid === OID.shroudedKeyBag) key = createPrivateKey({ key: openShrouded(inner, passphrase), format: 'der', type: 'pkcs8' });
    if (oid === OID.certificateBag) certificates.push(readCertificate(inner));
  }
  if (!key) throw new Error('seal key: no private key in the file');
  return { key, certificates };
}

function contentOf(info: DerNode): Buffer {
  const [type, wrapped] = readChildren(info);
  if (readOid(type) !== OID.data) throw new Error('seal key: this kind of key store is not supported');
  return readDer(need(wrapped).value).value;
}

function openPart(part: DerNode, passphrase: string): Buffer {
  const [type, wrapped] = readChildren(part);
  if (readOid(type) !== OID.encryptedData) return contentOf(part);
  const [, info] = readChildren(readDer(need(wrapped).value));
  const [, algorithm, encrypted] = readChildren(need(info));
  return decrypt(need(algorithm), need(encrypted).value, passphrase);
}

function openShrouded(inner: DerNode, passphrase: string): Buffer {
  const [algorithm, encrypted] = readChildren(inner);
  return decrypt(need(algorithm), need(encrypted).value, passphrase);
}

function readCertificate(bag: DerNode): X509Certificate {
  const [, wrapped] = readChildren(bag);
  return new X509Certificate(readDer(need(wrapped).value).value);
}

function decrypt(algorithm: DerNode, encrypted: Buffer, passphrase: string): Buffer {
  const [type, parameters] = readChildren(algorithm);
  const oid = readOid(type);
  const fields = readChildren(need(parameters));
  let decipher: ReturnType<typeof createDecipheriv>;
  if (oid === OID.pbes2) decipher = pbes2(fields, passphrase);
  else if (oid === OID.tripleDes) {
    const salt = need(fields[0]).value;
    const rounds = roundsOf(fields[1]);
    const derive = (id: number, length: number) => deriveBytes({ digest: 'sha1', id, length, passphrase, salt, rounds });
    decipher = createDecipheriv('des-ede3-cbc', derive(1, 24), derive(2, 8));
  } else throw new Error(`seal key: the protection ${oid} is not supported; make the file again with AES`);
  return Buffer.concat([decipher.update(encrypted), decipher.final()]);
}

/** Password-based encryption of PKCS #5 (RFC 8018, 6.2). */
function pbes2([derivation, encryption]: DerNode[], passphrase: string) {
  const [kind, parameters] = readChildren(need(derivation));
  const [scheme, vector] = readChildren(need(encryption));
  const cipher = CIPHERS[readOid(scheme)];
  if (readOid(kind) !== OID.pbkdf2 || !cipher) throw new Error('seal key: the protection of the file is not supported');
  const fields = readChildren(need(parameters));
  const pseudorandom = fields.find((field) => field.tag === 0x30);
  const digest = pseudorandom ? PSEUDORANDOM[readOid(readChildren(pseudorandom)[0])] : 'sha1';
  if (!digest) throw new Error('seal key: the protection of the file is not supported');
  const key = pbkdf2Sync(passphrase, need(fields[0]).value, roundsOf(fields[1]), cipher.keyBytes, digest);
  return createDecipheriv(cipher.name, key, need(vector).value);
}

function checkMac(content: Buffer, mac: DerNode | undefined, passphrase: string): void {
  if (!mac) return; // Without one the padding of the encrypted key still shows a wrong passphrase.
  const [info, salt, rounds] = readChildren(mac);
  const [algorithm, expected] = readChildren(need(info));
  const digest = DIGESTS[readOid(readChildren(need(algorithm))[0])];
  if (!digest) throw new Error('seal key: the check sum of the file is not supported');
  const length = createHash(digest).digest().length;
  const key = deriveBytes({ digest, id: 3, length, passphrase, salt: need(salt).value, rounds: rounds ? roundsOf(rounds) : 1 });
  const actual = createHmac(digest, key).update(content).digest();
  const wanted = need(expected).value;
  if (actual.length !== wanted.length || !timingSafeEqual(actual, wanted)) throw new Error('seal key: the passphrase is wrong');
}

type Derivation = { digest: string; id: number; length: number; passphrase: string; salt: Buffer; rounds: number };

/** Key derivation of PKCS #12 (RFC 7292, appendix B.2). */
function deriveBytes({ digest, id, length, passphrase, salt, rounds }: Derivation): Buffer {
  const block = digest === 'sha384' || digest === 'sha512' ? 128 : 64;
  const password = Buffer.from(`${passphrase}\0`, 'utf16le').swap16();
  const input = Buffer.concat([fillBlocks(salt, block), fillBlocks(password, block)]);
  const result: Buffer[] = [];
  for (let done = 0; done < length; ) {
    let hash = createHash(digest).update(Buffer.alloc(block, id)).update(input).digest();
    for (let round = 1; round < rounds; round++) hash = createHash(digest).update(hash).digest();
    result.push(hash);
    done += hash.length;
    const addend = fillBlocks(hash, block).subarray(0, block);
    for (let start = 0; start < input.length; start += block) addWithCarry(input.subarray(start, start + block), addend);
  }
  return Buffer.concat(result).subarray(0, length);
}

function fillBlocks(bytes: Buffer, block: number): Buffer {
  const length = Math.ceil(bytes.length / block) * block;
  return Buffer.alloc(length, bytes.length > 0 ? bytes : 0);
}

/** target = target + addend + 1 modulo its size. */
function addWithCarry(target: Buffer, addend: Buffer): void {
  let carry = 1;
  for (let index = target.length - 1; index >= 0; index--) {
    const sum = (target[index] ?? 0) + (addend[index] ?? 0) + carry;
    target[index] = sum & 0xff;
    carry = sum >> 8;
  }
}

function roundsOf(node: DerNode | undefined): number {
  const rounds = Number.parseInt(need(node).value.toString('hex') || '0', 16);
  if (rounds < 1 || rounds > MAX_ROUNDS) throw new Error('seal key: the file asks for an unusual number of rounds');
  return rounds;
}

function need(node: DerNode | undefined): DerNode {
  if (!node) throw new Error('seal key: the file is broken');
  return node;
}
