import { constantly, type Expression } from '../expression.ts';
import type { Mapping, Node } from '../graph.ts';
import { type Compiling, impossible, refuse, value, warn } from './compiling.ts';
import type { Element } from './element.ts';
import { type Extension, find, inside } from './extensions.ts';

/** Reads what goes into an activity and what comes out of it. */
export function readMappings(c: Compiling, element: Element, extensions: readonly Extension[]): Pick<Node, 'inputs' | 'outputs'> {
  const inputs = inside(extensions, 'ioMapping', 'input').map((one) => zeebe(c, element, one));
  const outputs = inside(extensions, 'ioMapping', 'output').map((one) => zeebe(c, element, one));
  // A connector has parameters of its own, inside those of the step.
  for (const holder of [extensions, find(extensions, 'connector')?.children ?? []]) {
    inputs.push(...inside(holder, 'inputOutput', 'inputParameter').map((one) => camunda(c, element, one)));
    outputs.unshift(...inside(holder, 'inputOutput', 'outputParameter').map((one) => camunda(c, element, one)));
  }
  return { inputs: inputs.flat(), outputs: outputs.flat() };
}

function zeebe(c: Compiling, element: Element, one: Extension): Mapping[] {
  const { source = '', target = '' } = one.attributes;
  if (!target) {
    refuse(c, element, ['mapping-target', 'Bei einer Zuordnung fehlt die Zielvariable. Bitte tragen Sie einen Namen ein.']);
    return [];
  }
  return [{ source: value(c, element, source), target }];
}

function camunda(c: Compiling, element: Element, one: Extension): Mapping[] {
  const target = one.attributes['name'];
  if (!target) {
    refuse(c, element, ['mapping-target', 'Bei einem Parameter fehlt der Name. Bitte tragen Sie ihn ein.']);
    return [];
  }
  return [{ source: parameter(c, element, one), target }];
}

/** A value, a list or a map; scripts are refused. */
function parameter(c: Compiling, element: Element, one: Extension): Expression {
  const [child] = one.children;
  if (!child) return value(c, element, one.body);
  if (child.name === 'list') return combined(child.children.map((item) => [item.name, parameter(c, element, item)]), true);
  if (child.name === 'map')
    return combined(child.children.map((entry) => [entry.attributes['key'] ?? '', parameter(c, element, entry)]), false);
  warn(c, element, ['mapping-script', 'Ein Parameter enthält ein Skript; der Schritt bleibt mit einer Störung stehen. Bitte ersetzen Sie es durch einen FEEL-Ausdruck.']);
  return impossible('Skript', 'Skripte werden nicht ausgeführt');
}

function combined(parts: readonly (readonly [string, Expression])[], asList: boolean): Expression {
  return {
    text: parts.map(([key, part]) => `${key}: ${part.text}`).join(', '),
    names: [...new Set(parts.flatMap(([, part]) => part.names))],
    needs: [...new Set(parts.flatMap(([, part]) => part.needs))],
    constant: parts.every(([, part]) => part.constant),
    evaluate: (vars, options) => {
      const values = parts.map(([key, part]) => [key, part.evaluate(vars, options)] as const);
      return asList ? values.map(([, item]) => item) : Object.fromEntries(values);
    },
  };
}

/** Own properties of an element; a value that begins with '=' is FEEL. */
export function readProperties(c: Compiling, element: Element, extensions: readonly Extension[]): Record<string, Expression> {
  const properties: Record<string, Expression> = {};
  for (const one of find(extensions, 'properties')?.children ?? []) {
    const { name, value: text = '' } = one.attributes;
    if (name) properties[name] = text.trim().startsWith('=') ? value(c, element, text) : constantly(text);
  }
  return properties;
}
