import { figureText } from '#core/insights';
import { page, view } from '#platform/http';
import { EmptyState, PageHeader, Section, Stack, Table } from '#platform/ui';
import { compareYears, type ComparedNumber } from './compare-years.ts';
import { REPORT, reportHref } from './report.ts';

/** The reports side by side: what they said then, not what would be computed today. */
export const comparePage = page({
  method: 'GET',
  path: `${REPORT}/vergleich`,
  site: 'office',
  access: 'may:steering/read',
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { years, parts } = await compareYears(ctx);
      return view({
        title: 'Jahre vergleichen',
        nav: REPORT,
        crumbs: [{ label: 'Fortschrittsbericht', href: REPORT }, { label: 'Jahre vergleichen' }],
        body: (
          <Stack>
            <PageHeader title="Jahre vergleichen" lead="Jede Spalte zeigt, was der Bericht dieses Jahres sagt. Ein Entwurf zeigt den Stand von jetzt." />
            {parts.length === 0 && <EmptyState title="Noch kein Bericht zum Vergleichen" />}
            {parts.map(({ title, numbers }) => (
              <Section key={title} title={title}>
                <Table
                  caption={title}
                  captionHidden
                  stack
                  rows={numbers}
                  rowKey={({ id }) => id}
                  columns={[
                    { key: 'label', head: 'Kennzahl', rowHead: true, cell: ({ label }) => label },
                    ...years.map(({ year, id, draft }, i) => ({ key: String(year), head: <a href={reportHref(id)}>{draft ? `${year} (Entwurf)` : year}</a>, numeric: true, cell: ({ values, unit }: ComparedNumber) => { const value = values[i]; return value === undefined ? '–' : figureText(value, unit); } })),
                  ]}
                />
              </Section>
            ))}
          </Stack>
        ),
      });
    }),
});
