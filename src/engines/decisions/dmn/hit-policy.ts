import { add } from '../feel/values/arithmetic.ts';
import { equals, order } from '../feel/values/compare.ts';
import { isNumber } from '../feel/values/decimal.ts';
import type { FeelNumber } from '../feel/values/decimal.ts';
import { setEntry } from '../feel/values/feel-value.ts';
import type { Context } from '../feel/values/feel-value.ts';
import type { DecisionTable, TableRule } from './model.ts';

/** A rule that matched, with its outputs. */
export type Hit = { rule: TableRule; index: number; values: readonly unknown[]; result: unknown };
/** Output values from first to last priority. */
export type Ranking = readonly unknown[];
export type Combined = { value: unknown; used: readonly Hit[]; problem?: string };

/** Result of a table from its matching rules (DMN 1.5, 8.2.10); `used` are the rules that the result rests on. */
export function combineHits(table: DecisionTable, hits: readonly Hit[], rankings: readonly Ranking[]): Combined {
  const first = hits[0];
  if (!first) return { value: null, used: [] };
  switch (table.hitPolicy) {
    case 'UNIQUE':
      return hits.length === 1 ? single(first) : refuse(hits, 'treffen zugleich zu; die Tabelle erlaubt nur eine');
    case 'ANY': {
      const same = hits.every((hit) => hit.values.every((value, i) => equals(value, first.values[i]) === true));
      return same ? { value: first.result, used: hits } : refuse(hits, 'treffen zugleich zu und widersprechen sich');
    }
    case 'FIRST':
      return single(first);
    case 'PRIORITY':
      return single(byPriority(hits, rankings)[0] ?? first);
    case 'OUTPUT ORDER':
      return many(byPriority(hits, rankings));
    case 'RULE ORDER':
      return many(hits);
    default:
      return collect(table, hits);
  }
}

function single(hit: Hit): Combined {
  return { value: hit.result, used: [hit] };
}

function many(hits: readonly Hit[]): Combined {
  return { value: hits.map((hit) => hit.result), used: hits };
}

function refuse(hits: readonly Hit[], why: string): Combined {
  const names = hits.map((hit) => String(hit.index + 1));
  return { value: null, used: [], problem: `Die Regeln ${names.slice(0, -1).join(', ')} und ${names.at(-1)} ${why}` };
}

function byPriority(hits: readonly Hit[], rankings: readonly Ranking[]): readonly Hit[] {
  const rank = (value: unknown, ranking: Ranking | undefined): number => {
    const position = ranking?.findIndex((entry) => equals(entry, value) === true) ?? -1;
    return position < 0 ? Number.MAX_SAFE_INTEGER : position;
  };
  const keys = new Map(hits.map((hit) => [hit, hit.values.map((value, i) => rank(value, rankings[i]))]));
  return hits.toSorted((a, b) => {
    const [left, right] = [keys.get(a) ?? [], keys.get(b) ?? []];
    const differing = left.findIndex((key, i) => key !== right[i]);
    return differing < 0 ? a.index - b.index : (left[differing] ?? 0) - (right[differing] ?? 0);
  });
}

function collect(table: DecisionTable, hits: readonly Hit[]): Combined {
  const { aggregation, outputs } = table;
  if (aggregation === 'COUNT') return { value: hits.length, used: hits };
  if (aggregation === undefined) return many(hits);
  if (outputs.length === 1) return { used: hits, ...aggregate(aggregation, hits.map((hit) => hit.result)) };
  // The standard leaves several outputs open (8.2.11); each column is put together by itself, as other engines do.
  const columns = outputs.map((_, column) => aggregate(aggregation, hits.map((hit) => hit.values[column])));
  const value: Context = {};
  for (const [column, { name }] of outputs.entries()) setEntry(value, name, columns[column]?.value ?? null);
  const problem = columns.find((one) => one.problem !== undefined)?.problem;
  return { value, used: hits, ...(problem === undefined ? {} : { problem }) };
}

function aggregate(aggregation: string, values: readonly unknown[]): { value: unknown; problem?: string } {
  if (aggregation === 'SUM') {
    if (!values.every(isNumber)) return { value: null, problem: 'Die Summe braucht Zahlen' };
    return { value: values.reduce<FeelNumber | null>((sum, value) => (sum === null ? null : add(sum, value)), 0) };
  }
  const value = extreme(values, aggregation === 'MIN' ? -1 : 1);
  return value === null ? { value, problem: 'Die Ausgaben lassen sich nicht vergleichen' } : { value };
}

function extreme(values: readonly unknown[], direction: 1 | -1): unknown {
  let best: unknown = values[0] ?? null;
  for (const value of values) {
    const sign = order(value, best);
    if (sign === undefined) return null;
    if (sign * direction > 0) best = value;
  }
  return best;
}
