import { createHash, createPublicKey, sign, verify } from 'node:crypto';
import type { Platform } from '#platform/module';
import { permitKey } from './permit-key.ts';
import type { Permit } from './tables.ts';

/**
 * What the QR code carries, signed with Ed25519: readable and checkable without the database, and without any personal data.
 * Of the plate there are only two check characters (12 bits): enough for a warden in front of the car (a wrong one passes in
 * 1 of 4,096 cases), too little to find the plate by trying all: more than a million fit.
 */
export type PermitClaims = { code: string; kind: string; area: string; from: string; until: string; plateCheck: string | null };

/** Signs, letters and digits only, as people type a plate. */
export const plainPlate = (plate: string): string => plate.toUpperCase().replaceAll(/[^A-ZÄÖÜ0-9]/g, '');

export const plateCheck = (code: string, plate: string): string => createHash('sha256').update(`${code}|${plainPlate(plate)}`).digest('base64url').slice(0, 2);

/** `payload.signature`, both base64url; about 200 characters, which a QR code of moderate size holds. */
export function signPermit(platform: Platform, permit: Permit): string {
  const claims = [permit.code, permit.kind, permit.area, permit.valid_from, permit.valid_until, permit.plate ? plateCheck(permit.code, permit.plate) : ''];
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${payload}.${sign(null, Buffer.from(payload), permitKey(platform)).toString('base64url')}`;
}

/** The claims when the signature is ours; undefined otherwise. */
export function readPermitToken(platform: Platform, token: string): PermitClaims | undefined {
  const [payload, signature, rest] = token.split('.');
  if (!payload || !signature || rest !== undefined) return undefined;
  const ok = verify(null, Buffer.from(payload), createPublicKey(permitKey(platform)), Buffer.from(signature, 'base64url'));
  if (!ok) return undefined;
  const [code = '', kind = '', area = '', from = '', until = '', check = ''] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as string[];
  return { code, kind, area, from, until, plateCheck: check || null };
}

/** Address that the QR code opens. */
export const checkUrl = (platform: Platform, permit: Permit): string => `${platform.config.publicUrl}/ausweis/${signPermit(platform, permit)}`;
