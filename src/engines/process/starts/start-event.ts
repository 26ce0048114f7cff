import type { Vars } from '../state.ts';

/** A start event of a published version. */
export type ArmedStart = {
  /** What was published, e.g. the slug of a service; a newer version under the same key takes its place. */
  key: string;
  versionId: string;
  processId: string;
  nodeId: string;
  kind: 'timer' | 'message' | 'signal';
  /** Message or signal; of a timer what it waits for. */
  name: string;
  /** When the timer fires next; null for messages, signals and a timer that fires no more. */
  dueAt: Date | null;
};

/** A start event that has come true; whoever hears of it begins an instance at its node. */
export type StartEvent = Omit<ArmedStart, 'dueAt'> & { variables: Vars };
