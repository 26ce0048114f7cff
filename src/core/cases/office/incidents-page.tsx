import { page, redirect, view } from '#platform/http';
import { Button, Details, EmptyState, Form, Link, PageHeader, Stack, Table, TextField, Time } from '#platform/ui';
import { z } from 'zod';
import { listCaseIncidents, retryIncident, skipIncident, type CaseIncident } from '../incidents.ts';

const codes: Record<string, string> = { 'job-failed': 'Anschluss meldet einen Fehler', 'no-flow': 'Keine Bedingung trifft zu', 'expression-failed': 'Ein Ausdruck ist nicht berechenbar' };

export const incidentsPage = page({
  method: 'GET',
  path: '/office/stoerungen',
  site: 'office',
  access: 'staff',
  query: z.object({ vorgang: z.uuid().optional().catch(undefined) }),
  handle: async (rq) => {
    const incidents = await rq.read((ctx) => listCaseIncidents(ctx, rq.query.vorgang ? { caseId: rq.query.vorgang } : {}));
    return view({ title: 'Störungen', width: 'full', nav: '/office/stoerungen', body: <Incidents incidents={incidents} /> });
  },
});

function Incidents({ incidents }: { incidents: CaseIncident[] }) {
  return (
    <Stack>
      <PageHeader title="Störungen" lead="Hier stehen Schritte, die die Maschine auch nach mehreren Versuchen nicht ausführen konnte. Der Vorgang wartet, bis Sie es noch einmal versuchen oder den Schritt überspringen." />
      <Table<CaseIncident>
        compact
        stickyHead
        caption={incidents.length === 1 ? 'Eine offene Störung' : `${incidents.length} offene Störungen`}
        rows={incidents}
        rowKey={(row) => row.id}
        empty={<EmptyState title="Alle Abläufe laufen." icon="check" />}
        columns={[
          { key: 'case', head: 'Vorgang', rowHead: true, narrow: true, cell: (row) => <Link href={`/office/vorgaenge/${row.case.id}`}>{row.case.number}</Link> },
          { key: 'title', head: 'Worum es geht', wideOnly: true, cell: (row) => row.case.title },
          { key: 'step', head: 'Schritt', cell: (row) => row.step },
          { key: 'why', head: 'Was gemeldet wurde', cell: (row) => `${codes[row.code] ?? row.code}: ${row.message}` },
          { key: 'since', head: 'Seit', narrow: true, cell: (row) => <Time at={row.raisedAt} /> },
          { key: 'do', head: 'Was tun', cell: (row) => <Resolve incident={row} /> },
        ]}
      />
    </Stack>
  );
}

function Resolve({ incident }: { incident: CaseIncident }) {
  const base = `/office/stoerungen/${incident.id}`;
  const keep = <input type="hidden" name="vorgang" value={incident.case.id} />;
  return (
    <>
      <Form action={`${base}/wiederholen`} inline label={`${incident.case.number} noch einmal versuchen`}>
        {keep}
        <Button size="small">Noch einmal versuchen</Button>
      </Form>
      <Details summary="Überspringen">
        <Form action={`${base}/ueberspringen`}>
          {keep}
          <TextField name="grund" id={`grund-${incident.id}`} label="Grund (steht im Verlauf)" maxlength={500} />
          <Button size="small">Schritt überspringen</Button>
        </Form>
      </Details>
    </>
  );
}

const route = { method: 'POST', site: 'office', access: 'staff', params: z.object({ id: z.uuid() }) } as const;

export const retryRoute = page({
  ...route,
  path: '/office/stoerungen/:id/wiederholen',
  body: z.object({ vorgang: z.uuid() }),
  handle: async (rq) => {
    await rq.transact((ctx) => retryIncident(ctx, { caseId: rq.body.vorgang, incidentId: rq.params.id }));
    return redirect('/office/stoerungen', { flash: 'Der Schritt wird noch einmal versucht.' });
  },
});

export const skipRoute = page({
  ...route,
  path: '/office/stoerungen/:id/ueberspringen',
  body: z.object({ vorgang: z.uuid(), grund: z.string() }),
  handle: async (rq) => {
    await rq.transact((ctx) => skipIncident(ctx, { caseId: rq.body.vorgang, incidentId: rq.params.id, reason: rq.body.grund }));
    return redirect('/office/stoerungen', { flash: 'Der Schritt ist übersprungen, der Vorgang geht weiter.' });
  },
});
