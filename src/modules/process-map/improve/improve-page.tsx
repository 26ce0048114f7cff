import type { VNode } from 'preact';
import { z } from 'zod';
import { findCurrentVersion, findOpenDraft, getDraft } from '#core/catalogue';
import { compileFeel } from '#engines/decisions';
import { compileProcess, type Graph } from '#engines/process';
import { file, page, redirect, view, type Reply, type Rq } from '#platform/http';
import { formatNumber } from '#platform/i18n';
import { may, type Ctx } from '#platform/module';
import { Badge, Button, Details, EmptyState, Enhanced, FileField, FilterChips, Form, Link, PageHeader, Row, Section, SelectField, Stack, Table, TextField, Time, type BadgeState } from '#platform/ui';
import { getProcess, problem, type MappedProcess } from '../map/process.ts';
import type { ImprovementState } from '../tables.ts';
import { compareModels, type ModelComparison, type Step, type StepPair } from './compare-models.ts';
import { findModel, listImprovements, saveImprovement, saveModel, whyNoModel, type Improvement } from './improvement.ts';

const MAP = '/office/prozesse';
export const improveHref = (id: string): string => `${MAP}/p/${id}/ablauf`;
const params = z.object({ id: z.uuid() });
const common = { site: 'office', params } as const;
export const improvementWords: Record<ImprovementState, { words: string; look: BadgeState }> = { idea: { words: 'Vorschlag', look: 'neutral' }, planned: { words: 'geplant', look: 'soon' }, running: { words: 'in Arbeit', look: 'waiting' }, done: { words: 'umgesetzt', look: 'done' }, dropped: { words: 'verworfen', look: 'neutral' } };

type Target = { label: string; xml: string };
type Typed = { id?: string; title: string; owner: string; state: string; hours: string };
type Again = { error?: string; typed?: Typed; mistakes?: Partial<Record<'title' | 'hours', string>> };

/** How it shall be: the open draft of the service for those who may see drafts, else what is online. */
async function targetsOf(ctx: Ctx, { service }: MappedProcess): Promise<{ draft?: Target; online?: Target }> {
  if (!service) return {};
  const current = await findCurrentVersion(ctx, service);
  const open = may(ctx.actor, 'catalogue/edit') ? await findOpenDraft(ctx, service) : undefined;
  const xml = open ? (await getDraft(ctx, open.id)).files['process.bpmn']?.content : undefined;
  return { ...(open && xml ? { draft: { label: `Entwurf, Stand ${open.revision}`, xml } } : {}), ...(current ? { online: { label: `Fassung ${current.service.number ?? ''}`, xml: current.service.processXml } } : {}) };
}

const graphOf = async (xml: string): Promise<Graph | undefined> => (await compileProcess(xml, { feel: compileFeel })).graph;

async function show(rq: Rq<{ id: string }>, { kuenftig = '', again = {} }: { kuenftig?: string; again?: Again } = {}): Promise<Reply> {
  return rq.read(async (ctx) => {
    const process = await getProcess(ctx, rq.params.id);
    const [model, { draft, online }] = [await findModel(ctx, process.id), await targetsOf(ctx, process)];
    const then = kuenftig === 'entwurf' ? draft : (online ?? draft);
    const [today, next] = [model && (await graphOf(model.xml)), then && (await graphOf(then.xml))];
    const editable = may(rq.actor, 'processes/edit');
    const here = improveHref(process.id);
    return view({
      title: `Ablauf: ${process.name}`, width: 'full', nav: MAP, islands: true, ...(again.error || again.mistakes ? { status: 422 } : {}),
      crumbs: [{ label: 'Prozesse', href: MAP }, { label: process.name, href: `${MAP}/p/${process.id}` }, { label: 'Heute und künftig' }],
      body: (
        <Stack>
          <PageHeader title={`${process.name}: heute und künftig`} lead={today && next ? sumUp(compareModels(today, next)) : 'Wie es heute läuft, neben dem, wie es werden soll.'} />
          {draft && online && <FilterChips label="Künftig" chips={[{ label: online.label, href: here, active: kuenftig !== 'entwurf' }, { label: draft.label, href: `${here}?kuenftig=entwurf`, active: kuenftig === 'entwurf' }]} />}
          {today && next && then ? <Comparison id={process.id} then={then} draft={then === draft} found={compareModels(today, next)} /> : <Missing process={process} hasModel={today !== undefined} hasTarget={next !== undefined} />}
          <TodayModel here={here} model={model} editable={editable} error={again.error} />
          <Improvements here={here} rows={await listImprovements(ctx, { processId: process.id })} editable={editable} again={again} />
        </Stack>
      ),
    });
  });
}

