import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { openKeyStore } from './key-store.ts';
import { keySigner, type SealSigner } from './seal-signer.ts';

/**
 * Reads a seal key: PEM text, or the path of a PEM or PKCS #12 file (.p12, .pfx). The certificate that belongs to the key is
 * found among those in the file, the others become the chain. Throws when key or certificate is missing or the passphrase is
 * wrong.
 */
export async function loadSealKey(source: string, passphrase?: string): Promise<SealSigner> {
  const isText = source.includes('-----BEGIN');
  const bytes = isText ? Buffer.from(source) : await readFile(source);
  const isPem = bytes.includes('-----BEGIN');
  const { key, certificates } = isPem
    ? readPem(bytes.toString('utf8'), passphrase)
    : openKeyStore(bytes, passphrase ?? '');
  const own = certificates.find((certificate) => certificate.checkPrivateKey(key));
  if (!own) throw new Error('seal key: no certificate belongs to the key');
  const chain = certificates.filter((certificate) => certificate !== own && certificate.subject !== certificate.issuer);
  return keySigner(key, own.raw, chain.map((certificate) => certificate.raw));
}

function readPem(text: string, passphrase: string | undefined): { key: KeyObject; certificates: X509Certificate[] } {
  const blocks = text.match(/-----BEGIN ([A-Z0-9 ]+)-----[\s\S]+?-----END \1-----/g) ?? [];
  const keyBlock = blocks.find((block) => block.includes('PRIVATE KEY-----'));
  if (!keyBlock) throw new Error('seal key: no private key in the file');
  const certificates = blocks.filter((block) => block.includes('BEGIN CERTIFICATE')).map((block) => new X509Certificate(block));
  return { key: openKey(keyBlock, passphrase), certificates };
}

function openKey(block: string, passphrase: string | undefined): KeyObject {
  try {
    return createPrivateKey({ key: block, passphrase });
  } catch {
    throw new Error('seal key: the passphrase is missing or wrong');
  }
}
