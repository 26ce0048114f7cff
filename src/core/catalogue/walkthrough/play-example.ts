import type { ServiceBundle } from '../bundle/service-bundle.ts';
import type { CompiledService } from '../bundle/compiled-service.ts';
import { readYaml } from '../bundle/read-yaml.ts';
import { startReached } from './coverage.ts';
import { replay, type Replayed } from './replay.ts';
import { walkthroughsSchema, type Walkthrough } from './walkthrough-schema.ts';

/** Plays one example through a service without touching anything real; `waiting` examples are as good as finished ones. */
export const playExample = (service: CompiledService, example: Walkthrough): Replayed => replay(service, example, startReached(service));

/** The examples of a bundle; none when its file cannot be read. */
export function listExamples(bundle: ServiceBundle): Walkthrough[] {
  const text = bundle.files['walkthroughs.yaml'];
  return text === undefined ? [] : (readYaml('walkthroughs.yaml', text, walkthroughsSchema).value?.walkthroughs ?? []);
}

const WAITING = /^Der Vorgang ist (nicht )?zu Ende/;

/** Plays inputs of which nobody knows yet what shall come out; `problems` are what the machine could not do. */
export function playTrial(service: CompiledService, { application, submittedOn, steps }: { application: Record<string, unknown>; submittedOn: string; steps: Record<string, unknown>[] }): Replayed {
  const parsed = walkthroughsSchema.parse({ walkthroughs: [{ name: 'Probe', application, submittedOn, steps, expect: { waiting: true } }] }).walkthroughs[0] as Walkthrough;
  const played = playExample(service, parsed);
  return { ...played, problems: played.problems.filter((problem) => !WAITING.test(problem)) };
}
