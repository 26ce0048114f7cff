import { page, view } from '#platform/http';
import { PageHeader, Stack, Table } from '#platform/ui';
import { listFilePlan } from '../plan/file-plan.ts';

const then = { archive: 'ins Stadtarchiv', appraise: 'Archiv bewertet', destroy: 'vernichten' };

export const filePlanPage = page({
  method: 'GET',
  path: '/office/aktenplan',
  site: 'office',
  access: 'staff',
  handle: async (rq) => {
    const positions = await rq.read(listFilePlan);
    return view({
      title: 'Aktenplan',
      nav: '/office/aktenplan',
      body: (
        <Stack>
          <PageHeader title="Aktenplan" lead="Jeder Vorgang hat hier seinen Platz. Die Stelle bestimmt, wie lange seine Akte bleibt und was dann mit ihr geschieht." />
          <Table
            compact
            stickyHead
            caption={`${positions.length} Stellen`}
            rows={positions}
            rowKey={(row) => row.number}
            empty="Der Aktenplan ist noch leer. Legen Sie ihn mit „stadtkern seed“ an."
            columns={[
              { key: 'number', head: 'Stelle', narrow: true, rowHead: true, cell: (row) => row.number },
              { key: 'title', head: 'Inhalt', cell: (row) => (row.retentionYears ? row.title : <strong>{row.title}</strong>) },
              { key: 'years', head: 'Aufbewahrung', cell: (row) => (row.retentionYears ? `${row.retentionYears} ${row.retentionYears === 1 ? 'Jahr' : 'Jahre'}` : '') },
              { key: 'then', head: 'Danach', wideOnly: true, cell: (row) => (row.retentionYears ? then[row.disposition] : '') },
              { key: 'files', head: 'Akten', numeric: true, cell: (row) => row.files || '' },
            ]}
          />
        </Stack>
      ),
    });
  },
});
