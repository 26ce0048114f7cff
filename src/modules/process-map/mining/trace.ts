/** One step of a case: seconds after the case began. */
export type TraceStep = { node: string; entered: number; claimed?: number; left?: number };

const number = (text: string | undefined): number | undefined => (text ? Number.parseInt(text, 36) : undefined);
const text = (value: number | undefined): string => (value === undefined ? '' : Math.max(0, Math.round(value)).toString(36));

/** The steps of a trace as they are stored. */
export function readPath(path: string): TraceStep[] {
  if (path === '') return [];
  return path.split(';').map((part) => {
    const [node = '', entered, claimed, left] = part.split(',');
    const step: TraceStep = { node, entered: number(entered) ?? 0 };
    const [claim, leave] = [number(claimed), number(left)];
    if (claim !== undefined) step.claimed = claim;
    if (leave !== undefined) step.left = leave;
    return step;
  });
}

export const writePath = (steps: readonly TraceStep[]): string => steps.map(({ node, entered, claimed, left }) => `${node},${text(entered)},${text(claimed)},${text(left)}`).join(';');

/** What one event of a case says about its steps. */
export type Moved = { at: number; entered?: readonly string[]; left?: readonly string[]; claimed?: string };

/** A trace with one more event. A node that is left closes its oldest open visit; a node entered and left at once closes the new one. */
export function withEvent(steps: readonly TraceStep[], { at, entered = [], left = [], claimed }: Moved): TraceStep[] {
  const next = [...steps.map((step) => ({ ...step })), ...entered.map((node): TraceStep => ({ node, entered: at }))];
  for (const node of left) {
    const open = next.find((step) => step.node === node && step.left === undefined);
    if (open) open.left = at;
  }
  const waiting = claimed && next.find((step) => step.node === claimed && step.left === undefined && step.claimed === undefined);
  if (waiting) waiting.claimed = at;
  return next;
}
