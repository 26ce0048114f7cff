import type { Draft, ServiceFinding } from '#core/catalogue';
import { json, type Reply } from '#platform/http';
import { z } from 'zod';
import type { FileDifference } from '../versions/compare-bundles.ts';
import { meaningOf } from '../versions/what-it-means.ts';

export const draftSchema = z.object({
  id: z.uuid(), service: z.string(), name: z.string(), state: z.enum(['draft', 'test', 'approved', 'published', 'discarded']), revision: z.int(), baseVersionId: z.uuid().nullable(),
  createdAt: z.iso.datetime(), createdBy: z.string(), changedAt: z.iso.datetime(), changedBy: z.string(), handedInBy: z.string().nullable(), approvedBy: z.string().nullable(),
  decisionNote: z.string().nullable().describe('warum er aus der Freigabe zurückkam'), publishedVersionId: z.uuid().nullable(),
});

export const draftJson = ({ id, slug, name, state, revision, baseVersionId, createdAt, createdByName, changedAt, changedByName, handedInByName, approvedByName, decisionNote, publishedVersionId }: Draft): z.input<typeof draftSchema> => ({
  id, service: slug, name, state, revision, baseVersionId, createdAt: createdAt.toISOString(), createdBy: createdByName, changedAt: changedAt.toISOString(), changedBy: changedByName,
  handedInBy: handedInByName, approvedBy: approvedByName, decisionNote, publishedVersionId,
});

export const findingSchema = z.object({ severity: z.enum(['error', 'warning']), file: z.string(), element: z.string().describe('Stelle in den Worten der Bearbeitenden'), at: z.string().optional().describe('dieselbe Stelle für ein Programm'), message: z.string() });
export const findingJson = ({ severity, file, element, at, message }: ServiceFinding): z.input<typeof findingSchema> => ({ severity, file, element, ...(at ? { at } : {}), message });

export const differenceSchema = z.object({
  path: z.string(), kind: z.enum(['added', 'removed', 'changed']), words: z.array(z.string()), meaning: z.string().describe('für laufende Vorgänge'),
  lines: z.array(z.object({ kind: z.enum(['removed', 'added']), text: z.string(), line: z.int() })).describe('höchstens 500'),
});
export const differenceJson = ({ path, kind, words, lines }: FileDifference): z.input<typeof differenceSchema> => ({
  path, kind, words, meaning: meaningOf(path),
  lines: lines.flatMap((line) => (line.kind === 'same' ? [] : [{ kind: line.kind, text: line.text, line: line.before ?? line.after ?? 0 }])).slice(0, 500),
});

/** A refusal that carries more than a sentence (RFC 9457 with members of its own). */
export const refusal = (code: string, { status, title, ...more }: { status: number; title: string } & Record<string, unknown>): Reply => json({ type: `urn:stadtkern:problem:${code}`, title, status, ...more }, { status, type: 'application/problem+json' });
