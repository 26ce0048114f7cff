import type { VNode } from 'preact';
import type { AssetManifest, City } from '#platform/ui';
import { Alert, Badge, Band, Button, ButtonRow, Card, CardGrid, Columns, DescriptionList, Details, ErrorSummary, Form, Heading, PageHeader, ProcessStrip, Prose, Radios, Row, SearchField, Stack, StepProgress, StickyAction, TextField } from '#platform/ui';
import { portalFrame } from './frame.tsx';
import type { PortalFrameInfo, PortalPage } from './frame.tsx';

/** Pages as the portal will have them, for looking at the frame and for its tests. */
export const samplePages: Record<string, { path: string; page: PortalPage; info?: Partial<PortalFrameInfo> }> = {
  start: { path: '/', page: { title: 'Start', width: 'full', body: <StartPage /> } },
  service: {
    path: '/leistungen/hund-anmelden',
    page: {
      title: 'Hund anmelden',
      crumbs: [{ label: 'Start', href: '/' }, { label: 'Leistungen A–Z', href: '/leistungen' }, { label: 'Hund anmelden' }],
      body: <ServicePage />,
      aside: <ServiceFacts />,
    },
    info: { actor: { kind: 'citizen', name: 'Aylin Kaya' }, unreadCount: 2 },
  },
  form: {
    path: '/antrag/hund/3',
    page: {
      title: 'Ihr Hund – Hund anmelden',
      status: 422,
      width: 'narrow',
      crumbs: [{ label: 'Start', href: '/' }, { label: 'Hund anmelden', href: '/leistungen/hund-anmelden' }, { label: 'Antrag' }],
      body: <FormPage />,
    },
  },
  status: {
    path: '/konto/2026-0412',
    page: { title: 'Ihr Antrag 2026-0412', crumbs: [{ label: 'Mein Konto', href: '/konto' }, { label: '2026-0412' }], body: <StatusPage /> },
    info: { actor: { kind: 'citizen', name: 'Aylin Kaya' }, flash: { kind: 'success', text: 'Ihr Antrag ist eingegangen.' } },
  },
};

const sampleCity: City = {
  name: 'Musterstadt',
  tagline: 'Ihre Stadt – rund um die Uhr erreichbar',
  contact: { street: 'Rathausplatz 1', place: '99999 Musterstadt', phone: '+49 89 99998-0', email: 'stadt@musterstadt.example', hoursToday: '8–18 Uhr' },
};

/** The whole document of a sample page. */
export function samplePortal(name: string, assets: AssetManifest, more: Partial<PortalFrameInfo> = {}): VNode {
  const sample = samplePages[name];
  if (!sample) throw new Error(`no sample page "${name}"`);
  return portalFrame({
    locale: 'de',
    url: sample.path,
    actor: { kind: 'anonymous', name: '' },
    city: sampleCity,
    assets,
    ...sample,
    ...sample.info,
    ...more,
  });
}

const situations = [
  ['Kind bekommen', 'people'],
  ['Umziehen', 'home'],
  ['Heiraten', 'heart'],
  ['Auto und Parken', 'tag'],
  ['Arbeit und Geld', 'money'],
  ['Bauen und Wohnen', 'building'],
  ['Hund und Tier', 'star'],
  ['Ausweis und Reisen', 'account'],
] as const;

function StartPage() {
  return (
    <>
      <Band tone="brand">
        <Stack>
          <Heading level={1}>Was möchten Sie erledigen?</Heading>
          <SearchField action="/suche" label="Leistungen und Themen suchen" size="large" labelHidden />
        </Stack>
      </Band>
      <Band>
        <Stack>
          <Heading level={2}>Häufig gebraucht</Heading>
          <CardGrid>
            {[
              ['Hund anmelden', 'Sie bekommen Bescheid und Steuermarke.', '8 Minuten'],
              ['Wohngeld', 'Sie bekommen Geld für Ihre Miete.', '25 Minuten'],
              ['Bewohnerparkausweis', 'Sie parken vor Ihrer Tür.', '6 Minuten'],
            ].map(([title, text, time]) => (
              <Card key={title} title={title} footer={<Button href="/antrag">Online beantragen</Button>}>
                <p>{text}</p>
                <p class="muted">{time}</p>
              </Card>
            ))}
          </CardGrid>
        </Stack>
      </Band>
      <Band tone="tinted">
        <Stack>
          <Heading level={2}>Lebenslagen</Heading>
          <CardGrid size="small">
            {situations.map(([title, icon]) => (
              <Card key={title} title={title} icon={icon} href={`/lebenslagen/${icon}`} size="small" />
            ))}
          </CardGrid>
        </Stack>
      </Band>
      <ShortWays />
    </>
  );
}

