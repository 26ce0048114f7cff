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
