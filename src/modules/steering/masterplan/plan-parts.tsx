import type { VNode } from 'preact';
import { formatMoney, formatNumber } from '#platform/i18n';
import { Badge, Link } from '#platform/ui';
import type { MaturityModel } from './maturity-model.ts';
import { figuresOf, laneWords, type LineFigures, type PlanRow } from './plan-line.ts';

export const PLAN = '/office/masterplan';
export const lineHref = (id: string): string => `${PLAN}/z/${id}`;
export const sourceWords: Record<LineFigures['source'], string> = { live: 'gemessen', typed: 'eingetragen', both: 'gemessen und eingetragen', none: 'fehlt' };

/** "3 Online", with its state: below, on the way, reached. */
export function Level({ level, target, model }: { level: number | null; target: number | null; model: MaturityModel }): VNode {
  if (level === null) return <Badge state="neutral">noch offen</Badge>;
  const name = model.levels[level]?.name ?? '';
  const state = target === null ? 'neutral' : level >= target ? 'done' : target - level >= 3 ? 'late' : 'soon';
  return <Badge state={state}>{`${level} ${name}`}</Badge>;
}

export function Lane({ row }: { row: PlanRow }): VNode | string {
  return row.lane === 'free' ? '–' : <><Badge state="waiting">{laneWords[row.lane]}</Badge>{row.lane_basis && <><br /><small>{row.lane_basis}</small></>}</>;
}

export function VolumeCell({ row }: { row: PlanRow }): VNode {
  const { cases, source } = figuresOf(row);
  return <>{cases === null ? '–' : formatNumber(cases)}<br /><small>{sourceWords[source]}</small></>;
}

export const PotentialCell = ({ row }: { row: PlanRow }): VNode => (row.hours > 0 ? <Link href={`${lineHref(row.id)}#potenzial`}>{`${formatNumber(row.hours)} Std., ${formatMoney(Number(row.cents)).replace(/,00\s/, ' ')}`}</Link> : <>–</>);
