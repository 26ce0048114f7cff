import { page, view } from '#platform/http';
import { calendarDayOf, formatDate, formatDateTime } from '#platform/i18n';
import { may, type Ctx } from '#platform/module';
import { Badge, Button, Columns, EmptyState, Form, Link, PageHeader, Row, Section, Stack, Table, Time } from '#platform/ui';
import { listNews, listUnread, type News } from '../news.ts';
import { listAffected } from '../questions.ts';
import { listSurveys, type Survey } from '../surveys.ts';
import type { AffectedRow } from '../tables.ts';
import { listTrainings, type Training } from '../training.ts';
import { CHANGE } from './fields.tsx';

type Shown = { unread: News[]; latest: News[]; surveys: Survey[]; trainings: Training[]; affected: AffectedRow[]; edits: boolean; today: string };

async function read(ctx: Ctx): Promise<Shown> {
  return { unread: await listUnread(ctx), latest: await listNews(ctx, { limit: 8 }), surveys: (await listSurveys(ctx, { limit: 12 })), trainings: await listTrainings(ctx, { limit: 6 }), affected: await listAffected(ctx), edits: may(ctx.actor, 'change/edit'), today: calendarDayOf(ctx.now) };
}

/** /office/veraenderung: what is new for me, what I am asked, what I can learn. */
export const overviewPage = page({
  method: 'GET', path: CHANGE, site: 'office', access: 'staff',
  handle: async (rq) => {
    const shown = await rq.read(read);
    const open = shown.surveys.filter(({ running, asked, answered }) => running && asked && !answered);
    const lead = [shown.unread.length === 1 ? 'Eine Nachricht ist neu für Sie.' : shown.unread.length > 1 ? `${shown.unread.length} Nachrichten sind neu für Sie.` : 'Sie haben alles gelesen.', open.length > 0 ? `Ihre Meinung ist gefragt: ${open.length === 1 ? 'eine Umfrage läuft' : `${open.length} Umfragen laufen`}.` : ''].join(' ');
    return view({
      title: 'Veränderung', width: 'full', nav: CHANGE,
      body: (
        <Stack>
          <PageHeader title="Veränderung" lead={lead} actions={shown.edits ? <Row><Button variant="primary" href={`${CHANGE}/neuigkeiten/neu`} icon="add">Nachricht</Button><Button href={`${CHANGE}/umfragen/neu`}>Umfrage</Button><Button href={`${CHANGE}/schulungen/neu`}>Schulung</Button></Row> : undefined} />
          <Row><Link href={`${CHANGE}/fragen`}>Fragen und Antworten</Link><Link href={`${CHANGE}/schulungen`}>Alle Schulungen</Link><Link href={`${CHANGE}/rueckmeldungen`}>Rückmeldungen für die Strategie</Link></Row>
          {shown.unread.length > 0 && <UnreadList news={shown.unread} />}
          {open.length > 0 && <Section title="Ihre Meinung ist gefragt" id="gefragt"><ul>{open.map((one) => <li key={one.id}><Link href={`${CHANGE}/umfragen/${one.id}`}>{one.title}</Link> <span class="muted">bis {formatDate(one.until_on)}, anonym, {one.questions.length === 1 ? 'eine Frage' : `${one.questions.length} Fragen`}</span></li>)}</ul></Section>}
          <Columns>
            <Section title="Schulungen" id="schulungen">{shown.trainings.length === 0 ? <EmptyState title="Zurzeit gibt es keinen Termin." icon="calendar" /> : <TrainingList trainings={shown.trainings} />}</Section>
            <Section title="Zuletzt gemeldet" id="neuigkeiten" actions={<Link href={`${CHANGE}/neuigkeiten`}>Alle Nachrichten</Link>}>{shown.latest.length === 0 ? <EmptyState title="Noch keine Nachricht" icon="message" /> : <ul>{shown.latest.map((one) => <li key={one.id}><Link href={`${CHANGE}/neuigkeiten/${one.id}`}>{one.title}</Link> <span class="muted"><Time at={one.published_at} />{one.topic && `, ${one.topic}`}</span></li>)}</ul>}</Section>
          </Columns>
          <Section title="Wen es betrifft" id="betroffen">{shown.affected.length === 0 ? <EmptyState title="Noch ist nichts eingetragen." icon="people">Wen ein Projekt betrifft, steht auf der Seite des Projekts.</EmptyState> : <AffectedTable rows={shown.affected} />}</Section>
          <Section title="Umfragen" id="umfragen">{shown.surveys.length === 0 ? <EmptyState title="Noch keine Umfrage" icon="list" /> : <SurveyTable surveys={shown.surveys} />}</Section>
        </Stack>
      ),
    });
  },
});

