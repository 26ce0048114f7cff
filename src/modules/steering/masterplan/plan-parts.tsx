import type { VNode } from 'preact';
import { formatMoney, formatNumber, plural } from '#platform/i18n';
import { Badge, Link } from '#platform/ui';
import type { MaturityModel } from './maturity-model.ts';
import { figuresOf, laneWords, type PlanRow } from './plan-line.ts';

export const PLAN = '/office/masterplan';
export const lineHref = (id: string): string => `${PLAN}/z/${id}`;
/** Where the figures of a line come from: counted cases, the process map, typed in here. Only what ran here has a share without hands. */
export function sourceOf(row: PlanRow): string {
  const live = row.live_automation === null ? 'Prozesslandkarte' : 'gezählt';
  return { live, typed: 'eingetragen', both: `${live}, eingetragen`, none: 'fehlt' }[figuresOf(row).source];
}

/** "Stufe 3 → 6" with the name below, and its state: far below, on the way, reached. */
export function Level({ level, target, model }: { level: number | null; target: number | null; model: MaturityModel }): VNode {
  if (level === null) return <Badge state="neutral">{target === null ? 'noch offen' : `offen → ${target}`}</Badge>;
  const name = model.levels[level]?.name ?? '';
  const state = target === null ? 'neutral' : level >= target ? 'done' : target - level >= 3 ? 'late' : 'soon';
  return <><Badge state={state}>{target === null || level >= target ? `Stufe ${level}` : `Stufe ${level} → ${target}`}</Badge><br /><small>{name}</small></>;
}

export function Lane({ row }: { row: PlanRow }): VNode | string {
  return row.lane === 'free' ? '–' : <><Badge state="waiting">{laneWords[row.lane]}</Badge>{row.lane_basis && <><br /><small>{row.lane_basis}</small></>}</>;
}

export function VolumeCell({ row }: { row: PlanRow }): VNode {
  const { cases } = figuresOf(row);
  return <>{cases === null ? '–' : formatNumber(cases)}<br /><small>{sourceOf(row)}</small></>;
}

export const PotentialCell = ({ row }: { row: PlanRow }): VNode => (row.hours > 0 ? <><Link href={`${lineHref(row.id)}#potenzial`}>{`${formatNumber(row.hours)} Std.`}</Link><br /><small>{formatMoney(Number(row.cents))}</small></> : <>–</>);

/** "16 Minuten, 3 Medienbrüche" */
export function EachCell({ row }: { row: PlanRow }): VNode {
  const { minutes, breaks } = figuresOf(row);
  return <>{minutes === null ? '–' : `${formatNumber(minutes)} Min.`}{breaks ? <><br /><small>{plural(breaks, { one: 'ein Medienbruch', other: `${breaks} Medienbrüche` })}</small></> : null}</>;
}