function ShortWays() {
  return (
    <Band>
      <Columns layout="thirds">
        <Prose>
          <Heading level={2} size="medium">
            Ist mein Ausweis fertig?
          </Heading>
          <p>
            Mit der Nummer von Ihrem Abholschein sehen Sie es <a href="/ausweis">hier nach</a>.
          </p>
        </Prose>
        <Prose>
          <Heading level={2} size="medium">
            Etwas melden
          </Heading>
          <p>
            Ein Schlagloch, eine dunkle Laterne: <a href="/melden">Sagen Sie es uns</a>.
          </p>
        </Prose>
        <Prose>
          <Heading level={2} size="medium">
            Heute geöffnet
          </Heading>
          <p>Bürgerbüro 8–18 Uhr. Termine gibt es ab 10:20 Uhr.</p>
        </Prose>
      </Columns>
    </Band>
  );
}

function ServicePage() {
  return (
    <Stack gap="large">
      <PageHeader title="Hund anmelden" lead="Sie melden Ihren Hund bei der Stadt an und bekommen die Steuermarke mit der Post." />
      <StickyAction>
        <Button variant="primary" size="large" href="/antrag/hund" iconEnd="arrow-right">
          Online beantragen
        </Button>
      </StickyAction>
      <Prose>
        <p>Das dauert etwa 8 Minuten. Halten Sie den Impfpass bereit.</p>
        <h2 class="kern-heading-large">So läuft es ab</h2>
      </Prose>
      <ProcessStrip
        label="Ablauf"
        direction="column"
        steps={[
          { title: 'Sie füllen den Antrag aus', state: 'then', note: 'Sie können jederzeit aufhören und später weitermachen.' },
          { title: 'Wir prüfen Ihre Angaben', state: 'then', note: 'Meist drei Tage.' },
          { title: 'Sie bekommen den Bescheid', state: 'then' },
        ]}
      />
      <div>
        <Details variant="panel" summary="Wer muss seinen Hund anmelden?">
          <p>Alle, die in Musterstadt einen Hund halten, der älter als vier Monate ist.</p>
        </Details>
        <Details variant="panel" summary="Rechtsgrundlage">
          <p>§ 2 der Hundesteuersatzung der Stadt Musterstadt.</p>
        </Details>
      </div>
    </Stack>
  );
}

function ServiceFacts() {
  return (
    <Card title="Auf einen Blick" level={2} surface>
      <DescriptionList
        stacked
        items={[
          { term: 'Gebühr', value: 'keine; die Steuer beträgt 120,00 € im Jahr' },
          { term: 'Dauer', value: 'meist 3 Tage' },
          { term: 'Unterlagen', value: 'Impfpass' },
          { term: 'Frist', value: 'innerhalb von zwei Wochen' },
          { term: 'Zuständig', value: 'Stadtkämmerei, Steuern' },
        ]}
      />
    </Card>
  );
}

function FormPage() {
  return (
    <>
      <ErrorSummary errors={[{ id: 'name', text: 'Bitte geben Sie den Namen des Hundes ein.' }]} />
      <StepProgress current={3} total={6} title="Ihr Hund" saved="gespeichert um 14:03 Uhr" />
      <Stack gap="large">
        <Heading level={1}>Ihr Hund</Heading>
        <Form>
          <TextField name="name" label="Name des Hundes" hint="So, wie Sie ihn rufen." error="Bitte geben Sie den Namen des Hundes ein." required width={20} />
          <TextField name="chip" label="Chipnummer" hint="15 Ziffern, sie stehen im Impfpass." required={false} inputmode="numeric" width={20} />
          <Radios
            name="guide"
            label="Ist es ein Assistenzhund?"
            required
            options={[
              { value: 'yes', label: 'Ja' },
              { value: 'no', label: 'Nein' },
              { value: 'unknown', label: 'Das weiß ich nicht', hint: 'Sie können es später nachreichen.' },
            ]}
          />
          <ButtonRow>
            <Button variant="primary">Weiter</Button>
            <Button variant="tertiary" href="/antrag/hund/2">
              Zurück
            </Button>
          </ButtonRow>
        </Form>
      </Stack>
    </>
  );
}

function StatusPage() {
  return (
    <Stack gap="large">
      <PageHeader title="Hund anmelden" preline="Nummer 2026-0412" meta={<Badge state="waiting">wartet auf Ihren Impfpass</Badge>} />
      <ProcessStrip
        label="Stand des Antrags"
        steps={[
          { title: 'Eingegangen', state: 'done', when: '12.11.2026' },
          { title: 'Wir prüfen', state: 'now', when: 'bis 3. Dezember' },
          { title: 'Bescheid', state: 'then' },
          { title: 'Marke kommt mit der Post', state: 'then' },
        ]}
      />
      <Alert kind="warning" title="Es fehlt noch Ihr Impfpass." level={2}>
        <p>Bitte laden Sie ihn bis zum 3. Dezember hoch.</p>
        <Row>
          <Button variant="primary" href="/konto/2026-0412/unterlagen">
            Impfpass hochladen
          </Button>
        </Row>
      </Alert>
    </Stack>
  );
}
