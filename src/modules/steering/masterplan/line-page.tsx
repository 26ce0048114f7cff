import type { VNode } from 'preact';
import { z } from 'zod';
import { HOUR_CENTS } from '#core/insights';
import { listOffices } from '#core/organisation';
import { attempt, page, redirect, view, type Reply, type Rq } from '#platform/http';
import { formatDate, formatMoney, formatNumber, parseMoney } from '#platform/i18n';
import { may, type Ctx } from '#platform/module';
import { Alert, Button, ButtonRow, Columns, DescriptionList, Details, Form, Link, PageHeader, Row, Section, SelectField, Stack, TextField } from '#platform/ui';
import { assessLine, planLine, projectFromGap, takeSeen, typeFigures } from './assess-line.ts';
import { CriteriaForm } from './criteria-form.tsx';
import { currentModel } from './models.ts';
import { modelKeys, potentialOf, verdictOf, type ModelKey } from './maturity-model.ts';
import { figuresOf, laneWords, type PlanRow } from './plan-line.ts';
import { Lane, Level, lineHref, PLAN, sourceOf } from './plan-parts.tsx';
import { getPlanLine, levelsOf, listAssessed } from './plan.queries.ts';

export type LineTyped = Record<string, string>;
type Again = { form: 'kriterien' | 'ziel' | 'zahlen' | 'projekt'; typed: LineTyped; error: string };
const params = z.object({ id: z.uuid() });
const modelQuery = z.object({ modell: z.enum(modelKeys).default('2.0').catch('2.0') });

async function readLine(ctx: Ctx, id: string, key: ModelKey) {
  const row = await getPlanLine(ctx, id);
  const [version, newer, assessed, offices] = [await currentModel(ctx, key), await currentModel(ctx, '2.0'), await listAssessed(ctx, id, key), await listOffices(ctx)];
  return { row, version, newer, assessed, office: offices.find((office) => office.id === row.office_id)?.name ?? 'ohne Amt' };
}
type Read = Awaited<ReturnType<typeof readLine>>;

async function show(ctx: Ctx, rq: Rq<{ id: string }>, { key, again }: { key: ModelKey; again?: Again }): Promise<Reply> {
  const read = await readLine(ctx, rq.params.id, key);
  const { row, version, assessed } = read;
  const editable = may(rq.actor, 'masterplan/assess', row.office_id);
  const verdict = verdictOf(version.model, levelsOf(assessed));
  return view({
    title: row.name, width: 'full', nav: PLAN, ...(again ? { status: 422 } : {}), crumbs: [{ label: 'Masterplan', href: PLAN }, { label: row.name }],
    body: (
      <Stack gap="large">
        {again && <Alert kind="danger" title={again.error} role="alert">Was Sie eingegeben haben, steht noch da.</Alert>}
        <PageHeader title={row.name} lead={`${read.office}${row.kind === 'service' ? ', Leistung im Katalog' : ', Prozess ohne Leistung'}`} actions={<Row>{row.kind === 'service' && <Button href={`/leistungen/${row.ref}`}>Leistung ansehen</Button>}{row.project_id && <Button href={`/office/projekte/${row.project_id}`}>Projekt dazu</Button>}</Row>} />
        <Columns>
          <Maturity read={read} modelKey={key} />
          <Potential read={read} editable={editable} />
        </Columns>
        <Columns>
          <Facts row={row}>{editable && <FiguresForm row={row} {...(again?.form === 'zahlen' ? { typed: again.typed } : {})} />}</Facts>
          <Target row={row}>{editable && <TargetForm row={row} tops={{ '2.0': 7, '1.1': 4 }} {...(again?.form === 'ziel' ? { typed: again.typed } : {})} />}</Target>
        </Columns>
        <Section title={`Bewertung nach ${version.model.name}`} id="bewertung">
          <p>{verdict.level === null ? `${verdict.open} von ${version.model.criteria.length} Kriterien sind noch offen. Solange eines offen ist, gibt es keine Stufe.` : `Das schwächste Kriterium entscheidet: „${version.model.criteria.find((one) => one.key === verdict.weakest)?.name ?? ''}“ mit Stufe ${verdict.level}.`} {key === '2.0' ? <Link href={`${lineHref(row.id)}?modell=1.1#bewertung`}>Nach Modell 1.1 ansehen</Link> : <Link href={`${lineHref(row.id)}#bewertung`}>Nach Modell 2.0 ansehen</Link>}</p>
          <CriteriaForm row={row} version={version} assessed={assessed} editable={editable} {...(again?.form === 'kriterien' ? { typed: again.typed } : {})} />
        </Section>
      </Stack>
    ),
  });
}

