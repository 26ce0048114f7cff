const LINKS = ['', 's', 'es', 'n', 'en', 'er'];

/** Stems of the words a compound consists of ("baumfallgenehmigung": baum, fall, genehmigung), when it is made of known words and linking letters only; fewest parts. Empty when it is not. */
export function splitCompound(word: string, lexemes: ReadonlyMap<string, string>): string[] {
  const best = new Map<number, string[]>([[0, []]]);
  for (let from = 0; from < word.length; from++) {
    const before = best.get(from);
    if (!before) continue;
    for (let to = from + 4; to <= word.length; to++) {
      const lexeme = to - from < word.length ? lexemes.get(word.slice(from, to)) : undefined;
      if (lexeme) extend(best, { word, to, parts: [...before, lexeme] });
    }
  }
  return best.get(word.length) ?? [];
}

function extend(best: Map<number, string[]>, { word, to, parts }: { word: string; to: number; parts: string[] }): void {
  for (const link of LINKS) {
    const end = to + link.length;
    if (!word.startsWith(link, to) || (end === word.length && link !== '')) continue;
    const known = best.get(end);
    if (!known || known.length > parts.length) best.set(end, parts);
  }
}
