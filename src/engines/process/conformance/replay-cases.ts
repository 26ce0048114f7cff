import { dirname, join } from 'node:path';
import { compileProcess } from '../compile/compile-process.ts';
import type { CompileFeel } from '../expression.ts';
import type { Graph } from '../graph.ts';
import type { ConformanceCase } from './report.ts';
import { replaySteps } from './replay-steps.ts';
import { ReplayWorld } from './replay-world.ts';
import { readModel, type ReplayEntry } from './suite-files.ts';

type Model = { graph: Graph | undefined; refused: string };

/** Replays the steps of the tests as far as the list tells them, one case per test. */
export async function replayCases({ dir, entries, feel }: { dir: string; entries: readonly ReplayEntry[]; feel: CompileFeel }): Promise<ConformanceCase[]> {
  const models = new Map<string, Model>();
  for (const { file } of entries) models.set(file, await load(join(dir, file), feel));
  return entries.flatMap(({ file, tests }) =>
    tests.map(({ class: owner, method, steps }) => {
      const name = `${file} ${owner}.${method}`;
      try {
        return { name, ...judge({ file, steps }, models) };
      } catch (error) {
        return { name, outcome: 'failed' as const, reason: `threw: ${error instanceof Error ? error.message : String(error)}` };
      }
    }),
  );
}

async function load(path: string, feel: CompileFeel): Promise<Model> {
  const { graph, findings } = await compileProcess(await readModel(path), { feel, dialect: 'camunda' });
  const errors = findings.filter((finding) => finding.severity === 'error');
  return { graph: errors.length === 0 ? graph : undefined, refused: errors.map((error) => `${error.elementId} (${error.code}): ${error.message}`).join(' ') };
}

const EXPECTS_REFUSAL = /^(expectThrow|assertException|errorContains|failIfReached)/;

function judge({ file, steps }: { file: string; steps: readonly string[] }, models: ReadonlyMap<string, Model>): Pick<ConformanceCase, 'outcome' | 'reason'> {
  const model = models.get(file);
  if (!model?.graph) {
    const wanted = steps.some((step) => EXPECTS_REFUSAL.test(step));
    return { outcome: wanted ? 'passed' : 'skipped', reason: `refused: ${model?.refused ?? ''}` };
  }
  return replaySteps(new ReplayWorld(visibleModels(file, models)), { graph: model.graph, steps });
}

/** Models of the same folder can call each other; the one under test comes first. */
function visibleModels(file: string, models: ReadonlyMap<string, Model>): Map<string, Graph> {
  const visible = new Map<string, Graph>();
  const own = models.get(file)?.graph;
  if (own) for (const id of own.processes.keys()) visible.set(id, own);
  for (const [other, { graph }] of models)
    if (graph && dirname(other) === dirname(file)) for (const id of graph.processes.keys()) if (!visible.has(id)) visible.set(id, graph);
  return visible;
}
