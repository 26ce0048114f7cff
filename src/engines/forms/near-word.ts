/** The candidate that was probably meant: the same but for capitals, or one or two letters away. */
export function nearWord(wanted: string, candidates: readonly string[]): string | undefined {
  const word = wanted.toLowerCase().slice(0, 60);
  const allowed = Math.min(2, Math.floor(word.length / 2));
  let best: { candidate: string; far: number } | undefined;
  for (const candidate of candidates) {
    const far = distance(candidate.toLowerCase(), word);
    if (far <= allowed && far < (best?.far ?? Infinity)) best = { candidate, far };
  }
  return best?.candidate;
}

/** Levenshtein distance, for words of a few letters. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
