import type { VNode } from 'preact';
import { z } from 'zod';
import { HOUR_CENTS } from '#core/insights';
import { listOffices, type Office } from '#core/organisation';
import { file, page, redirect, view } from '#platform/http';
import { formatMoney, formatNumber, formatPercent } from '#platform/i18n';
import { may, type Ctx } from '#platform/module';
import { Button, Columns, EmptyState, FilterChips, Form, Link, PageHeader, Pagination, Row, SelectField, Stack, StatTile, Table, TextField, Time, type TableColumn } from '#platform/ui';
import { currentModel } from './models.ts';
import { figuresOf, laneWords, type PlanRow } from './plan-line.ts';
import { EachCell, Lane, Level, lineHref, PLAN, PotentialCell, sourceOf, VolumeCell } from './plan-parts.tsx';
import { decodePlanCursor, encodePlanCursor, listPlan, planSorts, sumPlan, type PlanFilter } from './plan.queries.ts';
import { refreshPlan } from './refresh-plan.ts';
import type { MaturityModel, ModelKey } from './maturity-model.ts';

const AT_ONCE = 50;
const query = z.object({
  q: z.string().trim().max(100).default('').catch(''), amt: z.string().max(60).default('').catch(''), spur: z.enum(['', 'free', 'law', 'operation', 'resolution']).default('').catch(''), luecke: z.enum(['', '1', '2', '3']).default('').catch(''),
  nur: z.enum(['', 'offen', 'prozesse']).default('').catch(''), nach: z.enum(planSorts).default('potenzial').catch('potenzial'), modell: z.enum(['2.0', '1.1']).default('2.0').catch('2.0'), weiter: z.string().max(600).optional().catch(undefined), zeigen: z.enum(['', 'alle']).default('').catch(''),
});
type Query = z.output<typeof query>;
const usual: Partial<Record<keyof Query, string>> = { nach: 'potenzial', modell: '2.0' };

function hrefOf(asked: Query, change: Partial<Record<keyof Query, string | undefined>>, path = PLAN): string {
  const parts = Object.entries({ ...asked, weiter: undefined, zeigen: '', ...change }).flatMap(([name, value]): [string, string][] => (value === undefined || value === '' || usual[name as keyof Query] === value ? [] : [[name, value]]));
  return parts.length > 0 ? `${path}?${new URLSearchParams(parts)}` : path;
}

function filterOf(asked: Query, offices: Office[]): PlanFilter {
  const office = offices.find(({ key }) => key === asked.amt);
  return { sort: asked.nach, ...(asked.q ? { q: asked.q } : {}), ...(office ? { officeId: office.id } : {}), ...(asked.spur ? { lane: asked.spur } : {}), ...(asked.luecke ? { gapFrom: Number(asked.luecke) } : {}), ...(asked.nur === 'offen' ? { open: true } : {}), ...(asked.nur === 'prozesse' ? { kind: 'process' as const } : {}) };
}

/** So many lines are shown at once when somebody wants to print them all. */
const MOST_AT_ONCE = 2000;

async function readPage(ctx: Ctx, asked: Query) {
  const offices = await listOffices(ctx);
  const filter = filterOf(asked, offices);
  const page = { after: asked.weiter ? decodePlanCursor(asked.weiter, filter.sort) : undefined, limit: asked.zeigen === 'alle' ? MOST_AT_ONCE : AT_ONCE };
  return { offices, ...(await listPlan(ctx, filter, page)), sums: await sumPlan(ctx, filter), model: (await currentModel(ctx, asked.modell)).model };
}

