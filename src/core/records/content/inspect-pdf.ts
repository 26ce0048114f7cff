import { inflateSync } from 'node:zlib';

export type PdfFacts = {
  /** What the file says of itself: "PDF/A-3b"; undefined when it claims nothing. */
  claim: string | undefined;
  encrypted: boolean;
  javaScript: boolean;
  /** undefined: no fonts, or they could not be looked at. */
  fontsEmbedded: boolean | undefined;
  /** What no PDF/A of its kind may hold, in words: programs to start, LZW, forms in XFA, attached files. */
  forbidden: string[];
};

/** So much of a compressed part is looked at: a bomb is not unpacked. */
const LARGEST_PART = 20_000_000;
const MOST_PARTS = 2_000;

/**
 * What can be said honestly about a PDF without validating it: its own claim, encryption, scripts, embedded fonts. Objects lie open or in compressed
 * object streams; both are read. What speaks against the claim is named; that nothing does is no proof of conformance: a validator of its own would be needed for that.
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
  // letters of such a font are drawings within the file
  const type3 = count(text, /\/Subtype\s*\/Type3\b/g);
  return {
    claim: part && `PDF/A-${part}${level?.toLowerCase() ?? ''}`,
    encrypted,
    javaScript: /\/(?:JavaScript|JS)\b/.test(text),
    // what is encrypted cannot be looked into
    forbidden: [/\/S\s*\/Launch\b/.test(text) ? 'startet Programme' : '', /\/LZWDecode\b/.test(text) ? 'LZW-verdichtet' : '', /\/XFA\b/.test(text) ? 'XFA-Formular' : '', part !== undefined && Number(part) < 3 && /\/EmbeddedFiles\b/.test(text) ? 'Dateien angehängt' : ''].filter(Boolean),
    fontsEmbedded: encrypted || fonts === type3 ? undefined : described > 0 && embedded >= described,
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

/** The facts in words, for the record, the post room and the transfer note: a claim, and whether anything seen speaks against it. */
export function pdfWords({ claim, encrypted, javaScript, fontsEmbedded, forbidden }: PdfFacts): string {
  const against = [encrypted ? 'verschlüsselt' : '', javaScript ? 'enthält JavaScript' : '', fontsEmbedded === false ? 'Schriften nicht eingebettet' : '', ...forbidden].filter(Boolean);
  const embedded = fontsEmbedded ? ['Schriften eingebettet'] : [];
  if (!claim) return ['kein PDF/A', ...against, ...embedded].join('; ');
  if (against.length > 0) return `${claim} nach eigener Angabe; dagegen spricht: ${against.join(', ')}`;
  return [`${claim} nach eigener Angabe, nichts Gegenteiliges gefunden, Übereinstimmung nicht vollständig geprüft`, ...embedded].join('; ');
}
