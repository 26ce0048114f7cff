/**
 * The little DER (ITU-T X.690) that seals and key files need. Writing it directly keeps signed bytes exactly as they were
 * hashed, and a reader without options has nothing to go wrong on hostile input.
 */
export type DerNode = { tag: number; value: Buffer; raw: Buffer };

function encode(tag: number, ...content: Uint8Array[]): Buffer {
  const value = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag]), lengthOf(value.length), value]);
}

function lengthOf(length: number): Buffer {
  if (length < 128) return Buffer.from([length]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

/** Writers for the types in use. */
export const der = {
  sequence: (...items: Uint8Array[]) => encode(0x30, ...items),
  /** SET OF in DER order (X.690, 11.6). */
  setOf: (...items: Uint8Array[]) => encode(0x31, ...[...items].sort(Buffer.compare)),
  octets: (value: Uint8Array) => encode(0x04, value),
  /** Bit string of whole bytes. */
  bits: (value: Uint8Array) => encode(0x03, Buffer.from([0]), value),
  utf8: (text: string) => encode(0x0c, Buffer.from(text, 'utf8')),
  printable: (text: string) => encode(0x13, Buffer.from(text, 'latin1')),
  utcTime: (text: string) => encode(0x17, Buffer.from(text, 'latin1')),
  generalizedTime: (text: string) => encode(0x18, Buffer.from(text, 'latin1')),
  null: () => encode(0x05),
  boolean: (value: boolean) => encode(0x01, Buffer.from([value ? 0xff : 0])),
  integer: (value: number) => encode(0x02, Buffer.from([value])),
  /** Unsigned integer of any size. */
  unsigned(value: Uint8Array): Buffer {
    let start = 0;
    while (start < value.length - 1 && value[start] === 0) start++;
    const bytes = value.subarray(start);
    return encode(0x02, ...((bytes[0] ?? 0) > 127 ? [Buffer.from([0])] : []), bytes);
  },
  oid(dotted: string): Buffer {
    const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
    return encode(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
  },
  /** Constructed, context-specific tag, e.g. [0]. */
  context: (number: number, ...items: Uint8Array[]) => encode(0xa0 | number, ...items),
};

function base128(value: number): number[] {
  const bytes = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift(0x80 | rest % 128);
  return bytes;
}

/** Reads one element; throws when it does not lie within the bytes or has no definite length. */
export function readDer(bytes: Uint8Array, offset = 0): DerNode {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = buffer[offset];
  const first = buffer[offset + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw new Error('der: broken element');
  let length = first;
  let start = offset + 2;
  if (first > 127) {
    const size = first & 0x7f;
    if (size === 0 || size > 4) throw new Error('der: no definite length');
    if (start + size > buffer.length) throw new Error('der: element is cut off');
    length = buffer.readUIntBE(start, size);
    start += size;
  }
  if (start + length > buffer.length) throw new Error('der: element is cut off');
  return { tag, value: buffer.subarray(start, start + length), raw: buffer.subarray(offset, start + length) };
}

/** The elements inside a constructed one. */
export function readChildren(node: DerNode): DerNode[] {
  const children: DerNode[] = [];
  for (let offset = 0; offset < node.value.length; ) {
    const child = readDer(node.value, offset);
    children.push(child);
    offset += child.raw.length;
  }
  return children;
}

/** Text form of an object identifier, e.g. 1.2.840.113549.1.7.2. */
export function readOid(node: DerNode | undefined): string {
  if (node?.tag !== 0x06) throw new Error('der: object identifier expected');
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of node.value) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte < 128) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const [first = 0, ...rest] = arcs;
  const top = Math.min(2, Math.floor(first / 40));
  return [top, first - top * 40, ...rest].join('.');
}