function sumUp({ pairs, byHand }: ModelComparison): string {
  const count = (difference: StepPair['difference']): number => pairs.filter((pair) => pair.difference === difference).length;
  return `Heute ${byHand.today} ${byHand.today === 1 ? 'Schritt' : 'Schritte'} von Hand, künftig ${byHand.coming}. ${count('dropped')} entfallen, ${count('new')} kommen dazu, ${count('changed')} ändern sich, ${count('same')} bleiben.`;
}

function Missing({ process, hasModel, hasTarget }: { process: MappedProcess; hasModel: boolean; hasTarget: boolean }): VNode {
  return (
    <EmptyState title="Zum Vergleichen fehlt noch etwas">
      {!hasModel && <p>Wie es heute läuft: Lesen Sie unten eine BPMN-Datei ein.</p>}
      {!hasTarget && <p>Wie es werden soll: {process.service ? 'Die Leistung hat noch keinen Prozess, den Sie sehen dürfen.' : <Link href={`${MAP}/p/${process.id}`}>Sagen Sie, welche Leistung den Prozess digital macht</Link>}</p>}
    </EmptyState>
  );
}

const differenceWords: Record<StepPair['difference'], { words: string; look: BadgeState }> = { same: { words: 'bleibt', look: 'neutral' }, changed: { words: 'ändert sich', look: 'soon' }, dropped: { words: 'entfällt', look: 'late' }, new: { words: 'neu', look: 'done' } };

function Comparison({ id, then, draft, found: { pairs } }: { id: string; then: Target; draft: boolean; found: ModelComparison }): VNode {
  const ids = (difference: StepPair['difference'], side: 'today' | 'coming'): string => pairs.flatMap((pair) => (pair.difference === difference && pair[side] ? [pair[side].id] : [])).join(' ');
  const stepWords = (step: Step | undefined): VNode | string => (step ? <>{step.name}<br /><small>{[step.kind, step.who].filter(Boolean).join(', ')}</small></> : '–');
  return (
    <Stack>
      <Enhanced name="process-difference" start="visible">
        <div class="process-difference" data-before={`${improveHref(id)}/heute.bpmn`} data-after={`${improveHref(id)}/kuenftig.bpmn${draft ? '?kuenftig=entwurf' : ''}`} data-removed={ids('dropped', 'today')} data-added={ids('new', 'coming')} data-changed={ids('changed', 'coming')}>
          <figure>
            <figcaption>Heute: was entfällt, ist rot und gestrichelt</figcaption>
            <div class="process-difference__canvas" data-side="before" />
          </figure>
          <figure>
            <figcaption>{`Künftig (${then.label}): Neues ist grün, Geändertes gelb umrandet`}</figcaption>
            <div class="process-difference__canvas" data-side="after" />
          </figure>
        </div>
      </Enhanced>
      <Table
        compact
        stack
        caption="Schritt für Schritt; sagt dasselbe wie die Bilder"
        rows={pairs.map((pair, index) => ({ ...pair, index }))}
        rowKey={({ index }) => String(index)}
        columns={[
          { key: 'today', head: 'Heute', rowHead: true, cell: ({ today }) => stepWords(today) },
          { key: 'coming', head: 'Künftig', cell: (pair) => stepWords(pair.coming) },
          { key: 'difference', head: 'Unterschied', cell: ({ difference }) => <Badge state={differenceWords[difference].look}>{differenceWords[difference].words}</Badge> },
        ]}
      />
    </Stack>
  );
}

function TodayModel({ here, model, editable, error }: { here: string; model: Awaited<ReturnType<typeof findModel>>; editable: boolean; error: string | undefined }): VNode {
  return (
    <Section title="Wie es heute läuft" id="heute">
      {model && (
        <p>
          Gezeichnet von {model.changedByName}, <Time at={model.changedAt} />. <Link href={`${here}/heute.bpmn`} download>BPMN-Datei laden</Link>
        </p>
      )}
      {editable && (
        <Form action={`${here}/heute`} files inline>
          <FileField name="file" label={model ? 'Andere BPMN-Datei einlesen' : 'BPMN-Datei einlesen'} hint="Zum Beispiel aus dem Camunda Modeler" accept=".bpmn,.xml" {...(error ? { error } : {})} />
          <Button type="submit">Einlesen</Button>
        </Form>
      )}
    </Section>
  );
}

