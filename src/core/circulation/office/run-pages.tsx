import type { DocumentPanel } from '#core/records';
import { page, redirect, view, type Reply, type Rq, type View } from '#platform/http';
import { calendarDayOf, formatDateTime } from '#platform/i18n';
import { Problem, type Ctx } from '#platform/module';
import { Badge, Button, ButtonRow, Deadline, Details, EmptyState, ErrorSummary, Fieldset, Form, Link, PageHeader, ProcessStrip, Section, SelectField, Stack, Table, TextArea, TextField, Time } from '#platform/ui';
import { z } from 'zod';
import { cancelRun, completeStep, restartRun } from '../complete-step.ts';
import { actionWords, getRun, holdersOf, listDocumentRuns, listStartedRuns, listWaitingSteps, type Run, type WaitingStep } from '../runs.queries.ts';
import { startRun, type NewStep } from '../start-run.ts';
import type { RunRow, StepAction, StepRow } from '../tables.ts';

const params = z.object({ id: z.uuid() });
const states: Record<RunRow['state'], string> = { running: 'läuft', returned: 'zurückgegeben', done: 'abgeschlossen', cancelled: 'zurückgerufen' };

/** /office/umlaeufe: what waits for me, and what I have sent on its way. */
export const runsPage = page({
  method: 'GET',
  path: '/office/umlaeufe',
  site: 'office',
  access: 'staff',
  handle: async (rq) => {
    const { waiting, started, today } = await rq.read(async (ctx) => ({ waiting: await listWaitingSteps(ctx), started: await listStartedRuns(ctx), today: calendarDayOf(ctx.now) }));
    return view({
      title: 'Umläufe',
      width: 'full',
      nav: '/office/umlaeufe',
      body: (
        <Stack>
          <PageHeader title="Umläufe" lead="Was bei Ihnen liegt, und was Sie auf den Weg gebracht haben." />
          <WaitingTable steps={waiting} today={today} />
          <Section title="Von mir begonnen" id="begonnen">
            {started.length === 0 ? <EmptyState title="Sie haben nichts unterwegs." >Einen Umlauf beginnen Sie auf der Seite eines Dokuments.</EmptyState> : (
              <Table<RunRow>
                compact
                stack
                caption="Von mir begonnen"
                captionHidden
                rows={started}
                rowKey={(row) => row.id}
                columns={[
                  { key: 'title', head: 'Dokument', rowHead: true, cell: (row) => <Link href={`/office/umlaeufe/${row.id}`}>{row.title}</Link> },
                  { key: 'state', head: 'Stand', cell: (row) => <Badge state={row.state === 'returned' ? 'late' : 'waiting'}>{states[row.state]}</Badge> },
                  { key: 'at', head: 'Seit', narrow: true, cell: (row) => <Time at={row.started_at} /> },
                ]}
              />
            )}
          </Section>
        </Stack>
      ),
    });
  },
});

/** Steps that wait for a person, for this page and for the desk. */
export function WaitingTable({ steps, today }: { steps: WaitingStep[]; today: string }) {
  return (
    <Section title="Wartet auf mich" id="umlaeufe">
      {steps.length === 0 ? <EmptyState title="Kein Umlauf liegt bei Ihnen." icon="check" /> : (
        <Table<WaitingStep>
          compact
          stack
          caption="Wartet auf mich"
          captionHidden
          rows={steps}
          rowKey={(row) => row.id}
          columns={[
            { key: 'title', head: 'Dokument', rowHead: true, cell: (row) => <Link href={`/office/umlaeufe/${row.run_id}`}>{row.title}</Link> },
            { key: 'what', head: 'Was', cell: (row) => actionWords[row.action] },
            { key: 'from', head: 'Von', cell: (row) => row.startedBy },
            { key: 'due', head: 'Bis', narrow: true, cell: (row) => (row.due_on ? <Deadline on={row.due_on} today={today} /> : '') },
          ]}
        />
      )}
    </Section>
  );
}

export const runPage = page({
  method: 'GET',
  path: '/office/umlaeufe/:id',
  site: 'office',
  access: 'staff',
  params,
  handle: (rq) => rq.read((ctx) => showRun(ctx, rq.params.id)),
});

async function showRun(ctx: Ctx, id: string, error?: { problem: Problem; comment: string }): Promise<View> {
  const found = await getRun(ctx, id);
  const { persons, groups } = await holdersOf(ctx);
  const mine = found.steps.filter((step) => step.state === 'open' && (step.holder_kind === 'account' ? persons.includes(step.holder) : groups.includes(step.holder)));
  const starter = found.run.started_by !== null && persons.includes(found.run.started_by);
  return view({
    title: `Umlauf: ${found.run.title}`,
    status: error?.problem.status ?? 200,
    width: 'full',
    nav: '/office/umlaeufe',
    crumbs: [{ label: 'Umläufe', href: '/office/umlaeufe' }, { label: found.run.title }],
    body: <RunBody found={found} mine={mine} starter={starter} today={calendarDayOf(ctx.now)} error={error} />,
  });
}

