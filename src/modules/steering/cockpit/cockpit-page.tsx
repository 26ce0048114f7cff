import { figureText, type FigureMonth } from '#core/insights';
import { readPortfolio, lightWords, type Project } from '#core/projects';
import { page, view } from '#platform/http';
import { formatNumber } from '#platform/i18n';
import { may } from '#platform/module';
import { Badge, Button, Columns, Details, Link, PageHeader, Row, Section, Stack, Table, type BadgeState } from '#platform/ui';
import type { Light } from './cockpit-light.ts';
import { readCockpit, type Cockpit, type CockpitFigure } from './read-cockpit.ts';
import { Sparkline } from './sparkline.tsx';

export const COCKPIT = '/office/steuerung';
const PROJECTS_SHOWN = 6;

export const lights: Record<Light, { state: BadgeState; word: string }> = {
  green: { state: 'done', word: 'gut' },
  amber: { state: 'soon', word: 'im Blick behalten' },
  red: { state: 'late', word: 'handeln' },
  none: { state: 'neutral', word: 'ohne Ampel' },
};

/** Ten figures at a glance: where the city stands, which way it goes, and the way to what is behind each. */
export const cockpitPage = page({
  method: 'GET',
  path: COCKPIT,
  site: 'office',
  access: 'may:steering/read',
  handle: (rq) =>
    rq.read(async (ctx) => {
      const cockpit = await readCockpit(ctx);
      const endangered = (await readPortfolio(ctx, { states: ['approved', 'running'] })).filter(({ light }) => light !== 'green').toSorted((a, b) => b.light.localeCompare(a.light));
      return view({
        title: 'Cockpit',
        nav: COCKPIT,
        width: 'full',
        body: (
          <Stack gap="large">
            <PageHeader title="Cockpit" lead={finding(cockpit)} meta={`Letzte zwölf Monate bis heute; ${monthName(cockpit.period.from)} bis ${monthName(cockpit.period.to)}`} actions={may(ctx.actor, 'steering/edit') ? <Button href={`${COCKPIT}/schwellen`} icon="settings">Zahlen und Schwellen</Button> : undefined} />
            <Columns layout="quarters">{cockpit.figures.map((one) => <Tile key={one.figure.id} one={one} cockpit={cockpit} />)}</Columns>
            <Details summary="Verlauf als Tabelle"><CourseTable cockpit={cockpit} /></Details>
            {endangered.length > 0 && <Endangered projects={endangered} />}
            <Row>
              <Link href="/office/steuerung/wirkung">Wirkung der Vorhaben</Link>
              <Link href="/office/portfolio">Portfolio</Link>
              <Link href="/office/fortschrittsbericht">Fortschrittsbericht</Link>
            </Row>
          </Stack>
        ),
      });
    }),
});

const monthName = (day: string): string => new Intl.DateTimeFormat('de-DE', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(day));
const monthShort = (day: string): string => new Intl.DateTimeFormat('de-DE', { month: 'short', year: '2-digit', timeZone: 'UTC' }).format(new Date(day));

function finding({ figures }: Cockpit): string {
  const names = (light: Light): string[] => figures.filter((one) => one.light === light).map(({ figure }) => figure.label);
  const [red, amber] = [names('red'), names('amber')];
  if (red.length + amber.length === 0) return 'Alle Zahlen mit Ampel sind im grünen Bereich.';
  return [red.length > 0 && `Handeln: ${red.join(', ')}.`, amber.length > 0 && `Im Blick behalten: ${amber.join(', ')}.`].filter(Boolean).join(' ');
}

/** How it moved against the year before, in words; good or bad is said by the figure. */
function changeOf({ figure, value, before }: CockpitFigure): { text: string; good: boolean | undefined } | undefined {
  if (value === null || before === null || before === 0) return undefined;
  const percent = Math.round((100 * (value - before)) / before);
  if (percent === 0) return { text: 'wie im Jahr davor', good: undefined };
  return { text: `${formatNumber(Math.abs(percent))} % ${percent > 0 ? 'mehr' : 'weniger'} als im Jahr davor`, good: percent > 0 === (figure.good === 'more') };
}

/** Number and unit on one line. */
const whole = (value: number | null, { unit }: CockpitFigure['figure']): string => figureText(value, unit).replaceAll(' ', '\u00a0');

function Tile({ one, cockpit }: { one: CockpitFigure; cockpit: Cockpit }) {
  const { figure, value, light, trend, threshold } = one;
  const change = changeOf(one);
  const limits = light === 'none' ? undefined : `gelb ${figure.good === 'more' ? 'unter' : 'über'} ${whole(threshold.amber, figure)}, rot ${figure.good === 'more' ? 'unter' : 'über'} ${whole(threshold.red, figure)}`;
  return (
    <div class="stat kern-card--interactive">
      <p class="stat__label"><a class="kern-link kern-link--no-visited-state kern-link--stretched" href={figure.evidence(cockpit.period)}>{figure.label}</a></p>
      <p class="stat__value">{figureText(value, figure.unit)}</p>
      <p>{light === 'none' ? <span class="muted">{lights[light].word}</span> : <Badge state={lights[light].state}>{lights[light].word}</Badge>}</p>
      <Sparkline trend={trend} />
      {change && <p class={`stat__change${change.good === undefined ? '' : change.good ? ' stat__change--good' : ' stat__change--bad'}`}>{change.text}</p>}
      {limits && <p class="stat__note">{limits}</p>}
    </div>
  );
}

function CourseTable({ cockpit: { figures } }: { cockpit: Cockpit }) {
  const months = [...new Set(figures.flatMap(({ trend }) => trend.map(({ month }) => month)))].toSorted();
  const valueIn = (trend: FigureMonth[], month: string) => trend.find((one) => one.month === month)?.value ?? null;
  return (
    <Table
      caption="Die Zahlen Monat für Monat, ohne den laufenden"
      stack
      compact
      rows={figures}
      rowKey={({ figure }) => figure.id}
      columns={[
        { key: 'figure', head: 'Kennzahl', rowHead: true, cell: ({ figure }) => figure.label },
        ...months.map((month) => ({ key: month, head: monthShort(month), numeric: true, cell: ({ figure, trend }: CockpitFigure) => { const value = valueIn(trend, month); return value === null ? '–' : figureText(value, figure.unit); } })),
      ]}
    />
  );
}

function Endangered({ projects }: { projects: Project[] }) {
  return (
    <Section title={`Vorhaben in Gefahr: ${projects.length}`} actions={projects.length > PROJECTS_SHOWN ? <Link href="/office/projekte">alle Vorhaben</Link> : undefined}>
      <Table
        caption="Vorhaben in Gefahr"
        captionHidden
        stack
        rows={projects.slice(0, PROJECTS_SHOWN)}
        rowKey={({ id }) => id}
        columns={[
          { key: 'title', head: 'Vorhaben', rowHead: true, cell: ({ id, title }) => <a href={`/office/projekte/${id}`}>{title}</a> },
          { key: 'light', head: 'Ampel', cell: ({ light }) => <Badge state={light === 'red' ? 'late' : 'soon'}>{lightWords[light]}</Badge> },
          { key: 'reason', head: 'Warum', cell: ({ lightReason }) => lightReason },
          { key: 'lead', head: 'Leitung', cell: ({ leadName }) => leadName || '–', wideOnly: true },
        ]}
      />
    </Section>
  );
}
