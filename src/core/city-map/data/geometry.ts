/** A line or ring in metres from the middle of the map, x to the east, y to the south: [x0, y0, x1, y1, …]. */
export type Run = number[];
export type Box = { left: number; top: number; right: number; bottom: number };

export function boxOf(runs: Run[]): Box {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const run of runs) {
    for (let i = 0; i < run.length; i += 2) {
      const [x = 0, y = 0] = [run[i], run[i + 1]];
      if (x < box.left) box.left = x;
      if (x > box.right) box.right = x;
      if (y < box.top) box.top = y;
      if (y > box.bottom) box.bottom = y;
    }
  }
  return box;
}

export const meets = (a: Box, b: Box): boolean => a.left <= b.right && a.right >= b.left && a.top <= b.bottom && a.bottom >= b.top;

/** Twice the area; positive when the ring runs clockwise on the page. */
export function signedArea(ring: Run): number {
  let sum = 0;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) sum += (ring[j] ?? 0) * (ring[i + 1] ?? 0) - (ring[i] ?? 0) * (ring[j + 1] ?? 0);
  return sum;
}

/** The middle of an area. */
export function centreOf(ring: Run): { x: number; y: number } {
  const area = signedArea(ring);
  if (Math.abs(area) < 1e-6) return { x: ring[0] ?? 0, y: ring[1] ?? 0 };
  let [x, y] = [0, 0];
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const [ax = 0, ay = 0, bx = 0, by = 0] = [ring[j], ring[j + 1], ring[i], ring[i + 1]];
    const cross = ax * by - bx * ay;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  }
  return { x: x / (3 * area), y: y / (3 * area) };
}

export function isInside(ring: Run, x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const [ax = 0, ay = 0, bx = 0, by = 0] = [ring[i], ring[i + 1], ring[j], ring[j + 1]];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

type Edge = { axis: 0 | 1; at: number; keep: 1 | -1 };
const edgesOf = (box: Box): Edge[] => [
  { axis: 0, at: box.left, keep: 1 },
  { axis: 0, at: box.right, keep: -1 },
  { axis: 1, at: box.top, keep: 1 },
  { axis: 1, at: box.bottom, keep: -1 },
];

/** What of a ring lies in the box (Sutherland and Hodgman). */
export function clipRing(ring: Run, box: Box): Run {
  let rest = ring;
  for (const { axis, at, keep } of edgesOf(box)) {
    const next: Run = [];
    for (let i = 0, j = rest.length - 2; i < rest.length; j = i, i += 2) {
      const [a, b] = [rest[j + axis] ?? 0, rest[i + axis] ?? 0];
      const [aIn, bIn] = [(a - at) * keep >= 0, (b - at) * keep >= 0];
      if (aIn !== bIn) {
        const share = (at - a) / (b - a);
        next.push((rest[j] ?? 0) + ((rest[i] ?? 0) - (rest[j] ?? 0)) * share, (rest[j + 1] ?? 0) + ((rest[i + 1] ?? 0) - (rest[j + 1] ?? 0)) * share);
      }
      if (bIn) next.push(rest[i] ?? 0, rest[i + 1] ?? 0);
    }
    rest = next;
    if (rest.length === 0) break;
  }
  return rest;
}

/** The pieces of a line that touch the box: whole stretches between its points, so that nothing is bent. */
export function clipLine(line: Run, box: Box): Run[] {
  const pieces: Run[] = [];
  let piece: Run = [];
  for (let i = 0; i + 3 < line.length; i += 2) {
    const [ax = 0, ay = 0, bx = 0, by = 0] = line.slice(i, i + 4);
    const touches = Math.max(ax, bx) >= box.left && Math.min(ax, bx) <= box.right && Math.max(ay, by) >= box.top && Math.min(ay, by) <= box.bottom;
    if (touches) {
      if (piece.length === 0) piece.push(ax, ay);
      piece.push(bx, by);
    } else if (piece.length > 0) {
      pieces.push(piece);
      piece = [];
    }
  }
  if (piece.length > 0) pieces.push(piece);
  return pieces;
}

/** Leaves out points closer than `least` to the one before; the ends stay. */
export function thin(run: Run, least: number): Run {
  const kept: Run = run.slice(0, 2);
  for (let i = 2; i + 1 < run.length; i += 2) {
    const [x = 0, y = 0] = [run[i], run[i + 1]];
    const last = i + 2 >= run.length;
    if (last || Math.hypot(x - (kept.at(-2) ?? 0), y - (kept.at(-1) ?? 0)) >= least) kept.push(x, y);
  }
  return kept;
}

/** Joins lines that meet at their ends: a street comes in many pieces, its name needs a long one. */
export function joinLines(lines: Run[]): Run[] {
  const endKey = (x = 0, y = 0): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const rest = new Set(lines);
  const byEnd = new Map<string, Run[]>();
  for (const line of lines) for (const key of [endKey(line[0], line[1]), endKey(line.at(-2), line.at(-1))]) byEnd.set(key, [...(byEnd.get(key) ?? []), line]);
  const joined: Run[] = [];
  for (const start of lines) {
    if (!rest.delete(start)) continue;
    let run = start;
    for (const _ of [0, 1]) {
      // to the end first, then turned round to the other one
      for (let next = byEnd.get(endKey(run.at(-2), run.at(-1)))?.find((one) => rest.has(one)); next; next = byEnd.get(endKey(run.at(-2), run.at(-1)))?.find((one) => rest.has(one))) {
        rest.delete(next);
        const forward = endKey(next[0], next[1]) === endKey(run.at(-2), run.at(-1));
        run = [...run, ...(forward ? next : reversed(next)).slice(2)];
      }
      run = reversed(run);
    }
    joined.push(run);
  }
  return joined;
}

export function reversed(run: Run): Run {
  const turned: Run = [];
  for (let i = run.length - 2; i >= 0; i -= 2) turned.push(run[i] ?? 0, run[i + 1] ?? 0);
  return turned;
}
