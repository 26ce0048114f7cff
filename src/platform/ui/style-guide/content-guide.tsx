import { formatMoney } from '#platform/i18n';
import { BarChart } from '../charts/bar-chart.tsx';
import { LineChart } from '../charts/line-chart.tsx';
import { Alert } from '../content/alert.tsx';
import { Badge } from '../content/badge.tsx';
import { Button } from '../content/button.tsx';
import { CardGrid } from '../content/card-grid.tsx';
import { Card } from '../content/card.tsx';
import { Deadline } from '../content/deadline.tsx';
import { DescriptionList } from '../content/description-list.tsx';
import { Details } from '../content/details.tsx';
import { EmptyState } from '../content/empty-state.tsx';
import { Heading } from '../content/heading.tsx';
import { Columns, Row, Stack } from '../content/layout.tsx';
import { Link } from '../content/link.tsx';
import { Prose } from '../content/prose.tsx';
import { StatTile } from '../content/stat-tile.tsx';
import { Summary } from '../content/summary.tsx';
import { Table } from '../content/table.tsx';
import { TaskList } from '../content/task-list.tsx';
import { Time } from '../content/time.tsx';
import { Timeline } from '../content/timeline.tsx';
import { Icon, iconNames } from '../icon.tsx';
import { GuideSection } from './guide-section.tsx';

type SampleCase = { number: string; name: string; service: string; due: string; fee: number };

const cases: SampleCase[] = [
  { number: '2026-0412', name: 'Aylin Kaya', service: 'Hund anmelden', due: '2026-11-20', fee: 12000 },
  { number: '2026-0415', name: 'Jonas Weber', service: 'Wohngeld', due: '2026-11-23', fee: 0 },
  { number: '2026-0421', name: 'Sabine Köhler', service: 'Bewohnerparkausweis', due: '2026-12-14', fee: 3070 },
];

const today = '2026-11-22';

function Buttons() {
  return (
    <GuideSection id="buttons" title="Schaltflächen" use="Eine starke je Seite: der nächste Schritt.">
      <Stack>
        <Row>
          <Button variant="primary">Antrag absenden</Button>
          <Button icon="edit">Bearbeiten</Button>
          <Button variant="tertiary">Abbrechen</Button>
          <Button variant="danger" icon="delete">
            Löschen
          </Button>
          <Button disabled>Nicht möglich</Button>
        </Row>
        <Row>
          <Button size="large" variant="primary" href="#guide-buttons" iconEnd="arrow-right">
            Online beantragen
          </Button>
          <Button size="small" icon="download">
            CSV
          </Button>
          <Button size="small" icon="more" iconOnly variant="tertiary">
            Weitere Aktionen
          </Button>
          <Link href="#guide-buttons" iconEnd="external">
            Ein Link
          </Link>
        </Row>
      </Stack>
    </GuideSection>
  );
}

function Messages() {
  return (
    <GuideSection id="messages" title="Meldungen und Zustände" use="Farbe bedeutet eines und steht nie allein.">
      <Stack>
        <Alert kind="info" title="Das Bürgerbüro ist am 24. Dezember geschlossen." />
        <Alert kind="success" title="Ihr Antrag ist eingegangen.">
          <p>Ihre Nummer lautet 2026-0412.</p>
        </Alert>
        <Alert kind="warning" title="Es fehlt noch eine Unterlage." level={3}>
          <p>Bitte laden Sie den Impfpass bis zum 3. Dezember hoch.</p>
        </Alert>
        <Alert kind="danger" title="Die Zahlung ist fehlgeschlagen." />
        <Row>
          <Badge state="late">überfällig</Badge>
          <Badge state="soon">wartet auf uns</Badge>
          <Badge state="waiting">wartet auf Unterlagen</Badge>
          <Badge state="done">erledigt</Badge>
          <Badge>Entwurf</Badge>
          <Deadline on="2026-11-20" today={today} />
          <Deadline on="2026-11-23" today={today} />
          <Deadline on="2026-12-14" today={today} />
          <Deadline on="2026-12-14" today={today} paused />
        </Row>
        <Columns layout="thirds">
          <StatTile label="Offene Vorgänge" value="128" change={{ text: '12 mehr als letzte Woche', direction: 'up', good: false }} href="#guide-messages" />
          <StatTile label="Median bis zum Bescheid" value="9 Tage" change={{ text: '2 Tage schneller', direction: 'down', good: true }} />
          <StatTile label="Einnahmen im November" value={formatMoney(1234500)} note="Stand heute" />
        </Columns>
      </Stack>
    </GuideSection>
  );
}

