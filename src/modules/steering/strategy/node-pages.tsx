import type { VNode } from 'preact';
import { z } from 'zod';
import { listFigures } from '#core/insights';
import { readPortfolio } from '#core/projects';
import { attempt, page, view, type Reply, type Rq } from '#platform/http';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx, Problem } from '#platform/module';
import { Alert, Button, ButtonRow, CheckboxGroup, ErrorSummary, Form, PageHeader, SelectField, Stack, TextArea, TextField } from '#platform/ui';
import { problem } from '../problems.ts';
import { DRAFT, requireDraft } from './draft-pages.tsx';
import { changeEdition } from './editions.ts';
import type { Edit } from './edit-strategy.ts';
import { STRATEGY } from './strategy-tree-view.tsx';
import { findPlace, kindWords, nodeKinds, type Indicator, type Measure, type NodeKind, type Place } from './strategy-tree.ts';

const access = 'may:steering/edit' as const;
const short = z.string().trim().max(200).default('');
const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([]);
const body = z.object({ name: short, text: z.string().trim().max(4000).default(''), unit: short, base: short, baseOn: short, target: short, targetOn: short, figure: short, projects: oneOrMore, revision: short });
type Typed = z.output<typeof body>;

/** "12,5" or "1.200" as a number; NaN when it is none. */
export const numberOf = (text: string): number => (/^-?\d{1,3}(\.\d{3})*(,\d+)?$|^-?\d+([.,]\d+)?$/.test(text) ? Number((/^-?\d{1,3}(\.\d{3})+(,\d+)?$/.test(text) ? text.replaceAll('.', '') : text).replace(',', '.')) : Number.NaN);
const written = (value: number): string => String(value).replace('.', ',');

function typedOf({ kind, node }: Place, revision: number): Typed {
  const common = { ...body.parse({}), name: node.name, revision: String(revision) };
  if (kind === 'indicator') {
    const one = node as Indicator;
    return { ...common, unit: one.unit, base: written(one.base), baseOn: one.baseOn, target: written(one.target), targetOn: one.targetOn, figure: one.source.kind === 'figure' ? one.source.id : '' };
  }
  return { ...common, text: 'text' in node ? node.text : '', projects: kind === 'measure' ? (node as Measure).projects : [] };
}

/** What was typed as a node; numbers that are none stay NaN and are refused with a sentence. */
function nodeOf(kind: NodeKind, typed: Typed): { node: Record<string, unknown> & { name: string }; mistakes: Mistake[] } {
  const mistakes: Mistake[] = typed.name.length < 3 ? [{ id: 'name', text: 'Der Name braucht mindestens drei Zeichen.' }] : [];
  if (kind !== 'indicator') return { node: { name: typed.name, text: typed.text, ...(kind === 'measure' ? { projects: typed.projects } : {}) }, mistakes };
  for (const name of ['base', 'target'] as const) if (Number.isNaN(numberOf(typed[name]))) mistakes.push({ id: name, text: `${name === 'base' ? 'Der Ausgangswert' : 'Der Zielwert'} ist keine Zahl.` });
  for (const name of ['baseOn', 'targetOn'] as const) if (!/^\d{4}-\d{2}-\d{2}$/.test(typed[name])) mistakes.push({ id: name, text: 'Geben Sie den Tag an.' });
  return { node: { name: typed.name, unit: typed.unit, base: numberOf(typed.base), baseOn: typed.baseOn, target: numberOf(typed.target), targetOn: typed.targetOn, source: typed.figure ? { kind: 'figure', id: typed.figure } : { kind: 'hand' } }, mistakes };
}
type Mistake = { id: string; text: string };

type FormPage = { kind: NodeKind; action: string; typed: Typed; title: string; mistakes?: Mistake[]; refused?: Problem | undefined };

