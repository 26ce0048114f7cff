/** Where in an expression something was found; line and column count from 1, offset from 0. */
export type FeelPosition = { offset: number; line: number; column: number };

/**
 * `syntax`: the text is no FEEL. `budget`: the expression wants more steps, time or depth than allowed. `clock`: it asks
 * for now() or today(), but the caller gave no time.
 */
export type FeelErrorCode = 'syntax' | 'budget' | 'clock';

/** An expression that cannot be compiled or must not go on; the message is German and names the place. */
export class FeelError extends Error {
  readonly code: FeelErrorCode;
  readonly expression: string;
  readonly position: FeelPosition;

  constructor(code: FeelErrorCode, message: string, at: { expression: string; offset: number }) {
    const position = positionAt(at.expression, at.offset);
    super(`${message} (Zeile ${position.line}, Spalte ${position.column})`);
    this.name = 'FeelError';
    this.code = code;
    this.expression = at.expression;
    this.position = position;
  }

  /** The same with the name of the element it happened in, which is what an author looks for. */
  in(element: string): FeelError {
    const named = new FeelError(this.code, '', { expression: '', offset: 0 });
    named.message = `„${element}“: ${this.message}`;
    return Object.assign(named, { expression: this.expression, position: this.position });
  }
}

function positionAt(text: string, offset: number): FeelPosition {
  const before = text.slice(0, Math.max(0, Math.min(offset, text.length)));
  const lines = before.split('\n');
  return { offset, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
