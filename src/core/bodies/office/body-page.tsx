import { z } from 'zod';
import { listEmployees } from '#core/organisation';
import { accountNames } from '#platform/auth';
import { attempt, page, view, type View } from '#platform/http';
import { calendarDayOf, formatDate } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Badge, Button, ButtonRow, Details, EmptyState, ErrorSummary, Fieldset, Form, Link, PageHeader, Row, Section, SelectField, Stack, Table, TextArea, TextField, type BadgeState } from '#platform/ui';
import { addMember, changeBody, endMember, personOf } from '../body-changes.ts';
import { getBody, kindWords, membersOf, reachOf, roleWords, type Body, type BodyReach, type Member } from '../bodies.queries.ts';
import { listMeetings, meetingHref, openMeeting, type Meeting } from '../meetings.ts';
import { listResolutions, type Resolution } from '../resolutions.ts';
import type { MeetingState, MemberRole } from '../tables.ts';
import { BODIES } from './bodies-pages.tsx';
import { ResolutionTable } from './resolution-table.tsx';

/** What came with a form, shown again when it is refused. */
type Typed = Record<string, string>;
export const meetingWords: Record<MeetingState, { words: string; look: BadgeState }> = { planned: { words: 'geplant', look: 'waiting' }, running: { words: 'Niederschrift offen', look: 'soon' }, closed: { words: 'Niederschrift fertig', look: 'done' }, approved: { words: 'Niederschrift genehmigt', look: 'done' } };
type Shown = { body: Body; reach: BodyReach; members: Member[]; meetings: Meeting[]; resolutions: Resolution[]; people: string[]; today: string };

async function readBody(ctx: Ctx, id: string): Promise<Shown> {
  const body = await getBody(ctx, id);
  const reach = await reachOf(ctx, body);
  return { body, reach, members: await membersOf(ctx, id), meetings: await listMeetings(ctx, id), resolutions: await listResolutions(ctx, { bodyId: id, limit: 30 }), people: reach.compose ? await listPeople(ctx) : [], today: calendarDayOf(ctx.now) };
}

/** Names of all staff, offered while somebody types. */
export async function listPeople(ctx: Ctx): Promise<string[]> {
  const names = await accountNames(ctx, (await listEmployees(ctx)).map(({ accountId }) => accountId));
  return [...names.values()].sort((a, b) => a.localeCompare(b, 'de')).slice(0, 500);
}

function show(shown: Shown, { typed = {}, error, at = '' }: { typed?: Typed; error?: string; at?: string } = {}): View {
  const { body, reach, members, meetings, resolutions, today } = shown;
  return view({
    title: body.name,
    width: 'full',
    nav: BODIES,
    crumbs: [{ label: 'Gremien', href: BODIES }, { label: body.name }],
    body: (
      <Stack>
        {error && <ErrorSummary errors={[{ id: at, text: error }]} />}
        <PageHeader preline={kindWords[body.kind]} title={body.name} lead={body.purpose} meta={<Row>{body.confidential && <Badge state="neutral" icon="lock">nur Mitglieder</Badge>}{body.closedOn && <Badge state="neutral">aufgelöst am {formatDate(body.closedOn)}</Badge>}{body.rhythm && <span class="muted">{body.rhythm}</span>}</Row>} />
        <Section title="Sitzungen" id="sitzungen">
          <Meetings meetings={meetings} />
          {reach.write && !body.closedOn && <MeetingForm bodyId={body.id} typed={typed} open={at === 'heldOn'} today={today} />}
        </Section>
        <Section title="Beschlüsse" id="beschluesse" actions={<Link href={`${BODIES}/beschluesse?gremium=${body.id}`}>Alle Beschlüsse</Link>}>
          {resolutions.length === 0 ? <EmptyState title="Noch ist nichts beschlossen." icon="check">Beschlüsse werden in einer Sitzung festgehalten.</EmptyState> : <ResolutionTable caption={`Beschlüsse: ${body.name}`} rows={resolutions} today={today} withBody={false} />}
        </Section>
        <Section title="Mitglieder" id="mitglieder">
          <Members members={members} bodyId={body.id} reach={reach} />
          {reach.compose && <MemberForm shown={shown} typed={typed} error={at === 'person' ? error : undefined} />}
        </Section>
        {reach.compose && <ChangeForm body={body} />}
      </Stack>
    ),
  });
}

