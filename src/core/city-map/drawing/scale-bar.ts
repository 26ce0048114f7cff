const steps = [20, 50, 100, 200, 300, 500, 1000, 2000, 3000, 5000, 10_000, 20_000];

/** The longest round distance that fits. */
export function scaleBar(metresPerPixel: number, mostPixels: number): { pixels: number; words: string } {
  const metres = steps.findLast((step) => step / metresPerPixel <= mostPixels) ?? 10;
  return { pixels: metres / metresPerPixel, words: metres >= 1000 ? `${metres / 1000} km` : `${metres} m` };
}

/** An arrow to the north, its middle at 0. */
export const NORTH = 'M0-6l6 22-6-5-6 5z';
