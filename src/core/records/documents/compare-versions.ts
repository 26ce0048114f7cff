/** One line of two texts compared: in both, only in the older, only in the newer. */
export type ComparedLine = { kind: 'same' | 'gone' | 'new'; text: string };

const MOST_LINES = 2000;

/** Compares two texts line by line (longest common subsequence); long equal parts between changes are left out by the caller. */
export function compareTexts(older: string, newer: string): ComparedLine[] {
  const [a, b] = [linesOf(older), linesOf(newer)];
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) for (let j = b.length - 1; j >= 0; j--) set(lengths, { i, j, same: a[i] === b[j] });
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  const out: ComparedLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      out.push({ kind: 'same', text: a[i++] ?? '' });
      j++;
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) out.push({ kind: 'gone', text: a[i++] ?? '' });
    else out.push({ kind: 'new', text: b[j++] ?? '' });
  }
  return out;
}

const linesOf = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter(Boolean).slice(0, MOST_LINES);

function set(lengths: Uint16Array[], { i, j, same }: { i: number; j: number; same: boolean }): void {
  const row = lengths[i] as Uint16Array;
  const below = lengths[i + 1] as Uint16Array;
  row[j] = same ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
}
