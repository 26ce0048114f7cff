import type { X509Certificate } from 'node:crypto';
import { openPdf } from './pdf-file.ts';
import { sha256 } from './signed-data.ts';
import { readTimeStamp, type SignedDataCheck, verifySignedData } from './verify-signed-data.ts';

export type SealCheck = {
  /** There is at least one seal or signature. */
  sealed: boolean;
  /** Every seal could be checked and its bytes are unchanged. */
  intact: boolean;
  /** The last seal covers every byte: nothing was appended after it. */
  coversWholeFile: boolean;
  /** Common name and organisation of the last seal. */
  signer: { name: string; organisation: string | undefined; issuer: string } | undefined;
  signedAt: Date | undefined;
  /** Who says when: a time-stamp authority or only the signer. */
  timeSource: 'time-stamp' | 'claimed' | undefined;
  /** 'trusted' only when one of the given certificates vouches for the signer. */
  trust: 'trusted' | 'untrusted' | 'not-checked';
  /** German sentences for people; empty only when everything was checked and is right. */
  problems: string[];
};

export type VerifyOptions = {
  /** Certificates a city trusts: its own seal or the authority that issued it. Without any, trust stays 'not-checked'. */
  trusted?: X509Certificate[];
};

type FoundSeal = { start: number; end: number; total: number; contents: Buffer; claimedAt: Date | undefined };

/** Checks the seals of a PDF. Whatever cannot be read or checked is a problem, never a valid seal. */
export function verifySeal(pdf: Uint8Array, options: VerifyOptions = {}): SealCheck {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  const { seals, problems } = findSeals(bytes);
  const result: SealCheck = {
    sealed: seals.length > 0 || problems.length > 0,
    intact: seals.length > 0 && problems.length === 0,
    coversWholeFile: false,
    signer: undefined,
    signedAt: undefined,
    timeSource: undefined,
    trust: 'not-checked',
    problems,
  };
  for (const seal of seals) checkSeal(bytes, seal, { result, options });
  if (!result.sealed) problems.push('Die Datei trägt kein Siegel.');
  else if (seals.length > 0 && !result.coversWholeFile) problems.push('Nach dem Siegeln wurde an die Datei etwas angehängt.');
  result.problems = [...new Set(problems)];
  return result;
}

// The range must start at 0, leave out exactly the hexadecimal string of the signature and nothing more: otherwise bytes
// that a reader shows would not be sealed.
function findSeals(bytes: Buffer): { seals: FoundSeal[]; problems: string[] } {
  const seals: FoundSeal[] = [];
  const problems: string[] = [];
  for (const dictionary of signatureDictionaries(bytes)) {
    const [first = 0, start = 0, end = 0, rest = 0] = dictionary.range;
    const gap = bytes.toString('latin1', start, end);
    if (first !== 0 || end + rest > bytes.length || !/^<[0-9A-Fa-f]+>$/.test(gap)) {
      problems.push('Ein Siegel nennt einen Bereich, der nicht zur Datei passt.');
      continue;
    }
    const contents = Buffer.from(gap.slice(1, -1), 'hex');
    seals.push({ start, end, total: end + rest, contents, claimedAt: claimedTime(dictionary.text.replace(gap, '')) });
  }
  return { seals: seals.sort((a, b) => a.total - b.total), problems };
}

const RANGE = /\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g;

type SignatureDictionary = { text: string; range: number[] };

// Only objects count: an attached file may hold the same words as plain text.
function signatureDictionaries(bytes: Buffer): SignatureDictionary[] {
  const inText = (text: string): SignatureDictionary[] =>
    [...text.matchAll(RANGE)].map((match) => ({ text, range: match.slice(1, 5).map(Number) }));
  try {
    const file = openPdf(bytes);
    const objects = file.numbers.map((number) => file.getObject(number));
    return objects.filter((object) => !/\bstream\r?\n/.test(object)).flatMap(inText);
  } catch {
    // Broken files and those with compressed cross-references: look at every piece that could be a signature.
    return bytes.toString('latin1').split(/\bendobj\b/).flatMap(inText);
  }
}

