/** What a person is told when something is refused: German always, English for citizens; {name} is filled from params. */
export type ProblemText = { status: number; de: string; en?: string; /** Heading of its page, where that of the status does not fit the sentence. */ title?: { de: string; en: string } };
export type ProblemParams = Record<string, string | number>;

const fill = (text: string, params: ProblemParams): string => text.replace(/\{(\w+)\}/g, (whole, key: string) => String(params[key] ?? whole));

/** A refusal: rendered once, as a page or as RFC 9457 problem+json. Not a bug, so it is not logged as one. */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly de: string;
  readonly en: string;
  readonly params: ProblemParams;
  readonly title: { de: string; en: string } | undefined;
  constructor(code: string, text: ProblemText, params: ProblemParams) {
    super(`${code}: ${fill(text.en ?? text.de, params)}`);
    this.name = 'Problem';
    this.code = code;
    this.status = text.status;
    this.de = fill(text.de, params);
    this.en = fill(text.en ?? text.de, params);
    this.params = params;
    this.title = text.title;
  }
}

/** The refusals of one folder, as a typed maker: `throw problem('cases/already-claimed', { name })`. */
export function defineProblems<const T extends Record<string, ProblemText>>(texts: T): (code: keyof T & string, params?: ProblemParams) => Problem {
  return (code, params = {}) => {
    const text = texts[code];
    if (!text) throw new Error(`No such problem: ${code}`);
    return new Problem(code, text, params);
  };
}

const problem = defineProblems({
  'platform/not-allowed': { status: 403, de: 'Dafür fehlt Ihnen die Berechtigung.', en: 'You are not allowed to do this.' },
  'platform/sign-in-needed': { status: 401, de: 'Bitte melden Sie sich an.', en: 'Please sign in.' },
  'platform/not-found': { status: 404, de: 'Diese Seite gibt es nicht (mehr).', en: 'This page does not exist (any more).' },
});
export const notAllowed = (): Problem => problem('platform/not-allowed');
export const signInNeeded = (): Problem => problem('platform/sign-in-needed');
export const notFound = (): Problem => problem('platform/not-found');
