import { z } from 'zod';
import { page, view } from '#platform/http';
import { formatNumber, parseMoney } from '#platform/i18n';
import { Badge, Button, ButtonRow, Columns, EmptyState, ErrorSummary, Fieldset, Form, MoneyField, PageHeader, Section, Stack, Table, TextField } from '#platform/ui';
import { PORTFOLIO, PortfolioTabs } from './filter.tsx';
import { euros, points, projectLink } from './portfolio-page.tsx';
import { readRanking, yearToPlan, type Ranking } from './read-ranking.ts';
import { weightsOf, drawLine, type Weights } from './score-math.ts';
import { sensitivityOf } from './sensitivity.ts';
import { SensitivityText } from './sensitivity-view.tsx';

const PAGE = 100;
const year = z.coerce.number().int().min(2000).max(2100).optional().catch(undefined);

/** What the address asks for: weights that add to 100 and a frame; else why not. */
function wishOf(given: Record<string, unknown>, ranking: Ranking): { weights: Weights; frame: { cents: number; days: number }; mistakes: { id: string; text: string }[] } {
  const field = (name: string): string | undefined => (typeof given[name] === 'string' ? given[name].trim() : undefined);
  const mistakes: { id: string; text: string }[] = [];
  const weights = Object.fromEntries(ranking.model.model.criteria.map(({ key, weight, name }) => {
    const typed = field(`g-${key}`);
    if (typed === undefined || /^\d{1,3}$/.test(typed)) return [key, typed === undefined ? weight : Number(typed)];
    mistakes.push({ id: `g-${key}`, text: `Das Gewicht von „${name}“ ist keine ganze Zahl.` });
    return [key, weight];
  }));
  const sum = Object.values(weights).reduce((total, one) => total + one, 0);
  if (mistakes.length === 0 && sum !== 100) mistakes.push({ id: `g-${ranking.model.model.criteria[0]?.key ?? ''}`, text: `Die Gewichte ergeben zusammen ${sum} statt 100.` });
  const money = field('geld') === undefined ? ranking.frame.chosen.cents : parseMoney(field('geld') ?? '');
  const typedDays = field('tage');
  if (money === undefined || money === null || Number.isNaN(money) || money < 0) mistakes.push({ id: 'geld', text: 'Geben Sie das Geld ohne Minus an, zum Beispiel 400.000.' });
  if (typedDays !== undefined && !/^\d{1,6}$/.test(typedDays)) mistakes.push({ id: 'tage', text: 'Geben Sie die Tage als ganze Zahl ab null an.' });
  return { weights, frame: { cents: money ?? 0, days: typedDays === undefined ? ranking.frame.chosen.days : Number(typedDays) }, mistakes };
}

/** /office/portfolio/was-waere-wenn: own weights and budget; nothing is saved, the address is the scenario. */
const whatIfPage = page({
  method: 'GET', path: `${PORTFOLIO}/was-waere-wenn`, site: 'office', access: 'may:steering/read', query: z.looseObject({ jahr: year }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const now = await readRanking(ctx, rq.query.jahr ?? yearToPlan(ctx));
      const { weights, frame, mistakes } = wishOf(rq.query, now);
      const then = mistakes.length > 0 ? now : await readRanking(ctx, now.year, { weights, frame });
      const typed = (name: string, fallback: string): string => (typeof rq.query[name] === 'string' ? rq.query[name] : fallback);
      return view({
        title: 'Was wäre, wenn', nav: PORTFOLIO, width: 'full', crumbs: [{ label: 'Portfolio', href: PORTFOLIO }, { label: 'Was wäre, wenn' }], ...(mistakes.length > 0 ? { status: 422 } : {}),
        body: (
          <Stack gap="large">
            {mistakes.length > 0 && <ErrorSummary errors={mistakes} />}
            <PageHeader title={`Was wäre, wenn? ${now.year}`} lead="Andere Gewichte, anderer Rahmen. Nichts davon wird gespeichert; die Adresse dieser Seite ist das Szenario." />
            <PortfolioTabs current="/was-waere-wenn" />
            <Form action={`${PORTFOLIO}/was-waere-wenn`} method="get">
              <input type="hidden" name="jahr" value={now.year} />
              <Fieldset legend="Gewichte, zusammen 100"><Columns layout="quarters">{now.model.model.criteria.map(({ key, name, weight }) => <TextField key={key} name={`g-${key}`} label={name} inputmode="numeric" value={typed(`g-${key}`, String(weight))} error={mistakes.find(({ id }) => id === `g-${key}`)?.text} width={4} />)}</Columns></Fieldset>
              <Fieldset legend="Rahmen für gewählte Vorhaben"><Columns layout="quarters"><MoneyField name="geld" label="Geld" value={typed('geld', formatNumber(now.frame.chosen.cents / 100))} error={mistakes.find(({ id }) => id === 'geld')?.text} /><TextField name="tage" label="Arbeitstage" inputmode="numeric" value={typed('tage', String(now.frame.chosen.days))} error={mistakes.find(({ id }) => id === 'tage')?.text} width={6} /></Columns></Fieldset>
              <ButtonRow><Button variant="primary">Rechnen</Button><Button href={`${PORTFOLIO}/was-waere-wenn?jahr=${now.year}`}>Zurücksetzen</Button></ButtonRow>
            </Form>
            <Section title={resultTitle(now, then)} id="ergebnis"><Compared now={now} then={then} /></Section>
          </Stack>
        ),
      });
    }),
});

