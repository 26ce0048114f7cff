import { appendUpdate, extendDictionary, numberIn, openPdf, type PdfFile } from './pdf-file.ts';
import type { SealSigner } from './seal-signer.ts';
import { sha256, signDetached } from './signed-data.ts';
import { requestTimeStamp, type TimeStampAuthority } from './time-stamp.ts';

export type SealOptions = {
  /** Instant the seal claims (`/M`); proven only together with a time stamp. */
  at: Date;
  reason?: string;
  location?: string;
  /** Given: level B-T, otherwise B-B. */
  tsa?: TimeStampAuthority;
};

// Room for signature, certificates and time stamp; unused bytes stay zero.
const RESERVED_BYTES = 6_144;
const RESERVED_BYTES_STAMPED = 16_384;
const RANGE_PLACEHOLDER = '/ByteRange [0 0000000000 0000000000 0000000000]';

/**
 * Seals a PDF (PAdES B-B or B-T, EN 319 142-1) with an invisible field in an incremental update: nothing that was in the
 * file changes, and a PDF/A-3a and PDF/UA-1 file stays one. Seals that are already there are kept. Throws when the file
 * has cross-reference streams or the signature is larger than the room kept for it.
 */
export async function sealPdf(pdf: Uint8Array, signer: SealSigner, options: SealOptions): Promise<Uint8Array> {
  const reserved = options.tsa ? RESERVED_BYTES_STAMPED : RESERVED_BYTES;
  const sealed = addSealField(openPdf(pdf), { ...options, reserved });
  const contentsAt = sealed.indexOf('/Contents <', pdf.length) + '/Contents '.length;
  const contentsEnd = contentsAt + 2 + reserved * 2;
  const numbers = [contentsAt, contentsEnd, sealed.length - contentsEnd].map((number) => String(number).padEnd(10));
  sealed.write(`/ByteRange [0 ${numbers.join(' ')}]`, sealed.indexOf(RANGE_PLACEHOLDER, pdf.length), 'latin1');
  const digest = sha256(sealed.subarray(0, contentsAt), sealed.subarray(contentsEnd));
  const { tsa } = options;
  const stamp = tsa && ((signature: Uint8Array) => requestTimeStamp(signature, tsa));
  const signature = await signDetached(digest, signer, stamp);
  if (signature.length > reserved) throw new Error(`seal: ${signature.length} bytes, only ${reserved} are reserved`);
  sealed.write(signature.toString('hex'), contentsAt + 1, 'latin1');
  return sealed;
}

function addSealField(file: PdfFile, options: SealOptions & { reserved: number }): Buffer {
  const pageNumber = firstPage(file);
  const signatureNumber = file.size;
  const fieldNumber = file.size + 1;
  const catalog = file.getObject(file.rootNumber);
  const earlier = /\/AcroForm\s*<<[^<>]*\/Fields\s*\[([^\]]*)\][^<>]*>>/.exec(catalog);
  if (/\/AcroForm/.test(catalog) && !earlier) throw new Error('seal: the form of the file cannot be extended');
  const fields = earlier?.[1]?.trim() ?? '';
  const name = fields ? `Siegel ${fields.split('R').length}` : 'Siegel';
  const form = `/AcroForm << /Fields [${fields} ${fieldNumber} 0 R] /SigFlags 3 >>`;
  // Flags 132: printed and locked, as PDF/A asks; the description is what a screen reader says (ISO 14289-1, 7.18.1).
  const field =
    `<< /Type /Annot /Subtype /Widget /FT /Sig /T (${name}) /TU (Elektronisches Siegel) ` +
    `/V ${signatureNumber} 0 R /Rect [0 0 0 0] /F 132 /P ${pageNumber} 0 R >>`;
  return appendUpdate(
    file,
    new Map([
      [file.rootNumber, latin1(extendDictionary(catalog.replace(earlier?.[0] ?? '', ''), form))],
      [pageNumber, latin1(withAnnotation(file.getObject(pageNumber), fieldNumber))],
      [signatureNumber, latin1(signatureDictionary(options))],
      [fieldNumber, latin1(field)],
    ]),
    file.size + 2,
  );
}

function signatureDictionary({ at, reason, location, reserved }: SealOptions & { reserved: number }): string {
  const claimed = at.toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return (
    `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached ${RANGE_PLACEHOLDER} ` +
    `/Contents <${'0'.repeat(reserved * 2)}> /M (D:${claimed}Z)` +
    `${reason ? ` /Reason ${pdfText(reason)}` : ''}${location ? ` /Location ${pdfText(location)}` : ''} >>`
  );
}

function firstPage(file: PdfFile): number {
  let number = numberIn(file.getObject(file.rootNumber), 'Pages');
  for (let depth = 0; depth < 50; depth++) {
    const kids = /\/Kids\s*\[\s*(\d+)\s+0\s+R/.exec(file.getObject(number))?.[1];
    if (kids === undefined) return number;
    number = Number(kids);
  }
  throw new Error('seal: the pages of the file are in a circle');
}

function withAnnotation(page: string, fieldNumber: number): string {
  const tabs = /\/Tabs\b/.test(page) ? page : extendDictionary(page, '/Tabs /S');
  const list = /\/Annots\s*\[([^\]]*)\]/.exec(tabs);
  if (list) return tabs.replace(list[0], () => `/Annots [${list[1]} ${fieldNumber} 0 R]`);
  if (/\/Annots\b/.test(tabs)) throw new Error('seal: the annotations of the first page are in their own object');
  return extendDictionary(tabs, `/Annots [${fieldNumber} 0 R]`);
}

/** Text string as UTF-16 (ISO 32000-1, 7.9.2.2) in hexadecimal: no character can end the string early. */
function pdfText(text: string): string {
  return `<FEFF${Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase()}>`;
}

function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}
