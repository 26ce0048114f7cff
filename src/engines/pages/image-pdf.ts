import type { PageImage, TextItem } from './page-request.ts';

/** A page made of a picture, with its text behind it for search and screen readers; or of lines of text only. */
export type ImagePdfPage = {
  image?: PageImage;
  items?: TextItem[];
  /** Lines printed on the page (table of contents, separators). */
  lines?: PdfLine[];
  /** Entry in the outline of the file that begins here. */
  heading?: string;
};
export type PdfLine = { text: string; size?: number; bold?: boolean; /** From the left and from the top, in points. */ x: number; y: number; /** Page (from 0) the line leads to. */ to?: number; alignEnd?: boolean };
export type ImagePdf = { title: string; pages: ImagePdfPage[]; createdAt: Date; /** Written at the foot of each page after its number. */ foot?: string };

const A4 = { width: 595.28, height: 841.89 };
const FOOT = 28;

/** Bytes of a string in the encoding of PDF's standard fonts (WinAnsi); what it lacks becomes a question mark. */
function winAnsi(text: string): string {
  const extra: Record<string, string> = { '€': '\\200', '–': '\\226', '—': '\\227', '„': '\\204', '“': '\\223', '”': '\\224', '‚': '\\202', '‘': '\\221', '’': '\\222', '…': '\\205', '•': '\\225' };
  return [...text.normalize('NFC')].map((sign) => extra[sign] ?? (sign.charCodeAt(0) > 255 ? '?' : /[\\()]/.test(sign) ? `\\${sign}` : sign.charCodeAt(0) > 126 || sign.charCodeAt(0) < 32 ? `\\${sign.charCodeAt(0).toString(8).padStart(3, '0')}` : sign)).join('');
}
const utf16 = (text: string): string => `<FEFF${Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase()}>`;
const num = (value: number): string => String(Math.round(value * 100) / 100);
/** Helvetica is about half as wide as tall; exact enough for placing to the right. */
const widthOf = (text: string, size: number): number => [...text].reduce((sum, sign) => sum + (/[0-9]/.test(sign) ? 0.556 : /[ilI.,:;|']/.test(sign) ? 0.26 : /[A-ZÄÖÜmw]/.test(sign) ? 0.72 : 0.53), 0) * size;

/** Objects of a PDF file in order; the number of an object is its place. */
class Objects {
  readonly #parts: (Buffer | undefined)[] = [];
  reserve(): number {
    this.#parts.push(undefined);
    return this.#parts.length;
  }
  set(number: number, body: string, stream?: Uint8Array): void {
    const head = stream ? `${body.replace(/>>$/, '')} /Length ${stream.length} >>\nstream\n` : body;
    this.#parts[number - 1] = Buffer.concat([Buffer.from(`${number} 0 obj\n${head}`, 'latin1'), ...(stream ? [stream, Buffer.from('\nendstream')] : []), Buffer.from('\nendobj\n')]);
  }
  add(body: string, stream?: Uint8Array): number {
    const number = this.reserve();
    this.set(number, body, stream);
    return number;
  }
  write(root: number, info: number): Uint8Array {
    const chunks = [Buffer.from('%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n', 'latin1')];
    const offsets: number[] = [];
    let at = chunks[0]?.length ?? 0;
    for (const part of this.#parts) {
      offsets.push(at);
      const bytes: Buffer<ArrayBuffer> = Buffer.from(part ?? []);
      chunks.push(bytes);
      at += bytes.length;
    }
    const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
    chunks.push(Buffer.from(`xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${offsets.length + 1} /Root ${root} 0 R /Info ${info} 0 R >>\nstartxref\n${at}\n%%EOF\n`));
    return new Uint8Array(Buffer.concat(chunks));
  }
}

/** One PDF file of pictures and lines: A4, page numbers, outline, text behind the pictures. The same input gives the same bytes. */
export function writeImagePdf({ title, pages, createdAt, foot = '' }: ImagePdf): Uint8Array {
  const objects = new Objects();
  const [catalog, tree] = [objects.reserve(), objects.reserve()];
  const fonts = ['Helvetica', 'Helvetica-Bold'].map((name) => objects.add(`<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`));
  const numbers = pages.map(() => objects.reserve());
  for (const [at, page] of pages.entries()) writePage(objects, { page, at, numbers, tree, fonts, foot: `${foot}${foot ? ' · ' : ''}Seite ${at + 1} von ${pages.length}` });
  objects.set(tree, `<< /Type /Pages /Count ${pages.length} /Kids [${numbers.map((number) => `${number} 0 R`).join(' ')}] >>`);
  const outline = writeOutline(objects, pages, numbers);
  objects.set(catalog, `<< /Type /Catalog /Pages ${tree} 0 R /Lang (de-DE) /ViewerPreferences << /DisplayDocTitle true >>${outline ? ` /Outlines ${outline} 0 R /PageMode /UseOutlines` : ''} >>`);
  const date = `D:${createdAt.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`;
  const info = objects.add(`<< /Title ${utf16(title)} /CreationDate (${date}) /Producer (Stadtkern) >>`);
  return objects.write(catalog, info);
}

type PageJob = { page: ImagePdfPage; at: number; numbers: number[]; tree: number; fonts: number[]; foot: string };

function writePage(objects: Objects, { page, at, numbers, tree, fonts, foot }: PageJob): void {
  const parts: string[] = [];
  const images: string[] = [];
  if (page.image) {
    const { bytes, width, height } = page.image;
    const image = objects.add(`<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode >>`, bytes);
    images.push(`/Im0 ${image} 0 R`);
    const box = fit(width, height);
    parts.push(`q ${num(box.width)} 0 0 ${num(box.height)} ${num(box.x)} ${num(box.y)} cm /Im0 Do Q`);
    // text in mode 3 is there but not painted
    for (const item of page.items ?? []) {
      const size = Math.max(1, item.height * box.height);
      const stretch = Math.max(10, Math.min(400, ((item.width * box.width) / Math.max(0.1, widthOf(item.text, size))) * 100));
      parts.push(`BT 3 Tr /F0 ${num(size)} Tf ${num(stretch)} Tz 1 0 0 1 ${num(box.x + item.x * box.width)} ${num(box.y + (1 - item.y - item.height) * box.height)} Tm (${winAnsi(item.text)}) Tj ET`);
    }
  }
  const links: number[] = [];
  for (const line of page.lines ?? []) {
    const size = line.size ?? 10;
    const wide = widthOf(line.text, size);
    const x = line.alignEnd ? line.x - wide : line.x;
    parts.push(`BT /F${line.bold ? 1 : 0} ${num(size)} Tf 100 Tz 1 0 0 1 ${num(x)} ${num(A4.height - line.y)} Tm (${winAnsi(line.text)}) Tj ET`);
    const target = line.to === undefined ? undefined : numbers[line.to];
    if (target) links.push(objects.add(`<< /Type /Annot /Subtype /Link /Border [0 0 0] /Rect [${num(x)} ${num(A4.height - line.y - 3)} ${num(Math.max(x + wide, A4.width - 60))} ${num(A4.height - line.y + size)}] /Dest [${target} 0 R /Fit] /Contents ${utf16(line.text)} >>`));
  }
  parts.push(`BT /F0 8 Tf 100 Tz 0.3 g 1 0 0 1 ${num(A4.width - 40 - widthOf(foot, 8))} 14 Tm (${winAnsi(foot)}) Tj ET`);
  const content = objects.add('<< >>', Buffer.from(parts.join('\n'), 'latin1'));
  objects.set(numbers[at] ?? 0, `<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 ${A4.width} ${A4.height}] /Resources << /Font << /F0 ${fonts[0]} 0 R /F1 ${fonts[1]} 0 R >> /XObject << ${images.join(' ')} >> >> /Contents ${content} 0 R${links.length ? ` /Annots [${links.map((link) => `${link} 0 R`).join(' ')}]` : ''} >>`);
}

/** As large as fits above the foot of an A4 page, in the middle. */
function fit(width: number, height: number): { x: number; y: number; width: number; height: number } {
  const scale = Math.min((A4.width - 20) / width, (A4.height - FOOT - 10) / height);
  const [w, h] = [width * scale, height * scale];
  return { x: (A4.width - w) / 2, y: FOOT + (A4.height - FOOT - 10 - h) / 2, width: w, height: h };
}

function writeOutline(objects: Objects, pages: ImagePdfPage[], numbers: number[]): number | undefined {
  const entries = pages.flatMap((page, at) => (page.heading ? [{ title: page.heading, page: numbers[at] ?? 0 }] : []));
  if (entries.length === 0) return undefined;
  const root = objects.reserve();
  const ids = entries.map(() => objects.reserve());
  for (const [at, entry] of entries.entries()) {
    const near = `${at > 0 ? ` /Prev ${ids[at - 1]} 0 R` : ''}${at < ids.length - 1 ? ` /Next ${ids[at + 1]} 0 R` : ''}`;
    objects.set(ids[at] ?? 0, `<< /Title ${utf16(entry.title)} /Parent ${root} 0 R${near} /Dest [${entry.page} 0 R /Fit] >>`);
  }
  objects.set(root, `<< /Type /Outlines /Count ${ids.length} /First ${ids[0]} 0 R /Last ${ids.at(-1)} 0 R >>`);
  return root;
}
