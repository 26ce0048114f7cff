import { z } from 'zod';
import { addMonths, listOffices } from '#core/organisation';
import { file, page, view } from '#platform/http';
import { calendarDayOf, formatDate } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Badge, Button, Deadline, EmptyState, FilterChips, Link, PageHeader, Stack, Table, type BadgeState } from '#platform/ui';
import { contractCalendar } from '../services/contracts.ts';
import type { ItService } from '../services/it-service.ts';
import { listContracts, listItNames, listItServices } from '../services/it-services.queries.ts';
import { IT, itHref, withQuery } from './addresses.ts';
import { csvFile, plainMoney } from './csv.ts';
import { cellsOf, readKnown } from './it-form-page.tsx';
import { itFilterOf, itQuery, RADAR_DAYS } from './it-list-page.tsx';
import { itServiceFields, type ItServiceField } from '../services/read-it-service.ts';

const CONTRACTS = `${IT}/vertraege`;
const months = { '6': 6, '12': 12, '24': 24 } as const;
const query = z.object({ in: z.enum(['6', '12', '24', 'alle']).default('12').catch('12') });

/** What must be decided about a contract now. */
function adviceOf({ noticeBy }: ItService, today: string): { words: string; look: BadgeState } {
  if (!noticeBy || noticeBy < today) return { words: 'Kündigung nicht mehr möglich', look: 'late' };
  return Date.parse(noticeBy) - Date.parse(today) <= RADAR_DAYS * 86_400_000 ? { words: 'jetzt entscheiden', look: 'soon' } : { words: 'Zeit bleibt', look: 'neutral' };
}

async function contractsOf(ctx: Ctx, within: z.output<typeof query>['in']): Promise<ItService[]> {
  return listContracts(ctx, within === 'alle' ? {} : { until: addMonths(calendarDayOf(ctx.now), months[within]) });
}

const radarPage = page({
  method: 'GET', path: CONTRACTS, site: 'office', access: 'may:assets/read', query,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const [rows, names, offices] = [await contractsOf(ctx, rq.query.in), await listItNames(ctx), await listOffices(ctx)];
      const byId = new Map(names.map((one) => [one.id, one.name]));
      const officeNames = new Map(offices.map(({ id, name }) => [id, name]));
      const today = calendarDayOf(ctx.now);
      const due = rows.filter((one) => adviceOf(one, today).look === 'soon').length;
      return view({
        title: 'Vertragsradar', width: 'full', nav: IT, crumbs: [{ label: 'IT-Dienste', href: IT }, { label: 'Vertragsradar' }],
        body: (
          <Stack>
            <PageHeader title="Vertragsradar" lead={rows.length === 0 ? 'In dieser Zeit endet kein Vertrag.' : `${rows.length} Verträge enden in dieser Zeit; bei ${due} muss in den nächsten ${RADAR_DAYS} Tagen entschieden werden. Die Verantwortlichen werden 60 Tage vor dem letzten Kündigungstag erinnert.`} actions={<Button href={withQuery(`${CONTRACTS}.ics`, { in: rq.query.in })} icon="calendar">In den Kalender</Button>} />
            <FilterChips label="Endet in" chips={[['6', '6 Monaten'], ['12', '12 Monaten'], ['24', '24 Monaten'], ['alle', 'alle']].map(([key = '', label = '']) => ({ label, href: withQuery(CONTRACTS, { in: key }), active: rq.query.in === key }))} />
            <Table
              compact
              stack
              caption="Verträge nach ihrem Ende"
              captionHidden
              rows={rows}
              rowKey={({ id }) => id}
              empty={<EmptyState title="Kein Vertrag endet in dieser Zeit" />}
              columns={[
                { key: 'name', head: 'Dienst', rowHead: true, cell: ({ id, name }) => <Link href={itHref(id)}>{name}</Link> },
                { key: 'partner', head: 'Vertragspartner', cell: ({ contractPartner }) => contractPartner || '–' },
                { key: 'owner', head: 'Verantwortlich', cell: ({ ownerName, officeId }) => `${ownerName || 'noch niemand'}, ${officeNames.get(officeId) ?? ''}` },
                { key: 'notice', head: 'Kündbar bis', cell: ({ noticeBy }) => (noticeBy ? formatDate(noticeBy) : '–') },
                { key: 'end', head: 'Endet', cell: ({ contractEndsOn }) => (contractEndsOn ? <Deadline on={contractEndsOn} today={today} soonDays={RADAR_DAYS} /> : '–') },
                { key: 'advice', head: 'Was zu tun ist', cell: (one) => <Badge state={adviceOf(one, today).look}>{adviceOf(one, today).words}</Badge> },
                { key: 'successor', head: 'Nachfolger', cell: ({ successorId }) => (successorId ? (byId.get(successorId) ?? '–') : 'keiner') },
              ]}
            />
          </Stack>
        ),
      });
    }),
});

const calendar = page({
  method: 'GET', path: `${CONTRACTS}.ics`, site: 'office', access: 'may:assets/read', query,
  handle: (rq) => rq.read(async (ctx) => file({ name: 'it-vertraege.ics', type: 'text/calendar; charset=utf-8', bytes: Buffer.from(contractCalendar(ctx, await contractsOf(ctx, rq.query.in))) })),
});

const CHUNK = 500;
/** The filtered inventory as the import reads it; that it left the system is recorded. */
const exportCsv = page({
  method: 'GET', path: `${IT}/tabelle.csv`, site: 'office', access: 'may:assets/read', query: itQuery,
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const known = await readKnown(ctx);
      const filter = itFilterOf(ctx, rq.query, known.offices);
      const fields = Object.keys(itServiceFields) as ItServiceField[];
      const rows: (string | number)[][] = [];
      for (let after: Parameters<typeof listItServices>[2]['after']; ; ) {
        const found = await listItServices(ctx, filter, { after, limit: CHUNK });
        for (const service of found.rows) {
          const cells = { ...cellsOf(service, known), once: plainMoney(service.onceCents), running: plainMoney(service.costCents - service.onceCents) };
          rows.push(fields.map((field) => cells[field] ?? ''));
        }
        if (!(after = found.next)) break;
      }
      ctx.emit({ type: 'assets/list-exported', subject: 'it-services', data: { rows: rows.length } });
      return csvFile('it-dienste.csv', Object.values(itServiceFields), rows);
    }),
});

export const contractRoutes = [radarPage, calendar, exportCsv];
