import { z } from 'zod';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const idea = z.strictObject({
  title: z.string(), problem: z.string(), proposal: z.string().default(''), office: z.string(), by: z.string().optional(), on: day, state: z.enum(['submitted', 'review', 'accepted', 'implemented', 'dropped', 'rejected']).default('submitted'),
  reason: z.string().optional(), decided: day.optional(), closed: day.optional(), due: day.optional(), responsible: z.string().optional(), closing: z.string().default(''), saving: z.number().optional(), award: z.boolean().default(false), project: z.string().optional(), campaign: z.string().optional(),
});

/** `city/ideas.yaml`. */
export const ideasFile = z.strictObject({
  rules: z.array(z.strictObject({ from: day, share: z.number(), flat: z.number(), cap: z.number() })).min(1),
  campaigns: z.array(z.strictObject({ key: z.string(), title: z.string(), text: z.string(), from: day, until: day })).default([]),
  ideas: z.array(idea).min(1),
  merges: z.array(z.strictObject({ idea: z.string(), into: z.string(), reason: z.string() })).default([]),
});
export type SampleIdea = z.output<typeof idea>;