function Meetings({ meetings }: { meetings: Meeting[] }) {
  if (meetings.length === 0) return <EmptyState title="Noch keine Sitzung" icon="calendar">Planen Sie die erste, mit Tag und Tagesordnung.</EmptyState>;
  return (
    <Table<Meeting>
      compact
      stack
      caption="Sitzungen"
      captionHidden
      rows={meetings}
      rowKey={({ id }) => id}
      columns={[
        { key: 'title', head: 'Sitzung', rowHead: true, cell: ({ id, title }) => <Link href={meetingHref(id)}>{title}</Link> },
        { key: 'day', head: 'Am', cell: ({ heldOn, begins }) => `${formatDate(heldOn)}${begins ? `, ${begins} Uhr` : ''}` },
        { key: 'place', head: 'Ort', wideOnly: true, cell: ({ place }) => place },
        { key: 'state', head: 'Stand', cell: ({ state }) => <Badge state={meetingWords[state].look}>{meetingWords[state].words}</Badge> },
      ]}
    />
  );
}

function MeetingForm({ bodyId, typed, open, today }: { bodyId: string; typed: Typed; open: boolean; today: string }) {
  return (
    <Details summary="Sitzung planen" open={open}>
      <Form action={`${BODIES}/${bodyId}/sitzungen`} label="Sitzung planen">
        <Fieldset legend="Wann und wo" horizontal>
          <TextField name="heldOn" label="Tag" type="date" value={typed['heldOn'] ?? today} required />
          <TextField name="begins" label="Beginn" type="time" value={typed['begins'] ?? '10:00'} required={false} />
          <TextField name="place" label="Ort" value={typed['place'] ?? ''} width={20} required={false} />
        </Fieldset>
        <TextArea name="agenda" label="Tagesordnung" hint="Je Zeile ein Punkt; hinter einem Strich, wer vorträgt: Stand der Bauakte | Tom Schuster" rows={5} value={typed['agenda']} required={false} />
        <ButtonRow><Button variant="primary">Sitzung planen</Button></ButtonRow>
      </Form>
    </Details>
  );
}

function Members({ members, bodyId, reach }: { members: Member[]; bodyId: string; reach: BodyReach }) {
  return (
    <Table<Member>
      compact
      stack
      caption="Mitglieder"
      captionHidden
      rows={members}
      rowKey={({ id }) => id}
      empty={<EmptyState title="Noch gehört niemand dazu." icon="people">Nehmen Sie zuerst den Vorsitz auf.</EmptyState>}
      columns={[
        { key: 'name', head: 'Name', rowHead: true, cell: ({ name }) => name },
        { key: 'role', head: 'Aufgabe', cell: ({ role }) => roleWords[role] },
        { key: 'from', head: 'Seit', cell: ({ fromOn }) => formatDate(fromOn) },
        { key: 'until', head: 'Bis', cell: ({ untilOn }) => (untilOn ? formatDate(untilOn) : 'auf Weiteres') },
        ...(reach.compose ? [{ key: 'end', head: 'Beenden', headHidden: true, cell: (one: Member) => (one.untilOn ? '' : <Form action={`${BODIES}/${bodyId}/mitglieder/${one.id}/ende`} inline label={`${one.name} beenden`}><Button size="small" variant="tertiary" attributes={{ 'aria-label': `Mitgliedschaft heute beenden: ${one.name}` }}>Heute beenden</Button></Form>) }] : []),
      ]}
    />
  );
}

function MemberForm({ shown, typed, error }: { shown: Shown; typed: Typed; error: string | undefined }) {
  return (
    <Details summary="Person aufnehmen" open={error !== undefined}>
      <Form action={`${BODIES}/${shown.body.id}/mitglieder`} label="Person aufnehmen">
        <TextField name="person" label="Name oder E-Mail-Adresse" value={typed['person']} suggestions={shown.people} error={error} required />
        <SelectField name="role" label="Aufgabe" value={typed['role'] ?? 'member'} placeholder={false} options={Object.entries(roleWords).map(([value, label]) => ({ value, label }))} />
        <Fieldset legend="Zeit" horizontal>
          <TextField name="fromOn" label="Von" type="date" value={typed['fromOn'] ?? shown.today} required={false} />
          <TextField name="untilOn" label="Bis" type="date" value={typed['untilOn'] ?? ''} required={false} />
        </Fieldset>
        <ButtonRow><Button variant="primary">Aufnehmen</Button></ButtonRow>
      </Form>
    </Details>
  );
}