export const planPage = page({
  method: 'GET', path: PLAN, site: 'office', access: 'may:steering/read', query,
  handle: async (rq) => {
    // a new installation has no plan yet: the first who looks gets it made
    if ((await rq.read((ctx) => sumPlan(ctx))).count === 0) await rq.transact(refreshPlan);
    const { rows, next, sums, offices, model } = await rq.read((ctx) => readPage(ctx, rq.query));
    const names = new Map(offices.map(({ id, name }) => [id, name]));
    return view({
      title: 'Masterplan', width: 'full', nav: PLAN,
      body: (
        <Stack>
          <PageHeader
            title="Masterplan"
            lead={sums.hours > 0 ? `${formatNumber(sums.hours)} Stunden im Jahr ließen sich sparen, das sind ${formatMoney(sums.cents)}.` : 'Wo sich am meisten sparen lässt, steht oben.'}
            actions={<Row>{may(rq.actor, 'steering/edit') && <Form action={`${PLAN}/neu-rechnen`} inline label="Neu rechnen"><Button type="submit" icon="refresh">Neu rechnen</Button></Form>}<Button href={`${PLAN}/modelle`}>Reifegradmodelle</Button><Button href={hrefOf(rq.query, { modell: rq.query.modell }, `${PLAN}/tabelle.csv`)} icon="download">Tabelle laden</Button><Button href={hrefOf(rq.query, { zeigen: 'alle' })} icon="print">Alle zum Drucken</Button></Row>}
          />
          <Columns layout="quarters">
            <StatTile label="Leistungen und Prozesse" value={formatNumber(sums.count)} note={sums.computedAt ? <>gerechnet <Time at={sums.computedAt} /></> : undefined} />
            <StatTile label="Bewertet" value={sums.count > 0 ? formatPercent(sums.assessed / sums.count, 'de', 0) : '–'} note={`${formatNumber(sums.assessed)} von ${formatNumber(sums.count)}`} href={hrefOf(rq.query, { nur: 'offen' })} />
            <StatTile label="Am Ziel" value={formatNumber(sums.reached)} note="Stufe erreicht, die wir uns vorgenommen haben" />
            <StatTile label="Sparbar im Jahr" value={`${formatNumber(sums.hours)} Std.`} note={`je Stunde ${formatMoney(HOUR_CENTS)}`} />
          </Columns>
          <Filters asked={rq.query} offices={offices} />
          <PlanTable rows={rows} asked={rq.query} model={model} names={names} />
          <Pagination shown={rows.length} total={sums.count} noun="Zeilen" {...(rq.query.weiter ? { previous: hrefOf(rq.query, {}) } : {})} {...(next && rq.query.zeigen === '' ? { next: hrefOf(rq.query, { weiter: encodePlanCursor(next) }) } : {})} />
        </Stack>
      ),
    });
  },
});

function Filters({ asked, offices }: { asked: Query; offices: Office[] }): VNode {
  const chip = (label: string, change: Partial<Record<keyof Query, string>>, active: boolean) => ({ label, href: hrefOf(asked, change), active });
  return (
    <Stack gap="small">
      <Form method="get" action={PLAN} inline label="Auswahl">
        <TextField name="q" label="Name" value={asked.q} />
        <SelectField name="amt" label="Amt" value={asked.amt} placeholder={false} options={[{ value: '', label: 'alle' }, ...offices.map(({ key, name }) => ({ value: key, label: name }))]} />
        <SelectField name="spur" label="Spur" value={asked.spur} placeholder={false} options={[{ value: '', label: 'alle' }, ...Object.entries(laneWords).map(([value, label]) => ({ value, label }))]} />
        <SelectField name="luecke" label="Lücke" value={asked.luecke} placeholder={false} options={[{ value: '', label: 'alle' }, { value: '1', label: 'wenigstens eine Stufe' }, { value: '2', label: 'wenigstens zwei Stufen' }, { value: '3', label: 'wenigstens drei Stufen' }]} />
        <SelectField name="nach" label="Oben steht" value={asked.nach} placeholder={false} options={[{ value: 'potenzial', label: 'was am meisten spart' }, { value: 'luecke', label: 'die größte Lücke' }, { value: 'name', label: 'nach dem Namen' }]} />
        {asked.nur && <input type="hidden" name="nur" value={asked.nur} />}
        {asked.modell !== '2.0' && <input type="hidden" name="modell" value={asked.modell} />}
        <Button type="submit">Zeigen</Button>
      </Form>
      <FilterChips label="Nur" chips={[chip('alle', { nur: '' }, asked.nur === ''), chip('noch nicht bewertet', { nur: 'offen' }, asked.nur === 'offen'), chip('Prozesse ohne Leistung', { nur: 'prozesse' }, asked.nur === 'prozesse')]} />
      <FilterChips label="Modell" chips={(['2.0', '1.1'] as const).map((key) => chip(`OZG ${key}`, { modell: key }, asked.modell === key))} />
    </Stack>
  );
}

