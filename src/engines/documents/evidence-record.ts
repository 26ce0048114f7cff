import { createHash } from 'node:crypto';
import { der, type DerNode, readChildren, readDer } from './der.ts';
import { OID } from './oids.ts';
import { readTimeStamp } from './verify-signed-data.ts';

const hashOf = (...parts: Uint8Array[]): Buffer => {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest();
};
/** RFC 4998, 4.2: the hashes of a group are joined in binary order and hashed. */
const hashGroup = (group: Uint8Array[]): Buffer => hashOf(...group.toSorted(Buffer.compare));

/** Groups of hashes that lead from one leaf to the root ("reduced hash tree"). */
export type ReducedTree = Buffer[][];
export type EvidenceTree = { root: Buffer; reduced(index: number): ReducedTree };

/** A hash tree over the SHA-256 of data objects: one time stamp on its root proves all of them. */
export function buildEvidenceTree(leaves: Buffer[]): EvidenceTree {
  const levels: Buffer[][] = [leaves];
  for (let level = leaves; level.length > 1; ) {
    const above: Buffer[] = [];
    for (let at = 0; at < level.length; at += 2) above.push(at + 1 < level.length ? hashGroup(level.slice(at, at + 2)) : (level[at] as Buffer));
    levels.push((level = above));
  }
  const [root] = levels.at(-1) ?? [];
  if (!root) throw new Error('evidence: no objects');
  return { root, reduced: (index) => reduce(levels, index) };
}

function reduce(levels: Buffer[][], index: number): ReducedTree {
  const groups: ReducedTree = [];
  let at = index;
  for (const level of levels.slice(0, -1)) {
    const [own, sibling] = [level[at], level[at ^ 1]];
    if (sibling) groups.push(groups.length === 0 ? [own as Buffer, sibling].sort(Buffer.compare) : [sibling]);
    at >>= 1;
  }
  return groups.length === 0 ? [[levels[0]?.[index] as Buffer]] : groups;
}

/** One archive time stamp: the way from the object (or from the stamp before) to its root, and the token over the root. */
export type EvidenceStamp = { tree: ReducedTree; token: Uint8Array };

/**
 * Writes an evidence record (RFC 4998) of one data object. All stamps are one chain with the same digest: each further one renews
 * the stamp before it (5.2, time-stamp renewal).
 */
export function writeEvidenceRecord(stamps: EvidenceStamp[]): Buffer {
  const algorithm = der.sequence(der.oid(OID.sha256));
  const archive = stamps.map(({ tree, token }) => der.sequence(implicit(0, algorithm), der.context(2, ...tree.map((group) => der.sequence(...group.map((hash) => der.octets(hash))))), token));
  return der.sequence(der.integer(1), der.sequence(algorithm), der.sequence(der.sequence(...archive)));
}

/** `[0] IMPLICIT`: the content of the algorithm with another tag. */
const implicit = (number: number, sequence: Buffer): Buffer => der.context(number, readDer(sequence).value);

export type EvidenceCheck = { intact: boolean; /** Since when the object is proved to be as it is. */ since: Date | undefined; stamps: number; problems: string[] };

/** Checks an evidence record against the SHA-256 of the object. Never throws on what is wrong in the record: it is named. */
export function verifyEvidence(record: Uint8Array, objectHash: Uint8Array): EvidenceCheck {
  const problems: string[] = [];
  let since: Date | undefined;
  let stamps = 0;
  try {
    let expected: Buffer = Buffer.from(objectHash);
    const chains = need(readChildren(readDer(record)).at(-1));
    for (const chain of readChildren(chains)) {
      for (const stamp of readChildren(chain)) {
        const { at, token } = checkStamp(stamp, expected, problems);
        since ??= at;
        expected = hashOf(token);
        stamps++;
      }
    }
  } catch (error) {
    problems.push((error as Error).message);
  }
  if (stamps === 0) problems.push('evidence: no time stamp');
  return { intact: problems.length === 0, since, stamps, problems };
}

function checkStamp(stamp: DerNode, expected: Buffer, problems: string[]): { at: Date | undefined; token: Buffer } {
  const parts = readChildren(stamp);
  const reduced = parts.find((part) => part.tag === 0xa2);
  const groups = reduced ? readChildren(reduced).map((group) => readChildren(group).map((hash) => hash.value)) : [[expected]];
  if (!groups[0]?.some((hash) => hash.equals(expected))) problems.push('evidence: the object is not in the tree');
  let root = groups[0]?.length === 1 ? (groups[0][0] as Buffer) : hashGroup(groups[0] ?? []);
  for (const group of groups.slice(1)) root = hashGroup([root, ...group]);
  const token = need(parts.at(-1)).raw;
  const read = readTimeStamp(token);
  problems.push(...read.problems);
  if (!read.digest.equals(root)) problems.push('evidence: the time stamp belongs to another tree');
  return { at: read.at, token };
}

function need(node: DerNode | undefined): DerNode {
  if (!node) throw new Error('evidence: broken record');
  return node;
}