function ChangeForm({ body }: { body: Body }) {
  return (
    <Details summary="Gremium ändern oder auflösen">
      <Form action={`${BODIES}/${body.id}`} label="Gremium ändern">
        <TextField name="name" label="Name" value={body.name} required />
        <TextArea name="purpose" label="Wozu es da ist" rows={3} value={body.purpose} required={false} />
        <TextField name="rhythm" label="Trifft sich" value={body.rhythm} required={false} />
        <SelectField name="closed" label="Besteht" value={body.closedOn ? 'ja' : ''} placeholder={false} options={[{ value: '', label: 'besteht weiter' }, { value: 'ja', label: 'ist aufgelöst (Sitzungen und Beschlüsse bleiben lesbar)' }]} />
        <ButtonRow><Button>Speichern</Button></ButtonRow>
      </Form>
    </Details>
  );
}

const params = z.object({ id: z.uuid() });
const day = z.string().regex(/^(\d{4}-\d{2}-\d{2})?$/).default('');
const short = z.string().trim().max(300).default('');
const office = { site: 'office', access: 'staff' } as const;
const on = (id: string): string => `${BODIES}/${id}`;

export const bodyPage = page({ ...office, method: 'GET', path: `${BODIES}/:id`, params, handle: (rq) => rq.read(async (ctx) => show(await readBody(ctx, rq.params.id))) });
export const bodyPost = page({
  ...office, method: 'POST', path: `${BODIES}/:id`, params, body: z.object({ name: short, purpose: z.string().trim().max(2000).default(''), rhythm: short, closed: short }),
  handle: (rq) => attempt(rq, { work: (ctx) => changeBody(ctx, rq.params.id, { ...rq.body, closed: rq.body.closed === 'ja' }), flash: 'Gespeichert.', to: on(rq.params.id), again: async (ctx, refused) => show(await readBody(ctx, rq.params.id), { error: refused.de, at: 'name' }) }),
});
export const memberPost = page({
  ...office, method: 'POST', path: `${BODIES}/:id/mitglieder`, params, body: z.object({ person: short, role: z.enum(Object.keys(roleWords) as [MemberRole, ...MemberRole[]]).default('member'), fromOn: day, untilOn: day }),
  handle: (rq) =>
    attempt(rq, {
      work: async (ctx) => {
        const person = await personOf(ctx, rq.body.person);
        await addMember(ctx, { bodyId: rq.params.id, accountId: person.id, name: person.name, role: rq.body.role, fromOn: rq.body.fromOn, untilOn: rq.body.untilOn || null });
      },
      flash: 'Aufgenommen.', to: `${on(rq.params.id)}#mitglieder`, again: async (ctx, refused) => show(await readBody(ctx, rq.params.id), { typed: rq.body, error: refused.de, at: 'person' }),
    }),
});
export const memberEndPost = page({
  ...office, method: 'POST', path: `${BODIES}/:id/mitglieder/:member/ende`, params: params.extend({ member: z.uuid() }),
  handle: (rq) => attempt(rq, { work: (ctx) => endMember(ctx, { bodyId: rq.params.id, memberId: rq.params.member }), flash: 'Die Mitgliedschaft endet heute.', to: `${on(rq.params.id)}#mitglieder`, again: async (ctx, refused) => show(await readBody(ctx, rq.params.id), { error: refused.de }) }),
});
export const meetingPost = page({
  ...office, method: 'POST', path: `${BODIES}/:id/sitzungen`, params, body: z.object({ heldOn: day, begins: z.string().max(5).default(''), place: short, agenda: z.string().max(5000).default('') }),
  handle: (rq) => {
    const agenda = rq.body.agenda.split('\n').map((line) => line.trim()).filter(Boolean).slice(0, 40).map((line) => ({ title: line.split('|')[0]?.trim() || line, presenter: line.split('|')[1]?.trim() ?? '' }));
    return attempt(rq, { work: (ctx) => openMeeting(ctx, { ...rq.body, bodyId: rq.params.id, agenda }), flash: 'Die Sitzung ist geplant.', to: (made) => meetingHref(made.id), again: async (ctx, refused) => show(await readBody(ctx, rq.params.id), { typed: rq.body, error: refused.de, at: 'heldOn' }) });
  },
});
