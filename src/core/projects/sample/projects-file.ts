import { z } from 'zod';

const day = z.iso.date();
const text = z.string().min(1);
const key = z.string().regex(/^[a-z0-9-]+$/);
const person = z.string().regex(/^[a-z.-]+$/);

const project = z.strictObject({
  key,
  title: text,
  purpose: text,
  office: key,
  state: z.enum(['draft', 'applied', 'approved', 'running', 'live', 'closed', 'stopped', 'rejected', 'deferred']),
  phase: z.enum(['preparation', 'planning', 'build', 'rollout', 'operation']).default('preparation'),
  lead: person,
  sponsor: person,
  appliedOn: day.optional(),
  decidedOn: day.optional(),
  decision: z.string().default(''),
  startsOn: day.optional(),
  endsOn: day.optional(),
  liveOn: day.optional(),
  endedOn: day.optional(),
  service: key.optional(),
  duty: z.strictObject({ kind: z.enum(['law', 'operation', 'resolution']), basis: text, dueOn: day.optional() }).optional(),
  benefit: z.strictObject({ cases: z.int().min(0), minutes: z.int().min(0), euros: z.int().min(0), percent: z.int().min(1).max(100), text: z.string() }).optional(),
  days: z.int().optional(),
  longevity: z.int().optional(),
  needs: z.array(key).default([]),
  milestones: z.array(z.strictObject({ title: text, due: day, done: day.optional(), evidence: z.string().default('') })).default([]),
  packages: z.array(z.strictObject({ title: text, owner: person, from: day, until: day, days: z.int(), state: z.enum(['open', 'running', 'done']) })).default([]),
  members: z.array(z.strictObject({ person, duty: z.string(), days: z.int().min(0).max(31) })).default([]),
  risks: z.array(z.strictObject({ title: text, probability: z.int().min(1).max(5), impact: z.int().min(1).max(5), measure: z.string(), owner: person })).default([]),
  issues: z.array(z.strictObject({ title: text, blocking: z.boolean(), on: day })).default([]),
  decisions: z.array(z.strictObject({ title: text, text: z.string(), on: day })).default([]),
  costType: z.enum(['services', 'licences', 'hardware', 'staff', 'training', 'operation', 'other']).default('services'),
  product: z.string().default(''),
  /** In whole euros; before a decision it is what the application estimates, afterwards the budget. */
  money: z.array(z.strictObject({ year: z.int(), plan: z.int().min(0), committed: z.int().min(0), spent: z.int().min(0), forecast: z.int().min(0).optional(), running: z.boolean().default(false) })).default([]),
});
export type SampleProject = z.output<typeof project>;

/** `projects` of city/projects.yaml; `operation` and `grants` are read by #core/budgets. */
export const projectsFile = z.object({ projects: z.array(project) });
