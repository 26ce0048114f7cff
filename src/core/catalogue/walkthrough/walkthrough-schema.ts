import { z } from 'zod';

const vars = z.record(z.string(), z.unknown());
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'Ein Datum schreiben Sie als 2026-01-31');

const step = z.union([
  z.strictObject({
    /** Id of a user task that is open now. */
    task: z.string(),
    /** Who does it; matters where four eyes are asked for. */
    as: z.string().default('anna'),
    data: vars.default({}),
    /** The machine must refuse it, e.g. 'four-eyes'. */
    refused: z.string().optional(),
  }),
  z.strictObject({ message: z.string(), data: vars.default({}) }),
  z.strictObject({ /** Id of a timer event that is waiting now. */ timer: z.string() }),
]);

const walkthrough = z.strictObject({
  name: z.string().min(3).max(200),
  submittedOn: day.default('2026-09-14'),
  application: vars,
  applicant: vars.default({}),
  /** What connectors answer instead of their usual answer, by type or by id of the step; `{ error: code }` for an error of the field. */
  connectors: z.record(z.string(), vars).default({}),
  steps: z.array(step).default([]),
  expect: z.strictObject({
    outcome: z.string().optional(),
    /** Letters in the order in which they are made. */
    letters: z.array(z.string()).optional(),
    /** Subjects of messages in their order. */
    messages: z.array(z.string()).optional(),
    /** Variables of the process at the end; parts of objects are enough. */
    variables: vars.optional(),
    /** The process is still waiting at the end of the example (a permit that is still valid). */
    waiting: z.boolean().default(false),
  }),
});

export const walkthroughsSchema = z.strictObject({
  /** Parts that several examples share (YAML anchors live here). */
  parts: z.unknown().optional(),
  walkthroughs: z.array(walkthrough).min(1),
});

/** One example case that a service must pass. */
export type Walkthrough = z.output<typeof walkthrough>;
export type WalkthroughStep = z.output<typeof step>;
