/** The steps of one stored path as plain columns, used again for the next path: a million steps make no million objects. */
export type PathScan = { count: number; nodes: string[]; /** Seconds after the start; NaN while unknown. */ entered: Float64Array; claimed: Float64Array; left: Float64Array; /** Order of the steps, equal for equal orders. */ shape: string };

export const newScan = (): PathScan => ({ count: 0, nodes: [], entered: new Float64Array(64), claimed: new Float64Array(64), left: new Float64Array(64), shape: '' });

const [COMMA, SEMICOLON] = [44, 59];

/** Reads a path as `writePath` wrote it: "node,entered,claimed,left;…" with numbers in base 36. */
export function scanPath(path: string, scan: PathScan): void {
  scan.count = 0;
  scan.shape = '';
  for (let at = 0; at < path.length; ) {
    if (scan.count === scan.entered.length) grow(scan);
    const end = path.indexOf(',', at);
    if (end < 0) return;
    const node = path.slice(at, end);
    scan.nodes[scan.count] = node;
    scan.shape += scan.count === 0 ? node : `>${node}`;
    at = readNumber(path, end + 1, { into: scan.entered, index: scan.count });
    at = readNumber(path, at, { into: scan.claimed, index: scan.count });
    at = readNumber(path, at, { into: scan.left, index: scan.count });
    if (Number.isNaN(scan.entered[scan.count])) scan.entered[scan.count] = 0;
    scan.count++;
  }
}

/** @returns where the next part begins */
function readNumber(path: string, from: number, { into, index }: { into: Float64Array; index: number }): number {
  let value = 0;
  let at = from;
  for (; at < path.length; at++) {
    const code = path.charCodeAt(at);
    if (code === COMMA || code === SEMICOLON) break;
    value = value * 36 + (code < 58 ? code - 48 : code - 87);
  }
  into[index] = at === from ? Number.NaN : value;
  return at + 1;
}

function grow(scan: PathScan): void {
  for (const name of ['entered', 'claimed', 'left'] as const) {
    const wider = new Float64Array(scan[name].length * 2);
    wider.set(scan[name]);
    scan[name] = wider;
  }
}
