import { createHash, verify, X509Certificate } from 'node:crypto';
import { type DerNode, readChildren, readDer, readOid } from './der.ts';
import { OID } from './oids.ts';

/** What a CMS signature says and what is wrong with it. No problems means: mathematically right, and by this certificate. */
export type SignedDataCheck = {
  certificate: X509Certificate | undefined;
  /** The other certificates that came along. */
  others: X509Certificate[];
  contentType: string;
  content: Buffer | undefined;
  signature: Buffer;
  timeStampToken: Buffer | undefined;
  problems: string[];
};

export type TimeStamp = { at: Date | undefined; digest: Buffer; nonce: Buffer | undefined; authority: string; problems: string[] };

const DIGESTS: Record<string, string> = { [OID.sha256]: 'sha256', [OID.sha384]: 'sha384', [OID.sha512]: 'sha512' };
// The digest in the algorithm's name must be the one used; plain "rsaEncryption" takes it from the digest algorithm.
const SIGNATURES: Record<string, string | undefined> = {
  [OID.rsa]: '',
  [OID.rsaWithSha256]: 'sha256',
  [OID.rsaWithSha384]: 'sha384',
  [OID.rsaWithSha512]: 'sha512',
  [OID.ecdsaWithSha256]: 'sha256',
  [OID.ecdsaWithSha384]: 'sha384',
  [OID.ecdsaWithSha512]: 'sha512',
};

/**
 * Checks a CMS signature with signed attributes (RFC 5652, 5.4–5.6) over detached parts or its own content. Throws when the
 * structure cannot be read: not checked is never valid.
 */
export function verifySignedData(message: Uint8Array, detached?: Uint8Array[]): SignedDataCheck {
  const [type, wrapped] = readChildren(readDer(message));
  if (readOid(type) !== OID.signedData || !wrapped) throw new Error('signature: no signed data');
  const parts = readChildren(child(readChildren(wrapped), 0));
  const [, , encapsulated] = parts;
  const signerInfos = parts.at(-1);
  if (!encapsulated || signerInfos?.tag !== 0x31) throw new Error('signature: no signer');
  const [contentType, explicit] = readChildren(encapsulated);
  const content = explicit && readDer(explicit.value).value;
  const certificates = readCertificates(parts.find((part) => part.tag === 0xa0));
  const signers = readChildren(signerInfos);
  const problems: string[] = signers.length === 1 ? [] : ['not exactly one signer'];
  const signer = readSigner(child(signers, 0));
  const certificate = certificates.find((candidate) => matches(candidate, signer.id));
  const signed = detached ?? (content ? [content] : []);
  const check = { signer, certificate, contentType: readOid(contentType), signed };
  problems.push(...(certificate ? findFaults({ ...check, certificate }) : ['the certificate of the signer is missing']));
  return {
    certificate,
    others: certificates.filter((other) => other !== certificate),
    contentType: readOid(contentType),
    content,
    signature: signer.signature,
    timeStampToken: signer.unsigned.get(OID.timeStampToken)?.raw,
    problems,
  };
}

/** Reads and checks a time-stamp token (RFC 3161). Throws when it cannot be read. */
export function readTimeStamp(token: Uint8Array): TimeStamp {
  const check = verifySignedData(token);
  if (check.contentType !== OID.timeStampInfo || !check.content) throw new Error('time stamp: no time-stamp info');
  const [, , imprint, , time, ...rest] = readChildren(readDer(check.content));
  const [imprintAlgorithm, hashed] = readChildren(need(imprint));
  const problems = [...check.problems];
  if (readOid(readChildren(need(imprintAlgorithm))[0]) !== OID.sha256) problems.push('another digest than SHA-256');
  const text = need(time).value.toString('latin1');
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/.exec(text);
  if (!parts) problems.push('the time cannot be read');
  const [, year, month, day, hour, minute, second] = parts ?? [];
  return {
    at: parts ? new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) : undefined,
    digest: need(hashed).value,
    nonce: rest.find((node) => node.tag === 0x02)?.value,
    authority: check.certificate?.subject ?? '',
    problems,
  };
}

