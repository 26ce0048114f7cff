import { der, readChildren, readDer } from './der.ts';
import { OID } from './oids.ts';
import type { SealSigner } from './seal-signer.ts';
import { sha256 } from './signed-data.ts';
import type { TimeStampAuthority } from './time-stamp.ts';

/**
 * A time-stamp authority (RFC 3161) within the program, for the demo: its time is only as trustworthy as this machine and its key.
 * A qualified one (eIDAS Art. 42) is asked over HTTP. `fault` makes it answer wrongly, for tests.
 */
export function localAuthority(
  signer: SealSigner,
  at: Date,
  fault: { digest?: Buffer; status?: number } = {},
): TimeStampAuthority {
  return async (request) => {
    const [, imprint, nonce] = readChildren(readDer(request));
    const [algorithm, digest] = imprint ? readChildren(imprint) : [];
    if (!algorithm || !digest || !nonce) throw new Error('broken request');
    const status = der.sequence(der.integer(fault.status ?? 0));
    if (fault.status) return der.sequence(status);
    const info = der.sequence(
      der.integer(1),
      der.oid('1.3.6.1.4.1.99999.1'),
      der.sequence(algorithm.raw, der.octets(fault.digest ?? digest.value)),
      der.integer(7),
      der.generalizedTime(`${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`),
      nonce.raw,
    );
    return der.sequence(status, await token(info, signer));
  };
}

async function token(info: Buffer, signer: SealSigner): Promise<Buffer> {
  const algorithm = (oid: string) => der.sequence(der.oid(oid));
  const attribute = (oid: string, value: Buffer) => der.sequence(der.oid(oid), der.setOf(value));
  const hash = der.sequence(der.sequence(der.sequence(der.octets(sha256(signer.certificate)))));
  const attributes = der.setOf(
    attribute(OID.contentType, der.oid(OID.timeStampInfo)),
    attribute(OID.messageDigest, der.octets(sha256(info))),
    attribute(OID.signingCertificateV2, hash),
  );
  const fields = readChildren(readChildren(readDer(signer.certificate))[0] as ReturnType<typeof readDer>);
  const signerInfo = der.sequence(
    der.integer(1),
    der.sequence(fields[3]?.raw as Buffer, fields[1]?.raw as Buffer),
    algorithm(OID.sha256),
    der.context(0, readDer(attributes).value),
    algorithm(OID.ecdsaWithSha256),
    der.octets(await signer.sign(attributes)),
  );
  const signedData = der.sequence(
    der.integer(3),
    der.setOf(algorithm(OID.sha256)),
    der.sequence(der.oid(OID.timeStampInfo), der.context(0, der.octets(info))),
    der.context(0, signer.certificate),
    der.setOf(signerInfo),
  );
  return der.sequence(der.oid(OID.signedData), der.context(0, signedData));
}
