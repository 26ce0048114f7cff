import { isDeepStrictEqual } from 'node:util';
import { formatNumber } from '#platform/i18n';
import { kindWords, placesOf, type Goal, type Indicator, type Measure, type NodeKind, type Place, type Strategy } from './strategy-tree.ts';

export type EditionChange = { kind: NodeKind | 'vision'; key: string; name: string; change: 'new' | 'gone' | 'changed' | 'moved'; /** What changed, in words. */ details: string[] };

const number = (value: number): string => formatNumber(value, 'de', { maximumFractionDigits: 2 });
const date = (on: string): string => on.split('-').reverse().join('.');
const plain = (node: Place['node']): Record<string, unknown> => Object.fromEntries(Object.entries(node).filter(([, value]) => !(Array.isArray(value) && typeof value[0] === 'object')));

/** What one edition says differently from an earlier one, from top to bottom; nodes are the same when their keys are. */
export function compareEditions(before: Strategy, after: Strategy): EditionChange[] {
  const old = new Map(placesOf(before).map((place) => [place.node.key, place]));
  const now = new Map(placesOf(after).map((place) => [place.node.key, place]));
  const changes: EditionChange[] = before.vision === after.vision ? [] : [{ kind: 'vision', key: 'vision', name: 'Leitbild', change: 'changed', details: [`bisher: „${before.vision}“`, `jetzt: „${after.vision}“`] }];
  for (const [key, place] of now) {
    const was = old.get(key);
    if (!was) changes.push({ kind: place.kind, key, name: place.node.name, change: 'new', details: [] });
    else changes.push(...changeOf(was, place, { before, after }));
  }
  for (const [key, place] of old) if (!now.has(key)) changes.push({ kind: place.kind, key, name: place.node.name, change: 'gone', details: [] });
  return changes;
}

const nameOf = (strategy: Strategy, key: string | null): string => placesOf(strategy).find(({ node }) => node.key === key)?.node.name ?? '';

function changeOf(was: Place, is: Place, { before, after }: { before: Strategy; after: Strategy }): EditionChange[] {
  const moved = was.parent !== is.parent ? [`bisher bei „${nameOf(before, was.parent)}“, jetzt bei „${nameOf(after, is.parent)}“`] : [];
  const details = isDeepStrictEqual(plain(was.node), plain(is.node)) ? [] : detailsOf(was, is);
  if (moved.length + details.length === 0) return [];
  return [{ kind: is.kind, key: is.node.key, name: is.node.name, change: details.length === 0 ? 'moved' : 'changed', details: [...moved, ...details] }];
}

function detailsOf(was: Place, is: Place): string[] {
  const [a, b] = [was.node, is.node];
  const details = a.name === b.name ? [] : [`hieß „${a.name}“`];
  if (is.kind === 'indicator') return [...details, ...indicatorDetails(a as Indicator, b as Indicator)];
  if ((a as Goal).text !== (b as Goal).text) details.push('Beschreibung neu gefasst');
  if (is.kind === 'measure') details.push(...projectDetails(a as Measure, b as Measure));
  return details.length > 0 ? details : [`${kindWords[is.kind]} neu gefasst`];
}

function indicatorDetails(a: Indicator, b: Indicator): string[] {
  return [
    ...(a.base === b.base && a.baseOn === b.baseOn ? [] : [`Ausgangswert ${number(a.base)} (${date(a.baseOn)}) → ${number(b.base)} (${date(b.baseOn)})`]),
    ...(a.target === b.target && a.targetOn === b.targetOn ? [] : [`Zielwert ${number(a.target)} bis ${date(a.targetOn)} → ${number(b.target)} bis ${date(b.targetOn)}`]),
    ...(isDeepStrictEqual(a.source, b.source) ? [] : [b.source.kind === 'figure' ? 'wird jetzt laufend gemessen' : 'wird jetzt von Hand gemessen']),
    ...(a.unit === b.unit ? [] : [`Einheit ${a.unit} → ${b.unit}`]),
  ];
}

function projectDetails(a: Measure, b: Measure): string[] {
  const added = b.projects.filter((id) => !a.projects.includes(id)).length;
  const gone = a.projects.filter((id) => !b.projects.includes(id)).length;
  return [...(added > 0 ? [`${added} Vorhaben dazu`] : []), ...(gone > 0 ? [`${gone} Vorhaben entfallen`] : [])];
}
