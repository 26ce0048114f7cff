import type { State, Vars } from '../state.ts';

/** A process instance as callbacks see it. */
export type ProcessInstance = {
  id: string;
  /** Version of the model it runs on. */
  versionId: string;
  /** What it is about, e.g. the id of a case. */
  businessKey: string;
  state: State;
  revision: number;
};

/** Work of a service task, handed to {@link RuntimeOptions.runJob}. */
export type ProcessJob = {
  instanceId: string;
  businessKey: string;
  tokenId: number;
  nodeId: string;
  /** Name of the step. */
  name: string;
  /** Name of the connector, or `decision`. */
  type: string;
  decisionId?: string;
  input: Vars;
  headers: Record<string, string>;
  /** The same for every attempt of one run of the task. */
  idempotencyKey: string;
  /** Attempts already failed. */
  tries: number;
};
