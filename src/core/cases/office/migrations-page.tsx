import { page, view } from '#platform/http';
import { formatDate, formatNumber } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Badge, Button, EmptyState, Link, PageHeader, Pagination, Section, Stack, Table, Time } from '#platform/ui';
import { z } from 'zod';
import { listMigrations, runsOf, type Migration, type MigrationRuns } from '../migration/migration.ts';
import { listOldVersions, type OldVersion } from '../migration/plan-move.ts';
import { MOVES } from './migration-plan.tsx';

const PAGE = 20;
type Past = Migration & { runs: MigrationRuns };

async function listPast(ctx: Ctx, after: string | undefined): Promise<Past[]> {
  const migrations = await listMigrations(ctx, { after, limit: PAGE });
  const past: Past[] = [];
  for (const migration of migrations) past.push({ ...migration, runs: await runsOf(ctx, migration.id) });
  return past;
}

/** Where cases still run on an old version, and what has been moved so far. */
export const migrationsPage = page({
  method: 'GET',
  path: MOVES,
  site: 'office',
  access: 'may:cases/migrate',
  query: z.object({ ab: z.uuid().optional().catch(undefined) }),
  handle: async (rq) => {
    const { ab } = rq.query;
    const { old, past } = await rq.read(async (ctx) => ({ old: await listOldVersions(ctx), past: await listPast(ctx, ab) }));
    return view({ title: 'Vorgänge umziehen', width: 'full', nav: MOVES, body: <Body old={old} past={past} after={ab} /> });
  },
});

function Body({ old, past, after }: { old: OldVersion[]; past: Past[]; after: string | undefined }) {
  const next = past.length === PAGE ? past.at(-1)?.id : undefined;
  return (
    <Stack>
      <PageHeader title="Vorgänge umziehen" lead="Ein Vorgang läuft nach der Fassung der Leistung, mit der er begonnen hat. Hier ziehen Sie laufende Vorgänge auf eine neuere um: erst ein Plan, dann ein Probelauf, dann der Umzug. Er lässt sich rückgängig machen." />
      <Table<OldVersion>
        compact
        stack
        caption="Fassungen, auf denen noch Vorgänge laufen, obwohl es eine neuere gibt"
        rows={old}
        rowKey={(row) => row.versionId}
        empty={<EmptyState title="Alle Vorgänge laufen auf der neuesten Fassung." icon="check" />}
        columns={[
          { key: 'name', head: 'Leistung', rowHead: true, cell: (row) => row.name },
          { key: 'number', head: 'Fassung', narrow: true, cell: (row) => `${row.number} vom ${formatDate(row.publishedAt)}` },
          { key: 'running', head: 'Laufende Vorgänge', numeric: true, narrow: true, cell: (row) => formatNumber(row.running) },
          { key: 'current', head: 'Neueste Fassung', numeric: true, narrow: true, cell: (row) => row.current.number },
          {
            key: 'do',
            head: 'Was tun',
            cell: (row) => (
              <Button size="small" href={`${MOVES}/plan?von=${row.versionId}&nach=${row.current.versionId}`} attributes={{ 'aria-label': `Umzug planen: ${row.name}, Fassung ${row.number}` }}>
                Umzug planen
              </Button>
            ),
          },
        ]}
      />
      {past.length > 0 && (
        <Section title="Umzüge" id="umzuege">
          <Table<Past>
            compact
            stack
            caption="Umzüge, die neuesten zuerst"
            captionHidden
            rows={past}
            rowKey={(row) => row.id}
            columns={[
              { key: 'name', head: 'Leistung', rowHead: true, cell: (row) => <Link href={`${MOVES}/${row.id}`}>{`${row.serviceName}, von ${row.from.number} nach ${row.to.number}`}</Link> },
              { key: 'at', head: 'Geplant', narrow: true, cell: (row) => <Time at={row.createdAt} /> },
              { key: 'by', head: 'Von', narrow: true, wideOnly: true, cell: (row) => row.createdBy },
              { key: 'state', head: 'Stand', cell: (row) => <Standing runs={row.runs} /> },
            ]}
          />
          <Pagination noun="Umzüge" shown={past.length} next={next && `${MOVES}?ab=${next}#umzuege`} previous={after && `${MOVES}#umzuege`} />
        </Section>
      )}
    </Stack>
  );
}

function Standing({ runs: { busy, check, move, undo } }: { runs: MigrationRuns }) {
  if (busy) return <Badge state="waiting">{busy.state === 'paused' ? 'angehalten' : 'läuft'}</Badge>;
  if (undo && move && undo.id > move.id) return <Badge state="neutral">{`${formatNumber(undo.done)} zurückgesetzt`}</Badge>;
  if (move) return <Badge state={move.failed ? 'soon' : 'done'}>{`${formatNumber(move.done)} umgezogen${move.failed ? `, ${formatNumber(move.failed)} nicht` : ''}`}</Badge>;
  return <Badge state={check?.failed ? 'soon' : 'neutral'}>{check ? `Probelauf: ${formatNumber(check.done)} gut, ${formatNumber(check.failed)} nicht` : 'geplant'}</Badge>;
}