function checkSeal(bytes: Buffer, seal: FoundSeal, { result, options }: { result: SealCheck; options: VerifyOptions }): void {
  result.coversWholeFile = seal.total === bytes.length;
  try {
    const parts = [bytes.subarray(0, seal.start), bytes.subarray(seal.end, seal.total)];
    const check = verifySignedData(seal.contents, parts);
    for (const problem of check.problems) {
      result.intact = false;
      result.problems.push(`Das Siegel stimmt nicht: ${problem}.`);
    }
    describeSigner(check, result, options);
    readTime(check, seal, result);
    checkValidity(check, result);
  } catch (error) {
    result.intact = false;
    result.problems.push(`Ein Siegel konnte nicht geprüft werden: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function describeSigner(check: SignedDataCheck, result: SealCheck, { trusted }: VerifyOptions): void {
  const { certificate } = check;
  if (!certificate) return;
  const subject = nameParts(certificate.subject);
  const issuer = nameParts(certificate.issuer);
  const shown = (parts: Map<string, string>) => parts.get('CN') ?? parts.get('O') ?? '';
  result.signer = { name: shown(subject), organisation: subject.get('O'), issuer: shown(issuer) };
  if (!trusted || trusted.length === 0) {
    result.trust = 'not-checked';
    result.problems.push('Ob dem Zertifikat zu trauen ist, wurde nicht geprüft.');
    return;
  }
  result.trust = isTrusted(certificate, check.others, trusted) ? 'trusted' : 'untrusted';
  if (result.trust === 'untrusted') result.problems.push('Das Zertifikat stammt von keiner Stelle, der die Stadt vertraut.');
}

// Node prints a name as lines such as "O=Stadt Musterstadt" with backslashes before special characters.
function nameParts(name: string): Map<string, string> {
  const lines = name.split('\n').map((line) => /^([^=]+)=(.*)$/.exec(line));
  return new Map(lines.flatMap((line) => (line ? [[line[1] ?? '', (line[2] ?? '').replace(/\\(.)/g, '$1')] as const] : [])));
}

/** A path of certificates, each signed by the next, to one that is trusted. */
function isTrusted(certificate: X509Certificate, others: X509Certificate[], trusted: X509Certificate[]): boolean {
  let current = certificate;
  for (let depth = 0; depth < 6; depth++) {
    const holder = current;
    if (trusted.some((anchor) => anchor.raw.equals(holder.raw))) return true;
    const issuedBy = (issuer: X509Certificate) => issuer.ca && holder.checkIssued(issuer) && holder.verify(issuer.publicKey);
    if (trusted.some(issuedBy)) return true;
    const next = others.find(issuedBy);
    if (!next) return false;
    current = next;
  }
  return false;
}

function readTime(check: SignedDataCheck, seal: FoundSeal, result: SealCheck): void {
  result.signedAt = seal.claimedAt;
  result.timeSource = seal.claimedAt ? 'claimed' : undefined;
  if (!check.timeStampToken) return;
  const stamp = readTimeStamp(check.timeStampToken);
  const problems = [...stamp.problems];
  if (!stamp.digest.equals(sha256(check.signature))) problems.push('er gehört zu einem anderen Siegel');
  for (const problem of problems) result.problems.push(`Der Zeitstempel stimmt nicht: ${problem}.`);
  if (problems.length > 0) result.intact = false;
  else {
    result.signedAt = stamp.at;
    result.timeSource = 'time-stamp';
  }
}

function checkValidity({ certificate }: SignedDataCheck, result: SealCheck): void {
  if (!certificate) return;
  if (!result.signedAt) result.problems.push('Der Zeitpunkt des Siegels ist nicht bekannt.');
  else if (result.signedAt < new Date(certificate.validFrom) || result.signedAt > new Date(certificate.validTo))
    result.problems.push('Das Zertifikat war zum Zeitpunkt des Siegels nicht gültig.');
}

function claimedTime(dictionary: string): Date | undefined {
  const match = /\/M\s*\(D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(Z|[+-]\d\d'?\d\d'?)?\)/.exec(dictionary);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, zone = 'Z'] = match;
  const offset = zone === 'Z' ? 'Z' : zone.replace(/'/g, '').replace(/^(...)/, '$1:');
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
