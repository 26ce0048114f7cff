import { constantly, type Expression } from '../expression.ts';
import type { LoopSpec } from '../graph.ts';
import { type Compiling, condition, refuse, value } from './compiling.ts';
import { body, type Element, kindOf, one, text } from './element.ts';
import { camundaAttribute, find, readExtensions } from './extensions.ts';

/** Reads whether an activity is repeated; undefined when it is done once. */
export function readLoop(c: Compiling, element: Element): LoopSpec | undefined {
  const loop = one(element, 'loopCharacteristics');
  if (!loop) return undefined;
  return kindOf(loop) === 'StandardLoopCharacteristics' ? standard(c, element, loop) : many(c, element, loop);
}

function standard(c: Compiling, element: Element, loop: Element): LoopSpec {
  const source = body(loop, 'loopCondition');
  const max = loop['loopMaximum'] === undefined ? Infinity : Number(loop['loopMaximum']);
  if (Number.isNaN(max) || max < 0)
    refuse(c, element, ['loop-maximum', 'Die Höchstzahl der Schleife ist keine Zahl ab 0. Bitte berichtigen Sie sie.']);
  if (!source && max === Infinity)
    refuse(c, element, ['loop-endless', 'Die Schleife hat weder Bedingung noch Höchstzahl und endet nie. Bitte tragen Sie eines von beiden ein.']);
  return { kind: 'standard', before: loop['testBefore'] === true, max, ...(source ? { condition: condition(c, element, source) } : {}) };
}

function many(c: Compiling, element: Element, loop: Element): LoopSpec {
  const zeebe = find(readExtensions(loop), 'loopCharacteristics', 'zeebe')?.attributes ?? {};
  const until = body(loop, 'completionCondition');
  const item = zeebe['inputElement'] ?? camundaAttribute(loop, 'elementVariable') ?? inputItem(loop);
  const { outputCollection, outputElement } = zeebe;
  const result = outputCollection && outputElement ? { variable: outputCollection, element: value(c, element, outputElement) } : undefined;
  return {
    kind: 'many',
    sequential: loop['isSequential'] === true,
    collection: collection(c, element, loop),
    ...(item ? { item } : {}),
    ...(until ? { until: condition(c, element, until) } : {}),
    ...(result ? { result } : {}),
  };
}

function inputItem(loop: Element): string | undefined {
  const item = one(loop, 'inputDataItem');
  return text(item, 'name') ?? item?.id;
}

/** What is counted off: zeebe input collection, camunda collection (a variable's name), cardinality, or the standard's data input. */
function collection(c: Compiling, element: Element, loop: Element): Expression {
  const zeebe = find(readExtensions(loop), 'loopCharacteristics', 'zeebe')?.attributes['inputCollection'];
  if (zeebe) return value(c, element, zeebe);
  const cardinality = body(loop, 'loopCardinality');
  const camunda = camundaAttribute(loop, 'collection') ?? c.xml.unresolved.get(loop)?.['loopDataInputRef'] ?? text(one(loop, 'loopDataInputRef'), 'name') ?? one(loop, 'loopDataInputRef')?.id;
  if (camunda) return /^[=$#]/.test(camunda.trim()) ? value(c, element, camunda) : condition(c, element, camunda);
  if (cardinality) return value(c, element, /^\d+$/.test(cardinality) ? `=${cardinality}` : cardinality);
  refuse(c, element, ['loop-collection', 'Die Mehrfachausführung weiß nicht, wie oft. Bitte tragen Sie eine Liste (inputCollection) oder eine Anzahl ein.']);
  return constantly(0);
}
