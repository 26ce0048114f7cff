import { z } from 'zod';
import { accountNames, getAccount, listAccounts } from '#platform/auth';
import { calendarDayOf, formatDate } from '#platform/i18n';
import { page, redirect, view, type Reply, type Route, type Rq } from '#platform/http';
import { officesWith, signInNeeded, type Ctx } from '#platform/module';
import { Alert, Badge, Button, ButtonRow, Columns, ErrorSummary, Form, PageHeader, Section, SelectField, Stack, Table, TextField } from '#platform/ui';
import { actFor, arrangeSubstitution, endSubstitution, findStaffByText, listAssignments, listSubstitutionConflicts, listSubstitutions, type Substitution, type SubstitutionConflict } from '#core/organisation';
import { crumbsOf } from './crumbs.ts';
import { describeScopes, listScopeChoices, readScope, type ScopeChoice } from './substitution-scope.ts';
import { attempt, idParams, summaryOf, textInput, type FieldErrors } from './form-input.ts';

const path = '/office/vertretung';
const day = z.union([z.iso.date(), z.literal('')]).default('');
const body = z.object({ absent: textInput(300), substitute: textInput(300), scope: textInput(200), startsOn: day, endsOn: day, reason: textInput(200) });
type Input = z.output<typeof body>;
const me = (rq: Rq): string => {
  if (!rq.actor.id) throw signInNeeded();
  return rq.actor.id;
};

type Known = { mine: Substitution[]; forMe: Substitution[]; others: Substitution[]; names: Map<string, string>; scopes: Map<string, string>; choices: ScopeChoice[]; conflicts: SubstitutionConflict[]; suggestions: string[] };

/** Substitutions of people in the offices where the actor may arrange them. */
async function ofMyOffices(ctx: Ctx): Promise<Substitution[]> {
  const offices = officesWith(ctx.actor, 'admin/substitutes');
  if (offices !== 'all' && offices.length === 0) return [];
  const all = (await listSubstitutions(ctx)).filter(({ absentId, substituteId }) => absentId !== ctx.actor.id && substituteId !== ctx.actor.id);
  if (offices === 'all' || all.length === 0) return all;
  const held = await listAssignments(ctx, { accountIds: all.map(({ absentId }) => absentId) });
  return all.filter(({ absentId }) => held.some(({ accountId, officeId }) => accountId === absentId && offices.includes(officeId)));
}

async function load(rq: Rq): Promise<Known> {
  return rq.read(async (ctx) => {
    const [mine, forMe, others] = [await listSubstitutions(ctx, { absentId: me(rq) }), await listSubstitutions(ctx, { substituteId: me(rq) }), await ofMyOffices(ctx)];
    const all = [...mine, ...forMe, ...others];
    const names = await accountNames(ctx, all.flatMap(({ absentId, substituteId }) => [absentId, substituteId]));
    const staff = await listAccounts(ctx, { kind: 'staff', status: 'active', limit: 200 });
    const known = { scopes: await describeScopes(ctx, all), choices: await listScopeChoices(ctx), conflicts: await listSubstitutionConflicts(ctx, all) };
    return { mine, forMe, others, names, ...known, suggestions: staff.filter(({ id }) => id !== me(rq)).map(({ name, email }) => `${name} <${email}>`) };
  });
}

type ListProps = { caption: string; rows: Substitution[]; known: Known; today: string; empty: string; actingFor?: string | undefined; own?: boolean };

function List({ caption, rows, known, today, empty, actingFor, own }: ListProps) {
  const nameOf = (id: string): string => known.names.get(id) ?? '?';
  const action = (row: Substitution) =>
    own && row.startsOn <= today && row.absentId !== actingFor ? (
      <form method="post" action={`${path}/handeln`}>
        <input type="hidden" name="absentId" value={row.absentId} />
        <Button size="small" variant="primary" attributes={{ 'aria-label': `In Vertretung arbeiten für ${nameOf(row.absentId)}` }}>In Vertretung arbeiten</Button>
      </form>
    ) : (
      <form method="post" action={`${path}/${row.id}/beenden`}>
        <Button size="small" variant="tertiary" attributes={{ 'aria-label': `Vertretung von ${nameOf(row.absentId)} durch ${nameOf(row.substituteId)} beenden` }}>Beenden</Button>
      </form>
    );
  if (rows.length === 0) return <p class="kern-body">{empty}</p>;
  return (
    <Table
      caption={caption}
      captionHidden
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        { key: 'absent', head: 'Abwesend', rowHead: true, cell: (row) => nameOf(row.absentId) },
        { key: 'substitute', head: 'Vertretung', cell: (row) => nameOf(row.substituteId) },
        { key: 'from', head: 'Von', narrow: true, cell: (row) => formatDate(row.startsOn) },
        { key: 'until', head: 'Bis', narrow: true, cell: (row) => formatDate(row.endsOn) },
        { key: 'scope', head: 'Umfang', cell: (row) => known.scopes.get(row.id) },
        { key: 'reason', head: 'Grund', wideOnly: true, cell: (row) => row.reason || '–' },
        { key: 'state', head: 'Stand', cell: (row) => <State row={row} known={known} today={today} /> },
        { key: 'action', head: 'Aktion', headHidden: true, narrow: true, cell: action },
      ]}
    />
  );
}

