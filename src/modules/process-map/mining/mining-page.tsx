import type { VNode } from 'preact';
import { z } from 'zod';
import { sql } from 'kysely';
import { findCurrentVersion, getServiceVersion, listServices, listServiceVersions, type CurrentVersion } from '#core/catalogue';
import { listOffices } from '#core/organisation';
import { file, page, view } from '#platform/http';
import { formatPercent } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { BarChart, Button, Enhanced, Form, Link, PageHeader, SelectField, Section, Stack, StatTile, Columns, Table, TextField } from '#platform/ui';
import type { ProcessMapTables } from '../tables.ts';
import { durationInWords } from './durations.ts';
import { replayModel, type ReplayModel } from './conformance.ts';
import { mine, optionsOf, type Mined, type StoredTrace } from './mine.ts';

export const MINING = '/office/prozesse/auswertung';
const day = z.string().regex(/^(\d{4}-\d{2}-\d{2})?$/).default('');
const query = z.object({ leistung: z.string().max(80).default(''), von: day, bis: day, amt: z.string().max(60).default('') });
type Filter = z.output<typeof query>;
/** More cases than this are not read at once; the newest count. */
const MOST_CASES = 250_000;

/** The traces of a service as far as the filter lets them through. */
export async function readTraces(ctx: Ctx, { leistung, von, bis, amt }: Filter): Promise<StoredTrace[]> {
  const seconds = (column: 'started_at' | 'ended_at') => sql<number | null>`extract(epoch from ${sql.ref(column)})::float8`.as(column);
  let rows = ctx.db<ProcessMapTables>().selectFrom('process_map.trace').select(['path', 'version', seconds('started_at'), seconds('ended_at')]).where('tenant_id', '=', ctx.tenantId).where('service', '=', leistung);
  if (von) rows = rows.where('started_at', '>=', new Date(`${von}T00:00:00Z`));
  if (bis) rows = rows.where('started_at', '<', new Date(Date.parse(`${bis}T00:00:00Z`) + 86_400_000));
  if (amt) rows = rows.where('office', '=', amt);
  const found = await rows.orderBy('started_at', 'desc').limit(MOST_CASES).execute();
  return found.map(({ path, version, started_at, ended_at }) => ({ path, version, startedAt: started_at ?? 0, endedAt: ended_at }));
}

/** Of these services the one whose newest case began last: one look into the index for each. */
export async function findNewestTraced(ctx: Ctx, slugs: readonly string[]): Promise<string | undefined> {
  const found = await sql<{ service: string }>`
    select asked.service from unnest(${slugs}::text[]) as asked(service)
    cross join lateral (select started_at from process_map.trace as t where t.tenant_id = ${ctx.tenantId} and t.service = asked.service order by started_at desc limit 1) as newest
    order by newest.started_at desc limit 1`.execute(ctx.db<ProcessMapTables>());
  return found.rows[0]?.service;
}

/** Models of the versions of a service, for measuring each case against its own. */
async function modelsOf(ctx: Ctx, slug: string, traces: readonly StoredTrace[]): Promise<ReadonlyMap<number, ReplayModel>> {
  const used = new Set(traces.map(({ version }) => version));
  const models = new Map<number, ReplayModel>();
  for (const { versionId, number } of await listServiceVersions(ctx, slug)) if (used.has(number)) models.set(number, replayModel((await getServiceVersion(ctx, versionId)).process));
  return models;
}

/** Reads and mines the cases of a service; each is measured against the version it runs on. */
export async function mineService(ctx: Ctx, filter: Filter, { service }: CurrentVersion): Promise<Mined> {
  const traces = await readTraces(ctx, filter);
  const models = await modelsOf(ctx, filter.leistung, traces);
  return mine(traces, optionsOf(service.process, (version) => models.get(version)));
}

/** What really happened: variants, conformance, waiting and working time of each step. */
export const miningPage = page({
  method: 'GET', path: MINING, site: 'office', access: 'may:processes/read', query,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const services = await listServices(ctx);
      const slugs = services.map(({ slug }) => slug);
      const filter = { ...rq.query, leistung: rq.query.leistung || (await findNewestTraced(ctx, slugs)) || slugs[0] || '' };
      const current = filter.leistung ? await findCurrentVersion(ctx, filter.leistung) : undefined;
      const mined = current ? await mineService(ctx, filter, current) : undefined;
      const offices = await listOffices(ctx);
      return view({
        title: 'Prozesse auswerten',
        width: 'full',
        nav: '/office/prozesse',
        islands: true,
        crumbs: [{ label: 'Prozesse', href: '/office/prozesse' }, { label: 'Auswertung' }],
        body: (
          <Stack>
            <PageHeader title="Was wirklich geschieht" lead="Aus den Ereignissen der Vorgänge gerechnet: Wege, Wartezeiten, Nacharbeit. Personen kommen darin nicht vor." />
            <Form method="get" action={MINING} inline label="Auswahl">
              <SelectField name="leistung" label="Leistung" value={filter.leistung} options={services.map(({ slug, name }) => ({ value: slug, label: name }))} placeholder={false} />
              <TextField name="von" type="date" label="Beginn ab" value={filter.von} />
              <TextField name="bis" type="date" label="bis" value={filter.bis} />
              <SelectField name="amt" label="Amt" value={filter.amt} options={[{ value: '', label: 'alle' }, ...offices.map(({ key, name }) => ({ value: key, label: name }))]} placeholder={false} />
              <Button type="submit">Zeigen</Button>
            </Form>
            {mined && current && mined.cases > 0 ? <Result mined={mined} current={current} slug={filter.leistung} /> : <p>In dieser Auswahl gibt es keine Vorgänge.</p>}
          </Stack>
        ),
      });
    }),
});

