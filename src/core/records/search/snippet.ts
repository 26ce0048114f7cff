/** A piece of text around the first hit, cut into what fits and what doesn't. */
export type Snippet = { text: string; hit: boolean }[];

const AROUND = 90;
const LENGTH = 240;
const marks: Record<string, string> = { ä: 'a', ö: 'o', ü: 'u', ß: 'ss' };

/** As the stemmer sees words: small letters without marks; the length may change only by ß. */
const plain = (word: string): string => word.toLowerCase().replaceAll(/[äöüß]/g, (sign) => marks[sign] ?? sign);

/** Marks the words that begin with one of the stems. Stems of up to three letters must be the whole word. */
export function snippet(text: string, stems: string[]): Snippet {
  const wanted = stems.map(plain).filter(Boolean);
  const fits = (word: string): boolean => wanted.some((stem) => (stem.length < 4 ? plain(word) === stem : plain(word).startsWith(stem) || alternative(word).startsWith(stem)));
  const words = [...text.matchAll(/[\p{L}\p{N}]+(?:[-/.][\p{L}\p{N}]+)*/gu)].filter((match) => fits(match[0]) || match[0].split(/[-/.]/).some(fits));
  const first = words[0]?.index ?? 0;
  const start = first <= AROUND ? 0 : Math.max(0, text.indexOf(' ', first - AROUND));
  const end = Math.min(text.length, start + LENGTH);
  const parts: Snippet = [];
  const push = (piece: string, hit: boolean): void => void (piece && parts.push({ text: piece.replaceAll(/\s+/g, ' '), hit }));
  let at = start;
  if (start > 0) push('… ', false);
  for (const match of words.filter((one) => one.index >= start && one.index + one[0].length <= end)) {
    push(text.slice(at, match.index), false);
    push(match[0], true);
    at = match.index + match[0].length;
  }
  push(text.slice(at, end), false);
  if (end < text.length && text) push(' …', false);
  return parts;
}

/** "Mueller" is stemmed as "Müller" in newer and as it is in older versions of the stemmer. */
const alternative = (word: string): string => word.toLowerCase().replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue').replaceAll('ß', 'ss');
