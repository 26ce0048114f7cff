import { createHash } from 'node:crypto';

const sha256 = (...parts: (Uint8Array | string)[]): Buffer => parts.reduce((h, part) => h.update(part), createHash('sha256')).digest();
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export const leafHash = (text: string): Buffer => sha256(LEAF, text);

/** Root of the Merkle tree over the leaves (RFC 9162 § 2.1.1: leaf and node are hashed with different first bytes). */
export function merkleRoot(leaves: Buffer[]): Buffer {
  if (leaves.length === 0) return sha256('');
  if (leaves.length === 1) return leaves[0] as Buffer;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256(NODE, merkleRoot(leaves.slice(0, split)), merkleRoot(leaves.slice(split)));
}

export type SealContent = { number: number; from_xid: number; to_xid: number; events: number; root: string; previous: string; sealed_at: string };

/** The seal's own hash chains it to the one before: removing or changing any seal breaks all later ones. */
export function sealHash(seal: SealContent): string {
  const text = [seal.number, seal.from_xid, seal.to_xid, seal.events, seal.root, seal.previous, seal.sealed_at].join('|');
  return sha256(text).toString('hex');
}
