import type { Expression } from './expression.ts';

/** What a node does when a token arrives. */
export type NodeKind =
  | 'process'
  | 'start'
  | 'end'
  | 'catch'
  | 'throw'
  | 'boundary'
  | 'exclusive'
  | 'parallel'
  | 'inclusive'
  | 'event-gateway'
  | 'user'
  | 'service'
  | 'decision'
  | 'send'
  | 'script'
  | 'receive'
  | 'pass'
  | 'sub'
  | 'event-sub'
  | 'call';

export type EventType =
  | 'none'
  | 'message'
  | 'timer'
  | 'signal'
  | 'error'
  | 'escalation'
  | 'compensation'
  | 'conditional'
  | 'link'
  | 'terminate'
  | 'cancel';

export type TimerForm = 'duration' | 'date' | 'cycle';

export type EventSpec = {
  type: EventType;
  /** Message or signal name. */
  name?: Expression;
  /** Correlation key of a message (zeebe:subscription). */
  key?: Expression;
  /** `moves`: the date is worked out again whenever the caller says `reevaluate`; while it is null the timer stands still. */
  timer?: { form: TimerForm; value: Expression; moves?: boolean };
  /** Error or escalation code; a catching event without one catches every code. */
  code?: Expression;
  condition?: Expression;
  /** A condition that is looked at only when this variable is set (camunda:variableName). */
  variable?: string;
  link?: string;
  /** Compensation of one activity only. */
  activity?: string;
  /** A throwing compensation event that goes on while the undoing is still being done (waitForCompletion = false). */
  goesOn?: true;
  /** Variables that receive code and text of a caught error (camunda). */
  codeVariable?: string;
  messageVariable?: string;
};

/** One line of an input or output mapping: FEEL source, variable target (dots make nested contexts). */
export type Mapping = { source: Expression; target: string };

export type JobSpec = {
  /** Name of the connector. */
  type: string;
  /** How often it is tried before an incident is raised, 1 or more. */
  retries: number;
  /** Fixed words for the connector (zeebe:taskHeaders). */
  headers: Record<string, string>;
  /** Variable that receives the result as a whole. */
  resultVariable?: string;
  /** A program outside fetches the work; `type` is its topic. */
  external?: boolean;
};

export type UserTaskSpec = {
  /** Name with expressions in it, as Camunda 7 allows. */
  name?: Expression;
  assignee?: Expression;
  candidateGroups?: Expression;
  candidateUsers?: Expression;
  formKey?: Expression;
  dueDate?: Expression;
  followUpDate?: Expression;
  priority?: Expression;
  /** Ids of earlier user tasks whose doer may not do this one (four eyes). */
  fourEyesNot: readonly string[];
};

/** Which version of a process a call means: that of the caller's own file or deployment, the newest, or a named one. */
export type CallBinding = { kind: 'latest' | 'deployment' } | { kind: 'version' | 'versionTag'; value: string };

export type CallSpec = {
  /** Process id that is called; FEEL allowed. */
  process: Expression;
  binding: { kind: CallBinding['kind']; value?: Expression };
  passAll: boolean;
  returnAll: boolean;
};

export type LoopSpec =
  | { kind: 'standard'; before: boolean; max: number; condition?: Expression }
  | {
      kind: 'many';
      sequential: boolean;
      /** A list, or a number of rounds. */
      collection: Expression;
      item?: string;
      until?: Expression;
      result?: { variable: string; element: Expression };
    };

export type Flow = {
  id: string;
  name: string;
  source: Node;
  target: Node;
  condition?: Expression;
};

export type Node = {
  id: string;
  name: string;
  kind: NodeKind;
  /** BPMN element name without prefix, e.g. `UserTask`. */
  element: string;
  /** Enclosing process or sub-process; null for a process itself. */
  parent: Node | null;
  incoming: Flow[];
  outgoing: Flow[];
  defaultFlow?: Flow;
  children: Node[];
  starts: Node[];
  eventSubs: Node[];
  /** Boundary events attached to this activity. */
  boundaries: Node[];
  /** The activity a boundary event sits on. */
  host?: Node;
  event?: EventSpec;
  /** False for non-interrupting boundary and start events. */
  interrupting: boolean;
  loop?: LoopSpec;
  job?: JobSpec;
  task?: UserTaskSpec;
  decision?: { id: Expression; resultVariable: string };
  script?: { source: Expression; resultVariable: string };
  call?: CallSpec;
  inputs: Mapping[];
  outputs: Mapping[];
  /** zeebe:property values; those that begin with '=' are FEEL. */
  properties: Record<string, Expression>;
  lane?: string;
  transaction: boolean;
  /** Activity that undoes this one. */
  undoneBy?: Node;
  forCompensation: boolean;
  /** Starts an instance although it is no start event (receive task, event gateway). */
  instantiates: boolean;
  /** For joins: per incoming flow the ids of nodes whose tokens can still arrive by it. */
  upstream?: { has(nodeId: string): boolean }[];
};

/** Something from outside that starts an instance. */
export type Start = {
  nodeId: string;
  processId: string;
  type: EventType;
  name?: Expression;
  timer?: { form: TimerForm; value: Expression };
};

/** A model made ready to run; immutable, shared by all instances of one version. */
export type Graph = {
  /** Names the version for called processes, so that a running case stays on it; set by the caller. */
  version?: string;
  /** The process that starts when none is named. */
  main: Node;
  processes: ReadonlyMap<string, Node>;
  /** Version tags that processes carry, by process id. */
  versionTags: ReadonlyMap<string, string>;
  nodes: ReadonlyMap<string, Node>;
  flows: ReadonlyMap<string, Flow>;
  starts: readonly Start[];
  /** User tasks whose doer has to be remembered because a later one excludes him. */
  remembersDoer: ReadonlySet<string>;
  /** Which variables which element reads, for checks against forms. */
  reads: readonly { elementId: string; names: readonly string[] }[];
  /** 'camunda' counts loops from 0, everyone else from 1. */
  dialect: 'zeebe' | 'camunda';
};

/** The node with this id; throws when the model has none. */
export function getNode(graph: Graph, id: string): Node {
  const node = graph.nodes.get(id);
  if (!node) throw new Error(`the model has no element ${id}`);
  return node;
}

/** Receive tasks, and events behind an event-based gateway, that begin an instance without a start event. */
export function beginningsInside(process: Node): Node[] {
  return process.children
    .filter((child) => child.instantiates && child.incoming.length === 0)
    .flatMap((child) => (child.kind === 'event-gateway' ? child.outgoing.map((flow) => flow.target) : [child]));
}

const ACTIVITIES: ReadonlySet<NodeKind> = new Set([
  'user',
  'service',
  'decision',
  'send',
  'script',
  'receive',
  'pass',
  'sub',
  'event-sub',
  'call',
]);

/** True for tasks, sub-processes and call activities. */
export function isActivity(node: Node): boolean {
  return ACTIVITIES.has(node.kind);
}

/** The word people know the element by: its name, else its id. */
export function titleOf(node: { id: string; name: string }): string {
  return node.name || node.id;
}
