import { z } from 'zod';
import { evidenceHref, lastMonths } from '#core/insights';
import { attempt, page, view, type Reply } from '#platform/http';
import { calendarDayOf, formatDate, formatNumber } from '#platform/i18n';
import { may, type Ctx } from '#platform/module';
import { Button, ButtonRow, DescriptionList, EmptyState, ErrorSummary, Form, LineChart, Link, PageHeader, Section, Stack, Table, TextField } from '#platform/ui';
import { problem } from '../problems.ts';
import { findEdition } from './editions.ts';
import { numberOf } from './node-pages.tsx';
import { expectedToday, indicatorProgress } from './progress.ts';
import { readSeriesOf } from './read-facts.ts';
import { enterReading } from './readings.ts';
import { Meter, percentText, STRATEGY } from './strategy-tree-view.tsx';
import { findPlace, type Indicator } from './strategy-tree.ts';

const params = z.object({ key: z.string().max(80) });
const path = `${STRATEGY}/messgroesse/:key`;
const body = z.object({ value: z.string().trim().max(40).default(''), on: z.string().max(10).default(''), source: z.string().trim().max(300).default('') });
type Typed = z.output<typeof body>;
const number = (value: number): string => formatNumber(value, 'de', { maximumFractionDigits: 2 });

/** The indicator as the edition in force has it, else as the draft does. @throws steering/no-place */
async function indicatorOf(ctx: Ctx, key: string): Promise<Indicator> {
  for (const state of ['current', 'draft'] as const) {
    const edition = await findEdition(ctx, state);
    const place = edition && findPlace(edition.tree, key);
    if (place?.kind === 'indicator') return place.node as Indicator;
  }
  throw problem('steering/no-place');
}

async function show(ctx: Ctx, key: string, { typed, errors = [] }: { typed?: Typed; errors?: { id: string; text: string }[] } = {}): Promise<Reply> {
  const indicator = await indicatorOf(ctx, key);
  const series = await readSeriesOf(ctx, indicator);
  const last = series.findLast(({ value }) => value !== null);
  const progress = indicatorProgress(indicator, last?.value ?? undefined);
  const live = indicator.source.kind === 'figure' ? indicator.source.id : undefined;
  return view({
    title: indicator.name, nav: STRATEGY, crumbs: [{ label: 'Strategie', href: STRATEGY }, { label: indicator.name }], ...(errors.length > 0 ? { status: 422 } : {}),
    body: (
      <Stack gap="large">
        {errors.length > 0 && <ErrorSummary errors={errors} />}
        <PageHeader title={indicator.name} preline="Messgröße" lead={progress ? `${percentText(progress.percent)} des Wegs sind geschafft. ${progress.formula}.` : 'Noch ist kein Wert gemessen.'} />
        <Meter percent={progress?.percent ?? null} expected={expectedToday(indicator, calendarDayOf(ctx.now))} label={indicator.name} />
        <DescriptionList items={[{ term: 'Ausgangswert', value: `${number(indicator.base)} ${indicator.unit}, ${formatDate(indicator.baseOn)}` }, { term: 'Zielwert', value: `${number(indicator.target)} ${indicator.unit}, bis ${formatDate(indicator.targetOn)}` }, { term: 'Woher', value: live ? <Link href={evidenceHref(live, lastMonths(ctx, 12))}>laufend gemessen, Nachweis ansehen</Link> : 'von Hand gemessen' }]} />
        {series.length > 1 && <LineChart id="verlauf" level={2} title="Verlauf" description={live ? 'Wert je Monat' : 'Gemessene Werte'} labels={series.map(({ on }) => (live ? on.slice(0, 7) : formatDate(on)))} series={[{ name: indicator.name, values: series.map(({ value }) => value) }]} format={number} groupName="Tag" />}
        <Section title="Messwerte">
          <Table compact stack caption="Messwerte" captionHidden rows={series.toReversed()} rowKey={({ on }) => on} empty={<EmptyState title="Noch kein Messwert">{live ? 'Die Kennzahl hat noch nichts gezählt.' : 'Tragen Sie unten den ersten Wert ein.'}</EmptyState>}
            columns={[{ key: 'on', head: 'Tag', rowHead: true, cell: ({ on }) => formatDate(on) }, { key: 'value', head: 'Wert', numeric: true, cell: ({ value }) => (value === null ? '–' : number(value)) }, { key: 'source', head: 'Quelle', cell: ({ source }) => source }]} />
        </Section>
        {!live && may(ctx.actor, 'steering/edit') && <ReadingForm indicator={indicator} typed={typed ?? { value: '', on: calendarDayOf(ctx.now), source: '' }} errors={errors} />}
      </Stack>
    ),
  });
}

function ReadingForm({ indicator, typed, errors }: { indicator: Indicator; typed: Typed; errors: { id: string; text: string }[] }) {
  const errorOf = (name: string): string | undefined => errors.find(({ id }) => id === name)?.text;
  return (
    <Section title="Messwert eintragen">
      <Form action={`${STRATEGY}/messgroesse/${indicator.key}`}>
        <TextField name="value" label={`Wert${indicator.unit ? ` in ${indicator.unit}` : ''}`} inputmode="decimal" value={typed.value} error={errorOf('value')} width={10} required />
        <TextField name="on" label="Gemessen am" type="date" value={typed.on} error={errorOf('on')} width={10} required />
        <TextField name="source" label="Quelle" hint="Zum Beispiel „Bürgerbefragung 2026, Frage 4“" value={typed.source} error={errorOf('source')} required />
        <ButtonRow><Button variant="primary">Eintragen</Button></ButtonRow>
      </Form>
    </Section>
  );
}

const showPage = page({ method: 'GET', path, site: 'office', access: 'may:steering/read', params, handle: (rq) => rq.read((ctx) => show(ctx, rq.params.key)) });
const enterPost = page({
  method: 'POST', path, site: 'office', access: 'may:steering/edit', params, body,
  handle: async (rq) => {
    const typed = rq.body;
    const value = numberOf(typed.value);
    const errors = [...(Number.isNaN(value) ? [{ id: 'value', text: 'Der Wert ist keine Zahl. Schreiben Sie zum Beispiel 12,5.' }] : []), ...(/^\d{4}-\d{2}-\d{2}$/.test(typed.on) ? [] : [{ id: 'on', text: 'Geben Sie den Tag der Messung an.' }])];
    const again = (found: typeof errors): Promise<Reply> => rq.read((ctx) => show(ctx, rq.params.key, { typed, errors: found }));
    if (errors.length > 0) return again(errors);
    return attempt(rq, { work: async (ctx) => enterReading(ctx, await indicatorOf(ctx, rq.params.key), { on: typed.on, value, source: typed.source }), flash: 'Der Messwert ist eingetragen.', to: `${STRATEGY}/messgroesse/${rq.params.key}`, again: (_ctx, refused) => again([{ id: refused.code === 'steering/reading-ahead' ? 'on' : 'source', text: refused.de }]) });
  },
});

export const indicatorPages = [showPage, enterPost];
