import type { ExternalTask } from '#engines/process';
import type { JsonObject, JsonValue } from '#platform/module';
import { z } from 'zod';
import { problem } from '../problems.ts';

/** A variable as Camunda 7 writes it. */
export const typedValue = z.looseObject({ value: z.unknown().optional(), type: z.string().max(60).nullish(), valueInfo: z.unknown().optional() });
export const typedValues = z.record(z.string().max(200), typedValue).nullish();
type Typed = z.output<typeof typedValue>;

/** Plain values of what a worker sends. @throws cases/worker-value 400 */
export function plainValues(given: Record<string, Typed> | null | undefined): JsonObject {
  return Object.fromEntries(Object.entries(given ?? {}).map(([name, typed]) => [name, plainValue(name, typed)]));
}

const NUMBERS = new Set(['short', 'integer', 'long', 'double', 'number']);

function plainValue(name: string, { value, type }: Typed): JsonValue {
  const kind = (type ?? '').toLowerCase();
  if (value === undefined || value === null || kind === 'null') return null;
  if (kind === 'bytes' || kind === 'file') throw problem('cases/worker-value', { name, type: type ?? '' });
  const wrong = (NUMBERS.has(kind) && typeof value !== 'number') || (kind === 'boolean' && typeof value !== 'boolean') || (['string', 'date'].includes(kind) && typeof value !== 'string');
  if (wrong) throw problem('cases/worker-value', { name, type: type ?? '' });
  if ((kind === 'json' || kind === 'object') && typeof value === 'string') return parse(name, value);
  return value as JsonValue;
}

function parse(name: string, text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw problem('cases/worker-value', { name, type: 'Json' });
  }
}

/** Values as Camunda 7 writes them; objects and lists are JSON texts. */
export function typedOf(vars: Record<string, unknown>, wanted?: readonly string[] | null): Record<string, { value: unknown; type: string; valueInfo: object }> {
  const entries = Object.entries(vars).filter(([name]) => !wanted || wanted.includes(name));
  return Object.fromEntries(entries.map(([name, value]) => [name, { ...typeOf(value), valueInfo: {} }]));
}

function typeOf(value: unknown): { value: unknown; type: string } {
  if (value === null || value === undefined) return { value: null, type: 'Null' };
  if (typeof value === 'string') return { value, type: 'String' };
  if (typeof value === 'boolean') return { value, type: 'Boolean' };
  if (typeof value === 'number') return { value, type: !Number.isSafeInteger(value) ? 'Double' : Math.abs(value) < 2 ** 31 ? 'Integer' : 'Long' };
  return { value: JSON.stringify(value), type: 'Json' };
}

/** 2026-11-22T09:15:00.000+0000: Camunda's clients read no 'Z'. */
const instant = (at: Date | null): string | null => at && at.toISOString().replace('Z', '+0000');

export type TaskExtras = { serviceSlug: string; workerId: string | null; variables?: readonly string[] | null; withHeaders?: boolean };

/** A task as Camunda 7 writes it; `idempotencyKey` is ours: the same for every attempt. */
export function taskJson(task: ExternalTask, { serviceSlug, workerId, variables, withHeaders = true }: TaskExtras): JsonObject {
  return {
    id: task.id, topicName: task.topic, workerId, lockExpirationTime: instant(task.lockedUntil), retries: task.retriesLeft, errorMessage: task.errorMessage, errorDetails: task.errorDetails,
    activityId: task.nodeId, activityInstanceId: `${task.nodeId}:${task.instanceId}:${task.tokenId}`, executionId: `${task.instanceId}:${task.tokenId}`, processInstanceId: task.instanceId,
    processDefinitionId: task.versionId, processDefinitionKey: serviceSlug, processDefinitionVersionTag: null, businessKey: task.businessKey, tenantId: null, priority: 0, suspended: false,
    variables: typedOf(task.variables, variables) as unknown as JsonObject, ...(withHeaders ? { extensionProperties: task.headers } : {}), idempotencyKey: task.idempotencyKey,
  };
}