/** Planned or in force; and when the substitute is away at the same time, so that nobody stands in. */
function State({ row, known, today }: { row: Substitution; known: Known; today: string }) {
  const conflict = known.conflicts.find(({ substitutionId }) => substitutionId === row.id);
  return (
    <>
      {row.startsOn <= today ? <Badge state="waiting" icon="people">läuft</Badge> : 'geplant'}
      {conflict && (
        <>
          {' '}
          <Badge state="late">Vertretung fehlt</Badge> {known.names.get(row.substituteId)} ist vom {formatDate(conflict.from)} bis {formatDate(conflict.until)} selbst abwesend.
        </>
      )}
    </>
  );
}

function Arrange({ known, input, errors, supervisor, today }: { known: Known; input: Partial<Input>; errors: FieldErrors; supervisor: boolean; today: string }) {
  return (
    <Section title="Vertretung einrichten" id="einrichten">
      <Form action={path} label="Vertretung einrichten">
        {supervisor && <TextField name="absent" label="Wer ist abwesend?" hint="Leer lassen, wenn es um Sie selbst geht. Sonst Name oder E-Mail-Adresse." value={input.absent} suggestions={known.suggestions} required={false} error={errors.absent} />}
        <TextField name="substitute" label="Wer vertritt?" hint="Name oder E-Mail-Adresse" value={input.substitute} suggestions={known.suggestions} required error={errors.substitute} />
        <Columns>
          <TextField name="startsOn" type="date" label="Von" value={input.startsOn ?? today} required error={errors.startsOn} />
          <TextField name="endsOn" type="date" label="Bis einschließlich" value={input.endsOn} required error={errors.endsOn} />
        </Columns>
        <SelectField name="scope" label="Wie weit reicht die Vertretung?" value={input.scope} placeholder="Alles" options={known.choices} error={errors.scope} />
        <TextField name="reason" label="Grund" hint="Zum Beispiel Urlaub. Bitte keine Angaben zur Gesundheit." value={input.reason} required={false} />
        <ButtonRow>
          <Button variant="primary">Vertretung einrichten</Button>
        </ButtonRow>
      </Form>
    </Section>
  );
}

async function show(rq: Rq, { input = {}, errors = {} }: { input?: Partial<Input>; errors?: FieldErrors } = {}): Promise<Reply> {
  const known = await load(rq);
  const today = calendarDayOf(rq.platform.clock());
  const { actingFor } = rq.actor;
  const supervisor = officesWith(rq.actor, 'admin/substitutes').length > 0;
  const lists = { known, today, actingFor: actingFor?.id };
  const content = (
    <Stack>
      <ErrorSummary errors={summaryOf(errors)} />
      <PageHeader title="Vertretung" lead="Wer für wen handeln darf. Eine Vertretung endet von selbst. Alles, was in Vertretung geschieht, steht mit beiden Namen im Protokoll." />
      {actingFor && (
        <Alert kind="info" title={`Sie arbeiten gerade in Vertretung für ${actingFor.name}`}>
          <form method="post" action={`${path}/handeln`}>
            <Button variant="primary">Wieder für mich arbeiten</Button>
          </form>
        </Alert>
      )}
      <Section title="Sie vertreten" id="fuer-mich">
        <List caption="Personen, die Sie vertreten" rows={known.forMe} empty="Sie vertreten zurzeit niemanden." own {...lists} />
      </Section>
      <Section title="Sie werden vertreten" id="von-mir">
        <List caption="Ihre Vertretungen" rows={known.mine} empty="Für Sie ist keine Vertretung eingerichtet." {...lists} />
      </Section>
      {supervisor && (
        <Section title="Weitere Vertretungen" id="weitere">
          <List caption="Vertretungen in Ihren Ämtern" rows={known.others} empty="Zurzeit keine weiteren Vertretungen." {...lists} />
        </Section>
      )}
      {!actingFor && <Arrange known={known} input={input} errors={errors} supervisor={supervisor} today={today} />}
    </Stack>
  );
  return view({ title: 'Vertretung', body: content, crumbs: crumbsOf({ label: 'Vertretung' }), status: Object.keys(errors).length ? 422 : 200 });
}