function Maturity({ read: { row, version, newer }, modelKey }: { read: Read; modelKey: ModelKey }): VNode {
  return (
    <Section title="Reifegrad" id="reifegrad">
      <DescriptionList
        items={[
          { term: 'Heute, Modell 2.0', value: <Level level={row.level_20} target={row.target_20} model={newer.model} /> },
          { term: 'Ziel, Modell 2.0', value: row.target_20 === null ? 'noch keines' : `${row.target_20} ${newer.model.levels[row.target_20]?.name ?? ''}` },
          { term: 'Heute, Modell 1.1', value: row.level_11 === null ? 'noch offen' : `${row.level_11}${row.level_11 >= 3 ? ', im Sinne des OZG online' : ', im Sinne des OZG noch nicht online'}` },
          { term: 'Am schwächsten', value: newer.model.criteria.find(({ key }) => key === row.weakest_20)?.name ?? '–' },
          { term: 'Pflicht', value: row.lane === 'free' ? 'nein' : <><Lane row={row} />{row.lane_on ? ` bis ${formatDate(row.lane_on)}` : ''}</> },
        ]}
      />
      <p><small>Modell {modelKey}, Fassung {version.version}. <Link href={`${PLAN}/modelle`}>Woher die Modelle kommen</Link></small></p>
    </Section>
  );
}

function Potential({ read: { row, newer }, editable }: { read: Read; editable: boolean }): VNode {
  const potential = potentialOf(newer.model, { level: row.level_20, target: row.target_20 }, { figures: figuresOf(row), hourCents: HOUR_CENTS });
  const missing = [row.level_20 === null && 'die Bewertung', row.target_20 === null && 'das Ziel', !figuresOf(row).cases && 'die Fallzahl', figuresOf(row).minutes === null && 'die Zeit je Fall'].filter(Boolean).join(', ');
  return (
    <Section title="Was sich sparen lässt" id="potenzial">
      {potential.formula ? (
        <>
          <p><strong>{`${formatNumber(potential.hours)} Stunden im Jahr, das sind ${formatMoney(potential.cents)}`}</strong></p>
          <p><small>{potential.formula}</small></p>
        </>
      ) : (
        <p>{missing ? `Noch nicht zu sagen. Es fehlt: ${missing}.` : 'Das Ziel ist erreicht.'}</p>
      )}
      {editable && row.gap > 0 && !row.project_id && <Form action={`${lineHref(row.id)}/projekt`} inline label="Projekt aus der Lücke"><Button type="submit" variant="primary">Projekt daraus machen</Button></Form>}
    </Section>
  );
}

function Facts({ row, children }: { row: PlanRow; children: VNode | false }): VNode {
  const figures = figuresOf(row);
  const or = (value: number | null, write: (value: number) => string): string => (value === null ? 'nicht bekannt' : write(value));
  return (
    <Section title="Zahlen" id="zahlen">
      <DescriptionList
        items={[
          { term: 'Fälle im Jahr', value: `${or(figures.cases, (value) => formatNumber(value))}${row.live_cases !== null && row.live_cases !== figures.cases ? ` (davon hier gezählt: ${formatNumber(row.live_cases)})` : ''}` },
          { term: 'Minuten je Fall', value: or(figures.minutes, (value) => formatNumber(value)) },
          { term: 'Kosten je Fall', value: or(figures.costCents, (value) => formatMoney(value)) },
          { term: 'Medienbrüche', value: or(figures.breaks, (value) => String(value)) },
          row.live_automation !== null ? { term: 'Ohne Handarbeit', value: `${row.live_automation} %` } : false,
          row.live_days !== null ? { term: 'Tage bis zur Entscheidung', value: formatNumber(row.live_days) } : false,
          { term: 'Herkunft', value: `${sourceOf(row)}${row.typed_source ? `: ${row.typed_source}, ${row.typed_on ? formatDate(row.typed_on) : ''}` : ''}` },
        ]}
      />
      {row.kind === 'service' && <p><Link href={`/office/prozesse/auswertung?leistung=${row.ref}`}>Vorgänge dazu auswerten</Link></p>}
      {children}
    </Section>
  );
}

