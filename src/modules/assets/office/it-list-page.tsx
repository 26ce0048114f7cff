import type { VNode } from 'preact';
import { z } from 'zod';
import { readFigure, yearOf } from '#core/insights';
import { listOffices, type Office } from '#core/organisation';
import { page, view } from '#platform/http';
import { calendarDayOf, formatDate, formatMoney, formatNumber, plural } from '#platform/i18n';
import { may, type Ctx } from '#platform/module';
import { Badge, Button, Columns, EmptyState, FilterChips, Form, Link, PageHeader, Pagination, Row, SelectField, Stack, StatTile, Table, TextField, type TableColumn } from '#platform/ui';
import { criticalityOf, criticalityWords, kindWords, stateWords } from '../services/it-service.ts';
import { decodeCursor, encodeCursor, itSorts, listItServices, sumItServices, type ItCursor, type ItFilter, type ListedService } from '../services/it-services.queries.ts';
import { IT, itHref, withQuery } from './addresses.ts';

const AT_ONCE = 50;
/** The radar: contracts that can be ended only within these days. */
export const RADAR_DAYS = 180;

export const itQuery = z.object({
  q: z.string().trim().max(100).default('').catch(''), amt: z.string().max(60).default('').catch(''), stand: z.enum(['', 'planned', 'running', 'leaving', 'retired']).default('').catch(''),
  kritik: z.enum(['', '1', '2', '3', '4']).default('').catch(''), nur: z.enum(['', 'vertrag', 'schutz', 'personen']).default('').catch(''),
  nach: z.enum(itSorts).default('name').catch('name'), ab: z.enum(['', 'ja']).default('').catch(''), jahr: z.coerce.number().int().min(2000).max(2100).optional().catch(undefined), weiter: z.string().max(600).optional().catch(undefined),
});
export type ItQuery = z.output<typeof itQuery>;

/** The filter that an address means. */
export function itFilterOf(ctx: Ctx, query: ItQuery, offices: Office[]): ItFilter {
  const office = offices.find(({ key }) => key === query.amt);
  return {
    year: query.jahr ?? Number(calendarDayOf(ctx.now).slice(0, 4)), sort: query.nach, descending: query.ab === 'ja', ...(query.q ? { q: query.q } : {}), ...(office ? { officeId: office.id } : {}), ...(query.stand ? { state: query.stand } : {}),
    ...(query.kritik ? { criticality: Number(query.kritik) } : {}), ...(query.nur === 'vertrag' ? { noticeWithin: RADAR_DAYS } : {}), ...(query.nur === 'schutz' ? { protection: 'very-high' as const } : {}), ...(query.nur === 'personen' ? { personal: true } : {}),
  };
}

const hrefOf = (query: ItQuery, change: Partial<Record<keyof ItQuery, string>>, path = IT): string => withQuery(path, { ...query, weiter: undefined, nach: query.nach === 'name' ? '' : query.nach, ...change });

/** The inventory: what runs, who answers for it, what it costs. */
export const itListPage = page({
  method: 'GET', path: IT, site: 'office', access: 'may:assets/read', query: itQuery,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const offices = await listOffices(ctx);
      const filter = itFilterOf(ctx, rq.query, offices);
      const after: ItCursor | undefined = rq.query.weiter ? decodeCursor(rq.query.weiter, filter.sort) : undefined;
      const [{ rows, next }, sums, radar] = [await listItServices(ctx, filter, { after, limit: AT_ONCE }), await sumItServices(ctx, filter), await readFigure(ctx, 'assets/notice-due', yearOf(filter.year))];
      return view({
        title: 'IT-Dienste', width: 'full', nav: IT,
        body: (
          <Stack>
            <PageHeader title="IT-Dienste" lead={`${plural(sums.count, { one: 'Ein Dienst', other: `${formatNumber(sums.count)} Dienste` })} in dieser Auswahl.`} actions={<Actions editable={may(rq.actor, 'assets/edit')} csv={hrefOf(rq.query, {}, `${IT}/tabelle.csv`)} />} />
            <Columns layout="quarters">
              <StatTile label={`Kosten ${filter.year}`} value={formatMoney(sums.onceCents + sums.runningCents)} note={`davon laufend ${formatMoney(sums.runningCents)}`} />
              <StatTile label="Verträge mit baldiger Entscheidung" value={radar === null ? '–' : formatNumber(radar)} note={`kündbar nur noch innerhalb von ${RADAR_DAYS} Tagen`} href={`${IT}/vertraege`} />
              <StatTile label="Was am meisten stillsteht" value={<Link href={`${IT}/abhaengigkeiten`}>Abhängigkeiten</Link>} note="Welcher Ausfall welche Leistungen trifft" />
            </Columns>
            <Filters query={rq.query} offices={offices} year={filter.year} />
            <ItTable rows={rows} query={rq.query} year={filter.year} today={calendarDayOf(ctx.now)} offices={offices} />
            <Pagination shown={rows.length} total={sums.count} noun="IT-Dienste" {...(rq.query.weiter ? { previous: hrefOf(rq.query, {}) } : {})} {...(next ? { next: hrefOf(rq.query, { weiter: encodeCursor(next) }) } : {})} />
          </Stack>
        ),
      });
    }),
});