const aboveOf = ({ ranked }: Ranking): Set<string> => new Set(ranked.filter(({ above }) => above).map(({ id }) => id));

function resultTitle(now: Ranking, then: Ranking): string {
  const [was, is] = [aboveOf(now), aboveOf(then)];
  const [more, fewer] = [[...is].filter((id) => !was.has(id)).length, [...was].filter((id) => !is.has(id)).length];
  const moved = then.ranked.filter(({ id, place }) => now.ranked.find((one) => one.id === id)?.place !== place).length;
  return moved + more + fewer === 0 ? 'Es bliebe alles, wie es ist' : `${moved} Plätze anders, ${more} ${more === 1 ? 'käme' : 'kämen'} über die Linie, ${fewer} ${fewer === 1 ? 'fiele' : 'fielen'} darunter`;
}

function Compared({ now, then }: { now: Ranking; then: Ranking }) {
  const was = new Map(now.ranked.map((one) => [one.id, one]));
  return (
    <Table compact stack caption="Rangfolge im Szenario" captionHidden rows={then.ranked.slice(0, PAGE)} rowKey={({ id }) => id} empty={<EmptyState title="Noch nichts bewertet">Ohne Bewertung gibt es keine Rangfolge.</EmptyState>}
      columns={[
        { key: 'place', head: 'Rang', numeric: true, narrow: true, cell: ({ place }) => place },
        { key: 'was', head: 'Bisher', numeric: true, narrow: true, cell: ({ id }) => was.get(id)?.place ?? '–' },
        { key: 'title', head: 'Vorhaben', rowHead: true, cell: ({ project }) => projectLink(project) },
        { key: 'score', head: 'Punkte', numeric: true, cell: ({ score }) => points(score) },
        { key: 'cost', head: 'Geld', numeric: true, cell: ({ costCents }) => euros(costCents) },
        { key: 'days', head: 'Tage', numeric: true, cell: (one) => formatNumber(one.days) },
        { key: 'line', head: 'Rahmen', cell: ({ id, above }) => <><Badge state={above ? 'done' : 'neutral'}>{above ? 'passt' : 'passt nicht'}</Badge>{was.get(id)?.above === above ? '' : above ? ' (neu)' : ' (bisher ja)'}</> },
      ]} />
  );
}

/** /office/portfolio/empfindlichkeit: would the order change at ± 5 points? */
const sensitivityPage = page({
  method: 'GET', path: `${PORTFOLIO}/empfindlichkeit`, site: 'office', access: 'may:steering/read', query: z.object({ jahr: year }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { ranked, model, left, year: shown } = await readRanking(ctx, rq.query.jahr ?? yearToPlan(ctx));
      const { criteria, tieBreaks } = model.model;
      const found = sensitivityOf(ranked, { weights: weightsOf(criteria), rules: tieBreaks, above: (order) => drawLine(order, left).filter(({ above }) => above).length });
      return view({
        title: 'Wie fest ist die Reihenfolge?', nav: PORTFOLIO, crumbs: [{ label: 'Portfolio', href: PORTFOLIO }, { label: 'Empfindlichkeit' }],
        body: (
          <Stack>
            <PageHeader title="Wie fest ist die Reihenfolge?" lead={`Rangfolge ${shown}: Was passiert, wenn ein Kriterium bis zu 5 Punkte an ein anderes abgibt? Gerechnet über alle ${criteria.length * (criteria.length - 1)} Paare, auch für Bruchteile von Punkten.`} />
            {ranked.length === 0 ? <EmptyState title="Noch nichts bewertet">Ohne Bewertung gibt es keine Reihenfolge.</EmptyState> : <SensitivityText found={found} titles={new Map(ranked.map(({ id, project }) => [id, project.title]))} criteria={criteria} />}
          </Stack>
        ),
      });
    }),
});

export const whatIfPages = [whatIfPage, sensitivityPage];
