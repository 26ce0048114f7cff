/** Languages of the search index; easy language is found by the German words. */
export type SearchLanguage = 'de' | 'en';

/** Lower case, without umlauts and accents. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '');
}

/** What a word means when "ue" was typed for "ü" ("Muell" = "Müll"); the same word when there is no such pair of letters. */
export function foldTyped(text: string): string {
  return fold(text)
    .replaceAll(/([ao])e(?!u)/g, '$1')
    .replaceAll(/(?<![aeq])ue/g, 'u');
}

/** The words of a text in reading order, lower case, with their umlauts (the stemmer's list of stop words needs them). */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().normalize('NFC').match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** A name for comparing and sorting: folded words with one space between. */
export function foldName(text: string): string {
  return wordsOf(text).map(fold).join(' ');
}

/** A word and its forms with one letter left out. */
export function variantsOf(word: string): string[] {
  const found = new Set([word]);
  for (let i = 0; i < word.length; i++) found.add(word.slice(0, i) + word.slice(i + 1));
  return [...found];
}

/** All parts of at least `least` letters, without the word itself. */
export function substringsOf(word: string, least: number): string[] {
  const found: string[] = [];
  for (let from = 0; from + least <= word.length; from++) for (let to = from + least; to <= word.length; to++) if (to - from < word.length) found.push(word.slice(from, to));
  return found;
}

/** Letter of the A-Z list; digits and other signs stand under "0-9". */
export function letterOf(name: string): string {
  const first = fold(name.trim()).match(/[\p{L}\p{N}]/u)?.[0] ?? '';
  return /[a-z]/.test(first) ? first.toUpperCase() : '0-9';
}

/** Edit distance with swapped neighbours (optimal string alignment); stops counting above `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[j - 2] ?? 0) + 1);
      next[j] = best;
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? limit + 1;
}
