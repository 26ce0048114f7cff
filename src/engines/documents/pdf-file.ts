/**
 * Reads the bare bones of a PDF with classic cross-reference tables (ISO 32000-1, 7.5.4) and appends an incremental update
 * (7.5.6). That is all a seal and the PDF/UA mark need, and the bytes that were there before stay as they are.
 */
export type PdfFile = {
  bytes: Buffer;
  /** Text between `<<` and `>>` of the newest trailer. */
  trailer: string;
  startXref: number;
  /** Number of the first free object. */
  size: number;
  rootNumber: number;
  /** Numbers of all objects in use. */
  numbers: number[];
  /** Body of an object (between `obj` and `endobj`) as Latin-1 text; throws when there is none. */
  getObject(number: number): string;
};

/** Opens a PDF. Throws for encrypted files and for those with cross-reference streams. */
export function openPdf(pdf: Uint8Array): PdfFile {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  const tail = bytes.toString('latin1', Math.max(0, bytes.length - 1024));
  const start = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(tail)?.[1];
  if (start === undefined) throw new Error('pdf: no end of file mark');
  const offsets = new Map<number, number>();
  const seen = new Set<number>();
  let trailer = '';
  for (let position: number | undefined = Number(start); position !== undefined; ) {
    if (seen.has(position)) throw new Error('pdf: cross-reference tables in a circle');
    seen.add(position);
    const section = readSection(bytes, position);
    for (const [number, offset] of section.offsets) if (!offsets.has(number)) offsets.set(number, offset);
    trailer ||= section.trailer;
    position = section.previous;
  }
  if (/\/Encrypt\b/.test(trailer)) throw new Error('pdf: the file is encrypted');
  return {
    bytes,
    trailer,
    startXref: Number(start),
    size: numberIn(trailer, 'Size'),
    rootNumber: numberIn(trailer, 'Root'),
    numbers: [...offsets.keys()],
    getObject: (number) => readObject(bytes, offsets, number),
  };
}

/** Appends new versions of objects. The caller's `size` counts objects that were not there before. */
export function appendUpdate(file: PdfFile, objects: Map<number, Buffer>, size = file.size): Buffer {
  const parts: Buffer[] = [file.bytes];
  let offset = file.bytes.length;
  const push = (part: Buffer) => {
    parts.push(part);
    offset += part.length;
  };
  if (file.bytes.at(-1) !== 0x0a) push(Buffer.from('\n'));
  let table = 'xref\n';
  for (const number of [...objects.keys()].sort((a, b) => a - b)) {
    table += `${number} 1\n${String(offset).padStart(10, '0')} 00000 n \n`;
    push(Buffer.concat([Buffer.from(`${number} 0 obj\n`), objects.get(number) as Buffer, Buffer.from('\nendobj\n')]));
  }
  const trailer = file.trailer.replace(/\/Prev\s+\d+/, '').replace(/\/Size\s+\d+/, `/Size ${size}`);
  const end = `trailer\n<<${trailer}/Prev ${file.startXref}\n>>\nstartxref\n${offset}\n%%EOF\n`;
  push(Buffer.from(table + end, 'latin1'));
  return Buffer.concat(parts);
}

/** Value of `/Key 12` or `/Key 12 0 R` in a dictionary. */
export function numberIn(dictionary: string, key: string): number {
  const value = new RegExp(`/${key}\\s+(\\d+)\\b`).exec(dictionary)?.[1];
  if (value === undefined) throw new Error(`pdf: no /${key}`);
  return Number(value);
}

/** Puts entries before the closing `>>` of a dictionary object. */
export function extendDictionary(object: string, entries: string): string {
  const end = object.lastIndexOf('>>');
  if (end < 0) throw new Error('pdf: object is no dictionary');
  return `${object.slice(0, end)}${entries}\n>>`;
}

type Section = { offsets: Map<number, number>; trailer: string; previous: number | undefined };

function readSection(bytes: Buffer, position: number): Section {
  // Windows of latin1 text: a table is small, the file may be large.
  const end = bytes.indexOf('startxref', position);
  const text = bytes.toString('latin1', position, end < 0 ? bytes.length : end);
  if (!text.startsWith('xref')) throw new Error('pdf: cross-reference streams are not supported');
  const cut = text.indexOf('trailer');
  const trailer = /<<([\s\S]*)>>/.exec(text.slice(cut))?.[1];
  if (cut < 0 || trailer === undefined) throw new Error('pdf: no trailer');
  const offsets = new Map<number, number>();
  const lines = text.slice(4, cut).trim().split(/\s*[\r\n]+/);
  for (let line = 0; line < lines.length; ) {
    const [first = NaN, count = NaN] = (lines[line++] ?? '').trim().split(/\s+/).map(Number);
    if (!Number.isInteger(first) || !Number.isInteger(count)) throw new Error('pdf: broken cross-reference table');
    for (let index = 0; index < count; index++) {
      const entry = /^\s*(\d{10}) (\d{5}) ([nf])/.exec(lines[line++] ?? '');
      if (entry?.[3] === 'n') offsets.set(first + index, Number(entry[1]));
    }
  }
  const previous = /\/Prev\s+(\d+)/.exec(trailer)?.[1];
  return { offsets, trailer, previous: previous === undefined ? undefined : Number(previous) };
}

function readObject(bytes: Buffer, offsets: Map<number, number>, number: number): string {
  const offset = offsets.get(number);
  if (offset === undefined) throw new Error(`pdf: no object ${number}`);
  const head = /^\s*\d+ \d+ obj\s*/.exec(bytes.toString('latin1', offset, offset + 64));
  if (!head) throw new Error(`pdf: object ${number} is broken`);
  const start = offset + head[0].length;
  const stream = bytes.indexOf('stream', start);
  let end = bytes.indexOf('endobj', start);
  if (end < 0) throw new Error(`pdf: object ${number} is broken`);
  // What lies in a stream may hold the word "endobj" itself: its length says where it ends.
  if (stream > 0 && stream < end) {
    const length = /\/Length\s+(\d+)\b(?!\s+\d+\s+R)/.exec(bytes.toString('latin1', start, stream))?.[1];
    if (length !== undefined) end = bytes.indexOf('endobj', stream + Number(length));
  }
  return bytes.toString('latin1', start, end).trimEnd();
}
