import type { VNode } from 'preact';
import type { AssetManifest } from '#platform/ui';
import { Badge, BulkBar, Button, ButtonRow, Columns, Deadline, DescriptionList, FilterChips, Form, Link, PageHeader, Pagination, ProcessStrip, Row, Section, StatTile, StyleGuide, Table, Tabs, TextArea, Timeline, Toolbar } from '#platform/ui';
import { officeFrame } from './frame.tsx';
import type { OfficeFrameInfo, OfficePage } from './frame.tsx';

const today = '2026-11-22';
const services = ['Hund anmelden', 'Wohngeld', 'Bewohnerparkausweis', 'Bauvoranfrage', 'Gewerbe anmelden'];
const names = ['Aylin Kaya', 'Jonas Weber', 'Sabine Köhler', 'Piotr Nowak', 'Thi Mai Nguyen', 'Karl-Heinz Oberhuber'];
const days = ['2026-11-19', '2026-11-21', '2026-11-23', '2026-11-25', '2026-12-01', '2026-12-04', '2026-12-14'];

type Row_ = { number: string; name: string; service: string; due: string; paused: boolean; step: string };

const rows: Row_[] = Array.from({ length: 22 }, (_, i) => ({
  number: `2026-${String(412 + i * 3).padStart(4, '0')}`,
  name: names[i % names.length] ?? '',
  service: services[i % services.length] ?? '',
  due: days[Math.min(i >> 2, days.length - 1)] ?? today,
  paused: i % 5 === 3,
  step: i % 3 === 0 ? 'Angaben prüfen' : 'Bescheid zeichnen',
}));

/** Pages as the office will have them, for looking at the frame and for its tests. */
export const samplePages: Record<string, { path: string; page: OfficePage; info?: Partial<OfficeFrameInfo> }> = {
  list: { path: '/office/aufgaben', page: { title: 'Meine Aufgaben', body: <ListPage /> }, info: { unreadCount: 3 } },
  case: {
    path: '/office/vorgaenge/2026-0412',
    page: { title: '2026-0412 Hund anmelden', crumbs: [{ label: 'Vorgänge', href: '/office/vorgaenge' }, { label: '2026-0412' }], body: <CasePage />, aside: <CaseContext /> },
    info: { actor: { name: 'Dr. Miriam Brandt', actingFor: { id: '1', name: 'Georg Huber' } } },
  },
  guide: { path: '/office/bausteine', page: { title: 'Bausteine', body: <StyleGuide /> } },
};

const sampleNavigation: OfficeFrameInfo['nav'] = [
  {
    items: [
      { key: 'desk', label: 'Schreibtisch', href: '/office', icon: 'home' },
      { key: 'tasks', label: 'Aufgaben', href: '/office/aufgaben', icon: 'list', count: 22 },
      { key: 'cases', label: 'Vorgänge', href: '/office/vorgaenge', icon: 'folder' },
      { key: 'messages', label: 'Nachrichten', href: '/office/nachrichten', icon: 'message', count: 3 },
      { key: 'calendar', label: 'Termine', href: '/office/termine', icon: 'calendar' },
    ],
  },
  {
    label: 'Steuern',
    items: [
      { key: 'figures', label: 'Auswertungen', href: '/office/auswertungen', icon: 'chart' },
      { key: 'services', label: 'Leistungen', href: '/office/leistungen', icon: 'document' },
      { key: 'processes', label: 'Prozesse', href: '/office/prozesse', icon: 'process' },
    ],
  },
  { label: 'Verwalten', items: [{ key: 'people', label: 'Personen und Rollen', href: '/office/personen', icon: 'people' }] },
];

/** The whole document of a sample page. */
export function sampleOffice(name: string, assets: AssetManifest, more: Partial<OfficeFrameInfo> = {}): VNode {
  const sample = samplePages[name];
  if (!sample) throw new Error(`no sample page "${name}"`);
  return officeFrame({
    locale: 'de',
    url: sample.path,
    actor: { name: 'Miriam Brandt' },
    city: { name: 'Musterstadt', contact: { street: 'Rathausplatz 1', place: '99999 Musterstadt' } },
    assets,
    nav: sampleNavigation,
    ...sample,
    ...sample.info,
    ...more,
  });
}

