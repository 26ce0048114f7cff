import { projectsById, type Project } from '#core/projects';
import { page, view } from '#platform/http';
import { calendarDayOf, formatMoney, formatPercent } from '#platform/i18n';
import { may, notAllowed, type Ctx } from '#platform/module';
import { BarChart, Button, Columns, EmptyState, FilterChips, Link, PageHeader, Pagination, Row, Section, Stack, StatTile, Table } from '#platform/ui';
import { z } from 'zod';
import { maySeeMoney } from '../access.ts';
import { sliceYear, splitYear, type Slice } from '../budgets.queries.ts';
import { grantTotals } from '../fundings/grant-totals.ts';
import { addUp, readYearSums, type Money, type YearSums } from '../money.ts';
import { costTypeWords } from '../words.ts';
import { MoneyTable, euros } from './money-table.tsx';

export const BUDGET = '/office/haushalt';
const PAGE = 50;
const FIRST_YEAR = 2024;

/** The year in the address, else this one. */
export const yearIn = (text: string | undefined, today: string): number => (/^20\d\d$/.test(text ?? '') ? Number(text) : Number(today.slice(0, 4)));

/** /office/haushalt: what the whole city plans, has ordered, paid and expects in a year. */
export const cityBudget = page({
  method: 'GET', path: BUDGET, site: 'office', access: 'staff',
  query: z.object({ jahr: z.string().max(4).optional().catch(undefined), seite: z.coerce.number().int().min(1).max(200).catch(1).default(1) }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      if (!maySeeMoney(ctx)) throw notAllowed();
      const today = calendarDayOf(ctx.now);
      const year = yearIn(rq.query.jahr, today);
      const sums = await readYearSums(ctx, { year });
      const total = addUp(ctx, sums);
      const years = Array.from({ length: Number(today.slice(0, 4)) + 2 - FIRST_YEAR }, (_, at) => FIRST_YEAR + at);
      return view({
        title: `Haushalt ${year}`,
        width: 'full',
        nav: BUDGET,
        body: (
          <Stack>
            <PageHeader
              title={`Haushalt der Digitalisierung ${year}`}
              lead={leadOf(total, year)}
              actions={<Row><Button size="small" href={`${BUDGET}/buchungen?jahr=${year}`}>Buchungen</Button><Button size="small" href={`${BUDGET}/foerderungen`}>Förderungen</Button><Button size="small" icon="download" href={`${BUDGET}/export.csv?jahr=${year}`}>CSV</Button></Row>}
            />
            <FilterChips label="Haushaltsjahr" chips={years.map((one) => ({ label: String(one), href: `${BUDGET}?jahr=${one}`, active: one === year }))} />
            {sums.length === 0 ? <EmptyState title={`Für ${year} ist noch nichts geplant.`}>{may(ctx.actor, 'budgets/edit') ? 'Zeilen legen Sie auf der Geldseite eines Projekts an.' : 'Zeilen legt die Digitalsteuerung an.'}</EmptyState> : await yearBody(ctx, { year, sums, total, page: rq.query.seite })}
          </Stack>
        ),
      });
    }),
});

const leadOf = ({ planCents, spentCents, forecastCents }: Money, year: number): string => {
  if (planCents === 0) return `Für ${year} ist noch nichts geplant.`;
  const off = forecastCents - planCents;
  const outlook = off > 0 ? `Erwartet werden ${euros(off)} mehr als geplant.` : off < 0 ? `Erwartet werden ${euros(-off)} weniger als geplant.` : 'Erwartet wird, was geplant ist.';
  return `Von ${euros(planCents)} sind ${euros(spentCents)} ausgegeben (${formatPercent(spentCents / planCents)}). ${outlook}`;
};

type Year = { year: number; sums: YearSums[]; total: Money; page: number };

