import { page, view } from '#platform/http';
import { EmptyState, Link, PageHeader, Section, Stack, Table } from '#platform/ui';
import { circlesIn, impactOf } from '../services/impact.ts';
import { IT, itHref } from './addresses.ts';
import { readNetwork, stopsOf } from './it-page.tsx';

const MOST = 100;

/** Which failure would hurt most: all services by what stops with them, and who needs whom in a circle. */
export const failuresPage = page({
  method: 'GET', path: `${IT}/abhaengigkeiten`, site: 'office', access: 'may:assets/read',
  handle: (rq) =>
    rq.read(async (ctx) => {
      const network = await readNetwork(ctx);
      const rows = network.names
        .filter(({ state }) => state !== 'retired')
        .map((one) => {
          const stops = stopsOf(network, impactOf(network.needs, one.id), one.id);
          const count = (kind: 'it' | 'citizen', effect: 'stops' | 'limited'): number => stops.filter((stop) => stop.kind === kind && stop.effect === effect).length;
          return { ...one, services: count('it', 'stops'), citizens: count('citizen', 'stops'), limited: count('it', 'limited') + count('citizen', 'limited') };
        })
        .filter(({ services, citizens, limited }) => services + citizens + limited > 0)
        .sort((a, b) => b.citizens - a.citizens || b.services - a.services || b.limited - a.limited);
      const worst = rows[0];
      const names = new Map(network.names.map((one) => [one.id, one.name]));
      return view({
        title: 'Abhängigkeiten', width: 'full', nav: IT, crumbs: [{ label: 'IT-Dienste', href: IT }, { label: 'Abhängigkeiten' }],
        body: (
          <Stack gap="large">
            <PageHeader title="Was bei welchem Ausfall stillsteht" lead={worst ? `Fällt „${worst.name}“ aus, stehen ${worst.services} andere Dienste und ${worst.citizens} Leistungen für Bürgerinnen und Bürger still.` : 'Noch sind keine Abhängigkeiten eingetragen.'} />
            <Table
              compact
              stack
              caption="IT-Dienste nach dem, was mit ihnen stillsteht"
              captionHidden
              rows={rows.slice(0, MOST)}
              rowKey={({ id }) => id}
              empty={<EmptyState title="Noch keine Abhängigkeit">Tragen Sie auf der Seite eines IT-Dienstes ein, was er braucht.</EmptyState>}
              columns={[
                { key: 'name', head: 'Fällt aus', rowHead: true, cell: ({ id, name }) => <Link href={`${itHref(id)}#ausfall`}>{name}</Link> },
                { key: 'citizens', head: 'Leistungen stehen still', numeric: true, cell: ({ citizens }) => citizens },
                { key: 'services', head: 'IT-Dienste stehen still', numeric: true, cell: ({ services }) => services },
                { key: 'limited', head: 'Eingeschränkt', numeric: true, cell: ({ limited }) => limited },
              ]}
            />
            <Section title="Kreise" id="kreise">
              <p>Dienste, die einander brauchen, kommen nach einem Ausfall nur wieder hoch, wenn einer ohne die anderen starten kann.</p>
              <ul>{circlesIn(network.needs).map((circle) => <li key={circle.join()}>{circle.map((id, at) => <>{at > 0 && ', '}<Link href={itHref(id)}>{names.get(id) ?? id}</Link></>)}</li>)}</ul>
              {circlesIn(network.needs).length === 0 && <p>Zurzeit gibt es keinen.</p>}
            </Section>
          </Stack>
        ),
      });
    }),
});
