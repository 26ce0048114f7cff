import type { ComponentChildren, VNode } from 'preact';
import type { Project } from '#core/projects';
import { formatDate, formatNumber } from '#platform/i18n';
import { Badge, Details, Link, Stack, Table } from '#platform/ui';
import { expectedToday, type Facts, type Progress } from './progress.ts';
import type { Goal, Indicator, Measure, Strategy, StrategyField } from './strategy-tree.ts';

export const STRATEGY = '/office/strategie';
const LIGHTS = { green: { state: 'done', words: 'im Plan' }, amber: { state: 'soon', words: 'gefährdet' }, red: { state: 'late', words: 'kritisch' } } as const;
const number = (value: number): string => formatNumber(value, 'de', { maximumFractionDigits: 1 });
export const percentText = (percent: number | null): string => (percent === null ? 'noch nicht messbar' : `${formatNumber(Math.round(percent))} %`);

export type Shown = { strategy: Strategy; facts: Facts; known: Map<string, Project>; progress: Map<string, Progress>; open: boolean; /** Buttons beside a node while a draft is written. */ tools?: (key: string, kind: 'field' | 'goal' | 'indicator' | 'measure') => ComponentChildren };

/** A bar from 0 to 100 with a mark where one should be today. The figure stands beside it as text. */
export function Meter({ percent, expected, label }: { percent: number | null; expected?: number | undefined; label: string }): VNode {
  return (
    <svg class="meter" width="100%" height="14" role="img" aria-label={`${label}: ${percentText(percent)}${expected === undefined ? '' : `, nach der Zeit ${percentText(expected)}`}`}>
      <rect class="chart__track" x="0" y="2" width="100%" height="10" rx="2" />
      {percent !== null && <rect class="chart__bar chart__bar--plain" x="0" y="2" width={`${percent.toFixed(1)}%`} height="10" rx="2" />}
      {expected !== undefined && <line class="meter__mark" x1={`${expected.toFixed(1)}%`} x2={`${expected.toFixed(1)}%`} y1="0" y2="14" />}
    </svg>
  );
}

/** How a percentage came about, part by part. */
export function Formula({ progress }: { progress: Progress | undefined }): VNode | null {
  if (!progress || progress.parts.length === 0) return null;
  const [only] = progress.parts;
  return (
    <Details summary="So ist es berechnet">
      <ul>{progress.parts.map((part) => <li key={part.name}>{part.name}: {part.formula}</li>)}</ul>
      {progress.parts.length > 1 && only && <p>Mittel aus {progress.parts.length} Teilen: {progress.parts.map(({ percent }) => number(percent)).join(' + ')} durch {progress.parts.length} = {number(progress.percent ?? 0)} %</p>}
    </Details>
  );
}

/** The whole tree: fields fold, everything inside is headings, tables and lists, so keyboard and screen reader know their way. */
export function StrategyTree(shown: Shown): VNode {
  return (
    <div class="strategy">
      {shown.strategy.fields.map((field) => {
        const progress = shown.progress.get(field.key);
        return (
          <Details key={field.key} id={field.key} variant="panel" open={shown.open} summary={<span class="strategy__head"><span>{field.name}</span><span class="strategy__percent">{percentText(progress?.percent ?? null)}</span></span>}>
            <FieldBody shown={shown} field={field} />
          </Details>
        );
      })}
    </div>
  );
}

function FieldBody({ shown, field }: { shown: Shown; field: StrategyField }): VNode {
  const progress = shown.progress.get(field.key);
  return (
    <Stack>
      {field.text && <p class="strategy__text">{field.text}</p>}
      {shown.tools?.(field.key, 'field')}
      <Meter percent={progress?.percent ?? null} label={field.name} />
      <Formula progress={progress} />
      {field.goals.map((goal) => <GoalView key={goal.key} shown={shown} goal={goal} />)}
      {field.goals.length === 0 && <p>Dieses Handlungsfeld hat noch keine Ziele.</p>}
    </Stack>
  );
}

