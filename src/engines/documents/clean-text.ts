// Zero-width, control and bidirectional override characters can make a text look like another (Unicode TR 36).
const UNSAFE = /(?![\n\t\u00ad])[\p{Cc}\p{Cf}\p{Variation_Selector}]/gu;

/** Text as it may stand in a letter: composed characters (NFC, as DIN 91379 asks) and nothing invisible. */
export function cleanText(text: string): string {
  return text.normalize('NFC').replace(UNSAFE, '');
}
