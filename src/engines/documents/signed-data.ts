import { createHash } from 'node:crypto';
import { der, readChildren, readDer } from './der.ts';
import { OID } from './oids.ts';
import type { SealSigner } from './seal-signer.ts';

/** SHA-256 of the parts one after the other. */
export function sha256(...parts: Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

const algorithm = (oid: string, parameters?: Buffer) => der.sequence(der.oid(oid), ...(parameters ? [parameters] : []));
const attribute = (oid: string, value: Uint8Array) => der.sequence(der.oid(oid), der.setOf(value));

/** Issuer and serial number of a certificate, as they stand in it (RFC 5280, 4.1). */
function issuerAndSerial(certificate: Uint8Array): Buffer {
  const [toBeSigned] = readChildren(readDer(certificate));
  if (!toBeSigned) throw new Error('seal: broken certificate');
  const fields = readChildren(toBeSigned);
  const serialAt = fields[0]?.tag === 0xa0 ? 1 : 0;
  const serial = fields[serialAt];
  const issuer = fields[serialAt + 2];
  if (!serial || !issuer) throw new Error('seal: broken certificate');
  return der.sequence(issuer.raw, serial.raw);
}

/**
 * A detached CMS signature (RFC 5652) as PAdES baseline asks: content type, message digest and the hash of the certificate
 * (signing-certificate-v2, RFC 5035), no signing time – that stands in the PDF (EN 319 142-1, 6.3). `stamp` gets the
 * signature value and returns a time-stamp token for level B-T.
 */
export async function signDetached(
  digest: Uint8Array,
  signer: SealSigner,
  stamp?: (signature: Uint8Array) => Promise<Uint8Array>,
): Promise<Buffer> {
  const certificateHash = der.sequence(der.sequence(der.sequence(der.octets(sha256(signer.certificate)))));
  const attributes = der.setOf(
    attribute(OID.contentType, der.oid(OID.data)),
    attribute(OID.messageDigest, der.octets(digest)),
    attribute(OID.signingCertificateV2, certificateHash),
  );
  const signature = await signer.sign(attributes);
  const token = stamp && (await stamp(signature));
  const signerInfo = der.sequence(
    der.integer(1),
    issuerAndSerial(signer.certificate),
    algorithm(OID.sha256),
    implicitTag(0xa0, attributes),
    signer.algorithm === 'ecdsa' ? algorithm(OID.ecdsaWithSha256) : algorithm(OID.rsaWithSha256, der.null()),
    der.octets(signature),
    ...(token ? [der.context(1, attribute(OID.timeStampToken, token))] : []),
  );
  const signedData = der.sequence(
    der.integer(1),
    der.setOf(algorithm(OID.sha256)),
    der.sequence(der.oid(OID.data)),
    implicitTag(0xa0, der.setOf(signer.certificate, ...signer.chain)),
    der.setOf(signerInfo),
  );
  return der.sequence(der.oid(OID.signedData), der.context(0, signedData));
}

// [0] IMPLICIT: the same bytes with another tag; the signature itself covers the SET (RFC 5652, 5.4).
function implicitTag(tag: number, element: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), element.subarray(1)]);
}
