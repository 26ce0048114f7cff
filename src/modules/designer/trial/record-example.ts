import { parseDocument, YAMLSeq } from 'yaml';
import type { Replayed, Trial } from '#core/catalogue';

/** Adds a run to the examples of a service; what came out is what shall come out from now on. An example of the same name is replaced. */
export function recordExample(source: string | undefined, { name, trial, played }: { name: string; trial: Trial; played: Replayed }): string {
  const document = parseDocument(source ?? 'walkthroughs: []\n', { merge: true });
  const example = {
    name,
    submittedOn: trial.submittedOn,
    application: trial.application,
    ...(trial.steps.length > 0 ? { steps: trial.steps } : {}),
    expect: { ...(typeof played.state.vars['outcome'] === 'string' ? { outcome: played.state.vars['outcome'] } : {}), letters: played.letters, messages: played.messages, ...(played.state.ended ? {} : { waiting: true }) },
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
