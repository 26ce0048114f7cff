import { cleanText } from './clean-text.ts';
import type { FontCoverage } from './font-coverage.ts';

/**
 * Latin letters that Source Sans lacks and the compiler's built-in Libertinus Serif has; names after DIN 91379 may hold
 * some of them (Ƈ, ʺ). Found by trying every letter of the Latin blocks.
 */
export const SECOND_FONT_LETTERS =
  'ƂƃƄƅƇƈƉƋƌƑƕƘƙƜƝƟƢƣƤƥƦƧƨƩƪƫƬƭƮƲƳƴƵƶƸƹƺƻƼƽƾǄǅǆǇǈǉǊǋǌǱǲǳǶȡȤȥȴȵȶȸȹȿɀɆɇɊɋɌɍɎɏʺḒḓḘḙḼḽṊṋṰṱṶṷẚẜẝỺỻỼỽỾỿ';
const SECOND_FONT = new Set(SECOND_FONT_LETTERS);

/** Stands for a character no font has: visible, so that nobody takes a gap for the whole text. */
export const REPLACEMENT = '\u25a1';

/**
 * Text that can be set without a missing glyph. PDF/A forbids glyphs that are not in an embedded font (ISO 19005-3,
 * 6.2.11.8): without this, one emoji in a free text would stop the whole letter.
 */
export function printableText(text: string, font: FontCoverage): string {
  let result = '';
  for (const character of cleanText(text)) result += printable(character, font);
  return result;
}

function printable(character: string, font: FontCoverage): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80 || character === '\u00ad' || font.covers(code) || SECOND_FONT.has(character)) return character;
  if (/\p{Zs}/u.test(character)) return ' ';
  // A letter the font lacks as one piece is put together from base letter and marks when it is set.
  const parts = [...character.normalize('NFD')];
  const composed = parts.length > 1 && parts.every((part) => font.covers(part.codePointAt(0) ?? 0));
  return composed ? character : REPLACEMENT;
}
