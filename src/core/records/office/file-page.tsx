import { getOffice, listOffices } from '#core/organisation';
import { page, redirect, view } from '#platform/http';
import { may, type Ctx } from '#platform/module';
import { Button, DescriptionList, Details, Form, PageHeader, Pagination, Section, Stack, TextField, Time } from '#platform/ui';
import { z } from 'zod';
import { listAdmissions, type Admission } from '../access/admit.ts';
import { requireFile } from '../access/may-work.ts';
import { fileOf, listCaseFiles, type CaseFile, type RecordFile } from '../files/case-files.queries.ts';
import { closeFile, reopenFile } from '../files/hold-file.ts';
import { AdmissionList } from './admission-list.tsx';
import { byWhom, CaseFileTable, FileState } from './record-browser.tsx';

const params = z.object({ id: z.uuid() });
type Shown = { file: RecordFile; inside: CaseFile[]; next: string | undefined; offices: Map<string, string>; officeName: string; manages: boolean; works: boolean; admissions: Admission[] };

/** /office/akten/:id: a file and the case files in it. */
export const filePage = page({
  method: 'GET',
  path: '/office/akten/:id',
  site: 'office',
  access: 'staff',
  params,
  query: z.object({ nach: z.uuid().optional().catch(undefined) }),
  handle: async (rq) => {
    const shown = await rq.read((ctx) => read(ctx, rq.params.id, rq.query.nach));
    const { file } = shown;
    return view({
      title: `${file.number} ${file.title}`,
      width: 'full',
      nav: '/office/akten',
      crumbs: [{ label: 'Akten', href: '/office/akten' }, { label: file.planPosition, href: `/office/akten?stelle=${file.planPosition}` }, { label: file.number }],
      body: <FileBody shown={shown} />,
      aside: <FileSide shown={shown} />,
    });
  },
});

async function read(ctx: Ctx, id: string, after: string | undefined): Promise<Shown> {
  const file = fileOf(await requireFile(ctx, id));
  const list = await listCaseFiles(ctx, { parentId: id, ...(after ? { after } : {}) });
  const offices = new Map((await listOffices(ctx)).map((office) => [office.id, office.name]));
  const manages = may(ctx.actor, 'records/manage', file.officeId);
  return { file, inside: list.rows, next: list.next, offices, officeName: (await getOffice(ctx, file.officeId)).name, manages, works: manages || may(ctx.actor, 'cases/work', file.officeId), admissions: await listAdmissions(ctx, id) };
}

function FileBody({ shown: { file, inside, next, offices, works } }: { shown: Shown }) {
  return (
    <Stack gap="small">
      <PageHeader
        preline={`Akte ${file.number}`}
        title={file.title}
        meta={<FileState file={file} />}
        actions={
          works &&
          !file.closedAt && (
            <Button href={`/office/akten/neu?${new URLSearchParams({ akte: file.id, stelle: file.planPosition, amt: file.officeId })}`} icon="add" size="small">
              Vorgangsakte anlegen
            </Button>
          )
        }
      />
      <CaseFileTable files={inside} offices={offices} caption="Vorgangsakten in dieser Akte" empty="In dieser Akte liegt noch nichts, das Sie sehen dürfen." />
      {next && <Pagination noun="Vorgangsakten" shown={inside.length} next={next && `/office/akten/${file.id}?nach=${next}`} />}
    </Stack>
  );
}

function FileSide({ shown: { file, officeName, manages, admissions } }: { shown: Shown }) {
  return (
    <>
      <Section title="Akte">
        <DescriptionList
          items={[
            { term: 'Stelle', value: file.planPosition },
            { term: 'Amt', value: officeName },
            { term: 'Angelegt', value: <><Time at={file.openedAt} />{byWhom(file.openedBy)}</> },
            file.closedAt ? { term: 'zdA', value: <><Time at={file.closedAt} /> von {file.closedBy}</> } : null,
          ]}
        />
      </Section>
      <AdmissionList target={{ type: 'file', id: file.id }} admissions={admissions} manages={manages} />
      {manages && (
        <Section title="Akte führen">
          {file.closedAt ? (
            <Details summary="Wieder öffnen">
              <Form action={`/office/akten/${file.id}/oeffnen`}>
                <TextField name="grund" label="Grund" maxlength={500} />
                <Button size="small">Wieder öffnen</Button>
              </Form>
            </Details>
          ) : (
            <Form action={`/office/akten/${file.id}/zda`} label="Akte schließen">
              <Button size="small">Zu den Akten (zdA)</Button>
            </Form>
          )}
        </Section>
      )}
    </>
  );
}

const route = { method: 'POST', site: 'office', access: 'staff', params } as const;

export const closeFileRoute = page({
  ...route,
  path: '/office/akten/:id/zda',
  handle: async (rq) => {
    await rq.transact((ctx) => closeFile(ctx, rq.params.id));
    return redirect(`/office/akten/${rq.params.id}`, { flash: 'Die Akte ist geschlossen.' });
  },
});

export const reopenFileRoute = page({
  ...route,
  path: '/office/akten/:id/oeffnen',
  body: z.object({ grund: z.string().default('') }),
  handle: async (rq) => {
    await rq.transact((ctx) => reopenFile(ctx, { id: rq.params.id, reason: rq.body.grund }));
    return redirect(`/office/akten/${rq.params.id}`, { flash: 'Die Akte ist wieder offen.' });
  },
});
