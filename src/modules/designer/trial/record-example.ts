import { parseDocument, YAMLMap, YAMLSeq } from 'yaml';
import type { Replayed, Trial } from '#core/catalogue';
import { validateAll, type CompiledForm, type FormData, type FormEnv, type Json } from '#engines/forms';
import { exampleAnswers } from './example-answers.ts';

/** What came out: the result, the letters and messages, and every plain value of the process. */
function expectationOf({ state, letters, messages }: Replayed): Record<string, unknown> {
  const { outcome, ...vars } = state.vars;
  const variables = Object.fromEntries(Object.entries(vars).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value)));
  return { ...(typeof outcome === 'string' ? { outcome } : {}), letters, messages, ...(Object.keys(variables).length > 0 ? { variables } : {}), ...(state.ended ? {} : { waiting: true }) };
}

/** What comes out of an example now is what shall come out from now on; its answers and steps stay. */
export function adoptOutcome(source: string, index: number, played: Replayed): string {
  const document = parseDocument(source, { merge: true });
  const item = document.getIn(['walkthroughs', index]);
  if (item instanceof YAMLMap) item.set('expect', document.createNode(expectationOf(played)));
  return document.toString({ lineWidth: 160 });
}

/** Adds a run to the examples of a service; what came out is what shall come out from now on. An example of the same name is replaced. */
export function recordExample(source: string | undefined, { name, trial, played }: { name: string; trial: Trial; played: Replayed }): string {
  const document = parseDocument(source ?? 'walkthroughs: []\n', { merge: true });
  const example = {
    name,
    submittedOn: trial.submittedOn,
    application: trial.application,
    ...(trial.steps.length > 0 ? { steps: trial.steps } : {}),
    expect: expectationOf(played),
  };
  let list = document.get('walkthroughs');
  if (!(list instanceof YAMLSeq)) {
    document.set('walkthroughs', document.createNode([]));
    list = document.get('walkthroughs');
  }
  const examples = list as YAMLSeq;
  examples.items = examples.items.filter((item) => (item as { get?(key: string): unknown }).get?.('name') !== name);
  examples.flow = false;
  examples.add(document.createNode(example));
  return document.toString({ lineWidth: 160 });
}

const isPlain = (value: Json | undefined): value is { [key: string]: Json | undefined } => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is there wins; what is missing is taken from the invented answers. */
function fillUp(given: FormData, invented: FormData): FormData {
  const all: FormData = { ...invented, ...given };
  for (const [key, value] of Object.entries(given)) {
    const other = invented[key];
    if (isPlain(value) && isPlain(other)) all[key] = fillUp(value, other) as Json;
  }
  return all;
}

/** After the form has changed: answers for new questions are invented, answers to questions that are gone are dropped. */
export function adaptExamples(source: string, form: CompiledForm, today: string): string {
  const document = parseDocument(source, { merge: true });
  const plain = (document.toJS({ maxAliasCount: 100 }) ?? {}) as { walkthroughs?: { submittedOn?: string; application: FormData }[] };
  const list = document.get('walkthroughs');
  if (!(list instanceof YAMLSeq)) return source;
  for (const [index, item] of list.items.entries()) {
    const example = plain.walkthroughs?.[index];
    if (!(item instanceof YAMLMap) || !example) continue;
    const env: FormEnv = { today: example.submittedOn ?? today, locale: 'de', context: { account: null, applicant: null, case: null } };
    const before = validateAll(form, example.application, env);
    if (before.valid && before.unknown.length === 0) continue;
    item.set('application', document.createNode(validateAll(form, fillUp(example.application, exampleAnswers(form, env)), env).data));
  }
  return document.toString({ lineWidth: 160 });
}