const stateOptions = Object.entries(improvementWords).map(([value, { words }]) => ({ value, label: words }));

function ImprovementForm({ here, typed, mistakes = {} }: { here: string; typed: Typed; mistakes?: Again['mistakes'] }): VNode {
  const name = typed.id ?? 'neu';
  return (
    <Form action={`${here}/verbesserung`}>
      {typed.id && <input type="hidden" name="id" value={typed.id} />}
      <TextField name="title" id={`title-${name}`} label="Was soll besser werden?" value={typed.title} error={mistakes?.title} />
      <Row>
        <TextField name="owner" id={`owner-${name}`} label="Wer sieht danach?" hint="Stelle, nicht Person" value={typed.owner} />
        <SelectField name="state" id={`state-${name}`} label="Stand" value={typed.state} options={stateOptions} placeholder={false} />
        <TextField name="hours" id={`hours-${name}`} label="Stunden im Jahr, die es spart" value={typed.hours} width={6} inputmode="numeric" error={mistakes?.hours} />
      </Row>
      <Button type="submit">Speichern</Button>
    </Form>
  );
}

function Improvements({ here, rows, editable, again }: { here: string; rows: Improvement[]; editable: boolean; again: Again }): VNode {
  const typedOf = ({ id, title, owner, state, hoursAYear }: Improvement): Typed => (again.typed?.id === id ? again.typed : { id, title, owner, state, hours: String(hoursAYear) });
  const added = again.typed && !again.typed.id ? again.typed : undefined;
  return (
    <Section title="Verbesserungen" id="verbesserungen">
      <Stack>
        <ImprovementTable rows={rows} caption="Was besser werden soll, nach dem, was es spart" />
        {editable && rows.map((row) => (
          <Details key={row.id} summary={`„${row.title}“ ändern`} open={again.typed?.id === row.id}>
            <ImprovementForm here={here} typed={typedOf(row)} {...(again.typed?.id === row.id ? { mistakes: again.mistakes } : {})} />
          </Details>
        ))}
        {editable && (
          <Details summary="Vorschlag aufnehmen" open={added !== undefined || rows.length === 0}>
            <ImprovementForm here={here} typed={added ?? { title: '', owner: '', state: 'idea', hours: '' }} {...(added ? { mistakes: again.mistakes } : {})} />
          </Details>
        )}
      </Stack>
    </Section>
  );
}

function ImprovementTable({ rows, caption, named = false }: { rows: Improvement[]; caption: string; named?: boolean }): VNode {
  return (
    <Table
      compact
      stack
      caption={caption}
      rows={rows}
      rowKey={({ id }) => id}
      empty={<EmptyState title="Noch kein Vorschlag" level={named ? 2 : 3}>Was kostet hier Zeit, was wird abgetippt, worauf warten alle?</EmptyState>}
      columns={[
        { key: 'title', head: 'Verbesserung', rowHead: true, cell: ({ title }) => title },
        ...(named ? [{ key: 'process', head: 'Prozess', cell: ({ processId, processName }: Improvement) => <Link href={improveHref(processId)}>{processName}</Link> }] : []),
        { key: 'owner', head: 'Wer', cell: ({ owner }) => owner || 'niemand' },
        { key: 'state', head: 'Stand', cell: ({ state }) => <Badge state={improvementWords[state].look}>{improvementWords[state].words}</Badge> },
        { key: 'hours', head: 'Stunden im Jahr', numeric: true, cell: ({ hoursAYear }) => formatNumber(hoursAYear) },
      ]}
    />
  );
}

export const improvePage = page({ ...common, method: 'GET', path: `${MAP}/p/:id/ablauf`, access: 'may:processes/read', query: z.object({ kuenftig: z.string().max(20).default('') }), handle: (rq) => show(rq, { kuenftig: rq.query.kuenftig }) });

/** Today's way from a file; it need not run, but it must be readable. */
export const todayPost = page({
  ...common, method: 'POST', path: `${MAP}/p/:id/ablauf/heute`, access: 'may:processes/edit', files: { maxBytes: 2_000_000, maxFiles: 1 },
  handle: async (rq) => {
    const [found] = rq.files;
    if (!found || found.error) return show(rq, { again: { error: found ? 'Die Datei ist größer als 2 MB.' : 'Wählen Sie zuerst eine Datei.' } });
    const parts: Uint8Array[] = [];
    for await (const part of await rq.platform.storage.get(found.hash)) parts.push(part as Uint8Array);
    const xml = new TextDecoder().decode(Buffer.concat(parts)).replaceAll('\r\n', '\n');
    const error = await whyNoModel(xml);
    if (error) return show(rq, { again: { error } });
    await rq.transact((ctx) => saveModel(ctx, rq.params.id, xml));
    return redirect(improveHref(rq.params.id), { flash: 'Der heutige Ablauf ist eingelesen.' });
  },
});

