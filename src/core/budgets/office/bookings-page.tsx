import { csvCell, projectsById } from '#core/projects';
import { file, page, view } from '#platform/http';
import { calendarDayOf } from '#platform/i18n';
import { notAllowed, type Ctx } from '#platform/module';
import { Button, EmptyState, Form, PageHeader, Pagination, SelectField, Stack, TextField } from '#platform/ui';
import { z } from 'zod';
import { maySeeMoney, requireMoney } from '../access.ts';
import { listBookings, type Booking, type BookingCursor, type BookingFilter } from '../budgets.queries.ts';
import { addUp, readYearSums } from '../money.ts';
import { costTypeWords, sourceWords } from '../words.ts';
import { BUDGET, yearIn } from './city-page.tsx';
import { BookingTable } from './money-page.tsx';

const query = z.object({ jahr: z.string().max(4).optional().catch(undefined), projekt: z.uuid().optional().catch(undefined), q: z.string().trim().max(100).optional().catch(undefined), nach: z.string().max(100).optional().catch(undefined) });
type Query = z.output<typeof query>;

async function filterOf(ctx: Ctx, asked: Query): Promise<BookingFilter> {
  if (asked.projekt) await requireMoney(ctx, asked.projekt);
  else if (!maySeeMoney(ctx)) throw notAllowed();
  return { ...(asked.projekt ? { projectId: asked.projekt } : {}), ...(asked.jahr ? { year: yearIn(asked.jahr, calendarDayOf(ctx.now)) } : {}), ...(asked.q ? { text: asked.q } : {}) };
}

function hrefOf(asked: Query, more: Record<string, string> = {}, path = `${BUDGET}/buchungen`): string {
  const { nach: _, ...kept } = asked;
  const text = new URLSearchParams(Object.entries({ ...kept, ...more }).flatMap(([key, value]) => (value ? [[key, value] as [string, string]] : []))).toString();
  return text ? `${path}?${text}` : path;
}

function cursorOf(text: string | undefined): BookingCursor | undefined {
  const [on = '', id = ''] = (text ?? '').split('_');
  return /^\d{4}-\d{2}-\d{2}$/.test(on) && z.uuid().safeParse(id).success ? { on, id } : undefined;
}

/** /office/haushalt/buchungen: every payment with its source, newest first. */
export const bookingList = page({
  method: 'GET', path: `${BUDGET}/buchungen`, site: 'office', access: 'staff', query,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const asked = rq.query;
      const found = await listBookings(ctx, await filterOf(ctx, asked), { after: cursorOf(asked.nach) });
      const projects = new Map([...(await projectsById(ctx, [...new Set(found.rows.flatMap((row) => row.project_id ?? []))]))].map(([id, one]) => [id, one.title]));
      const years = Array.from({ length: Number(calendarDayOf(ctx.now).slice(0, 4)) - 2023 }, (_, at) => String(2024 + at));
      return view({
        title: 'Buchungen', width: 'full', nav: BUDGET,
        crumbs: [{ label: 'Haushalt', href: BUDGET }, { label: 'Buchungen' }],
        body: (
          <Stack gap="small">
            <PageHeader title="Buchungen" actions={<Button size="small" icon="download" href={hrefOf(asked, {}, `${BUDGET}/buchungen.csv`)}>CSV</Button>} />
            <Form method="get" action={`${BUDGET}/buchungen`} inline label="Buchungen filtern">
              {asked.projekt && <input type="hidden" name="projekt" value={asked.projekt} />}
              <TextField name="q" label="Text oder Nummer des Belegs" type="search" width={20} value={asked.q} />
              <SelectField name="jahr" label="Jahr" value={asked.jahr ?? ''} placeholder="alle" options={years.map((one) => ({ value: one, label: one }))} />
              <Button size="small">Filtern</Button>
            </Form>
            {found.rows.length === 0 ? <EmptyState title="Keine Buchung gefunden." action={<Button href={`${BUDGET}/buchungen`}>Alle zeigen</Button>} /> : <BookingTable rows={found.rows} href={undefined} again={undefined} projects={projects} />}
            <Pagination noun="Buchungen" shown={found.rows.length} next={found.next && hrefOf(asked, { nach: `${found.next.on}_${found.next.id}` })} previous={asked.nach ? hrefOf(asked) : undefined} />
          </Stack>
        ),
      });
    }),
});

/** The same as a file, all of it, read page by page. */
export const bookingCsv = page({
  method: 'GET', path: `${BUDGET}/buchungen.csv`, site: 'office', access: 'staff', query,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const filter = await filterOf(ctx, rq.query);
      const lines: string[] = [['Tag', 'Wofür', 'Projekt', 'Beleg', 'Nummer', 'Kostenart', 'Produkt', 'Betrag'].map(csvCell).join(';')];
      for (let after: BookingCursor | undefined; ; ) {
        const found = await listBookings(ctx, filter, { after, limit: 2000 });
        const names = await projectsById(ctx, [...new Set(found.rows.flatMap((row) => row.project_id ?? []))]);
        lines.push(...found.rows.map((row) => bookingLine(row, names.get(row.project_id ?? '')?.title ?? '')));
        after = found.next;
        if (!after) break;
      }
      return csvFile(`buchungen-${calendarDayOf(ctx.now)}.csv`, lines);
    }),
});

const euro = (cents: number): string => (cents / 100).toFixed(2).replace('.', ',');
const bookingLine = (row: Booking, project: string): string => `${[row.booked_on, row.text, project, sourceWords[row.source_kind], row.source_ref, costTypeWords[row.cost_type], row.product].map(csvCell).join(';')};"${euro(row.amount_cents)}"`;
const csvFile = (name: string, lines: string[]) => file({ name, type: 'text/csv; charset=utf-8', bytes: Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`) });

/** The budget of a year, a line per project, as a file. */
export const budgetCsv = page({
  method: 'GET', path: `${BUDGET}/export.csv`, site: 'office', access: 'staff', query,
  handle: (rq) =>
    rq.read(async (ctx) => {
      if (!maySeeMoney(ctx)) throw notAllowed();
      const year = yearIn(rq.query.jahr, calendarDayOf(ctx.now));
      const sums = await readYearSums(ctx, { year });
      const names = await projectsById(ctx, sums.flatMap((row) => row.projectId ?? []));
      const lines = sums.map((row) => {
        const money = addUp(ctx, [row]);
        const project = names.get(row.projectId ?? '');
        return [[String(year), project?.number ?? '', project?.title ?? (row.projectId ? '' : 'Laufender Betrieb')].map(csvCell).join(';'), ...[money.planCents, money.committedCents, money.spentCents, money.forecastCents].map((cents) => `"${euro(cents)}"`)].join(';');
      });
      return csvFile(`haushalt-${year}.csv`, ['"Jahr";"Nummer";"Wofür";"Plan";"Bestellt";"Ausgegeben";"Prognose"', ...lines]);
    }),
});
