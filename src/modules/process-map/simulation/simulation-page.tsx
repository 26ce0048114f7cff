import type { VNode } from 'preact';
import { z } from 'zod';
import { findCurrentVersion, listServices } from '#core/catalogue';
import { describeProcess } from '#engines/process';
import { page, view } from '#platform/http';
import { formatMoney, formatNumber, formatPercent } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Button, Form, PageHeader, SelectField, Stack, Table, TextField } from '#platform/ui';
import { durationInWords } from '../mining/durations.ts';
import { mine, optionsOf } from '../mining/mine.ts';
import { readTraces } from '../mining/mining-page.tsx';
import { simulate, type SimulatedStep, type SimulationResult } from './simulate.ts';

const SIMULATION = '/office/prozesse/simulation';
const query = z.record(z.string().max(60), z.union([z.string().max(60), z.array(z.string().max(60))])).default({});
const numberIn = (values: Record<string, unknown>, name: string, { otherwise, least, most }: { otherwise: number; least: number; most: number }): number => {
  const text = values[name];
  const value = typeof text === 'string' && text.trim() !== '' ? Number(text.replace(',', '.')) : otherwise;
  return Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : otherwise;
};

/** The steps done by people, with what was measured as a beginning. */
async function stepsOf(ctx: Ctx, slug: string, values: Record<string, unknown>): Promise<SimulatedStep[]> {
  const current = await findCurrentVersion(ctx, slug);
  if (!current) return [];
  const measured = mine(await readTraces(ctx, { leistung: slug, von: '', bis: '', amt: '' }), optionsOf(current.service.process));
  return describeProcess(current.service.process).filter(({ kind }) => kind === 'task').map(({ nodeId, name }) => {
    const figures = measured.nodes.find(({ node }) => node === nodeId);
    const share = measured.cases > 0 && figures ? figures.visits / measured.cases : 1;
    return {
      id: nodeId, name,
      people: Math.round(numberIn(values, `${nodeId}.people`, { otherwise: 1, least: 0, most: 100 })),
      minutes: numberIn(values, `${nodeId}.minutes`, { otherwise: figures?.working ? Math.round(figures.working / 60) : 15, least: 0.1, most: 10_000 }),
      share: numberIn(values, `${nodeId}.share`, { otherwise: Math.round(Math.min(1, share) * 100), least: 0, most: 100 }) / 100,
      centsAnHour: Math.round(numberIn(values, 'euros', { otherwise: 45, least: 0, most: 1000 }) * 100),
    };
  });
}

/** Volumes and times → queues, cost, bottleneck. */
export const simulationPage = page({
  method: 'GET', path: SIMULATION, site: 'office', access: 'may:processes/read', query,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const values = rq.query as Record<string, unknown>;
      const services = await listServices(ctx);
      const slug = typeof values['leistung'] === 'string' && values['leistung'] ? values['leistung'] : (services[0]?.slug ?? '');
      const steps = await stepsOf(ctx, slug, values);
      const perWeek = numberIn(values, 'woche', { otherwise: 40, least: 1, most: 5000 });
      const result = steps.length > 0 ? simulate({ arrivals: perWeek / 39, hours: 39 * 52, steps }) : undefined;
      return view({
        title: 'Prozess durchspielen',
        width: 'full',
        nav: '/office/prozesse',
        crumbs: [{ label: 'Prozesse', href: '/office/prozesse' }, { label: 'Was wäre, wenn' }],
        body: (
          <Stack>
            <PageHeader title="Was wäre, wenn" lead="Ein Jahr mit 39 Stunden in der Woche wird durchgespielt. Anfangs stehen die gemessenen Zeiten da; ändern Sie, was Sie wissen wollen." />
            <Form method="get" action={SIMULATION} label="Annahmen">
              <SelectField name="leistung" label="Leistung" value={slug} options={services.map(({ slug: value, name }) => ({ value, label: name }))} placeholder={false} />
              <TextField name="woche" label="Anträge in der Woche" value={String(perWeek)} width={6} inputmode="decimal" />
              <TextField name="euros" label="Kosten einer Arbeitsstunde in Euro" value={String((steps[0]?.centsAnHour ?? 4500) / 100)} width={6} inputmode="decimal" />
              {steps.map((step) => (
                <fieldset key={step.id} class="simulation-step">
                  <legend>{step.name}</legend>
                  <TextField name={`${step.id}.people`} label="Personen" value={String(step.people)} width={4} inputmode="numeric" />
                  <TextField name={`${step.id}.minutes`} label="Minuten je Vorgang" value={String(step.minutes)} width={6} inputmode="decimal" />
                  <TextField name={`${step.id}.share`} label="Von 100 Vorgängen nötig bei" value={String(Math.round(step.share * 100))} width={4} inputmode="decimal" />
                </fieldset>
              ))}
              <Button type="submit" variant="primary">
                Durchspielen
              </Button>
            </Form>
            {result ? <Result result={result} /> : <p>Diese Leistung hat keine Aufgabe für Menschen: Es gibt keine Warteschlange.</p>}
          </Stack>
        ),
      });
    }),
});

function Result({ result }: { result: SimulationResult }): VNode {
  const worst = result.steps.find(({ id }) => id === result.bottleneck);
  return (
    <Stack>
      <p>
        {result.arrived} Vorgänge kamen, {result.finished} wurden fertig. Ein Vorgang dauert im Mittel {durationInWords(result.minutes * 60)} Arbeitszeit und kostet {formatMoney(result.costCentsEach)}.
        {worst && ` Engpass ist „${worst.name}“: zu ${formatPercent(worst.busy)} ausgelastet${worst.busy > 0.95 ? '. So wächst die Schlange immer weiter' : ''}.`}
      </p>
      <Table
        compact
        caption="Schlangen"
        rows={result.steps}
        rowKey={({ id }) => id}
        columns={[
          { key: 'name', head: 'Schritt', rowHead: true, cell: ({ name }) => name },
          { key: 'busy', head: 'Auslastung', numeric: true, cell: ({ busy }) => formatPercent(Math.min(1, busy)) },
          { key: 'waiting', head: 'Wartezeit im Mittel', numeric: true, cell: ({ waiting }) => durationInWords(waiting * 60) },
          { key: 'queue', head: 'Wartende im Mittel', numeric: true, cell: ({ queue }) => formatNumber(Math.round(queue * 10) / 10) },
          { key: 'longest', head: 'Längste Schlange', numeric: true, cell: ({ longestQueue }) => longestQueue },
        ]}
      />
    </Stack>
  );
}
