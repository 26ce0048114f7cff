import { FeelValue } from './feel-value.ts';

/** A range such as `[1..10)`; an endpoint that is undefined is open without limit, as in `(< 10)`. */
export class FeelRange extends FeelValue {
  readonly kind = 'range';
  readonly start: unknown;
  readonly end: unknown;
  readonly startIncluded: boolean;
  readonly endIncluded: boolean;

  /** Written as `(= 10)`, which is not the interval `[10..10]`. */
  readonly isComparison: boolean;

  constructor(ends: { start: unknown; end: unknown; startIncluded: boolean; endIncluded: boolean; isComparison?: boolean }) {
    super();
    this.start = ends.start;
    this.end = ends.end;
    this.startIncluded = ends.startIncluded;
    this.endIncluded = ends.endIncluded;
    this.isComparison = ends.isComparison ?? false;
  }

  toString(): string {
    return `${this.startIncluded ? '[' : '('}${endText(this.start)}..${endText(this.end)}${this.endIncluded ? ']' : ')'}`;
  }
}

function endText(value: unknown): string {
  return value === undefined ? '' : typeof value === 'string' ? JSON.stringify(value) : String(value);
}