const share = (part: number, whole: number): string => formatPercent(whole > 0 ? part / whole : 0);

function Result({ mined, current, slug }: { mined: Mined; current: CurrentVersion; slug: string }): VNode {
  const { process } = current.service;
  const nameOf = (id: string): string => process.nodes.get(id)?.name || id;
  const { silent } = optionsOf(process);
  const steps = mined.nodes.filter(({ node }) => !silent.has(node));
  const slowest = steps.filter(({ waiting }) => waiting !== null).sort((a, b) => (b.waiting ?? 0) - (a.waiting ?? 0))[0];
  return (
    <Stack>
      <Columns layout="quarters">
        <StatTile label="Vorgänge" value={String(mined.cases)} note={`${mined.ended} abgeschlossen, ${mined.events} Schritte`} />
        <StatTile label="Dauer im Mittel" value={durationInWords(mined.meanSeconds)} />
        <StatTile label="Ohne Handarbeit" value={share(mined.automatic, mined.cases)} note={`${mined.automatic} Vorgänge hat nur die Maschine bearbeitet`} />
        <StatTile label="Nacharbeit" value={share(mined.reworked, mined.cases)} note={`${mined.reworked} Vorgänge mit einer Aufgabe, die zweimal kam`} />
      </Columns>
      <p>{mined.conforming === mined.cases ? 'Alle Vorgänge liefen so, wie ihre Fassung es vorsieht.' : `${share(mined.conforming ?? 0, mined.cases)} der Vorgänge liefen so, wie ihre Fassung es vorsieht; bei den anderen wurde ein Schritt übersprungen, oder sie zogen unterwegs auf eine andere Fassung um.`}</p>
      {slowest && <BarChart id="wartezeit" level={2} title={`Am längsten wartet „${nameOf(slowest.node)}“: ${durationInWords(slowest.waiting)}`} description="Mittlere Wartezeit je Schritt in Stunden" bars={steps.slice(0, 12).map(({ node, waiting }) => ({ label: nameOf(node), value: Math.round(((waiting ?? 0) / 3600) * 10) / 10 }))} valueName="Stunden" groupName="Schritt" />}
      <Section title="Zeiten am Bild" id="bild">
        <Enhanced name="process-times" start="visible">
          <div class="process-times" data-source={`${MINING}/bild?leistung=${slug}`} data-figures={JSON.stringify(mined.nodes.map(({ node, visits, waiting, working }) => ({ node, visits, words: [durationInWords(waiting), working === null ? '' : `+ ${durationInWords(working)}`].join(' ').trim() })))}>
            <p>Das Bild braucht JavaScript; die Tabelle darunter sagt dasselbe.</p>
          </div>
        </Enhanced>
      </Section>
      <Table
        compact
        caption="Zeiten je Schritt"
        rows={steps}
        rowKey={({ node }) => node}
        columns={[
          { key: 'step', head: 'Schritt', rowHead: true, cell: ({ node }) => nameOf(node) },
          { key: 'visits', head: 'Wie oft', numeric: true, cell: ({ visits }) => visits },
          { key: 'repeats', head: 'Davon wiederholt', numeric: true, cell: ({ repeats }) => repeats },
          { key: 'waiting', head: 'Wartezeit', numeric: true, cell: ({ waiting }) => durationInWords(waiting) },
          { key: 'working', head: 'Bearbeitung', numeric: true, cell: ({ working }) => durationInWords(working) },
        ]}
      />
      <Table
        compact
        stack
        caption={`Wege: ${mined.variants.length} verschiedene`}
        rows={mined.variants.slice(0, 20)}
        rowKey={({ nodes }) => nodes.join('>')}
        columns={[
          { key: 'share', head: 'Anteil', numeric: true, cell: ({ cases }) => share(cases, mined.cases) },
          { key: 'cases', head: 'Vorgänge', numeric: true, cell: ({ cases }) => cases },
          { key: 'time', head: 'Dauer', numeric: true, cell: ({ seconds }) => durationInWords(seconds) },
          { key: 'way', head: 'Weg', rowHead: true, cell: ({ nodes }) => nodes.map(nameOf).join(' → ') },
        ]}
      />
      <p>
        <Link href={`/office/prozesse/simulation?leistung=${slug}`}>Was wäre, wenn: diesen Prozess durchspielen</Link>
      </p>
    </Stack>
  );
}

/** The drawing of the version that is online. */
export const miningDiagram = page({
  method: 'GET', path: `${MINING}/bild`, site: 'office', access: 'may:processes/read', query: z.object({ leistung: z.string().max(80) }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const current = await findCurrentVersion(ctx, rq.query.leistung);
      return file({ name: 'process.bpmn', type: 'application/xml', bytes: new TextEncoder().encode(current?.service.processXml ?? '') });
    }),
});
