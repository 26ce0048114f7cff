import { add } from '../feel/values/arithmetic.ts';
import { equals, order } from '../feel/values/compare.ts';
import { isNumber } from '../feel/values/decimal.ts';
import type { FeelNumber } from '../feel/values/decimal.ts';
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
  const results = hits.map((hit) => hit.result);
  switch (table.aggregation) {
    case 'SUM': {
      if (!results.every(isNumber)) return { value: null, used: hits, problem: 'Die Summe braucht Zahlen' };
      return {
        value: results.reduce<FeelNumber | null>((sum, value) => (sum === null ? null : add(sum, value)), 0),
        used: hits,
      };
    }
    case 'MIN':
      return { value: extreme(results, -1), used: hits };
    case 'MAX':
      return { value: extreme(results, 1), used: hits };
    case 'COUNT':
      return { value: hits.length, used: hits };
    default:
      return { value: results, used: hits };
  }
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
