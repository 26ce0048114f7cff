import { findPlace, placesOf, type Goal, type Indicator, type Measure, type NodeKind, type Strategy, type StrategyField } from './strategy-tree.ts';

/** One change of the tree. `key` names the node; a new one gets a key made from its name. */
export type Edit =
  | { do: 'vision'; text: string }
  | { do: 'add'; kind: NodeKind; parent: string | null; node: Record<string, unknown> & { name: string } }
  | { do: 'change'; key: string; node: Record<string, unknown> }
  | { do: 'remove'; key: string }
  | { do: 'move'; key: string; by: -1 | 1 }
  | { do: 'share'; projectId: string; shares: Record<string, number> };

const LETTERS: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };
/** "Verwaltung, die schnell ist" → "verwaltung-die-schnell-ist"; a number follows when the key is taken. */
export function keyFor(name: string, taken: Set<string>): string {
  const plain = name.toLowerCase().replaceAll(/[äöüß]/g, (letter) => LETTERS[letter] ?? letter).normalize('NFD').replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 48) || 'eintrag';
  const base = plain.length < 2 ? `${plain}-1` : plain;
  let key = base;
  for (let n = 2; taken.has(key); n++) key = `${base}-${n}`;
  return key;
}

/** The tree after the change; the old one stays as it is. Throws a RangeError when the place is not there (any more). */
export function applyEdit(strategy: Strategy, edit: Edit): Strategy {
  const next = structuredClone(strategy);
  if (edit.do === 'vision') return { ...next, vision: edit.text };
  if (edit.do === 'share') return { ...next, shares: { ...next.shares, [edit.projectId]: edit.shares } };
  if (edit.do === 'add') {
    const list = childrenOf(next, edit.parent, edit.kind);
    const taken = new Set(placesOf(next).map(({ node }) => node.key));
    list.push({ ...emptyOf(edit.kind), ...edit.node, key: keyFor(edit.node.name, taken) } as never);
    return next;
  }
  const place = findPlace(next, edit.key);
  if (!place) throw new RangeError(`no place ${edit.key}`);
  if (edit.do === 'change') Object.assign(place.node, edit.node, { key: edit.key });
  const siblings = place.siblings;
  const at = siblings.findIndex(({ key }) => key === edit.key);
  if (edit.do === 'remove') siblings.splice(at, 1);
  if (edit.do === 'move' && siblings[at + edit.by]) siblings.splice(at + edit.by, 0, ...siblings.splice(at, 1));
  return edit.do === 'remove' ? withoutLostShares(next) : next;
}

const emptyOf = (kind: NodeKind): object => (kind === 'field' ? { goals: [] } : kind === 'goal' ? { indicators: [], measures: [] } : kind === 'measure' ? { projects: [] } : {});

function childrenOf(strategy: Strategy, parent: string | null, kind: NodeKind): (StrategyField | Goal | Indicator | Measure)[] {
  if (kind === 'field') return strategy.fields;
  const place = parent === null ? undefined : findPlace(strategy, parent);
  if (!place || place.kind !== (kind === 'goal' ? 'field' : 'goal')) throw new RangeError(`no place ${parent ?? ''}`);
  if (kind === 'goal') return (place.node as StrategyField).goals;
  return kind === 'indicator' ? (place.node as Goal).indicators : (place.node as Goal).measures;
}

/** Shares in a field that is gone would no longer add to 100: the project divides equally again. */
function withoutLostShares(strategy: Strategy): Strategy {
  const fields = new Set(strategy.fields.map(({ key }) => key));
  return { ...strategy, shares: Object.fromEntries(Object.entries(strategy.shares).filter(([, shares]) => Object.keys(shares).every((field) => fields.has(field)))) };
}
