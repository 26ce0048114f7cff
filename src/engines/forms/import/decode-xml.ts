const MARKS: [number[], string][] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
  // Without a mark: "<" with a zero byte before or behind it.
  [[0x3c, 0x00], 'utf-16le'],
  [[0x00, 0x3c], 'utf-16be'],
];
const DECLARATION = /^\s*<\?xml[^>]*?\?>/;
const ENCODING = /encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/;

/**
 * The text of an XML file, whatever it is encoded in (XML 1.0, appendix F: byte order mark, then declaration, then UTF-8). The declaration
 * falls away: what comes out is no longer in the encoding that it names.
 */
export function decodeXml(file: string | Uint8Array): { text: string } | { refusal: string } {
  if (typeof file === 'string') return { text: file.replace(/^\uFEFF/, '').replace(DECLARATION, '') };
  const marked = MARKS.find(([bytes]) => bytes.every((byte, at) => file[at] === byte))?.[1];
  const head = new TextDecoder('latin1').decode(file.subarray(0, 200));
  const encoding = marked ?? ENCODING.exec(DECLARATION.exec(head)?.[0] ?? '')?.[1] ?? 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(file);
    return { text: text.replace(/^\uFEFF/, '').replace(DECLARATION, '') };
  } catch (error) {
    if (error instanceof RangeError) return { refusal: `Die Kodierung „${encoding}“ ist nicht bekannt` };
    return { refusal: `Die Zeichen der Datei passen nicht zur Kodierung „${encoding}“` };
  }
}
