import type { Vars } from './state.ts';

/** What can be done to an instance. */
export type Command =
  | {
      type: 'start';
      variables?: Vars;
      /** Process of the file; the main one when absent. */
      processId?: string;
      /** Begin at this node, or at the start event of this message or signal. */
      nodeId?: string;
      message?: string;
      signal?: string;
    }
  | {
      type: 'completeTask';
      tokenId: number;
      variables?: Vars;
      /** Id of the person, and of the absent one they stand in for; both are remembered and checked where four eyes are asked for. */
      by?: string;
      for?: string;
    }
  | { type: 'completeJob'; tokenId: number; /** What the connector or the decision gave back. */ output?: unknown }
  | {
      type: 'failJob';
      tokenId: number;
      message: string;
      /** False raises the incident at once. */
      retryable?: boolean;
      /** ISO instant before which another attempt makes no sense. */
      notBefore?: string;
    }
  | { type: 'throwError'; tokenId: number; code: string; message?: string; variables?: Vars }
  | { type: 'fireTimer'; id: number }
  | {
      type: 'message';
      name: string;
      /** Absent: the instance is meant whatever its key is. */
      key?: string;
      variables?: Vars;
    }
  | { type: 'signal'; name: string; variables?: Vars }
  | { type: 'messageUnheard'; /** The step that threw it. */ nodeId: string; name: string; key: string | null; variables: Vars }
  | { type: 'retryIncident'; tokenId: number; variables?: Vars }
  | {
      type: 'skipIncident';
      tokenId: number;
      reason: string;
      variables?: Vars;
      /** Goes on by this sequence flow instead of the conditions. */
      flowId?: string;
    }
  | { type: 'setVariables'; variables: Vars }
  | { type: 'reevaluate' }
  | { type: 'cancel'; reason: string };

/** Why a command was not carried out; the state is unchanged then. */
export type Refusal = {
  code:
    | 'already-started'
    | 'already-ended'
    | 'not-started'
    | 'no-such-start'
    | 'task-not-open'
    | 'not-waiting'
    | 'no-incident'
    | 'no-such-flow'
    | 'four-eyes'
    | 'reserved-name'
    | 'not-storable';
  /** German, for the person who tried. */
  message: string;
};
