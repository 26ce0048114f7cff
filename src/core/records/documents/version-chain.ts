import { createHash } from 'node:crypto';

/** What one version says about itself and about the one before it. */
export type ChainLink = { tenantId: number; documentId: string; number: number; hash: string; size: number; mime: string; name: string; at: Date; previous: string };

/**
 * The hash of a version with its place: changed, exchanged or removed versions break the chain, and the sealed audit log
 * holds the same value, so that whoever recomputes the chain is found too.
 */
export function chainOf(link: ChainLink): string {
  const said = [link.tenantId, link.documentId, link.number, link.hash, link.size, link.mime, link.name, link.at.toISOString(), link.previous];
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}