const levelOf = (row: PlanRow, key: ModelKey): { level: number | null; target: number | null; weakest: string } => (key === '2.0' ? { level: row.level_20, target: row.target_20, weakest: row.weakest_20 } : { level: row.level_11, target: row.target_11, weakest: row.weakest_11 });

function PlanTable({ rows, asked, model, names }: { rows: PlanRow[]; asked: Query; model: MaturityModel; names: Map<string, string> }): VNode {
  const criteria = new Map(model.criteria.map(({ key, name }) => [key, name]));
  const columns: TableColumn<PlanRow>[] = [
    { key: 'name', head: 'Leistung oder Prozess', rowHead: true, cell: (row) => <><Link href={lineHref(row.id)}>{row.name}</Link><br /><small>{row.office_id ? (names.get(row.office_id) ?? '') : 'ohne Amt'}</small></> },
    { key: 'level', head: 'Reifegrad', cell: (row) => <Level {...levelOf(row, asked.modell)} model={model} /> },
    { key: 'weakest', head: 'Am schwächsten', cell: (row) => (levelOf(row, asked.modell).level === null ? '–' : (criteria.get(levelOf(row, asked.modell).weakest) ?? '–')) },
    { key: 'lane', head: 'Pflicht', cell: (row) => <Lane row={row} /> },
    { key: 'cases', head: 'Fälle im Jahr', numeric: true, cell: (row) => <VolumeCell row={row} /> },
    { key: 'each', head: 'Je Fall', numeric: true, cell: (row) => <EachCell row={row} /> },
    { key: 'potential', head: 'Sparbar im Jahr', numeric: true, cell: (row) => <PotentialCell row={row} /> },
  ];
  return <Table compact stack stickyHead caption="Masterplan, das größte Potenzial zuerst" captionHidden rows={rows} rowKey={({ id }) => id} columns={columns} empty={<EmptyState title="Nichts in dieser Auswahl">Nehmen Sie eine Einschränkung zurück.</EmptyState>} />;
}

const csvCell = (value: string | number | null): string => {
  const text = value === null ? '' : String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[;"\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
const csvHead = ['Art', 'Name', 'Amt', 'Reifegrad 2.0', 'Ziel 2.0', 'Reifegrad 1.1', 'Ziel 1.1', 'Am schwächsten (2.0)', 'Pflicht', 'Grundlage', 'Pflicht bis', 'Ziel bis', 'Verantwortlich', 'Fälle im Jahr', 'Minuten je Fall', 'Kosten je Fall (Cent)', 'Medienbrüche', 'Herkunft der Zahlen', 'Quelle', 'Stand der Quelle', 'Stunden sparbar', 'Cent sparbar'];

export const planCsv = page({
  method: 'GET', path: `${PLAN}/tabelle.csv`, site: 'office', access: 'may:steering/read', query,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const offices = await listOffices(ctx);
      const names = new Map(offices.map(({ id, name }) => [id, name]));
      const lines = [csvHead.join(';')];
      for (let after: Parameters<typeof listPlan>[2]['after']; ; ) {
        const found = await listPlan(ctx, filterOf(rq.query, offices), { after, limit: 500 });
        for (const row of found.rows) {
          const figures = figuresOf(row);
          lines.push([row.kind === 'service' ? 'Leistung' : 'Prozess', row.name, names.get(row.office_id ?? '') ?? '', row.level_20, row.target_20, row.level_11, row.target_11, row.weakest_20, laneWords[row.lane], row.lane_basis, row.lane_on, row.target_on, row.responsible, figures.cases, figures.minutes, figures.costCents, figures.breaks, sourceOf(row), row.typed_source, row.typed_on, row.hours, Number(row.cents)].map(csvCell).join(';'));
        }
        if (!(after = found.next)) break;
      }
      return file({ name: 'masterplan.csv', type: 'text/csv; charset=utf-8', bytes: Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`) });
    }),
});

export const refreshPost = page({
  method: 'POST', path: `${PLAN}/neu-rechnen`, site: 'office', access: 'may:steering/edit',
  handle: async (rq) => {
    const count = await rq.transact(async (ctx) => {
      const lines = await refreshPlan(ctx);
      ctx.emit({ type: 'steering/plan-refreshed', subject: 'master-plan', data: { lines } });
      return lines;
    });
    return redirect(PLAN, { flash: `${formatNumber(count)} Zeilen sind neu gerechnet.` });
  },
});
