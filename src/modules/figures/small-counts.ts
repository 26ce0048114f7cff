/** Fewer than these could be somebody whom one knows. */
export const LEAST = 5;

/**
 * Hides small counts (null); none at all is told. When only one is hidden, the next smallest is hidden, too: else it could be
 * reckoned from the sum beside them.
 */
export function hideSmall(values: number[]): (number | null)[] {
  const hidden = new Set(values.flatMap((value, i) => (value > 0 && value < LEAST ? [i] : [])));
  if (hidden.size === 1) {
    const next = values.flatMap((value, i) => (value >= LEAST ? [{ value, i }] : [])).toSorted((a, b) => a.value - b.value)[0];
    if (next) hidden.add(next.i);
  }
  return values.map((value, i) => (hidden.has(i) ? null : value));
}

/** A count that stands alone. */
export const orHidden = (value: number): number | null => (value > 0 && value < LEAST ? null : value);
