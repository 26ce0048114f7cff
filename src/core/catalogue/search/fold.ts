/** Languages of the search index; easy language is found by the German words. */
export type SearchLanguage = 'de' | 'en';

/** Lower case, without umlauts and accents; "ue" for "ü" folds like "ü" ("Muell" = "Müll"), but not in "neue" or "Quelle". */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
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

/** Trigrams of a folded word; "^" marks its beginning, "$" its end. */
export function trigramsOf(word: string): string[] {
  const padded = `^${word}$`;
  const found = new Set<string>();
  for (let i = 0; i + 3 <= padded.length; i++) found.add(padded.slice(i, i + 3));
  return [...found];
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
