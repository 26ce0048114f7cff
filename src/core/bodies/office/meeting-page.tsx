import { z } from 'zod';
import { attempt, file, page, view, type View } from '#platform/http';
import { calendarDayOf, formatDate, formatLongDate } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Badge, Button, ButtonRow, Details, EmptyState, ErrorSummary, Fieldset, Form, Link, PageHeader, Row, Section, SelectField, Stack, TextArea, TextField } from '#platform/ui';
import { personOf } from '../body-changes.ts';
import { membersOf, reachOf, roleWords, type Body, type Member } from '../bodies.queries.ts';
import { addAgendaItem, approveMinutes, closeMinutes, getMeeting, listAgenda, minutesHref, readAttendance, writeMinutes, type AgendaItem, type Meeting } from '../meetings.ts';
import { makeMinutes } from '../minutes-pdf.ts';
import { listResolutions, recordResolution, type Resolution } from '../resolutions.ts';
import type { AttendanceState } from '../tables.ts';
import { BODIES } from './bodies-pages.tsx';
import { listPeople, meetingWords } from './body-page.tsx';
import { ResolutionTable } from './resolution-table.tsx';

/** What came with a form, shown again when it is refused. */
type Typed = Record<string, string>;
const attendanceWords: Record<AttendanceState, string> = { present: 'anwesend', excused: 'entschuldigt', absent: 'nicht anwesend' };
type Shown = { meeting: Meeting; body: Body; items: AgendaItem[]; members: Member[]; attendance: Map<string, AttendanceState>; resolutions: Resolution[]; people: string[]; open: boolean; keeper: boolean; today: string };

async function readShown(ctx: Ctx, id: string): Promise<Shown> {
  const { meeting, body } = await getMeeting(ctx, id);
  const keeper = (await reachOf(ctx, body)).write;
  const open = keeper && (meeting.state === 'planned' || meeting.state === 'running');
  return { meeting, body, open, keeper, items: await listAgenda(ctx, id), members: onePerPerson(await membersOf(ctx, body.id, { on: meeting.heldOn })), attendance: await readAttendance(ctx, id), resolutions: (await listResolutions(ctx, { meetingId: id })).toReversed(), people: open ? await listPeople(ctx) : [], today: calendarDayOf(ctx.now) };
}

const onePerPerson = (members: Member[]): Member[] => members.filter((one, at) => members.findIndex(({ accountId }) => accountId === one.accountId) === at);

function show(shown: Shown, { typed = {}, error, at = '' }: { typed?: Typed; error?: string; at?: string } = {}): View {
  const { meeting, body, open, keeper, resolutions, today } = shown;
  const look = meetingWords[meeting.state];
  return view({
    title: `${meeting.title}, ${body.name}`,
    width: 'full',
    nav: BODIES,
    crumbs: [{ label: 'Gremien', href: BODIES }, { label: body.name, href: `${BODIES}/${body.id}` }, { label: meeting.title }],
    body: (
      <Stack>
        {error && <ErrorSummary errors={[{ id: at, text: error }]} />}
        <PageHeader
          preline={body.name}
          title={meeting.title}
          lead={`${formatLongDate(meeting.heldOn)}${meeting.begins ? `, ${meeting.begins} Uhr` : ''}${meeting.place ? `, ${meeting.place}` : ''}`}
          meta={<Row><Badge state={look.look}>{look.words}</Badge>{meeting.closedByName && <span class="muted">abgeschlossen von {meeting.closedByName}</span>}{meeting.approvedOn && <span class="muted">genehmigt am {formatDate(meeting.approvedOn)}</span>}</Row>}
          actions={<Row><Button href={minutesHref(meeting.id)} icon="download">Niederschrift als PDF</Button>{keeper && meeting.state === 'closed' && <Form action={`${hrefOf(meeting.id)}/genehmigen`} inline label="Genehmigen"><Button variant="primary">Als genehmigt vermerken</Button></Form>}</Row>}
        />
        {open ? <MinutesForm shown={shown} typed={typed} /> : <MinutesText shown={shown} />}
        {open && <ItemForm shown={shown} typed={typed} />}
        <Section title="Beschlüsse" id="beschluesse">
          {resolutions.length === 0 ? <EmptyState title="In dieser Sitzung ist noch nichts beschlossen." icon="check" /> : <ResolutionTable caption="Beschlüsse dieser Sitzung" rows={resolutions} today={today} withBody={false} />}
          {open && <ResolutionForm shown={shown} typed={typed} error={at === 'title' ? error : undefined} />}
        </Section>
      </Stack>
    ),
  });
}

const hrefOf = (id: string): string => `${BODIES}/sitzungen/${id}`;