function Records() {
  return (
    <GuideSection id="records" title="Tabelle, Fakten, Verlauf" use="Wie viele, warum keine, was tun.">
      <Stack gap="large">
        <Table
          caption="Vorgänge"
          columns={[
            { key: 'number', head: 'Nummer', rowHead: true, sortable: true, cell: (row: SampleCase) => <Link href="#guide-records">{row.number}</Link> },
            { key: 'name', head: 'Antragstellende Person', sortable: true, cell: (row) => row.name },
            { key: 'service', head: 'Leistung', cell: (row) => row.service, wideOnly: true },
            { key: 'due', head: 'Frist', sortable: true, narrow: true, cell: (row) => <Deadline on={row.due} today={today} /> },
            { key: 'fee', head: 'Gebühr', numeric: true, cell: (row) => formatMoney(row.fee) },
          ]}
          rows={cases}
          rowKey={(row) => row.number}
          sort={{ by: 'due', direction: 'ascending', href: (by, direction) => `?sort=${by}&richtung=${direction}#guide-records` }}
          select={{ name: 'cases', value: (row) => row.number, label: (row) => `Vorgang ${row.number} auswählen` }}
          current={(row) => row.number === '2026-0415'}
          foot={{ number: 'Summe', fee: formatMoney(15070) }}
        />
        <Columns>
          <DescriptionList
            items={[
              { term: 'Name', value: 'Aylin Kaya', action: { href: '#guide-records', label: 'ändern', about: 'Name' } },
              { term: 'Eingang', value: <Time at={new Date('2026-11-12T08:14:00Z')} /> },
              { term: 'Gebühr', value: formatMoney(12000) },
            ]}
          />
          <Timeline
            label="Verlauf"
            entries={[
              { id: 'g-t3', at: new Date('2026-11-14T10:20:00Z'), title: 'Gebührenbescheid erlassen', actor: 'M. Brandt', kind: 'decision' },
              { id: 'g-t2', at: new Date('2026-11-13T09:05:00Z'), title: 'Nachricht', actor: 'Aylin Kaya', kind: 'message', children: <p>Der Impfpass kommt morgen nach.</p> },
              { id: 'g-t1', at: new Date('2026-11-12T08:14:00Z'), title: 'Antrag eingegangen', actor: 'Portal' },
            ]}
          />
        </Columns>
        <Summary title="Ihr Hund" change={{ href: '#guide-records', label: 'ändern' }} items={[{ term: 'Name', value: 'Bello' }, { term: 'Rasse', value: 'Dackel' }]} />
        <EmptyState title="Keine Vorgänge warten auf Sie." action={<Button href="#guide-records">Alle Vorgänge ansehen</Button>}>
          <p>Neue Vorgänge erscheinen hier von selbst.</p>
        </EmptyState>
      </Stack>
    </GuideSection>
  );
}

function Texts() {
  return (
    <GuideSection id="texts" title="Text, Karten, Aufgaben" use="Ruhig, eines nach dem anderen.">
      <Stack>
        <CardGrid>
          <Card title="Hund anmelden" href="#guide-texts" icon="heart" badge={<Badge state="done">online</Badge>}>
            <p>Sie melden Ihren Hund an und bekommen die Steuermarke.</p>
          </Card>
          <Card title="Wohngeld" href="#guide-texts" icon="home" preline="Zuschuss">
            <p>Sie bekommen Geld für Ihre Miete.</p>
          </Card>
        </CardGrid>
        <TaskList label="Zu tun" items={[{ title: 'Impfpass hochladen', href: '#guide-texts', note: 'Hund anmelden, 2026-0412', badge: <Badge state="soon">bis 3. Dezember</Badge> }]} />
        <Prose>
          <Heading level={3}>Was Sie brauchen</Heading>
          <p>
            Einen Ausweis und den <a href="#guide-texts">Impfpass des Hundes</a>. Wer einen Assistenzhund hält, zahlt keine Steuer.
          </p>
          <ul>
            <li>Ausweis</li>
            <li>Impfpass</li>
          </ul>
          <Details summary="Mehr dazu">
            <p>Rechtsgrundlage ist die Hundesteuersatzung.</p>
          </Details>
        </Prose>
        <div>
          <Details variant="panel" summary="Wie lange dauert es?">
            <p>Meist neun Tage.</p>
          </Details>
          <Details variant="panel" summary="Was kostet es?" open>
            <p>120,00 € im Jahr.</p>
          </Details>
        </div>
      </Stack>
    </GuideSection>
  );
}

function Charts() {
  return (
    <GuideSection id="charts" title="Diagramme und Zeichen" use="Der Titel sagt den Befund, die Achse beginnt bei null.">
      <Columns>
        <BarChart
          id="g-bars"
          title="Wohngeld dauert am längsten"
          description="Tage vom Eingang bis zum Bescheid, Median, Oktober 2026"
          bars={[
            { label: 'Wohngeld', value: 41, state: 'late' },
            { label: 'Bauvoranfrage', value: 28 },
            { label: 'Hund anmelden', value: 3 },
          ]}
          format={(value) => `${value} Tage`}
          groupName="Leistung"
          valueName="Dauer"
        />
        <LineChart
          id="g-lines"
          title="Mehr Anträge kommen online als auf Papier"
          description="Anträge je Monat, 2026"
          labels={['Mai', 'Jun', 'Jul', 'Aug', 'Sep', 'Okt']}
          series={[
            { name: 'online', values: [120, 180, 240, 310, 390, 460] },
            { name: 'Papier', values: [400, 390, null, 300, 260, 240] },
          ]}
          groupName="Monat"
        />
      </Columns>
      <ul class="guide__icons">
        {iconNames.map((name) => (
          <li key={name}>
            <Icon name={name} /> {name}
          </li>
        ))}
      </ul>
    </GuideSection>
  );
}

/** Everything that is no field and no navigation. */
export function ContentGuide() {
  return (
    <>
      <Buttons />
      <Messages />
      <Records />
      <Texts />
      <Charts />
    </>
  );
}