type Signer = {
  id: DerNode;
  digest: string | undefined;
  algorithm: string;
  signedBytes: Buffer;
  signed: Map<string, DerNode>;
  unsigned: Map<string, DerNode>;
  signature: Buffer;
};

function readSigner(info: DerNode): Signer {
  const fields = readChildren(info);
  const signedAttributes = fields.find((field) => field.tag === 0xa0);
  const unsignedAttributes = fields.find((field) => field.tag === 0xa1);
  const signature = fields.find((field) => field.tag === 0x04);
  const algorithms = fields.slice(2).filter((field) => field.tag === 0x30);
  if (!signedAttributes || !signature) throw new Error('signature: without signed attributes');
  return {
    id: child(fields, 1),
    digest: DIGESTS[readOid(readChildren(child(algorithms, 0))[0])],
    algorithm: readOid(readChildren(child(algorithms, 1))[0]),
    signedBytes: Buffer.concat([Buffer.from([0x31]), signedAttributes.raw.subarray(1)]),
    signed: readAttributes(signedAttributes),
    unsigned: unsignedAttributes ? readAttributes(unsignedAttributes) : new Map(),
    signature: signature.value,
  };
}

function findFaults(check: { signer: Signer; certificate: X509Certificate; contentType: string; signed: Uint8Array[] }): string[] {
  const { signer, certificate } = check;
  const named = SIGNATURES[signer.algorithm];
  if (!signer.digest || named === undefined || (named !== '' && named !== signer.digest))
    return [`the signature algorithm ${signer.algorithm} is not supported`];
  const problems: string[] = [];
  const digest = createHash(signer.digest);
  for (const part of check.signed) digest.update(part);
  if (!signer.signed.get(OID.messageDigest)?.value.equals(digest.digest())) problems.push('the content was changed');
  const contentType = signer.signed.get(OID.contentType);
  if (!contentType || readOid(contentType) !== check.contentType) problems.push('the content type does not match');
  if (!verify(signer.digest, signer.signedBytes, certificate.publicKey, signer.signature))
    problems.push('the signature does not match the certificate');
  if (!namesCertificate(signer, certificate)) problems.push('the signature does not name its certificate');
  return problems;
}

// signing-certificate-v2 (RFC 5035): without it another certificate with the same key could be put in.
function namesCertificate(signer: Signer, certificate: X509Certificate): boolean {
  const attribute = signer.signed.get(OID.signingCertificateV2);
  if (!attribute) return false;
  const first = readChildren(child(readChildren(child(readChildren(attribute), 0)), 0));
  const hasAlgorithm = first[0]?.tag === 0x30;
  const name = hasAlgorithm ? DIGESTS[readOid(readChildren(child(first, 0))[0])] : 'sha256';
  const hash = child(first, hasAlgorithm ? 1 : 0);
  return name !== undefined && createHash(name).update(certificate.raw).digest().equals(hash.value);
}

function readAttributes(set: DerNode): Map<string, DerNode> {
  const attributes = new Map<string, DerNode>();
  for (const attribute of readChildren(set)) {
    const [type, values] = readChildren(attribute);
    const oid = readOid(type);
    if (attributes.has(oid)) throw new Error('signature: an attribute occurs twice');
    attributes.set(oid, child(readChildren(need(values)), 0));
  }
  return attributes;
}

function readCertificates(set: DerNode | undefined): X509Certificate[] {
  const certificates = set ? readChildren(set).filter((node) => node.tag === 0x30) : [];
  return certificates.map((node) => new X509Certificate(node.raw));
}

function matches(certificate: X509Certificate, id: DerNode): boolean {
  if (id.tag !== 0x30) return false; // Identified by key id: not allowed in PAdES baseline.
  const [, serial] = readChildren(id);
  const [issuer] = readChildren(id);
  const fields = readChildren(child(readChildren(readDer(certificate.raw)), 0));
  const at = fields[0]?.tag === 0xa0 ? 1 : 0;
  return need(serial).raw.equals(child(fields, at).raw) && need(issuer).raw.equals(child(fields, at + 2).raw);
}

function child(nodes: DerNode[], index: number): DerNode {
  return need(nodes[index]);
}

function need(node: DerNode | undefined): DerNode {
  if (!node) throw new Error('signature: broken structure');
  return node;
}
