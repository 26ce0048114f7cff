/** One line of a comparison; the numbers count from 1 on their side. */
export type ComparedLine = { kind: 'same' | 'removed' | 'added'; text: string; before?: number; after?: number };

const LARGEST = 4000;

/** Lines of two texts side by side: the shortest list of removed and added lines (Myers, "An O(ND) Difference Algorithm", 1986). */
export function compareTexts(before: string, after: string): ComparedLine[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  if (a.length + b.length > LARGEST * 2) return [...a.map((text, index): ComparedLine => ({ kind: 'removed', text, before: index + 1 })), ...b.map((text, index): ComparedLine => ({ kind: 'added', text, after: index + 1 }))];
  return walkBack(a, b, findTraces(a, b));
}

function findTraces(a: string[], b: string[]): Map<number, number>[] {
  const traces: Map<number, number>[] = [];
  let furthest = new Map<number, number>([[1, 0]]);
  for (let d = 0; d <= a.length + b.length; d++) {
    traces.push(new Map(furthest));
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (furthest.get(k - 1) ?? -1) < (furthest.get(k + 1) ?? -1));
      let x = down ? (furthest.get(k + 1) ?? 0) : (furthest.get(k - 1) ?? 0) + 1;
      let y = x - k;
      while (x < a.length && y < b.length && a[x] === b[y]) [x, y] = [x + 1, y + 1];
      furthest.set(k, x);
      if (x >= a.length && y >= b.length) return traces;
    }
    furthest = new Map(furthest);
  }
  return traces;
}

function walkBack(a: string[], b: string[], traces: Map<number, number>[]): ComparedLine[] {
  const lines: ComparedLine[] = [];
  let [x, y] = [a.length, b.length];
  for (let d = traces.length - 1; d >= 0; d--) {
    const furthest = traces[d] ?? new Map<number, number>();
    const k = x - y;
    const down = k === -d || (k !== d && (furthest.get(k - 1) ?? -1) < (furthest.get(k + 1) ?? -1));
    const fromX = down ? (furthest.get(k + 1) ?? 0) : (furthest.get(k - 1) ?? 0);
    const fromY = fromX - (down ? k + 1 : k - 1);
    while (x > fromX && y > fromY && x > 0 && y > 0) {
      lines.push({ kind: 'same', text: a[x - 1] ?? '', before: x, after: y });
      [x, y] = [x - 1, y - 1];
    }
    if (d === 0) break;
    if (down) lines.push({ kind: 'added', text: b[y - 1] ?? '', after: y });
    else lines.push({ kind: 'removed', text: a[x - 1] ?? '', before: x });
    [x, y] = [fromX, fromY];
  }
  return lines.toReversed();
}

export const isSame = (lines: readonly ComparedLine[]): boolean => lines.every(({ kind }) => kind === 'same');
