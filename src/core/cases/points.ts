import type { AuditEvent } from '#platform/audit';
import { definePoint, type Ctx, type JsonObject } from '#platform/module';
import type { IconName, TimelineEntry } from '#platform/ui';
import type { ComponentChildren } from 'preact';
import type { z } from 'zod';
import type { Case } from './case.ts';

/** One call of a connector by a service task. */
export type ConnectorCall<Input> = {
  case: Case;
  input: Input;
  /** BPMN id of the service task. */
  taskId: string;
  /** The same for every try of one run of the task: hand it to systems outside. */
  idempotencyKey: string;
  /** Fixed words of the task (zeebe:taskHeaders). */
  headers: Record<string, string>;
};

/**
 * Something a service task of a process can ask for, by the name in `<zeebe:taskDefinition type="…"/>`.
 * Its effect in the database and the step of the process are one transaction: either both happen or none.
 */
export type Connector = {
  type: string;
  /** What it does, for the person who designs a process: "Schreiben erstellen und zustellen". */
  label: string;
  /** Checks what the process hands over; a mismatch is an incident, never a half-done effect. */
  input: z.ZodType;
  /**
   * `now`: within the step's own transaction; must be quick (milliseconds, database only).
   * `background`: by the worker right after the commit, tried again with growing pauses, then an incident.
   * `outside`: as `background`, but it waits for somebody else's machine: `run` only prepares, in a short transaction, and gives back
   * a function that does it without one (at least once, with the same `idempotencyKey`).
   */
  mode: 'now' | 'background' | 'outside';
  /**
   * @returns the variables the process gets; throw `bpmnError(code)` of #engines/process for an error the model handles. An error with
   * `retryable: false` is an incident at once; one with `notBefore` (a Date) is not tried again earlier.
   */
  run(ctx: Ctx, call: ConnectorCall<never>): Promise<Result | Outside>;
};
type Result = JsonObject | void;
/** What an `outside` connector does without a transaction. */
export type Outside = () => Promise<Result>;
export const connectors = definePoint<Connector>('cases/connector');

/** Types `run` by the schema of its input: `connectors.of(defineConnector({ type, label, input: z.object(…), mode, run }))`. */
export function defineConnector<Schema extends z.ZodType>(
  connector: Omit<Connector, 'input' | 'run' | 'mode'> & { input: Schema } & (
      | { mode: 'now' | 'background'; run(ctx: Ctx, call: ConnectorCall<z.output<Schema>>): Promise<Result> }
      | { mode: 'outside'; run(ctx: Ctx, call: ConnectorCall<z.output<Schema>>): Promise<Outside> }
    ),
): Connector {
  return connector as Connector;
}

/** A part of the case page that another folder shows: payments, messages, permits. */
export type CasePanel = {
  id: string;
  /** Heading of the panel. */
  title: string;
  /** `main`: beside the application data; `side`: in the column of facts. */
  place: 'main' | 'side';
  order: number;
  /** Nothing to show: undefined, and the panel disappears. */
  render(ctx: Ctx, found: Case): Promise<ComponentChildren | undefined>;
};
export const casePanels = definePoint<CasePanel>('cases/panel');

/** An action of the case page that leads to a page of another folder: "Nachricht schreiben", "Forderung stellen". */
export type CaseAction = {
  id: string;
  label: string;
  icon?: IconName;
  order: number;
  /** Needed in the office of the case; shown only then. */
  permission?: string;
  /** Where it leads; undefined: not offered for this case. */
  href(found: Case): string | undefined;
};
export const caseActions = definePoint<CaseAction>('cases/action');

/** Entries of the case's one timeline that are more than an event: messages with their text, letters. */
export type CaseTimeline = { entries(ctx: Ctx, found: Case): Promise<TimelineEntry[]> };
export const caseTimeline = definePoint<CaseTimeline>('cases/timeline');

/** Audit events in plain words for the timeline, by type; `taskName` when the event is about a task. Types nobody words are not shown. */
export type EventWords = Record<string, (event: AuditEvent, about: { taskName?: string }) => string | undefined>;
export const eventWords = definePoint<EventWords>('cases/event-words');

export type SearchHit = { title: string; href: string; note?: string; badge?: string };
/** A place the global search of the office looks into. */
export type SearchSource = {
  id: string;
  /** "Vorgänge", "Aufgaben", "Leistungen" */
  label: string;
  order: number;
  /** At most `limit` hits that this actor may see; read-only transaction. */
  search(ctx: Ctx, text: string, limit: number): Promise<SearchHit[]>;
};
export const searchSources = definePoint<SearchSource>('cases/search-source');
