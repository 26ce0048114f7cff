import type { Letter } from '#engines/documents';

type Node = Letter['body'][number];
type IfNode = Extract<Node, { kind: 'if' }>;
type Case = IfNode['cases'][number];

/** Says which branches of a letter were ever taken while it was filled. */
export type WatchedLetter = {
  letter: Letter;
  /** Branches nobody has taken so far, in words. */
  untaken(): { line: number; message: string }[];
};

/** A copy of a letter whose conditions remember how they came out. */
export function watchLetter(letter: Letter): WatchedLetter {
  const branches: { line: number; message: string; taken: boolean }[] = [];
  const branch = (line: number, message: string): { taken: boolean } => {
    const made = { line, message, taken: false };
    branches.push(made);
    return made;
  };
  const watchIf = (node: IfNode): IfNode => {
    const otherwise = branch(node.line, `Keine Bedingung ab Zeile ${node.line} trifft zu: Dieser Fall kommt nie vor`);
    const last = node.cases.filter((one) => one.when).length - 1;
    const cases = node.cases.map((one, index): Case => {
      const children = one.children.map(watch);
      const { when } = one;
      if (!when) return { ...one, children };
      const seen = branch(when.line, `Die Bedingung „${when.source}“ ist nie erfüllt`);
      const evaluate = (vars: Record<string, unknown>): unknown => {
        const value = when.expression.evaluate(vars);
        if (value === true) seen.taken = true;
        else if (index === last) otherwise.taken = true;
        return value;
      };
      return { when: { ...when, expression: { names: when.expression.names, evaluate } }, children };
    });
    return { ...node, cases };
  };
  const watch = (node: Node): Node => {
    if (node.kind === 'if') return watchIf(node);
    if ('children' in node) return { ...node, children: node.children.map(watch) };
    return node;
  };
  const watched = { ...letter, body: letter.body.map(watch), appeal: letter.appeal.map(watch) };
  return { letter: watched, untaken: () => branches.filter(({ taken }) => !taken).map(({ line, message }) => ({ line, message })) };
}
