import type { EndReason, Vars } from './state.ts';

export type TaskOpened = {
  type: 'task-opened';
  tokenId: number;
  nodeId: string;
  name: string;
  candidateGroups: string[];
  candidateUsers: string[];
  assignee: string | null;
  formKey: string | null;
  /** Local date, YYYY-MM-DD. */
  dueOn: string | null;
  followUpOn: string | null;
  priority: number | null;
  properties: Record<string, unknown>;
  /** Local variables (input mapping, item of a multi-instance). */
  variables: Vars;
  /** User tasks whose doer may not do this one. */
  fourEyesNot: string[];
  /** Persons who did them so far. */
  excludedPersons: string[];
};

export type JobQueued = {
  type: 'job-queued';
  tokenId: number;
  nodeId: string;
  name: string;
  /** Name of the connector, or `decision`. */
  jobType: string;
  /** A program outside fetches it; `jobType` is its topic. */
  external?: true;
  decisionId?: string;
  input: Vars;
  headers: Record<string, string>;
  /** Round of a standard loop; with instance and token it names one run of the work, the same for all its attempts. */
  round: number;
  /** Attempts in all, and the ones already failed. */
  retries: number;
  tries: number;
  /** Not before this instant (back-off). */
  at: string;
};

/** What has to happen outside, in the order in which it happened inside. */
export type Effect =
  | TaskOpened
  | { type: 'task-closed'; tokenId: number; nodeId: string; reason: 'completed' | 'cancelled' | 'error' }
  | JobQueued
  | { type: 'job-closed'; tokenId: number; nodeId: string; reason: 'completed' | 'cancelled' | 'error' | 'incident' }
  | { type: 'timer-set'; id: number; nodeId: string; at: string }
  | { type: 'timer-cleared'; id: number; nodeId: string; reason: 'fired' | 'cancelled' | 'stands-still' }
  | { type: 'subscribed'; id: number; nodeId: string; kind: 'message' | 'signal'; name: string; key: string | null }
  | { type: 'unsubscribed'; id: number; nodeId: string }
  | { type: 'incident-raised'; tokenId: number; nodeId: string; name: string; code: string; message: string; /** Attempts that failed before, 1 or more. */ tries: number }
  | {
      type: 'incident-resolved';
      tokenId: number;
      nodeId: string;
      how: 'retried' | 'skipped' | 'cancelled';
      reason?: string;
    }
  | { type: 'message-thrown'; nodeId: string; name: string; key: string | null; variables: Vars }
  | { type: 'signal-thrown'; nodeId: string; name: string; variables: Vars }
  | { type: 'called-process'; tokenId: number; nodeId: string; process: string; version: string | null }
  | { type: 'node-entered'; nodeId: string; tokenId: number | null }
  | { type: 'node-left'; nodeId: string; tokenId: number | null; outcome: 'completed' | 'cancelled' | 'error' }
  | { type: 'ended'; reason: EndReason; /** Why it was cancelled. */ detail?: string };