async function yearBody(ctx: Ctx, { year, sums, total, page: at }: Year) {
  const grants = await grantTotals(ctx, year);
  const split = await splitYear(ctx, year);
  const sorted = sums.toSorted((a, b) => Number(a.projectId !== null) - Number(b.projectId !== null) || b.plan - a.plan || (a.projectId ?? '').localeCompare(b.projectId ?? ''));
  const shown = sorted.slice((at - 1) * PAGE, at * PAGE);
  const names = await projectsById(ctx, shown.flatMap(({ projectId }) => projectId ?? []));
  const rows = shown.map((row) => ({ key: row.projectId ?? 'betrieb', label: labelOf(row.projectId, { names, year }), ...addUp(ctx, [row]) }));
  const [types, products] = [await sliceYear(ctx, year, 'cost_type'), await sliceYear(ctx, year, 'product')];
  const last = Math.ceil(sorted.length / PAGE);
  return (
    <>
      <Columns layout="quarters">
        <StatTile label="Plan" value={euros(total.planCents)} note={`${euros(split.onceCents)} einmalig, ${euros(split.runningCents)} laufend`} />
        <StatTile label="Bestellt" value={euros(total.committedCents)} note="darin, was schon bezahlt ist" />
        <StatTile label="Ausgegeben" value={euros(total.spentCents)} href={`${BUDGET}/buchungen?jahr=${year}`} />
        <StatTile label="Prognose" value={euros(total.forecastCents)} />
      </Columns>
      {grants.count > 0 && <p>{grants.count === 1 ? 'Eine Förderung' : `${grants.count} Förderungen`} über zusammen {euros(grants.grantedCents)}; {year} eingegangen {euros(grants.drawnCents)}. <Link href={`${BUDGET}/foerderungen`}>Förderungen</Link></p>}
      <Section title="Projekte und laufender Betrieb" id="projekte">
        <MoneyTable caption={`Haushalt ${year} je Projekt`} head="Wofür" rows={rows} sum={last <= 1 ? total : undefined} />
        {last > 1 && <Pagination noun="Zeilen" shown={shown.length} total={sorted.length} previous={at > 1 ? `${BUDGET}?jahr=${year}&seite=${at - 1}` : undefined} next={at < last ? `${BUDGET}?jahr=${year}&seite=${at + 1}` : undefined} />}
      </Section>
      <Columns>
        <BarChart id="kostenarten" level={2} title={typeTitle(types)} description={`Plan ${year} nach Kostenart`} groupName="Kostenart" valueName="Plan" format={euros} bars={types.filter(({ planCents }) => planCents > 0).toSorted((a, b) => b.planCents - a.planCents).map(({ key, planCents }) => ({ label: costTypeWords[key as keyof typeof costTypeWords] ?? key, value: planCents }))} />
        <Section title="Nach Produkt" id="produkte"><ProductTable rows={products} year={year} /></Section>
      </Columns>
    </>
  );
}

function labelOf(projectId: string | null, { names, year }: { names: Map<string, Project>; year: number }) {
  if (!projectId) return <Link href={`${BUDGET}/betrieb?jahr=${year}`}>Laufender Betrieb ohne Projekt</Link>;
  const project = names.get(projectId);
  return project ? <Link href={`${BUDGET}/projekte/${projectId}`}>{project.number} {project.title}</Link> : 'Projekt, das Sie nicht sehen';
}

const typeTitle = (types: Slice[]): string => {
  const most = types.toSorted((a, b) => b.planCents - a.planCents)[0];
  return most ? `Am meisten kosten ${costTypeWords[most.key as keyof typeof costTypeWords] ?? most.key}` : 'Noch nichts geplant';
};

const ProductTable = ({ rows, year }: { rows: Slice[]; year: number }) => (
  <Table<Slice>
    compact caption={`Haushalt ${year} nach Produkt`} captionHidden rows={rows} rowKey={({ key }) => key}
    columns={[
      { key: 'key', head: 'Produkt', rowHead: true, cell: ({ key }) => key || 'ohne Produkt' },
      { key: 'plan', head: 'Plan', numeric: true, cell: ({ planCents }) => euros(planCents) },
      { key: 'spent', head: 'Ausgegeben', numeric: true, cell: ({ spentCents }) => euros(spentCents) },
    ]}
  />
);

/** Exact cents, for the amounts of single bookings. */
export const cents = (amount: number): string => formatMoney(amount);