function Target({ row, children }: { row: PlanRow; children: VNode | false }): VNode {
  return (
    <Section title="Ziel und Pflicht" id="ziel">
      <DescriptionList
        items={[
          { term: 'Ziel', value: row.target_20 === null ? 'noch keines' : `Stufe ${row.target_20} (2.0)${row.target_11 === null ? '' : `, Stufe ${row.target_11} (1.1)`}` },
          { term: 'Bis', value: row.target_on ? formatDate(row.target_on) : 'offen' },
          { term: 'Wer', value: row.responsible || 'noch niemand' },
          { term: 'Spur', value: laneWords[row.lane] },
        ]}
      />
      {children}
    </Section>
  );
}

function FiguresForm({ row, typed }: { row: PlanRow; typed?: LineTyped }): VNode {
  const value = (name: string, otherwise: number | string | null): string => typed?.[name] ?? (otherwise === null ? '' : String(otherwise));
  const cost = row.typed_cost_cents === null ? '' : (row.typed_cost_cents / 100).toFixed(2).replace('.', ',');
  return (
    <Details summary="Zahlen eintragen" open={typed !== undefined}>
      <Form action={`${lineHref(row.id)}/zahlen`} label="Zahlen eintragen">
        <Columns>
          <TextField name="cases" label="Fälle im Jahr, auch auf Papier" value={value('cases', row.typed_cases)} width={6} inputmode="numeric" />
          <TextField name="minutes" label="Minuten je Fall" value={value('minutes', row.typed_minutes)} width={6} inputmode="numeric" />
        </Columns>
        <Columns>
          <TextField name="cost" label="Kosten je Fall in Euro" value={value('cost', cost)} width={6} inputmode="decimal" />
          <TextField name="breaks" label="Medienbrüche" value={value('breaks', row.typed_breaks)} width={6} inputmode="numeric" />
        </Columns>
        <TextField name="source" label="Quelle" hint="Zum Beispiel „Gespräch mit der Sachbearbeitung“, „Statistik 2025“" value={value('source', row.typed_source)} />
        <TextField name="on" type="date" label="Stand" value={value('on', row.typed_on)} />
        <Button type="submit">Zahlen speichern</Button>
      </Form>
    </Details>
  );
}

function TargetForm({ row, tops, typed }: { row: PlanRow; tops: Record<ModelKey, number>; typed?: LineTyped }): VNode {
  const levels = (top: number) => [{ value: '', label: 'noch keines' }, ...Array.from({ length: top + 1 }, (_, level) => ({ value: String(level), label: String(level) }))];
  const value = (name: string, otherwise: number | string | null): string => typed?.[name] ?? (otherwise === null ? '' : String(otherwise));
  return (
    <Details summary="Ziel und Pflicht ändern" open={typed !== undefined}>
      <Form action={`${lineHref(row.id)}/ziel`} label="Ziel und Pflicht">
        <Columns>
          <SelectField name="target20" label="Zielstufe im Modell 2.0" value={value('target20', row.target_20)} options={levels(tops['2.0'])} placeholder={false} />
          <SelectField name="target11" label="Zielstufe im Modell 1.1" value={value('target11', row.target_11)} options={levels(tops['1.1'])} placeholder={false} />
        </Columns>
        <Columns>
          <TextField name="targetOn" type="date" label="Bis wann" value={value('targetOn', row.target_on)} />
          <TextField name="responsible" label="Wer sieht danach?" hint="Stelle, nicht Person" value={value('responsible', row.responsible)} />
        </Columns>
        <SelectField name="lane" label="Spur" value={value('lane', row.lane)} options={Object.entries(laneWords).map(([key, label]) => ({ value: key, label }))} placeholder={false} />
        <TextField name="basis" label="Gesetz, Betrieb oder Beschluss" value={value('basis', row.lane_basis)} required={false} />
        <TextField name="laneOn" type="date" label="Pflicht bis" value={value('laneOn', row.lane_on)} required={false} />
        <ButtonRow><Button type="submit">Ziel speichern</Button></ButtonRow>
      </Form>
    </Details>
  );
}

const text = z.string().trim().max(500).default('');
const day = z.string().regex(/^(\d{4}-\d{2}-\d{2})?$/).default('').catch('');
const post = { method: 'POST', site: 'office', access: 'may:masterplan/assess', params } as const;
const wholeOrNull = (typed: string): number | null => (typed === '' ? null : /^\d{1,9}$/.test(typed.replaceAll('.', '')) ? Number(typed.replaceAll('.', '')) : Number.NaN);