type BodyProps = { found: Run; mine: StepRow[]; starter: boolean; today: string; error: { problem: Problem; comment: string } | undefined };

function RunBody({ found: { run, steps, remarks }, mine, starter, today, error }: BodyProps) {
  const byId = new Map(steps.map((step) => [step.id, step]));
  return (
    <Stack>
      {error && <ErrorSummary errors={[{ text: error.problem.de }]} />}
      <PageHeader
        preline={`Umlauf, ${states[run.state]}`}
        title={run.title}
        meta={<span>begonnen {formatDateTime(run.started_at, 'de')} von {run.started_by_name}, Runde {run.round}</span>}
        actions={<Button href={`/office/dokumente/${run.document_id}`} icon="document" size="small">Dokument öffnen</Button>}
      />
      <ProcessStrip label="Weg des Dokuments" steps={steps.map((step) => ({ title: `${step.holder_name}: ${actionWords[step.action]}`, state: step.state === 'done' ? 'done' : step.state === 'open' ? 'now' : 'then', ...(step.due_on ? { when: `bis ${step.due_on.split('-').toReversed().join('.')}` } : {}), ...(step.instruction ? { note: step.instruction } : {}) }))} />
      {mine.map((step) => (
        <Section key={step.id} title={`Bei Ihnen: ${actionWords[step.action]}`} id={`schritt-${step.number}`}>
          {step.instruction && <p>{step.instruction}</p>}
          {step.due_on && <p>Bis <Deadline on={step.due_on} today={today} /></p>}
          <Form action={`/office/umlaeufe/${run.id}/schritte/${step.id}`}>
            <TextArea name="bemerkung" id={`bemerkung-${step.number}`} label="Bemerkung" rows={2} maxlength={2000} required={false} value={error?.comment} />
            <ButtonRow>
              <Button variant="primary" name="ergebnis" value="done">{buttons[step.action]}</Button>
              <Button name="ergebnis" value="returned">Zurückgeben</Button>
            </ButtonRow>
          </Form>
        </Section>
      ))}
      {starter && run.state === 'returned' && (
        <Section title="Zurückgegeben" id="zurueck">
          <p>Ändern Sie das Dokument, und schicken Sie es neu auf den Weg. Alle zeichnen dann noch einmal.</p>
          <Form action={`/office/umlaeufe/${run.id}/neu`}>
            <TextArea name="bemerkung" label="Was ist jetzt anders" rows={2} maxlength={2000} required={false} />
            <Button variant="primary">Neu beginnen</Button>
          </Form>
        </Section>
      )}
      <Section title="Protokoll" id="protokoll">
        {remarks.length === 0 ? <p class="muted">Noch hat niemand gezeichnet.</p> : (
          <ul>
            {remarks.map((one) => {
              const step = one.step_id ? byId.get(one.step_id) : undefined;
              return (
                <li key={one.id}>
                  <Time at={one.made_at} /> {one.made_by_name}: {step ? actionWords[step.action] : ''} {one.outcome === 'returned' ? <strong>zurückgegeben</strong> : one.outcome === 'restarted' ? 'neu begonnen' : one.outcome === 'cancelled' ? 'zurückgerufen' : 'erledigt'} <span class="muted">(Fassung {one.version}, Runde {one.round})</span>
                  {one.comment && <p class="lines">{one.comment}</p>}
                </li>
              );
            })}
          </ul>
        )}
      </Section>
      {starter && (run.state === 'running' || run.state === 'returned') && (
        <Form action={`/office/umlaeufe/${run.id}/zurueckrufen`} label="Zurückrufen">
          <Button size="small" variant="tertiary">Umlauf zurückrufen</Button>
        </Form>
      )}
    </Stack>
  );
}

const buttons: Record<StepAction, string> = { read: 'Zur Kenntnis genommen', 'co-sign': 'Mitzeichnen', sign: 'Schlusszeichnen', resubmit: 'Wiedervorlage setzen', close: 'Zu den Akten schreiben' };
const route = { method: 'POST', site: 'office', access: 'staff' } as const;
const comment = z.string().max(3000).default('');

async function act(rq: Pick<Rq, 'transact' | 'read'>, id: string, done: { work(ctx: Ctx): Promise<unknown>; flash: string; comment: string }): Promise<Reply> {
  try {
    await rq.transact(done.work);
  } catch (error) {
    if (!(error instanceof Problem) || ![409, 422].includes(error.status)) throw error;
    return rq.read((ctx) => showRun(ctx, id, { problem: error, comment: done.comment }));
  }
  return redirect(`/office/umlaeufe/${id}`, { flash: done.flash });
}

