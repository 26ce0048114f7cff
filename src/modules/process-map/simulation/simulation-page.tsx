import type { VNode } from 'preact';
import { z } from 'zod';
import { findCurrentVersion, listServices } from '#core/catalogue';
import { describeProcess } from '#engines/process';
import { page, view } from '#platform/http';
import { formatMoney, formatNumber, formatPercent } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Badge, BarChart, Button, Columns, DescriptionList, Form, PageHeader, Section, SelectField, Stack, Table, TextField, type BadgeState } from '#platform/ui';
import { mine, optionsOf } from '../mining/mine.ts';
import { readTraces } from '../mining/mining-page.tsx';
import { simulate, type SimulatedStep, type SimulationResult, type StepResult } from './simulate.ts';

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
      const year = (played: SimulatedStep[]): SimulationResult => simulate({ arrivals: perWeek / 39, hours: 39 * 52, steps: played });
      const result = steps.length > 0 ? year(steps) : undefined;
      const helped = result?.bottleneck ? year(steps.map((step) => (step.id === result.bottleneck ? { ...step, people: step.people + 1 } : step))) : undefined;
      return view({
        title: 'Prozess durchspielen',
        width: 'full',
        nav: '/office/prozesse',
        crumbs: [{ label: 'Prozesse', href: '/office/prozesse' }, { label: 'Was wäre, wenn' }],
        body: (
          <Stack>
            <PageHeader title="Was wäre, wenn" lead="Ein Jahr mit 39 Stunden in der Woche wird durchgespielt. Anfangs stehen die gemessenen Zeiten da; ändern Sie, was Sie wissen wollen." />
            <Columns layout="sidebar">
              {result ? <Result result={result} helped={helped} /> : <p>Diese Leistung hat keine Aufgabe für Menschen: Es gibt keine Warteschlange.</p>}
              <Section title="Annahmen" id="annahmen">
                <Form method="get" action={SIMULATION} label="Annahmen">
                  <SelectField name="leistung" label="Leistung" value={slug} options={services.map(({ slug: value, name }) => ({ value, label: name }))} placeholder={false} />
                  <TextField name="woche" label="Anträge in der Woche" hint="Im Mittel; sie kommen zufällig verteilt, mal drei auf einmal, mal keiner." value={String(perWeek)} width={6} inputmode="decimal" />
                  <TextField name="euros" label="Kosten einer Arbeitsstunde in Euro" value={String((steps[0]?.centsAnHour ?? 4500) / 100)} width={6} inputmode="decimal" />
                  {steps.map((step) => (
                    <fieldset key={step.id} class="simulation-step">
                      <legend>{step.name}</legend>
                      <TextField name={`${step.id}.people`} label="Personen" hint="0: die Maschine" value={String(step.people)} width={4} inputmode="numeric" />
                      <TextField name={`${step.id}.minutes`} label="Minuten je Vorgang" hint="nur die Arbeit, ohne Warten" value={String(step.minutes)} width={6} inputmode="decimal" />
                      <TextField name={`${step.id}.share`} label="Von 100 Vorgängen nötig bei" hint="100: immer" value={String(Math.round(step.share * 100))} width={4} inputmode="decimal" />
                    </fieldset>
                  ))}
                  <Button type="submit" variant="primary">
                    Durchspielen
                  </Button>
                </Form>
              </Section>
            </Columns>
          </Stack>
        ),
      });
    }),
});

/** Hours of a working day, as the year of the simulation has them: 39 in five days. */
const HOURS_A_DAY = 7.8;

/** Working time as people say it: nobody works at night, so a day is a working day. */
function workingTime(minutes: number): string {
  const say = (value: number, one: string, other: string): string => `${formatNumber(Math.round(value * 10) / 10)} ${Math.round(value * 10) === 10 ? one : other}`;
  if (minutes < 90) return say(minutes, 'Minute', 'Minuten');
  return minutes < 2 * HOURS_A_DAY * 60 ? say(minutes / 60, 'Arbeitsstunde', 'Arbeitsstunden') : say(minutes / 60 / HOURS_A_DAY, 'Arbeitstag', 'Arbeitstage');
}

