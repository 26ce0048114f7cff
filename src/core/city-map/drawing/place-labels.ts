import type { Run } from '../data/geometry.ts';
import { reversed } from '../data/geometry.ts';
import type { LabelLook } from './looks.ts';

export type Label = { look: LabelLook; words: string } & ({ x: number; y: number } | { along: Run });
type Rect = { left: number; top: number; right: number; bottom: number };
const sizes: Record<string, number> = { street: 11.5, water: 12, green: 11.5, quarter: 13, house: 12, sign: 10.5 };

/** About as wide as it is drawn: no two devices have the same font. */
export const widthOf = (words: string, look: LabelLook): number => [...words].reduce((sum, letter) => sum + (/[ijltf.,:' |]/.test(letter) ? 0.32 : /[mwMW]/.test(letter) ? 0.86 : /[A-ZÄÖÜ0-9]/.test(letter) ? 0.66 : 0.55), 0) * (sizes[look] ?? 12) * (look === 'quarter' || look === 'house' ? 1.14 : 1);

/** Takes labels one by one, the most important first; what would cover another one is left out. */
export class Placing {
  readonly labels: Label[] = [];
  readonly #taken: Rect[] = [];
  readonly #frame: Rect;

  constructor(width: number, height: number) {
    this.#frame = { left: 4, top: 4, right: width - 4, bottom: height - 4 };
  }

  /** Room that no label may take: pins, the scale. */
  keepFree(rect: Rect): void {
    this.#taken.push(rect);
  }

  /** Writes words in the middle of a spot. @returns whether there was room */
  write(look: LabelLook, words: string, { x, y }: { x: number; y: number }): boolean {
    const half = widthOf(words, look) / 2 + 3;
    const high = (sizes[look] ?? 12) * 0.75;
    if (!this.#take([{ left: x - half, top: y - high, right: x + half, bottom: y + high }])) return false;
    this.labels.push({ look, words, x, y });
    return true;
  }

  /** Writes words along a line where it is long and straight enough; again after a while on a long line. */
  writeAlong(look: LabelLook, words: string, line: Run): void {
    const every = look === 'water' ? 700 : 520;
    const wide = widthOf(words, look) + 10;
    const total = lengthOf(line);
    if (total < wide) return;
    const starts = [];
    for (let start = (total - wide) / 2; start >= 0; start -= every) starts.unshift(start);
    for (let start = (total - wide) / 2 + every; start + wide <= total; start += every) starts.push(start);
    for (const wished of starts) {
      for (const shift of [0, 40, -40, 90, -90]) {
        const start = wished + shift;
        if (start < 0 || start + wide > total) continue;
        const stretch = cut(line, start, start + wide);
        if (bending(stretch) > 0.6 || !this.#take(boxesAlong(stretch, sizes[look] ?? 12))) continue;
        const rightWay = (stretch[0] ?? 0) <= (stretch.at(-2) ?? 0);
        this.labels.push({ look, words, along: rightWay ? stretch : reversed(stretch) });
        break;
      }
    }
  }

  #take(rects: Rect[]): boolean {
    const frame = this.#frame;
    const outside = rects.some((rect) => rect.left < frame.left || rect.right > frame.right || rect.top < frame.top || rect.bottom > frame.bottom);
    if (outside || rects.some((rect) => this.#taken.some((other) => rect.left < other.right && rect.right > other.left && rect.top < other.bottom && rect.bottom > other.top))) return false;
    this.#taken.push(...rects);
    return true;
  }
}

function lengthOf(line: Run): number {
  let sum = 0;
  for (let i = 2; i < line.length; i += 2) sum += Math.hypot((line[i] ?? 0) - (line[i - 2] ?? 0), (line[i + 1] ?? 0) - (line[i - 1] ?? 0));
  return sum;
}

/** The stretch of a line between two distances from its start. */
function cut(line: Run, from: number, to: number): Run {
  const piece: Run = [];
  let done = 0;
  for (let i = 2; i < line.length; i += 2) {
    const [ax = 0, ay = 0, bx = 0, by = 0] = [line[i - 2], line[i - 1], line[i], line[i + 1]];
    const length = Math.hypot(bx - ax, by - ay);
    const at = (distance: number): [number, number] => [ax + ((bx - ax) * (distance - done)) / (length || 1), ay + ((by - ay) * (distance - done)) / (length || 1)];
    if (done + length >= from && piece.length === 0) piece.push(...at(from));
    if (piece.length > 0 && done + length >= to) return [...piece, ...at(to)];
    if (piece.length > 0) piece.push(bx, by);
    done += length;
  }
  return piece;
}

/** The sharpest and, weighed less, the whole turning of a stretch in radians. */
function bending(line: Run): number {
  let [sharpest, whole] = [0, 0];
  for (let i = 4; i < line.length; i += 2) {
    const before = Math.atan2((line[i - 1] ?? 0) - (line[i - 3] ?? 0), (line[i - 2] ?? 0) - (line[i - 4] ?? 0));
    const after = Math.atan2((line[i + 1] ?? 0) - (line[i - 1] ?? 0), (line[i] ?? 0) - (line[i - 2] ?? 0));
    const turn = Math.abs(((after - before + 3 * Math.PI) % (2 * Math.PI)) - Math.PI);
    sharpest = Math.max(sharpest, turn);
    whole += turn;
  }
  return Math.max(sharpest, whole * 0.5);
}

function boxesAlong(line: Run, high: number): Rect[] {
  const half = high * 0.62;
  const boxes: Rect[] = [];
  const total = lengthOf(line);
  for (let at = half; at <= total - half + 0.1; at += high) {
    const [x = 0, y = 0] = cut(line, at, at + 0.01);
    boxes.push({ left: x - half, right: x + half, top: y - half, bottom: y + half });
  }
  return boxes;
}