function ListPage() {
  return (
    <>
      <PageHeader
        title="Meine Aufgaben"
        actions={
          <Row>
            <Button size="small" icon="download" href="/office/aufgaben.csv">
              CSV
            </Button>
            <Button variant="primary" size="small" icon="arrow-right" href="/office/vorgaenge/2026-0412">
              Nächster Vorgang
            </Button>
          </Row>
        }
      />
      <Toolbar label="Liste" end={<span class="muted">22 Aufgaben, 8 überfällig</span>}>
        <FilterChips
          label="Filter"
          chips={[
            { label: 'Meine', href: '?f=meine', active: true, count: 22 },
            { label: 'Überfällig', href: '?f=spaet', count: 8 },
            { label: 'Diese Woche', href: '?f=woche', count: 12 },
            { label: 'Meine Ämter', href: '?f=amt', count: 128 },
          ]}
        />
      </Toolbar>
      <form method="post" action="/office/aufgaben">
        <Table
          caption="Meine Aufgaben"
          captionHidden
          stickyHead
          stack
          columns={[
            { key: 'number', head: 'Nummer', rowHead: true, sortable: true, narrow: true, cell: (row: Row_) => <Link href={`/office/vorgaenge/${row.number}`}>{row.number}</Link> },
            { key: 'service', head: 'Leistung', sortable: true, cell: (row) => row.service },
            { key: 'name', head: 'Antragstellende Person', sortable: true, cell: (row) => row.name },
            { key: 'step', head: 'Nächster Schritt', wideOnly: true, cell: (row) => row.step },
            { key: 'due', head: 'Frist', sortable: true, narrow: true, cell: (row) => <Deadline on={row.due} today={today} paused={row.paused} /> },
          ]}
          rows={rows}
          rowKey={(row) => row.number}
          sort={{ by: 'due', direction: 'ascending', href: (by, direction) => `?sort=${by}&richtung=${direction}` }}
          select={{ name: 'tasks', value: (row) => row.number, label: (row) => `${row.number} auswählen` }}
        />
        <BulkBar label="Ausgewählte Aufgaben">
          <Button size="small" name="action" value="assign">
            Übergeben
          </Button>
          <Button size="small" name="action" value="remind">
            Wiedervorlage
          </Button>
        </BulkBar>
      </form>
      <Pagination shown={22} total={22} noun="Aufgaben" />
    </>
  );
}

function CaseHead() {
  return (
    <>
      <PageHeader
        preline="2026-0412"
        title="Hund anmelden"
        meta={
          <>
            <span>Aylin Kaya</span>
            <Badge state="soon">wartet auf uns</Badge>
            <Deadline on="2026-11-23" today={today} />
            <span class="muted">zuständig: Miriam Brandt</span>
          </>
        }
        actions={
          <Button variant="primary" icon="check">
            Bescheid zeichnen
          </Button>
        }
      />
      <ProcessStrip
        label="Stand"
        steps={[
          { title: 'Eingang', state: 'done', when: '12.11.' },
          { title: 'Prüfung', state: 'done', when: '14.11.' },
          { title: 'Bescheid', state: 'now', when: 'bis 23.11.' },
          { title: 'Marke', state: 'then' },
        ]}
      />
    </>
  );
}

function CasePage() {
  return (
    <>
      <CaseHead />
      <Tabs
        label="Ansichten des Vorgangs"
        items={[
          { label: 'Bearbeiten', href: '#a', current: true },
          { label: 'Akte', href: '#b', count: 4 },
          { label: 'Zahlungen', href: '#c' },
          { label: 'Ablauf', href: '#d' },
        ]}
      />
      <Columns>
        <Section title="Angaben">
          <DescriptionList
            items={[
              { term: 'Name des Hundes', value: 'Bello' },
              { term: 'Rasse', value: 'Dackel' },
              { term: 'Geboren am', value: '03.04.2024' },
              { term: 'Chipnummer', value: '276 0981 0200 1234' },
              { term: 'Im Haushalt seit', value: '01.11.2026' },
              { term: 'Assistenzhund', value: 'nein' },
              { term: 'Steuer', value: '120,00 € im Jahr' },
            ]}
          />
        </Section>
        <Section title="Bescheid" actions={<Badge>Entwurf</Badge>}>
          <Form>
            <TextArea name="text" label="Zusatz im Bescheid" rows={5} value="Die Steuermarke ist am Halsband des Hundes zu tragen." />
            <ButtonRow>
              <Button icon="eye">Vorschau</Button>
            </ButtonRow>
          </Form>
        </Section>
      </Columns>
      <Section title="Verlauf">
        <Timeline
          label="Verlauf"
          entries={[
            { id: 'e3', at: new Date('2026-11-14T10:20:00Z'), title: 'Prüfung abgeschlossen', actor: 'Miriam Brandt', kind: 'decision' },
            { id: 'e2', at: new Date('2026-11-13T09:05:00Z'), title: 'Nachricht', actor: 'Aylin Kaya', kind: 'message', children: <p>Der Impfpass kommt morgen nach.</p> },
            { id: 'e1', at: new Date('2026-11-12T08:14:00Z'), title: 'Antrag eingegangen', actor: 'Portal' },
          ]}
        />
      </Section>
    </>
  );
}

function CaseContext() {
  return (
    <>
      <Section title="Aylin Kaya">
        <DescriptionList items={[{ term: 'Geboren', value: '27.03.1985' }, { term: 'Anschrift', value: 'Lindenweg 4, 99999 Musterstadt' }, { term: 'E-Mail', value: <a href="mailto:kaya@example.org">kaya@example.org</a> }]} />
      </Section>
      <Section title="Weitere Vorgänge">
        <Link href="/office/vorgaenge/2025-1180">2025-1180 Bewohnerparkausweis</Link>
      </Section>
      <StatTile label="Median dieser Leistung" value="3 Tage" note="Oktober 2026" />
    </>
  );
}