function GoalView({ shown, goal }: { shown: Shown; goal: Goal }): VNode {
  const progress = shown.progress.get(goal.key);
  const expected = goal.indicators.map((one) => expectedToday(one, shown.facts.today));
  const mark = expected.length === 0 ? undefined : expected.reduce((sum, one) => sum + one, 0) / expected.length;
  return (
    <section class="strategy__goal" id={goal.key} aria-labelledby={`${goal.key}-title`}>
      <div class="strategy__head"><h3 class="kern-title strategy__title" id={`${goal.key}-title`}>{goal.name}</h3><span class="strategy__percent">{percentText(progress?.percent ?? null)}</span></div>
      <Meter percent={progress?.percent ?? null} expected={mark} label={goal.name} />
      {mark !== undefined && <p class="strategy__note">Nach der Zeit müssten es {percentText(mark)} sein.</p>}
      {goal.text && <p class="strategy__text">{goal.text}</p>}
      {shown.tools?.(goal.key, 'goal')}
      <Formula progress={progress} />
      {goal.indicators.length > 0 && <Indicators shown={shown} goal={goal} />}
      {goal.measures.map((measure) => <MeasureView key={measure.key} shown={shown} measure={measure} />)}
    </section>
  );
}

function Indicators({ shown, goal }: { shown: Shown; goal: Goal }): VNode {
  return (
    <Table
      compact
      stack
      caption={`Messgrößen: ${goal.name}`}
      captionHidden
      rows={goal.indicators}
      rowKey={({ key }) => key}
      columns={[
        { key: 'name', head: 'Messgröße', rowHead: true, cell: ({ key, name, unit }) => <><Link href={`${STRATEGY}/messgroesse/${key}`}>{name}</Link>{unit ? ` (${unit})` : ''}</> },
        { key: 'base', head: 'Ausgang', numeric: true, cell: ({ base, baseOn }) => `${number(base)} (${baseOn.slice(0, 4)})` },
        { key: 'now', head: 'Heute', numeric: true, cell: (one) => valueText(shown, one) },
        { key: 'target', head: 'Ziel', numeric: true, cell: ({ target, targetOn }) => `${number(target)} (${targetOn.slice(0, 4)})` },
        { key: 'way', head: 'Weg zum Ziel', numeric: true, cell: ({ key }) => percentText(shown.progress.get(key)?.percent ?? null) },
        { key: 'source', head: 'Quelle', cell: ({ source }) => (source.kind === 'figure' ? 'laufend gemessen' : 'von Hand') },
        ...(shown.tools ? [{ key: 'tools', head: 'Ändern', headHidden: true, cell: ({ key }: Indicator) => shown.tools?.(key, 'indicator') }] : []),
      ]}
    />
  );
}

function valueText({ facts }: Shown, { key }: Indicator): string {
  const value = facts.values.get(key);
  return value ? `${number(value.value)} (${formatDate(value.on)})` : 'noch kein Wert';
}

function MeasureView({ shown, measure }: { shown: Shown; measure: Measure }): VNode {
  const projects = measure.projects.map((id) => shown.known.get(id)).filter((project) => project !== undefined);
  return (
    <div class="strategy__measure" id={measure.key}>
      <h4 class="kern-title kern-title--small strategy__title">Maßnahme: {measure.name}</h4>
      {measure.text && <p class="strategy__text">{measure.text}</p>}
      {shown.tools?.(measure.key, 'measure')}
      {projects.length === 0 ? <p class="strategy__note">Noch kein Vorhaben verknüpft.</p> : (
        <ul class="strategy__projects">
          {projects.map((project) => (
            <li key={project.id}>
              <Link href={`/office/projekte/${project.id}`}>{project.title}</Link> <Badge state={LIGHTS[project.light].state}>{LIGHTS[project.light].words}</Badge> <span class="strategy__note">{milestonesText(shown.facts, project.id)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function milestonesText({ projects }: Facts, id: string): string {
  const facts = projects.get(id);
  return facts && facts.milestones > 0 ? `${facts.reached} von ${facts.milestones} Meilensteinen` : '';
}