async function showForm(ctx: Ctx, form: FormPage): Promise<Reply> {
  const { kind, typed, mistakes = [], refused } = form;
  const draft = await requireDraft(ctx);
  // After a conflict the form goes on from what is there now; what was typed stays.
  const revision = refused?.code === 'steering/changed-meanwhile' || !typed.revision ? String(draft.revision) : typed.revision;
  const errors = [...mistakes, ...(refused ? [{ id: kind === 'indicator' ? 'targetOn' : 'name', text: refused.de }] : [])];
  const errorOf = (name: string): string | undefined => errors.find(({ id }) => id === name)?.text;
  return view({
    title: form.title, nav: STRATEGY, crumbs: [{ label: 'Strategie', href: STRATEGY }, { label: 'Entwurf', href: DRAFT }, { label: form.title }],
    ...(errors.length > 0 ? { status: 422 } : {}),
    body: (
      <Stack>
        {errors.length > 0 && <ErrorSummary errors={errors} />}
        <PageHeader title={form.title} />
        <Form action={form.action}>
          <input type="hidden" name="revision" value={revision} />
          <TextField name="name" label="Name" value={typed.name} error={errorOf('name')} required />
          {kind === 'indicator' ? <IndicatorFields ctx={ctx} typed={typed} errorOf={errorOf} /> : <TextArea name="text" label="Beschreibung" value={typed.text} rows={4} required={false} />}
          {kind === 'measure' && <ProjectChoice projects={(await readPortfolio(ctx)).map(({ id, title, number }) => ({ value: id, label: `${title} (${number})` }))} chosen={typed.projects} />}
          <ButtonRow><Button variant="primary">Speichern</Button><Button href={DRAFT}>Abbrechen</Button></ButtonRow>
        </Form>
      </Stack>
    ),
  });
}

function ProjectChoice({ projects, chosen }: { projects: { value: string; label: string }[]; chosen: string[] }): VNode {
  return projects.length === 0 ? <Alert kind="info" title="Noch gibt es keine Vorhaben zum Verknüpfen." /> : <CheckboxGroup name="projects" label="Vorhaben, die diese Maßnahme umsetzen" options={projects} value={chosen} required={false} />;
}

function IndicatorFields({ ctx, typed, errorOf }: { ctx: Ctx; typed: Typed; errorOf: (name: string) => string | undefined }): VNode {
  const figures = listFigures(ctx).map(({ id, label }) => ({ value: id, label })).sort((a, b) => a.label.localeCompare(b.label, 'de'));
  return (
    <>
      <SelectField name="figure" label="Woher der Wert kommt" hint="Eine Kennzahl misst sich selbst, als Wert der letzten zwölf Monate" value={typed.figure} placeholder="von Hand gemessen, mit Quelle und Datum" options={[{ label: 'Laufend gemessene Kennzahl', options: figures }]} />
      <TextField name="unit" label="Einheit" hint="Zum Beispiel „Prozent“ oder „Tage“" value={typed.unit} width={20} required={false} />
      <TextField name="base" label="Ausgangswert" inputmode="decimal" value={typed.base} error={errorOf('base')} width={10} required />
      <TextField name="baseOn" label="Gemessen am" type="date" value={typed.baseOn} error={errorOf('baseOn')} width={10} required />
      <TextField name="target" label="Zielwert" inputmode="decimal" value={typed.target} error={errorOf('target')} width={10} required />
      <TextField name="targetOn" label="Zu erreichen bis" type="date" value={typed.targetOn} error={errorOf('targetOn')} width={10} required />
    </>
  );
}

type Save = { kind: NodeKind; edit: (node: Record<string, unknown> & { name: string }) => Edit; what: string; form: Omit<FormPage, 'typed' | 'kind'> };

async function save(rq: Pick<Rq<unknown, unknown, Typed>, 'body' | 'read' | 'transact'>, { kind, edit, what, form }: Save): Promise<Reply> {
  const typed = rq.body;
  const { node, mistakes } = nodeOf(kind, typed);
  const again = (refused?: Problem): Promise<Reply> => rq.read((ctx) => showForm(ctx, { ...form, kind, typed, mistakes, refused }));
  if (mistakes.length > 0) return again();
  return attempt(rq, {
    work: async (ctx) => changeEdition(ctx, { id: (await requireDraft(ctx)).id, ...(typed.revision ? { revision: Number(typed.revision) } : {}), edit: edit(node), what: `${kindWords[kind]} „${typed.name}“ ${what}` }),
    flash: 'Gespeichert.', to: DRAFT, again: (_ctx, refused) => again(refused),
  });
}