function MinutesForm({ shown, typed }: { shown: Shown; typed: Typed }) {
  const { meeting, items, members, attendance } = shown;
  const options = Object.entries(attendanceWords).map(([value, label]) => ({ value, label }));
  return (
    <Form action={`${hrefOf(meeting.id)}/niederschrift`} label="Niederschrift">
      <Section title="Wer war da" id="anwesenheit">
        {members.length === 0 ? <p class="muted">Das Gremium hat an diesem Tag keine Mitglieder.</p> : <Fieldset legend="Anwesenheit" legendHidden>{members.map((one) => <SelectField key={one.id} name={`da-${one.accountId}`} label={`${one.name} (${roleWords[one.role]})`} value={typed[`da-${one.accountId}`] ?? attendance.get(one.accountId) ?? 'present'} placeholder={false} options={options} />)}</Fieldset>}
      </Section>
      <Section title="Tagesordnung" id="tagesordnung">
        {items.length === 0 && <EmptyState title="Noch kein Punkt">Setzen Sie unten den ersten Punkt auf die Tagesordnung.</EmptyState>}
        <Stack>{items.map((item) => (
          <TextArea key={item.id} name={`top-${item.id}`} label={`TOP ${item.number}: ${item.title}`} hint={[item.presenter, item.href && `Unterlagen: ${item.href}`].filter(Boolean).join(' · ')} rows={3} value={typed[`top-${item.id}`] ?? item.minutes} />
        ))}</Stack>
      </Section>
      <ButtonRow>
        <Button variant="primary">Niederschrift speichern</Button>
        <Button formaction={`${hrefOf(meeting.id)}/abschliessen`}>Speichern und abschließen</Button>
      </ButtonRow>
      <p class="muted">Nach dem Abschluss ändert niemand mehr etwas daran.</p>
    </Form>
  );
}

function MinutesText({ shown: { items, members, attendance } }: { shown: Shown }) {
  return (
    <>
      <Section title="Wer war da" id="anwesenheit">
        <ul>{members.map((one) => <li key={one.id}>{one.name} ({roleWords[one.role]}): {attendanceWords[attendance.get(one.accountId) ?? 'absent']}</li>)}</ul>
      </Section>
      <Section title="Tagesordnung" id="tagesordnung">
        {items.length === 0 && <EmptyState title="Noch kein Punkt" />}
        {items.map((item) => (
          <Section key={item.id} title={`TOP ${item.number}: ${item.title}`} level={3}>
            {item.presenter && <p class="muted">{item.presenter}</p>}
            {item.href && <p><Link href={item.href}>Unterlagen</Link></p>}
            {item.minutes && <p class="lines">{item.minutes}</p>}
          </Section>
        ))}
      </Section>
    </>
  );
}

function ItemForm({ shown: { meeting }, typed }: { shown: Shown; typed: Typed }) {
  return (
    <Details summary="Punkt auf die Tagesordnung setzen">
      <Form action={`${hrefOf(meeting.id)}/tagesordnung`} label="Punkt auf die Tagesordnung setzen">
        <TextField name="item" label="Punkt" value={typed['item']} required />
        <TextField name="presenter" label="Wer trägt vor" value={typed['presenter']} required={false} />
        <TextField name="href" label="Unterlagen" hint="Adresse im Office, zum Beispiel /office/projekte/…" value={typed['href']} required={false} />
        <ButtonRow><Button>Aufnehmen</Button></ButtonRow>
      </Form>
    </Details>
  );
}

function ResolutionForm({ shown, typed, error }: { shown: Shown; typed: Typed; error: string | undefined }) {
  const votes = (name: string, label: string) => <TextField name={name} label={label} inputmode="numeric" width={4} value={typed[name]} required={false} />;
  return (
    <Details summary="Beschluss festhalten" open={error !== undefined}>
      <Form action={`${hrefOf(shown.meeting.id)}/beschluesse`} label="Beschluss festhalten">
        <SelectField name="agendaItemId" label="Zu" value={typed['agendaItemId'] ?? ''} placeholder={false} options={[{ value: '', label: 'keinem bestimmten Punkt' }, ...shown.items.map(({ id, number, title }) => ({ value: id, label: `TOP ${number}: ${title}` }))]} />
        <TextField name="title" label="Worum es geht" value={typed['title']} error={error} required />
        <TextArea name="text" label="Wortlaut" rows={3} value={typed['text']} required />
        <Fieldset id="stimmen" legend="Stimmen" hint="Leer, wenn nicht abgestimmt wurde" horizontal>{votes('yes', 'Ja')}{votes('no', 'Nein')}{votes('abstentions', 'Enthaltungen')}</Fieldset>
        <TextField name="responsible" label="Verantwortlich" value={typed['responsible']} suggestions={shown.people} required={false} />
        <TextField name="dueOn" label="Bis" type="date" value={typed['dueOn']} required={false} />
        <ButtonRow><Button variant="primary">Beschluss festhalten</Button></ButtonRow>
      </Form>
    </Details>
  );
}