function Actions({ editable, csv }: { editable: boolean; csv: string }): VNode {
  return (
    <Row>
      {editable && <Button variant="primary" href={`${IT}/neu`} icon="add">Dienst aufnehmen</Button>}
      {editable && <Button href={`${IT}/einlesen`} icon="upload">Tabelle einlesen</Button>}
      <Button href={csv} icon="download">Tabelle laden</Button>
    </Row>
  );
}

function Filters({ query, offices, year }: { query: ItQuery; offices: Office[]; year: number }): VNode {
  const chip = (label: string, nur: ItQuery['nur']) => ({ label, href: hrefOf(query, { nur: query.nur === nur ? '' : nur }), active: query.nur === nur });
  return (
    <Stack gap="small">
      <Form method="get" action={IT} inline label="Auswahl">
        <TextField name="q" label="Name, Kennung oder Anbieter" value={query.q} />
        <SelectField name="amt" label="Amt" value={query.amt} placeholder={false} options={[{ value: '', label: 'alle' }, ...offices.map(({ key, name }) => ({ value: key, label: name }))]} />
        <SelectField name="stand" label="Stand" value={query.stand} placeholder={false} options={[{ value: '', label: 'alle' }, ...Object.entries(stateWords).map(([value, { words }]) => ({ value, label: words }))]} />
        <SelectField name="kritik" label="Kritikalität" value={query.kritik} placeholder={false} options={[{ value: '', label: 'alle' }, ...criticalityWords.map(({ level, words }) => ({ value: String(level), label: words }))]} />
        <TextField name="jahr" label="Kosten im Jahr" value={String(year)} width={4} inputmode="numeric" />
        {query.nur && <input type="hidden" name="nur" value={query.nur} />}
        <Button type="submit">Zeigen</Button>
      </Form>
      <FilterChips label="Nur" chips={[{ label: 'alle', href: hrefOf(query, { nur: '' }), active: !query.nur }, chip('Vertrag bald zu entscheiden', 'vertrag'), chip('sehr hoher Schutzbedarf', 'schutz'), chip('mit personenbezogenen Daten', 'personen')]} />
    </Stack>
  );
}

function ItTable({ rows, query, year, today, offices }: { rows: ListedService[]; query: ItQuery; year: number; today: string; offices: Office[] }): VNode {
  const officeNames = new Map(offices.map(({ id, name }) => [id, name]));
  const columns: TableColumn<ListedService>[] = [
    { key: 'name', head: 'Dienst', rowHead: true, sortable: true, cell: ({ id, name, kind, provider }) => <><Link href={itHref(id)}>{name}</Link><br /><small>{[kindWords[kind], provider].filter(Boolean).join(', ')}</small></> },
    { key: 'office', head: 'Verantwortlich', cell: ({ officeId, ownerName }) => <>{officeNames.get(officeId) ?? '–'}<br /><small>{ownerName || 'noch niemand'}</small></> },
    { key: 'state', head: 'Stand', narrow: true, cell: ({ state }) => <Badge state={stateWords[state].look}>{stateWords[state].words}</Badge> },
    { key: 'kritikalitaet', head: 'Kritikalität', sortable: true, narrow: true, cell: ({ criticality }) => <Badge state={criticalityOf(criticality).look}>{criticalityOf(criticality).words}</Badge> },
    { key: 'nutzende', head: 'Nutzende', numeric: true, sortable: true, cell: ({ users }) => formatNumber(users) },
    { key: 'kosten', head: `Kosten ${year}`, numeric: true, sortable: true, cell: ({ costCents }) => formatMoney(costCents) },
    { key: 'vertrag', head: 'Vertrag bis', sortable: true, narrow: true, cell: (one) => <ContractEnd service={one} today={today} /> },
    { key: 'grade', head: 'Note', numeric: true, wideOnly: true, cell: ({ grade }) => (grade === null ? 'offen' : formatNumber(grade)) },
  ];
  return (
    <Table
      compact
      stickyHead
      stack
      caption="Bestand der IT-Dienste"
      captionHidden
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      sort={{ by: query.nach, direction: query.ab === 'ja' ? 'descending' : 'ascending', href: (by, direction) => hrefOf(query, { nach: by, ab: direction === 'descending' ? 'ja' : '' }) }}
      empty={<EmptyState title="Kein IT-Dienst in dieser Auswahl">Nehmen Sie eine Einschränkung zurück, oder lesen Sie Ihre Liste als CSV-Tabelle ein.</EmptyState>}
    />
  );
}

/** The end of the contract; marked while it must be decided soon, or when notice can no longer be given. */
function ContractEnd({ service: { contractEndsOn, noticeBy }, today }: { service: ListedService; today: string }): VNode {
  if (!contractEndsOn) return <>unbefristet</>;
  if (contractEndsOn < today) return <Badge state="late">{`abgelaufen ${formatDate(contractEndsOn)}`}</Badge>;
  const due = noticeBy !== null && noticeBy >= today && Date.parse(noticeBy) - Date.parse(today) <= RADAR_DAYS * 86_400_000;
  return due ? <Badge state="soon">{`${formatDate(contractEndsOn)}, kündbar bis ${formatDate(noticeBy)}`}</Badge> : <>{formatDate(contractEndsOn)}</>;
}
