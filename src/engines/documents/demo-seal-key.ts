import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { der } from './der.ts';
import { OID } from './oids.ts';

const ATTRIBUTE = { country: '2.5.4.6', organisation: '2.5.4.10', commonName: '2.5.4.3' };
const EXTENSION = { keyUsage: '2.5.29.15', basicConstraints: '2.5.29.19' };

/**
 * Makes a P-256 key and a self-signed X.509 certificate (RFC 5280) for an organisation, valid for five years from `at`, as
 * one PEM text for `loadSealKey`. For trying things out only: it proves nothing to outsiders. A city in operation loads the
 * key of a qualified trust service (eIDAS, article 36).
 */
export function createDemoSealKey(organisation: string, at: Date): { pem: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = distinguishedName(organisation);
  const until = new Date(at);
  until.setUTCFullYear(at.getUTCFullYear() + 5);
  const algorithm = der.sequence(der.oid(OID.ecdsaWithSha256));
  const toBeSigned = der.sequence(
    der.context(0, der.integer(2)),
    der.unsigned(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    name,
    der.sequence(time(at), time(until)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der.context(3, extensions()),
  );
  const signature = sign('sha256', toBeSigned, privateKey);
  const certificate = der.sequence(toBeSigned, algorithm, der.bits(signature));
  const base64 = certificate.toString('base64').replace(/(.{64})/g, '$1\n').trimEnd();
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { pem: `${key}-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n` };
}

function distinguishedName(organisation: string): Buffer {
  const part = (oid: string, value: Buffer) => der.setOf(der.sequence(der.oid(oid), value));
  return der.sequence(
    part(ATTRIBUTE.country, der.printable('DE')),
    part(ATTRIBUTE.organisation, der.utf8(organisation)),
    part(ATTRIBUTE.commonName, der.utf8(`${organisation} (Siegel zur Probe)`)),
  );
}

// Seals only: digital signature and content commitment (bits 0 and 1), no authority.
function extensions(): Buffer {
  const critical = (oid: string, value: Buffer) => der.sequence(der.oid(oid), der.boolean(true), der.octets(value));
  return der.sequence(
    critical(EXTENSION.keyUsage, Buffer.from([0x03, 0x02, 0x06, 0xc0])),
    critical(EXTENSION.basicConstraints, der.sequence()),
  );
}

// Years before 2050 are written with two digits (RFC 5280, 4.1.2.5).
function time(at: Date): Buffer {
  const digits = at.toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return at.getUTCFullYear() < 2050 ? der.utcTime(`${digits.slice(2)}Z`) : der.generalizedTime(`${digits}Z`);
}