export const stepRoute = page({
  ...route,
  path: '/office/umlaeufe/:id/schritte/:schritt',
  params: z.object({ id: z.uuid(), schritt: z.uuid() }),
  body: z.object({ ergebnis: z.enum(['done', 'returned']), bemerkung: comment }),
  handle: (rq) => act(rq, rq.params.id, { work: (ctx) => completeStep(ctx, { runId: rq.params.id, stepId: rq.params.schritt, outcome: rq.body.ergebnis, comment: rq.body.bemerkung }), flash: rq.body.ergebnis === 'done' ? 'Erledigt; es geht weiter.' : 'Zurückgegeben.', comment: rq.body.bemerkung }),
});
export const restartRoute = page({ ...route, path: '/office/umlaeufe/:id/neu', params, body: z.object({ bemerkung: comment }), handle: (rq) => act(rq, rq.params.id, { work: (ctx) => restartRun(ctx, { runId: rq.params.id, comment: rq.body.bemerkung }), flash: 'Der Umlauf beginnt von vorn.', comment: rq.body.bemerkung }) });
export const cancelRoute = page({ ...route, path: '/office/umlaeufe/:id/zurueckrufen', params, handle: (rq) => act(rq, rq.params.id, { work: (ctx) => cancelRun(ctx, rq.params.id), flash: 'Der Umlauf ist zurückgerufen.', comment: '' }) });

const ROWS = 5;
const word = z.string().max(500).default('');
const rows = Object.fromEntries(Array.from({ length: ROWS }, (_, at) => [[`wer-${at}`, word], [`was-${at}`, word], [`stufe-${at}`, word], [`bis-${at}`, word], [`hinweis-${at}`, word]] as [string, typeof word][]).flat());

export const startRoute = page({
  ...route,
  path: '/office/dokumente/:id/umlauf',
  params,
  body: z.object(rows),
  handle: async (rq) => {
    const steps: NewStep[] = Array.from({ length: ROWS }, (_, at) => ({ who: rq.body[`wer-${at}`] ?? '', stage: Number(rq.body[`stufe-${at}`]) || at + 1, action: ((rq.body[`was-${at}`] ?? '') in actionWords ? rq.body[`was-${at}`] : 'read') as StepAction, dueOn: rq.body[`bis-${at}`] ?? '', instruction: rq.body[`hinweis-${at}`] ?? '' })).filter((step) => step.who.trim());
    const id = await rq.transact((ctx) => startRun(ctx, { documentId: rq.params.id, steps }));
    return redirect(`/office/umlaeufe/${id}`, { flash: 'Der Umlauf hat begonnen.' });
  },
});

/** On the page of a document: where it is on its way, or the form that sends it. */
export const circulationPanel: DocumentPanel = {
  id: 'umlauf',
  title: 'Umlauf und Mitzeichnung',
  render: async (ctx, document) => {
    const runs = await listDocumentRuns(ctx, document.id);
    const open = runs.some((run) => run.state === 'running' || run.state === 'returned');
    return (
      <>
        {runs.map((run) => (
          <p key={run.id}>
            <Link href={`/office/umlaeufe/${run.id}`}>Umlauf vom {formatDateTime(run.started_at, 'de')}</Link>, {states[run.state]}
          </p>
        ))}
        {!open && <StartForm documentId={document.id} />}
      </>
    );
  },
};

function StartForm({ documentId }: { documentId: string }) {
  const actions = Object.entries(actionWords).map(([value, label]) => ({ value, label }));
  return (
    <Details summary="Umlauf beginnen">
      <Form action={`/office/dokumente/${documentId}/umlauf`}>
        <p class="muted">Wer: Name, E-Mail oder Gruppe (steueramt/leitung). Gleiche Stufe: gleichzeitig.</p>
        {Array.from({ length: ROWS }, (_, at) => (
          <Fieldset key={at} legend={`Schritt ${at + 1}`} horizontal>
            <TextField name={`wer-${at}`} label="Wer" width={20} required={false} />
            <SelectField name={`was-${at}`} label="Was" value={at === ROWS - 1 ? 'sign' : 'co-sign'} placeholder={false} options={actions} />
            <TextField name={`stufe-${at}`} label="Stufe" value={String(at + 1)} width={2} inputmode="numeric" required={false} />
            <TextField name={`bis-${at}`} label="Bis" type="date" required={false} />
            <TextField name={`hinweis-${at}`} label="Hinweis" width={20} required={false} />
          </Fieldset>
        ))}
        <Button size="small">Auf den Weg bringen</Button>
      </Form>
    </Details>
  );
}
