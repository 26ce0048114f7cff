import type { Box } from '../data/geometry.ts';
import type { CityMap, Spot } from '../data/read-city-map.ts';

/** Size of the map on its page, in pixels; a narrow screen shows the middle of it. */
export const WINDOW = { width: 960, height: 600 };
/** Metres a pixel, from the whole city to a house. */
export const scales: readonly number[] = [16, 8, 4, 2, 1, 0.5];
/** Windows lie on a grid, so that all people look at the same pictures and these can be kept. */
const STEP_PIXELS = 120;
/** A part of the map: the step of its scale and its place in the grid. */
export type Window = { z: number; x: number; y: number };

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));
const stepOf = (z: number): number => STEP_PIXELS * (scales[z] ?? 1);
export const middleOf = ({ z, x, y }: Window): Spot => ({ x: x * stepOf(z), y: y * stepOf(z) });

const limitsOf = ({ extent }: CityMap, z: number): Box => ({ left: Math.floor(extent.left / stepOf(z)), right: Math.ceil(extent.right / stepOf(z)), top: Math.floor(extent.top / stepOf(z)), bottom: Math.ceil(extent.bottom / stepOf(z)) });

export function isWindow(map: CityMap, { z, x, y }: Window): boolean {
  const { left, right, top, bottom } = limitsOf(map, z);
  return z >= 0 && z < scales.length && x >= left && x <= right && y >= top && y <= bottom;
}

/** The window whose middle is nearest to a spot. */
export function windowAt(map: CityMap, { x, y }: Spot, z: number): Window {
  const level = clamp(z, 0, scales.length - 1);
  const { left, right, top, bottom } = limitsOf(map, level);
  return { z: level, x: clamp(Math.round(x / stepOf(level)), left, right), y: clamp(Math.round(y / stepOf(level)), top, bottom) };
}

/** The closest window that shows all spots. */
export function windowAround(map: CityMap, spots: Spot[]): Window {
  const xs = spots.map(({ x }) => x);
  const ys = spots.map(({ y }) => y);
  if (spots.length === 0) return windowAt(map, { x: (map.extent.left + map.extent.right) / 2, y: (map.extent.top + map.extent.bottom) / 2 }, 0);
  const middle = { x: (Math.min(...xs) + Math.max(...xs)) / 2, y: (Math.min(...ys) + Math.max(...ys)) / 2 };
  // half a step on each side is lost to the grid, and a pin needs room
  const room = { x: WINDOW.width - STEP_PIXELS - 60, y: WINDOW.height - STEP_PIXELS - 100 };
  const fits = scales.findLastIndex((scale) => (Math.max(...xs) - Math.min(...xs)) / scale <= room.x && (Math.max(...ys) - Math.min(...ys)) / scale <= room.y);
  return windowAt(map, middle, clamp(fits, 0, 4));
}

/** Where a spot is drawn in a window. */
export function pixelOf(window: Window, spot: Spot): { x: number; y: number } {
  const middle = middleOf(window);
  const scale = scales[window.z] ?? 1;
  return { x: Math.round((spot.x - middle.x) / scale + WINDOW.width / 2), y: Math.round((spot.y - middle.y) / scale + WINDOW.height / 2) };
}

/** The neighbouring window, nothing when the map ends there. */
export function neighbourOf(map: CityMap, { z, x, y }: Window, [dx, dy]: readonly [number, number]): Window | undefined {
  const next = { z, x: x + 2 * dx, y: y + 2 * dy };
  return isWindow(map, next) ? next : undefined;
}

/** The same middle seen from nearer or farther away. */
export function zoomed(map: CityMap, window: Window, by: 1 | -1): Window | undefined {
  const z = window.z + by;
  return z >= 0 && z < scales.length ? windowAt(map, middleOf(window), z) : undefined;
}
