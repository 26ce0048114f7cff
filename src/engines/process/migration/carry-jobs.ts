import type { Node } from '../graph.ts';
import type { Token } from '../state.ts';
import { requeueJob } from '../step/job.ts';
import { mapInputs } from '../step/variables.ts';
import { nodeIn, own, type Moving } from './migrate-state.ts';

/** Work that is queued: when the new model wants another connector or hands it something else, it is queued as the new model wants it. */
export function carryJobs(moving: Moving, before: ReadonlyMap<number, Token>): void {
  const { run, rules } = moving;
  for (const token of own(moving).filter((one) => one.wait === 'job')) {
    const was = nodeIn(rules.from, before.get(token.id)?.node ?? '');
    const node = nodeIn(rules.to, token.node);
    if (workOf(was) === workOf(node)) continue;
    mapInputs(run, token, node.inputs);
    delete token.tries;
    requeueJob(run, token, node);
  }
}

const workOf = ({ job, decision, inputs }: Node): string => JSON.stringify([job, decision?.id.text, inputs.map(({ source, target }) => [source.text, target])]);
