import type { ElementDefinition, FormDefinition } from '#engines/forms';
import { tr } from '#platform/i18n';
import { readProcess } from '../process/moddle.ts';
import { nameOf, stepsInOrder } from '../process/steps-in-order.ts';
import type { Pattern } from './pattern.ts';

/** What a pattern brings, in words: before somebody begins with it. */
export type PatternDescription = { questions: string[]; steps: string[]; letters: string[] };

const questionsOf = (elements: readonly ElementDefinition[]): string[] =>
  elements.flatMap((element) => {
    const label = element.type === 'info' || element.label === undefined ? '' : tr(element.label, 'de');
    return 'elements' in element && element.elements && label === '' ? questionsOf(element.elements) : [label];
  }).filter(Boolean);

const known = new Map<string, Promise<PatternDescription>>();

/** Made once per pattern: it never changes while the program runs. */
export function describePattern(pattern: Pattern): Promise<PatternDescription> {
  const found = known.get(pattern.key) ?? describe(pattern);
  known.set(pattern.key, found);
  return found;
}

async function describe(pattern: Pattern): Promise<PatternDescription> {
  const files = await pattern.make({ slug: 'muster', name: pattern.title, office: 'amt', prefix: 'XX' });
  const form = JSON.parse(files['form.json'] ?? '{}') as FormDefinition;
  const process = await readProcess(files['process.bpmn'] ?? '');
  return {
    questions: form.pages.flatMap(({ elements }) => questionsOf(elements)),
    steps: stepsInOrder(process).filter(({ depth, element }) => depth === 0 && !element.triggeredByEvent && !element.$type.endsWith('Gateway')).map(({ element }) => nameOf(element)),
    letters: Object.entries(files).flatMap(([path, text]) => (path.startsWith('letters/') ? [/^title: (.+)$/m.exec(text)?.[1] ?? path] : [])),
  };
}
