import type { KeyObject } from 'node:crypto';
import { sign } from 'node:crypto';

/** What seals: a certificate and something that signs with its key – a file here, a card or HSM elsewhere. */
export type SealSigner = {
  /** Certificate of the seal, DER. */
  certificate: Uint8Array;
  /** Certificates up to, but without, the root, DER. */
  chain: Uint8Array[];
  algorithm: 'ecdsa' | 'rsa';
  /** Signs with SHA-256: ECDSA as DER sequence, RSA as PKCS #1 v1.5. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
};

/** Signer with a key held in memory. */
export function keySigner(key: KeyObject, certificate: Uint8Array, chain: Uint8Array[]): SealSigner {
  const type = key.asymmetricKeyType;
  if (type !== 'ec' && type !== 'rsa') throw new Error(`seal key: ${type} keys are not supported`);
  return {
    certificate,
    chain,
    algorithm: type === 'ec' ? 'ecdsa' : 'rsa',
    sign: async (bytes) => sign('sha256', bytes, key),
  };
}
