/** A round upper end for an axis from zero, and its marks: 37 → 40 with 0, 10, 20, 30, 40. */
export function scaleTo(largest: number): { top: number; marks: number[] } {
  if (!(largest > 0)) return { top: 1, marks: [0, 1] };
  const rough = largest / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const count = Math.ceil(largest / step);
  return { top: count * step, marks: Array.from({ length: count + 1 }, (_, i) => i * step) };
}