const stateOf = (busy: number): BadgeState => (busy > 0.95 ? 'late' : busy > 0.8 ? 'soon' : 'done');
const stateWords: Partial<Record<BadgeState, string>> = { late: 'überlastet: die Schlange wächst', soon: 'knapp', done: 'gut zu schaffen' };

function finding(worst: StepResult | undefined): string {
  if (!worst) return 'Niemand muss warten';
  if (worst.busy > 0.95) return `Bei „${worst.name}“ kommt mehr an, als zu schaffen ist`;
  return worst.busy > 0.8 ? `Bei „${worst.name}“ wird es knapp` : 'Alle Schritte sind gut zu schaffen';
}

type ResultProps = { result: SimulationResult; /** The same year with one person more at the bottleneck. */ helped: SimulationResult | undefined };

function Result({ result, helped }: ResultProps): VNode {
  const worst = result.steps.find(({ id }) => id === result.bottleneck);
  const after = helped?.steps.find(({ id }) => id === result.bottleneck);
  const byPeople = result.steps.filter(({ busy }) => busy > 0);
  return (
    <Stack>
      <DescriptionList
        items={[
          { term: 'Im Jahr', value: `${formatNumber(result.arrived)} Vorgänge kommen, ${formatNumber(result.finished)} werden fertig.` },
          { term: 'Ein Vorgang', value: `dauert im Mittel ${workingTime(result.minutes)} und kostet ${formatMoney(result.costCentsEach)}.` },
          ...(worst ? [{ term: 'Engpass', value: `„${worst.name}“: zu ${formatPercent(Math.min(1, worst.busy))} ausgelastet, im Mittel wartet ein Vorgang hier ${workingTime(worst.waiting)}.` }] : []),
          ...(worst && after ? [{ term: 'Mit einer Person mehr dort', value: `wartet ein Vorgang im Mittel ${workingTime(after.waiting)} statt ${workingTime(worst.waiting)}; ein ganzer Vorgang dauert ${workingTime(helped?.minutes ?? 0)} statt ${workingTime(result.minutes)}.` }] : []),
        ]}
      />
      {byPeople.length > 0 && (
        <BarChart id="auslastung" title={finding(worst)} description="Auslastung der Menschen je Schritt, in Prozent ihrer Arbeitszeit" bars={byPeople.map(({ name, busy }) => ({ label: name, value: Math.round(Math.min(1, busy) * 100), state: stateOf(busy) }))} format={(value) => `${formatNumber(value)} %`} whole={100} groupName="Schritt" valueName="Auslastung" level={2} />
      )}
      <Table
        compact
        stack
        caption="Schlangen vor den Schritten"
        rows={result.steps}
        rowKey={({ id }) => id}
        columns={[
          { key: 'name', head: 'Schritt', rowHead: true, cell: ({ name }) => name },
          { key: 'state', head: 'So sieht es aus', cell: ({ busy }) => <Badge state={stateOf(busy)}>{busy === 0 ? 'macht die Maschine' : (stateWords[stateOf(busy)] ?? '')}</Badge> },
          { key: 'busy', head: 'Auslastung', numeric: true, cell: ({ busy }) => formatPercent(Math.min(1, busy)) },
          { key: 'waiting', head: 'Wartezeit im Mittel', numeric: true, cell: ({ waiting }) => workingTime(waiting) },
          { key: 'queue', head: 'Wartende im Mittel', numeric: true, cell: ({ queue }) => formatNumber(Math.round(queue * 10) / 10) },
          { key: 'longest', head: 'Längste Schlange', numeric: true, cell: ({ longestQueue }) => formatNumber(longestQueue) },
        ]}
      />
    </Stack>
  );
}
