import { page, view } from '#platform/http';
import { formatNumber } from '#platform/i18n';
import { Button, PageHeader, Pagination, Stack, Tabs } from '#platform/ui';
import { filterOf, views, workHref, workParams, workQuery, type WorkView } from '../work-filter.ts';
import { MOST_COUNTED, type WorkFigures } from '../work-list.queries.ts';
import { BulkActions } from './bulk-actions.tsx';
import { viewWords } from './empty-work.tsx';
import { readWork, type Work } from './read-work.ts';
import { WorkFilters } from './work-filters.tsx';
import { WorkTable } from './work-table.tsx';

export const workPage = page({
  method: 'GET',
  path: '/office/arbeit',
  site: 'office',
  access: 'staff',
  query: workQuery,
  handle: async (rq) => {
    const work = await rq.read((ctx) => readWork(ctx, rq.query));
    return view({ title: `Arbeitsvorrat: ${viewWords[work.filter.view]}`, width: 'full', nav: '/office/arbeit', body: <WorkBody work={work} url={rq.url} /> });
  },
});

function WorkBody({ work, url }: { work: Work; url: string }) {
  const { filter, list, names } = work;
  const params = workParams(filter);
  return (
    <Stack gap="small">
      <PageHeader
        title="Arbeitsvorrat"
        actions={
          <Button href={`/office/arbeit/export.csv${params.size ? `?${params}` : ''}`} icon="download" size="small">
            Export ({countWords(work.count)})
          </Button>
        }
      />
      <Tabs label="Listen" items={views.map((one) => ({ label: viewWords[one], href: workHref(filterOf({ ansicht: one })), current: one === filter.view, ...tabCount(work.figures, one) }))} />
      <WorkFilters filter={filter} names={names} saved={work.saved} />
      {filter.view === 'alle' || list.rows.length === 0 ? (
        <WorkTable work={work} />
      ) : (
        <form action="/office/arbeit/sammel" method="post" aria-label="Aufgaben auswählen">
          <input type="hidden" name="liste" value={params.toString()} />
          <input type="hidden" name="zurueck" value={url} />
          <WorkTable work={work} />
          <BulkActions colleagues={names.colleagues} today={work.today} count={work.count} shown={list.rows.length} />
        </form>
      )}
      <Pagination
        noun={filter.view === 'alle' ? 'Vorgänge' : 'Aufgaben'}
        shown={list.rows.length}
        total={work.count > MOST_COUNTED ? undefined : work.count}
        next={list.next && workHref(filter, { after: list.next })}
        previous={list.previous && workHref(filter, { before: list.previous })}
      />
    </Stack>
  );
}

const tabCount = (figures: WorkFigures, one: WorkView): { count?: number } => {
  const counts: Partial<Record<WorkView, number>> = { meine: figures.mine, gruppe: figures.group, faellig: figures.due, ueberfaellig: figures.overdue };
  const count = counts[one];
  return count === undefined ? {} : { count };
};

export const countWords = (count: number): string => (count > MOST_COUNTED ? `mehr als ${formatNumber(MOST_COUNTED)}` : formatNumber(count));
