import { inflateSync } from 'node:zlib';

export type PdfFacts = {
  /** What the file says of itself: "PDF/A-3b"; undefined when it claims nothing. */
  claim: string | undefined;
  encrypted: boolean;
  javaScript: boolean;
  /** undefined: no fonts, or they could not be looked at. */
  fontsEmbedded: boolean | undefined;
};

/** So much of a compressed part is looked at: a bomb is not unpacked. */
const LARGEST_PART = 20_000_000;
const MOST_PARTS = 2_000;

/**
 * What can be said honestly about a PDF without validating it: its own claim, encryption, scripts, embedded fonts. Objects lie open or in compressed
 * object streams; both are read. Conformance to PDF/A is not checked: a validator of its own would be needed.
 */
export function inspectPdf(bytes: Uint8Array): PdfFacts {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const open = raw.toString('latin1');
  const text = [open, ...objectStreams(raw, open)].join('\n');
  const part = /pdfaid:part(?:>|=["'])(\d)/.exec(text)?.[1];
  const level = /pdfaid:conformance(?:>|=["'])([A-Za-z])/.exec(text)?.[1];
  const encrypted = /\/Encrypt\s*(?:\d+\s+\d+\s+R|<<)/.test(open);
  const described = count(text, /\/Type\s*\/FontDescriptor\b/g);
  const embedded = count(text, /\/FontFile[23]?\s+\d+\s+\d+\s+R/g);
  const fonts = count(text, /\/Type\s*\/Font\b(?!Descriptor)/g);
  return {
    claim: part && `PDF/A-${part}${level?.toLowerCase() ?? ''}`,
    encrypted,
    javaScript: /\/(?:JavaScript|JS)\b/.test(text),
    // what is encrypted cannot be looked into
    fontsEmbedded: encrypted || fonts === 0 ? undefined : described > 0 && embedded >= described,
  };
}

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

function* objectStreams(raw: Buffer, open: string): Generator<string> {
  let parts = 0;
  for (const match of open.matchAll(/\/Type\s*\/ObjStm[\s\S]{0,500}?stream\r?\n/g)) {
    if (++parts > MOST_PARTS) return;
    const start = match.index + match[0].length;
    const end = open.indexOf('endstream', start);
    if (end < 0) return;
    try {
      yield inflateSync(raw.subarray(start, end), { maxOutputLength: LARGEST_PART }).toString('latin1');
    } catch {
      // not deflated, damaged or a bomb: it stays unread
    }
  }
}

/** The facts in words, for the post room and the transfer note. */
export function pdfWords({ claim, encrypted, javaScript, fontsEmbedded }: PdfFacts): string {
  return [
    claim ? `${claim} nach eigener Angabe, Übereinstimmung nicht geprüft` : 'kein PDF/A',
    encrypted ? 'verschlüsselt' : '',
    javaScript ? 'enthält JavaScript' : '',
    fontsEmbedded === undefined ? '' : fontsEmbedded ? 'Schriften eingebettet' : 'Schriften nicht eingebettet',
  ].filter(Boolean).join('; ');
}