/** The one person meant, or the sentence that asks more exactly. */
async function personMeant(rq: Rq, typed: string): Promise<{ id: string } | { error: string }> {
  const found = await rq.read((ctx) => findStaffByText(ctx, typed));
  const [only, ...more] = found;
  if (only && more.length === 0) return { id: only.id };
  if (only) return { error: `Mehrere Personen passen: ${found.map(({ name, email }) => `${name} (${email})`).slice(0, 5).join(', ')}. Nehmen Sie die E-Mail-Adresse.` };
  return { error: 'Diese Person gibt es in der Verwaltung nicht.' };
}

async function arrange(rq: Rq<unknown, unknown, Input>): Promise<Reply> {
  const { absent, substitute, startsOn, endsOn, reason } = rq.body;
  const scope = readScope(rq.body.scope, await rq.read(listScopeChoices));
  const absentPerson = absent ? await personMeant(rq, absent) : { id: me(rq) };
  const substitutePerson = substitute ? await personMeant(rq, substitute) : { error: 'Nennen Sie die Person, die vertritt.' };
  const errors = {
    ...('error' in absentPerson ? { absent: absentPerson.error } : {}),
    ...('error' in substitutePerson ? { substitute: substitutePerson.error } : {}),
    ...(scope ? {} : { scope: 'Wählen Sie, wie weit die Vertretung reicht.' }),
    ...(startsOn ? {} : { startsOn: 'Geben Sie den ersten Tag an.' }),
    ...(endsOn ? {} : { endsOn: 'Geben Sie den letzten Tag an.' }),
  };
  if ('error' in absentPerson || 'error' in substitutePerson || !scope || Object.keys(errors).length) return show(rq, { input: rq.body, errors });
  const fields = {
    'organisation/substitution-self': 'substitute', 'organisation/no-such-person': 'substitute', 'organisation/substitute-absent': 'substitute', 'organisation/substitution-exists': 'substitute',
    'organisation/substitution-dates': 'endsOn', 'organisation/substitution-too-long': 'endsOn', 'organisation/not-their-group': 'scope',
  };
  const refused = await attempt(fields, () => rq.transact((ctx) => arrangeSubstitution(ctx, { absentId: absentPerson.id, substituteId: substitutePerson.id, ...scope, startsOn, endsOn, reason })));
  return refused ? show(rq, { input: rq.body, errors: refused }) : redirect(path, { flash: 'Die Vertretung ist eingerichtet. Wer vertritt, bekommt eine E-Mail.' });
}

async function act(rq: Rq<unknown, unknown, { absentId: string }>): Promise<Reply> {
  const { session } = rq;
  if (!session) throw signInNeeded();
  const absentId = rq.body.absentId || null;
  const name = await rq.transact(async (ctx) => {
    await actFor(ctx, session, absentId);
    return absentId ? (await getAccount(ctx, absentId)).name : undefined;
  });
  return name ? redirect('/office', { flash: { kind: 'info', text: `Sie arbeiten jetzt in Vertretung für ${name}.` } }) : redirect(path, { flash: 'Sie arbeiten wieder für sich selbst.' });
}

async function end(rq: Rq<{ id: string }>): Promise<Reply> {
  await rq.transact((ctx) => endSubstitution(ctx, rq.params.id));
  return redirect(path, { flash: 'Die Vertretung ist beendet.' });
}

const common = { site: 'office', access: 'staff' } as const;

/** Vertretung: one's own, those one is a substitute for, and those of one's offices. */
export const substitutionPage: Route[] = [
  page({ ...common, method: 'GET', path, handle: (rq) => show(rq) }),
  page({ ...common, method: 'POST', path, body, handle: arrange }),
  page({ ...common, method: 'POST', path: `${path}/handeln`, body: z.object({ absentId: z.union([z.uuid(), z.literal('')]).default('') }), handle: act }),
  page({ ...common, method: 'POST', path: `${path}/:id/beenden`, params: idParams, handle: end }),
];
