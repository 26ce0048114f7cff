const MARKUP = /<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->|<[A-Za-z](?:"[^"]*"|'[^']*'|[^'">])*>/g;

/**
 * Writes attributes as the parser wants them. XML allows blanks around the equals sign and around an id
 * (XML 1.0 § 3.1, attribute type ID in § 3.3.3), the parser does not.
 */
export function normalizeXml(xml: string): string {
  if (!/[\w-]\s+=\s*["']|[\w-]=\s+["']|\sid="(?:\s|[^"]*\s")/.test(xml)) return xml;
  return xml.replace(MARKUP, (part) => (part.startsWith('<!') ? part : normalizeTag(part)));
}

function normalizeTag(tag: string): string {
  const tight = tag.replace(/("[^"]*"|'[^']*')|\s*=\s*/g, (_match, quoted: string | undefined) => quoted ?? '=');
  return tight.replace(/(\sid=)"\s*([^"]*?)\s*"/g, '$1"$2"');
}