const addQuery = z.object({ art: z.enum(nodeKinds), bei: z.string().max(80).optional() });
const addAction = ({ art, bei }: z.output<typeof addQuery>): string => `${DRAFT}/neu?art=${art}${bei ? `&bei=${bei}` : ''}`;
const addTitle = (kind: NodeKind): string => ({ field: 'Neues Handlungsfeld', goal: 'Neues Ziel', indicator: 'Neue Messgröße', measure: 'Neue Maßnahme' })[kind];
const addPage = page({ method: 'GET', path: `${DRAFT}/neu`, site: 'office', access, query: addQuery, handle: (rq) => rq.read((ctx) => showForm(ctx, { kind: rq.query.art, action: addAction(rq.query), title: addTitle(rq.query.art), typed: body.parse({ baseOn: calendarDayOf(ctx.now) }) })) });
const addPost = page({ method: 'POST', path: `${DRAFT}/neu`, site: 'office', access, query: addQuery, body, handle: (rq) => save(rq, { kind: rq.query.art, what: 'ergänzt', edit: (node) => ({ do: 'add', kind: rq.query.art, parent: rq.query.bei ?? null, node }), form: { action: addAction(rq.query), title: addTitle(rq.query.art) } }) });

const params = z.object({ key: z.string().max(80) });
async function placeOf(ctx: Ctx, key: string): Promise<{ place: Place; revision: number }> {
  const draft = await requireDraft(ctx);
  const place = findPlace(draft.tree, key);
  if (!place) throw problem('steering/no-place');
  return { place, revision: draft.revision };
}
const changePage = page({
  method: 'GET', path: `${DRAFT}/e/:key`, site: 'office', access, params,
  handle: (rq) => rq.read(async (ctx) => { const { place, revision } = await placeOf(ctx, rq.params.key); return showForm(ctx, { kind: place.kind, action: `${DRAFT}/e/${rq.params.key}`, title: `${kindWords[place.kind]} ändern`, typed: typedOf(place, revision) }); }),
});
const changePost = page({
  method: 'POST', path: `${DRAFT}/e/:key`, site: 'office', access, params, body,
  handle: async (rq) => { const { place } = await rq.read((ctx) => placeOf(ctx, rq.params.key)); return save(rq, { kind: place.kind, what: 'geändert', edit: (node) => ({ do: 'change', key: rq.params.key, node }), form: { action: `${DRAFT}/e/${rq.params.key}`, title: `${kindWords[place.kind]} ändern` } }); },
});

const visionBody = z.object({ vision: z.string().trim().max(4000).default('') });
const showVision = (ctx: Ctx, vision: string | undefined, error?: string): Promise<Reply> =>
  requireDraft(ctx).then((draft) => view({ title: 'Leitbild ändern', nav: STRATEGY, crumbs: [{ label: 'Strategie', href: STRATEGY }, { label: 'Entwurf', href: DRAFT }, { label: 'Leitbild' }], body: <Stack>{error && <ErrorSummary errors={[{ id: 'vision', text: error }]} />}<PageHeader title="Leitbild ändern" /><Form action={`${DRAFT}/leitbild`}><TextArea name="vision" label="Leitbild" hint="In ein bis drei Sätzen: Wie ist die Stadt, wenn alles gelungen ist?" value={vision ?? draft.tree.vision} error={error} rows={4} required /><ButtonRow><Button variant="primary">Speichern</Button><Button href={DRAFT}>Abbrechen</Button></ButtonRow></Form></Stack> }));
const visionPage = page({ method: 'GET', path: `${DRAFT}/leitbild`, site: 'office', access, handle: (rq) => rq.read((ctx) => showVision(ctx, undefined)) });
const visionPost = page({ method: 'POST', path: `${DRAFT}/leitbild`, site: 'office', access, body: visionBody, handle: (rq) => attempt(rq, { work: async (ctx) => changeEdition(ctx, { id: (await requireDraft(ctx)).id, edit: { do: 'vision', text: rq.body.vision }, what: 'Leitbild geändert' }), flash: 'Gespeichert.', to: DRAFT, again: (ctx) => showVision(ctx, rq.body.vision, 'Das Leitbild braucht mindestens drei Zeichen.') }) });

export const nodePages = [addPage, addPost, changePage, changePost, visionPage, visionPost];
