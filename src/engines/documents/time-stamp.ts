import { randomBytes } from 'node:crypto';
import { der, readChildren, readDer } from './der.ts';
import { OID } from './oids.ts';
import { sha256 } from './signed-data.ts';
import { readTimeStamp } from './verify-signed-data.ts';

/** Sends a time-stamp request (RFC 3161, DER) to an authority and returns its answer; over HTTP in practice. */
export type TimeStampAuthority = (request: Uint8Array) => Promise<Uint8Array>;

/** Gets a time-stamp token over some bytes. Throws when the authority refuses or answers for other bytes. */
export function requestTimeStamp(bytes: Uint8Array, authority: TimeStampAuthority): Promise<Uint8Array> {
  return requestTimeStampForDigest(sha256(bytes), authority);
}

/** The same for a SHA-256 that is known already, e.g. the root of a hash tree (RFC 4998). */
export async function requestTimeStampForDigest(digest: Buffer, authority: TimeStampAuthority): Promise<Uint8Array> {
  const nonce = randomBytes(8);
  const request = der.sequence(
    der.integer(1),
    der.sequence(der.sequence(der.oid(OID.sha256), der.null()), der.octets(digest)),
    der.unsigned(nonce),
    der.boolean(true),
  );
  const token = readResponse(await authority(request));
  const stamp = readTimeStamp(token);
  if (!stamp.digest.equals(digest)) throw new Error('time stamp: made for other bytes');
  if (!stamp.nonce || BigInt(`0x${stamp.nonce.toString('hex')}`) !== BigInt(`0x${nonce.toString('hex')}`))
    throw new Error('time stamp: answer to another request');
  if (stamp.problems.length > 0) throw new Error(`time stamp: ${stamp.problems.join(', ')}`);
  return token;
}

// TimeStampResp ::= SEQUENCE { status PKIStatusInfo, timeStampToken OPTIONAL }; 0 and 1 mean granted (RFC 3161, 2.4.2).
function readResponse(response: Uint8Array): Buffer {
  const [info, token] = readChildren(readDer(response));
  const status = info && readChildren(info)[0]?.value.at(-1);
  if ((status !== 0 && status !== 1) || !token) throw new Error(`time stamp: refused with status ${status}`);
  return token.raw;
}

/** An authority that is asked over HTTP (RFC 3161, 3.4). */
export function httpAuthority(url: string): TimeStampAuthority {
  return async (request) => {
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/timestamp-query' }, body: new Uint8Array(request), signal: AbortSignal.timeout(30_000) });
    if (!response.ok) throw new Error(`time stamp: the authority answered with ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  };
}
