import { evaluate, parseExpression } from 'feelin';
import type { FeelParser } from '../letter-template.ts';

/** FEEL straight from its library: the engines' own evaluator must not be imported from a neighbour. */
export const feel: FeelParser = (text) => {
  const names = new Set<string>();
  parseExpression(text, {}, '').iterate({
    enter(node) {
      if (node.type.isError) throw new Error(`cannot be read at column ${node.from + 1}`);
      if (node.name === 'VariableName') names.add(text.slice(node.from, node.to));
    },
  });
  return { names: [...names], evaluate: (vars) => evaluate(text, vars).value };
};
