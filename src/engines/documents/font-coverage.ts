/** Character coverage of a TrueType font: reads the `cmap` table (ISO/IEC 14496-22, formats 4 and 12). */
export type FontCoverage = { covers(codePoint: number): boolean };

type Range = { first: number; last: number };

/** Reads which characters a font can show. Throws when it has no Unicode character map. */
export function readFontCoverage(font: Uint8Array): FontCoverage {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const ranges = readRanges(view, findCmap(view)).sort((a, b) => a.first - b.first);
  return {
    covers(codePoint) {
      let low = 0;
      let high = ranges.length - 1;
      while (low <= high) {
        const middle = (low + high) >> 1;
        const range = ranges[middle] as Range;
        if (codePoint < range.first) high = middle - 1;
        else if (codePoint > range.last) low = middle + 1;
        else return true;
      }
      return false;
    },
  };
}

function findCmap(view: DataView): number {
  const tables = view.getUint16(4);
  for (let index = 0; index < tables; index++) {
    const entry = 12 + index * 16;
    if (view.getUint32(entry) === 0x636d6170) return view.getUint32(entry + 8);
  }
  throw new Error('font: no cmap table');
}

function readRanges(view: DataView, cmap: number): Range[] {
  const subtables = new Map<number, number>();
  for (let index = 0; index < view.getUint16(cmap + 2); index++) {
    const offset = cmap + view.getUint32(cmap + 4 + index * 8 + 4);
    subtables.set(view.getUint16(offset), offset);
  }
  const full = subtables.get(12);
  if (full !== undefined) return readFormat12(view, full);
  const basic = subtables.get(4);
  if (basic === undefined) throw new Error('font: no Unicode character map');
  return readFormat4(view, basic);
}

function readFormat12(view: DataView, offset: number): Range[] {
  const groups = view.getUint32(offset + 12);
  return Array.from({ length: groups }, (_, index) => {
    const group = offset + 16 + index * 12;
    return { first: view.getUint32(group), last: view.getUint32(group + 4) };
  });
}

function readFormat4(view: DataView, offset: number): Range[] {
  const segments = view.getUint16(offset + 6) / 2;
  return Array.from({ length: segments }, (_, index) => ({
    last: view.getUint16(offset + 14 + index * 2),
    first: view.getUint16(offset + 16 + segments * 2 + index * 2),
  })).filter((range) => range.first !== 0xffff);
}
