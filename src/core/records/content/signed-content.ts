/** One element of BER: its tag, what is in it, and where the next begins. */
type Element = { tag: number; inside: Uint8Array; next: number };

const SIGNED_DATA = '2a864886f70d010702';
const DEEPEST = 20;

/** What lies in a signed CMS message (RFC 5652), e.g. the smime.p7m of a mail; undefined for an encrypted or broken one. The signature is not checked. */
export function signedContent(message: Uint8Array): Uint8Array | undefined {
  try {
    const [type, content] = childrenOf(elementAt(message, 0).inside);
    if (!type || !content || Buffer.from(type.inside).toString('hex') !== SIGNED_DATA) return undefined;
    const [signedData] = childrenOf(content.inside);
    // version, digest algorithms, then what was signed
    const [, , encapsulated] = childrenOf(signedData?.inside ?? new Uint8Array());
    const [, wrapped] = childrenOf(encapsulated?.inside ?? new Uint8Array());
    const [octets] = childrenOf(wrapped?.inside ?? new Uint8Array());
    return octets && Buffer.concat(octetsOf(octets, 0));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const isConstructed = ({ tag }: Element): boolean => (tag & 0x20) !== 0;

/** A long string may be cut into pieces. */
function octetsOf(element: Element, depth: number): Uint8Array[] {
  if (depth > DEEPEST) throw new RangeError('nested too deeply');
  return isConstructed(element) ? childrenOf(element.inside).flatMap((child) => octetsOf(child, depth + 1)) : [element.inside];
}

function childrenOf(bytes: Uint8Array): Element[] {
  const children: Element[] = [];
  for (let at = 0; at < bytes.length; ) {
    const child = elementAt(bytes, at);
    children.push(child);
    at = child.next;
  }
  return children;
}

function elementAt(bytes: Uint8Array, at: number, depth = 0): Element {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined || depth > DEEPEST) throw new RangeError('cut off');
  if (first === 0x80) {
    // no length: it ends with two zeros
    let end = at + 2;
    while (bytes[end] !== 0 || bytes[end + 1] !== 0) end = elementAt(bytes, end, depth + 1).next;
    return { tag, inside: bytes.subarray(at + 2, end), next: end + 2 };
  }
  const digits = first < 0x80 ? 0 : first & 0x7f;
  if (digits > 4) throw new RangeError('too long');
  let length = first < 0x80 ? first : 0;
  for (let digit = 0; digit < digits; digit++) length = length * 256 + (bytes[at + 2 + digit] ?? 0);
  const start = at + 2 + digits;
  if (start + length > bytes.length) throw new RangeError('cut off');
  return { tag, inside: bytes.subarray(start, start + length), next: start + length };
}
