import { z } from 'zod';
import { findSampleFile } from '#core/organisation';
import { projectIdsByKey } from '#core/projects';
import { newId } from '#platform/db';
import { seeds, type Ctx } from '#platform/module';
import type { SteeringTables } from '../tables.ts';
import { mistakesOf, strategySchema, type Strategy } from './strategy-tree.ts';

const key = z.string();
const day = z.iso.date();
const indicator = z.object({ key, name: z.string(), unit: z.string().default(''), base: z.number(), baseOn: day, target: z.number(), targetOn: day, figure: z.string().optional() });
const measure = z.object({ key, name: z.string(), text: z.string().default(''), projects: z.array(key).default([]) });
const goal = z.object({ key, name: z.string(), text: z.string().default(''), indicators: z.array(indicator).default([]), measures: z.array(measure).default([]) });
const edition = z.object({
  title: z.string(), reason: z.string(), validFrom: day, vision: z.string(),
  fields: z.array(z.object({ key, name: z.string(), text: z.string().default(''), goals: z.array(goal).default([]) })),
  shares: z.record(key, z.record(key, z.number())).default({}),
});
const strategyFile = z.object({ editions: z.array(edition), readings: z.array(z.object({ indicator: key, on: day, value: z.number(), source: z.string() })).default([]) });
type SampleEdition = z.output<typeof edition>;

/** The file's tree with ids instead of keys; projects that the city does not have are left out. */
function treeOf(one: SampleEdition, ids: Map<string, string>): Strategy {
  const known = (keys: string[]): string[] => keys.flatMap((name) => ids.get(name) ?? []);
  const tree = strategySchema.parse({
    vision: one.vision,
    fields: one.fields.map((field) => ({
      ...field,
      goals: field.goals.map((aim) => ({
        ...aim,
        indicators: aim.indicators.map(({ figure, ...rest }) => ({ ...rest, source: figure ? { kind: 'figure', id: figure } : { kind: 'hand' } })),
        measures: aim.measures.map((step) => ({ ...step, projects: known(step.projects) })),
      })),
    })),
    shares: Object.fromEntries(Object.entries(one.shares).flatMap(([project, shares]) => (ids.has(project) ? [[ids.get(project) ?? '', shares]] : []))),
  });
  const mistakes = mistakesOf(tree);
  if (mistakes.length > 0) throw new Error(`strategy.yaml: ${one.title}: ${mistakes.join(' ')}`);
  return tree;
}

/** The strategy of the sample city with its editions and what was measured, only while there is none. */
export const strategySeed = seeds.of({
  name: 'steering/strategy',
  run: async (ctx: Ctx) => {
    const file = findSampleFile(ctx.platform, 'strategy.yaml', strategyFile);
    const db = ctx.db<SteeringTables>();
    if (!file || (await db.selectFrom('steering.edition').select('id').where('tenant_id', '=', ctx.tenantId).limit(1).executeTakeFirst())) return;
    const ids = await projectIdsByKey(ctx);
    const last = file.editions.length - 1;
    const editions = file.editions.map((one, i) => ({ tenant_id: ctx.tenantId, id: newId(), number: i + 1, title: one.title, reason: one.reason, state: i === last ? ('current' as const) : ('past' as const), valid_from: one.validFrom, revision: 1, tree: JSON.stringify(treeOf(one, ids)), created_at: ctx.now, changed_at: ctx.now, changed_by_name: 'Aylin Demir' }));
    await db.insertInto('steering.edition').values(editions).execute();
    if (file.readings.length > 0) await db.insertInto('steering.reading').values(file.readings.map(({ indicator: name, on, value, source }) => ({ tenant_id: ctx.tenantId, indicator: name, read_on: on, value, source, entered_at: ctx.now, entered_by_name: 'Aylin Demir' }))).execute();
    for (const { id, number } of editions) ctx.emit({ type: 'steering/edition-published', subject: `edition:${id}`, data: { number } });
  },
});