const params = z.object({ id: z.uuid() });
const day = z.string().regex(/^(\d{4}-\d{2}-\d{2})?$/).default('');
const short = z.string().trim().max(300).default('');
const long = z.string().trim().max(10_000).default('');
const path = `${BODIES}/sitzungen/:id`;
const office = { site: 'office', access: 'staff', params } as const;
const anything = z.record(z.string(), z.string().max(20_000));

/** Minutes by agenda item and attendance by account, as the form names them. */
function minutesIn(body: Typed): { minutes: Record<string, string>; attendance: Record<string, AttendanceState> } {
  const minutes: Record<string, string> = {};
  const attendance: Record<string, AttendanceState> = {};
  const id = z.uuid();
  for (const [name, value] of Object.entries(body)) {
    const about = name.slice(name.indexOf('-') + 1);
    if (!id.safeParse(about).success) continue;
    if (name.startsWith('top-')) minutes[about] = value;
    if (name.startsWith('da-') && value in attendanceWords) attendance[about] = value as AttendanceState;
  }
  return { minutes, attendance };
}

export const meetingPage = page({ ...office, method: 'GET', path, handle: (rq) => rq.read(async (ctx) => show(await readShown(ctx, rq.params.id))) });
export const minutesPost = page({
  ...office, method: 'POST', path: `${path}/niederschrift`, body: anything,
  handle: (rq) => attempt(rq, { work: (ctx) => writeMinutes(ctx, { meetingId: rq.params.id, ...minutesIn(rq.body) }), flash: 'Niederschrift gespeichert.', to: hrefOf(rq.params.id), again: async (ctx, refused) => show(await readShown(ctx, rq.params.id), { typed: rq.body, error: refused.de }) }),
});
export const closePost = page({
  ...office, method: 'POST', path: `${path}/abschliessen`, body: anything,
  handle: (rq) =>
    attempt(rq, {
      work: async (ctx) => {
        await writeMinutes(ctx, { meetingId: rq.params.id, ...minutesIn(rq.body) });
        await closeMinutes(ctx, rq.params.id);
      },
      flash: 'Die Niederschrift ist abgeschlossen.', to: hrefOf(rq.params.id), again: async (ctx, refused) => show(await readShown(ctx, rq.params.id), { typed: rq.body, error: refused.de, at: 'tagesordnung' }),
    }),
});
export const approvePost = page({ ...office, method: 'POST', path: `${path}/genehmigen`, handle: (rq) => attempt(rq, { work: (ctx) => approveMinutes(ctx, rq.params.id), flash: 'Als genehmigt vermerkt.', to: hrefOf(rq.params.id), again: async (ctx, refused) => show(await readShown(ctx, rq.params.id), { error: refused.de }) }) });
export const itemPost = page({
  ...office, method: 'POST', path: `${path}/tagesordnung`, body: z.object({ item: short, presenter: short, href: short }),
  handle: (rq) => attempt(rq, { work: (ctx) => addAgendaItem(ctx, { meetingId: rq.params.id, title: rq.body.item || 'Ohne Titel', presenter: rq.body.presenter, href: rq.body.href }), flash: 'Auf der Tagesordnung.', to: hrefOf(rq.params.id), again: async (ctx, refused) => show(await readShown(ctx, rq.params.id), { typed: rq.body, error: refused.de, at: 'item' }) }),
});

const votesIn = (body: { yes: string; no: string; abstentions: string }) => ([body.yes, body.no, body.abstentions].every((one) => one === '') ? undefined : { yes: Number(body.yes), no: Number(body.no), abstentions: Number(body.abstentions) });

export const resolutionPost = page({
  ...office, method: 'POST', path: `${path}/beschluesse`, body: z.object({ agendaItemId: short, title: short, text: long, yes: short, no: short, abstentions: short, responsible: short, dueOn: day }),
  handle: (rq) =>
    attempt(rq, {
      work: async (ctx) => {
        const { body: typed } = rq;
        const { body } = await getMeeting(ctx, rq.params.id);
        const person = typed.responsible ? await personOf(ctx, typed.responsible) : undefined;
        const votes = votesIn(typed);
        await recordResolution(ctx, { bodyId: body.id, meetingId: rq.params.id, ...(typed.agendaItemId ? { agendaItemId: typed.agendaItemId } : {}), title: typed.title, text: typed.text, ...(votes ? { votes } : {}), ...(person ? { responsibleId: person.id } : {}), dueOn: typed.dueOn });
      },
      flash: 'Beschluss festgehalten.', to: `${hrefOf(rq.params.id)}#beschluesse`, again: async (ctx, refused) => show(await readShown(ctx, rq.params.id), { typed: rq.body, error: refused.de, at: 'title' }),
    }),
});

export const minutesPdf = page({
  ...office, method: 'GET', path: `${path}/niederschrift.pdf`,
  handle: async (rq) => {
    const { bytes, name } = await rq.read((ctx) => makeMinutes(ctx, rq.params.id));
    return file({ bytes, name, type: 'application/pdf', inline: true });
  },
});