const text = z.string().trim().max(300).default('');
const body = z.object({ id: z.uuid().optional(), title: text, owner: text, state: z.enum(['idea', 'planned', 'running', 'done', 'dropped']), hours: text });

export const improvementPost = page({
  ...common, method: 'POST', path: `${MAP}/p/:id/ablauf/verbesserung`, access: 'may:processes/edit', body,
  handle: async (rq) => {
    const { id, title, owner, state, hours } = rq.body;
    const number = /^\d{1,6}$/.test(hours.replaceAll('.', '')) ? Number(hours.replaceAll('.', '')) : hours === '' ? 0 : Number.NaN;
    const mistakes = { ...(title.length < 3 ? { title: 'Sagen Sie in ein paar Worten, was besser werden soll.' } : {}), ...(Number.isNaN(number) ? { hours: 'Geben Sie eine ganze Zahl an.' } : {}) };
    if (Object.keys(mistakes).length > 0) return show(rq, { again: { mistakes, typed: { ...(id ? { id } : {}), title, owner, state, hours } } });
    await rq.transact((ctx) => saveImprovement(ctx, { processId: rq.params.id, id, input: { title, owner, state, hoursAYear: number } }));
    return redirect(`${improveHref(rq.params.id)}#verbesserungen`, { flash: 'Gespeichert.' });
  },
});

/** Improvements of the whole administration, what saves most first. */
export const improvementsPage = page({
  method: 'GET', path: `${MAP}/verbesserungen`, site: 'office', access: 'may:processes/read', query: z.object({ stand: z.enum(['offen', 'alle', 'idea', 'planned', 'running', 'done', 'dropped']).default('offen').catch('offen') }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { stand } = rq.query;
      const states: ImprovementState[] | undefined = stand === 'alle' ? undefined : stand === 'offen' ? ['idea', 'planned', 'running'] : [stand];
      const rows = await listImprovements(ctx, states ? { states } : {});
      const hours = rows.reduce((sum, { hoursAYear }) => sum + hoursAYear, 0);
      const chips = [['offen', 'offene'], ['alle', 'alle'], ...Object.entries(improvementWords).map(([key, { words }]) => [key, words])];
      return view({
        title: 'Verbesserungen', width: 'full', nav: MAP, crumbs: [{ label: 'Prozesse', href: MAP }, { label: 'Verbesserungen' }],
        body: (
          <Stack>
            <PageHeader title="Verbesserungen" lead={rows.length === 0 ? 'In dieser Auswahl steht nichts.' : `${rows.length} in dieser Auswahl; zusammen sparen sie ${formatNumber(hours)} Stunden im Jahr.`} />
            <FilterChips label="Stand" chips={chips.map(([key = '', label = '']) => ({ label, href: `${MAP}/verbesserungen?stand=${key}`, active: key === stand }))} />
            <ImprovementTable rows={rows} caption="Was am meisten spart, steht oben" named />
          </Stack>
        ),
      });
    }),
});

const bpmn = (xml: string | undefined): Reply => {
  if (xml === undefined) throw problem('process-map/unknown-process');
  return file({ name: 'process.bpmn', type: 'application/xml', bytes: new TextEncoder().encode(xml) });
};
export const todayFile = page({ ...common, method: 'GET', path: `${MAP}/p/:id/ablauf/heute.bpmn`, access: 'may:processes/read', handle: (rq) => rq.read(async (ctx) => bpmn((await findModel(ctx, rq.params.id))?.xml)) });
export const thenFile = page({
  ...common, method: 'GET', path: `${MAP}/p/:id/ablauf/kuenftig.bpmn`, access: 'may:processes/read', query: z.object({ kuenftig: z.string().max(20).default('') }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { draft, online } = await targetsOf(ctx, await getProcess(ctx, rq.params.id));
      return bpmn((rq.query.kuenftig === 'entwurf' ? draft : (online ?? draft))?.xml);
    }),
});
export const improveRoutes = [improvePage, todayPost, improvementPost, improvementsPage, todayFile, thenFile];