/** What somebody has not read yet, each with its button; also on the desk. */
export function UnreadList({ news, title = 'Neu für Sie' }: { news: News[]; title?: string }) {
  return (
    <Section title={title} id="neu">
      <ul class="file-list" aria-label={title}>
        {news.map((one) => (
          <li class="file-list__item" key={one.id}>
            <span class="file-list__name"><Link href={`${CHANGE}/neuigkeiten/${one.id}`}>{one.title}</Link> <span class="muted"><Time at={one.published_at} />{one.topic && `, ${one.topic}`}</span></span>
            <Form action={`${CHANGE}/neuigkeiten/${one.id}/gelesen`} inline label={`Gelesen: ${one.title}`}><Button size="small" attributes={{ 'aria-label': `Gelesen: ${one.title}` }}>Gelesen</Button></Form>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export const placesText = ({ places, taken, waiting }: Training): string => (taken < places ? `${places - taken} von ${places} Plätzen frei` : waiting > 0 ? `voll, ${waiting} warten` : 'voll');

export const TrainingList = ({ trainings }: { trainings: Training[] }) => (
  <ul>
    {trainings.map((one) => (
      <li key={one.id}><Link href={`${CHANGE}/schulungen/${one.id}`}>{one.title}</Link> <span class="muted">{formatDateTime(one.begins_at, 'de')}, {one.place}; {one.cancelled_on ? 'abgesagt' : placesText(one)}</span> {one.mine > 0 && !one.cancelled_on && <Badge state={one.mine > one.places ? 'waiting' : 'done'}>{one.mine > one.places ? 'Sie warten' : 'Sie sind angemeldet'}</Badge>}</li>
    ))}
  </ul>
);

export const AffectedTable = ({ rows }: { rows: AffectedRow[] }) => (
  <Table<AffectedRow> compact stack caption="Wen Projekte betreffen" captionHidden rows={rows} rowKey={({ id }) => id} columns={[{ key: 'topic', head: 'Projekt', rowHead: true, cell: ({ project_id, topic }) => <Link href={`${CHANGE}/projekte/${project_id}`}>{topic}</Link> }, { key: 'who', head: 'Wen', cell: ({ label }) => label }, { key: 'what', head: 'Was sich ändert', cell: ({ impact }) => impact }, { key: 'from', head: 'Ab', narrow: true, cell: ({ from_on }) => (from_on ? formatDate(from_on) : 'offen') }]} />
);

export const SurveyTable = ({ surveys }: { surveys: Survey[] }) => (
  <Table<Survey> compact stack caption="Umfragen" captionHidden rows={surveys} rowKey={({ id }) => id} columns={[{ key: 'title', head: 'Umfrage', rowHead: true, cell: ({ id, title }) => <Link href={`${CHANGE}/umfragen/${id}`}>{title}</Link> }, { key: 'topic', head: 'Projekt', wideOnly: true, cell: ({ topic }) => topic || 'allgemein' }, { key: 'time', head: 'Zeit', cell: ({ from_on, until_on }) => `${formatDate(from_on)} bis ${formatDate(until_on)}` }, { key: 'answers', head: 'Antworten', numeric: true, cell: ({ answers }) => answers }, { key: 'state', head: 'Stand', cell: ({ running, answered }) => (running ? <Badge state="soon">{answered ? 'läuft, Sie haben geantwortet' : 'läuft'}</Badge> : <Badge state="done">beendet</Badge>) }]} />
);