const figuresPost = page({
  ...post, path: `${PLAN}/z/:id/zahlen`, body: z.object({ cases: text, minutes: text, cost: text, breaks: text, source: text, on: day }),
  handle: (rq) => {
    const { body } = rq;
    const cost = body.cost === '' ? null : (parseMoney(body.cost) ?? Number.NaN);
    return attempt(rq, { work: (ctx) => typeFigures(ctx, rq.params.id, { cases: wholeOrNull(body.cases), minutes: wholeOrNull(body.minutes), costCents: cost, breaks: wholeOrNull(body.breaks), source: body.source, on: body.on || null }), flash: 'Die Zahlen sind gespeichert.', to: `${lineHref(rq.params.id)}#zahlen`, again: (ctx, refused) => show(ctx, rq, { key: '2.0', again: { form: 'zahlen', typed: body, error: refused.de } }) });
  },
});

const targetPost = page({
  ...post, path: `${PLAN}/z/:id/ziel`, body: z.object({ target20: text, target11: text, targetOn: day, responsible: text, lane: z.enum(['free', 'law', 'operation', 'resolution']).default('free').catch('free'), basis: text, laneOn: day }),
  handle: (rq) => {
    const { body } = rq;
    const plan = { target: { '2.0': wholeOrNull(body.target20), '1.1': wholeOrNull(body.target11) }, targetOn: body.targetOn || null, responsible: body.responsible, lane: body.lane, laneBasis: body.basis, laneOn: body.laneOn || null };
    return attempt(rq, { work: (ctx) => planLine(ctx, rq.params.id, plan), flash: 'Das Ziel ist gespeichert.', to: `${lineHref(rq.params.id)}#ziel`, again: (ctx, refused) => show(ctx, rq, { key: '2.0', again: { form: 'ziel', typed: body, error: refused.de } }) });
  },
});

/** Of a criterion: '' not looked at, 'n' does not apply, else the level. */
const levelOf = (typed: string | undefined): number | null | undefined => (typed === undefined || typed === '' ? undefined : typed === 'n' ? null : wholeOrNull(typed));
const criteriaPost = page({
  ...post, path: `${PLAN}/z/:id/kriterien`, body: z.looseObject({ modell: z.enum(modelKeys) }),
  handle: async (rq) => {
    const key = rq.body.modell;
    const typed = Object.fromEntries(Object.entries(rq.body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value.slice(0, 500)]] : [])));
    const { model } = await rq.read((ctx) => currentModel(ctx, key));
    const criteria = model.criteria.map(({ key: criterion }) => ({ criterion, level: levelOf(typed[`stufe-${criterion}`]), evidence: typed[`beleg-${criterion}`] ?? '' }));
    return attempt(rq, { work: (ctx) => assessLine(ctx, rq.params.id, { model: key, criteria }), flash: 'Die Bewertung ist gespeichert.', to: `${lineHref(rq.params.id)}${key === '2.0' ? '' : '?modell=1.1'}#bewertung`, again: (ctx, refused) => show(ctx, rq, { key, again: { form: 'kriterien', typed, error: refused.de } }) });
  },
});

const seenPost = page({
  ...post, path: `${PLAN}/z/:id/gesehen`, body: z.object({ modell: z.enum(modelKeys) }),
  handle: async (rq) => {
    const taken = await rq.transact((ctx) => takeSeen(ctx, rq.params.id, rq.body.modell));
    return redirect(`${lineHref(rq.params.id)}${rq.body.modell === '2.0' ? '' : '?modell=1.1'}#bewertung`, { flash: taken === 0 ? 'Zu allem, was das Programm sieht, steht schon etwas.' : `${taken} Kriterien sind übernommen. Bitte prüfen Sie sie.` });
  },
});

const projectPost = page({
  ...post, path: `${PLAN}/z/:id/projekt`,
  handle: (rq) => attempt(rq, { work: (ctx) => projectFromGap(ctx, rq.params.id), flash: (made) => `Projektantrag ${made.number} ist angelegt; der erwartete Nutzen steht schon darin.`, to: (made) => `/office/projekte/${made.id}`, again: (ctx, refused) => show(ctx, rq, { key: '2.0', again: { form: 'projekt', typed: {}, error: refused.de } }) }),
});

export const lineRoutes = [page({ method: 'GET', path: `${PLAN}/z/:id`, site: 'office', access: 'may:steering/read', params, query: modelQuery, handle: (rq) => rq.read((ctx) => show(ctx, rq, { key: rq.query.modell })) }), figuresPost, targetPost, criteriaPost, seenPost, projectPost];
