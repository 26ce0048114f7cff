import type { VNode } from 'preact';
import { z } from 'zod';
import { listMeetings, meetingHref, minutesHref } from '#core/bodies';
import { csvCell } from '#core/projects';
import { attempt, page, text, view, type Reply } from '#platform/http';
import { formatDate, formatDateTime, formatNumber } from '#platform/i18n';
import { may, type Ctx } from '#platform/module';
import { Alert, Badge, Button, ButtonRow, Details, ErrorSummary, Fieldset, Form, Link, PageHeader, Radios, Row, Section, SelectField, Stack, Table, TextArea, Timeline } from '#platform/ui';
import type { Verdict } from '../tables.ts';
import { addRemark, decideRound } from './decide-round.ts';
import { PORTFOLIO } from './filter.tsx';
import { getModel, type ModelVersion } from './models.ts';
import { confidenceWords, euros, points } from './portfolio-page.tsx';
import { dueText, ROUNDS, roundCrumbs, roundParams, roundStates } from './round-pages.tsx';
import { getRound, isMember, membersOfRound, projectsOfRound, remarksOfRound, visibleCards, type Round, type RoundMember, type RoundProject, type RoundRemark, type ScoreCard } from './rounds.queries.ts';
import { rank, scoreOf, summarise, weightsOf, type Ranked } from './score-math.ts';
import { sensitivityOf } from './sensitivity.ts';
import { SensitivityText } from './sensitivity-view.tsx';

export type RoundView = { round: Round; version: ModelVersion; members: RoundMember[]; projects: RoundProject[]; cards: ScoreCard[]; remarks: RoundRemark[]; member: boolean };
type Outcome = RoundProject & { score: number; place: number; means: Record<string, number>; spreads: Record<string, number>; confidence: number };

export async function readRound(ctx: Ctx, id: string): Promise<RoundView> {
  const round = await getRound(ctx, id);
  return { round, version: await getModel(ctx, round.modelId), members: await membersOfRound(ctx, id), projects: await projectsOfRound(ctx, id), cards: await visibleCards(ctx, round), remarks: await remarksOfRound(ctx, id), member: await isMember(ctx, id) };
}

/** Projects as they are ranked in this round, with its frozen weights. */
function rankedOf({ version, projects, cards }: RoundView): Ranked[] {
  const keys = version.model.criteria.map(({ key }) => key);
  return projects.map(({ projectId, costCents, days }) => ({ id: projectId, means: summarise(cards.filter((card) => card.projectId === projectId), keys).means, costCents, days, ties: { legalDate: null, benefitCentsPerYear: 0, dependents: 0 } }));
}

export function outcomeOf(shown: RoundView): Outcome[] {
  const { criteria, tieBreaks } = shown.version.model;
  const places = rank(rankedOf(shown), weightsOf(criteria), tieBreaks);
  return places.flatMap(({ id, score, place }) => {
    const project = shown.projects.find(({ projectId }) => projectId === id);
    return project ? [{ ...project, score, place, ...summarise(shown.cards.filter((card) => card.projectId === id), criteria.map(({ key }) => key)) }] : [];
  });
}

type Typed = { decisions: Record<string, { decision: Verdict; reason: string }>; minutes: string; meetingId: string };

async function show(ctx: Ctx, id: string, { typed, error, remark }: { typed?: Typed; error?: string; remark?: string } = {}): Promise<Reply> {
  const shown = await readRound(ctx, id);
  const { round, member, members } = shown;
  const me = members.find(({ accountId }) => accountId === ctx.actor.id);
  const open = round.state === 'scoring';
  const revealed = round.state === 'discussion' || round.state === 'closed';
  return view({
    title: round.title, nav: PORTFOLIO, width: 'full', crumbs: roundCrumbs(round.title),
    body: (
      <Stack gap="large">
        {error && <ErrorSummary errors={[{ id: remark === undefined ? placeOf(shown, typed) : 'remark', text: error }]} />}
        <PageHeader title={round.title} preline={round.bodyName} meta={<Badge state={roundStates[round.state].look}>{roundStates[round.state].words}</Badge>} lead={leadOf(ctx, shown)}
          actions={<Row>{open && member && <Button variant="primary" href={`${ROUNDS}/${id}/bewerten`} icon="edit">{me?.handedInAt ? 'Meine Bewertung' : 'Bewerten'}</Button>}{open && may(ctx.actor, 'steering/edit') && <><Button href={`${ROUNDS}/${id}/bewertung-schliessen`}>Bewertung schließen</Button><Button variant="tertiary" href={`${ROUNDS}/${id}/abbrechen`}>Runde abbrechen</Button></>}{revealed && <Button href={`${ROUNDS}/${id}/punkte.csv`} icon="download">Punkte als CSV</Button>}</Row>} />
        <Members members={members} />
        {open && <ProjectsToScore shown={shown} />}
        {revealed && <Results shown={shown} />}
        {round.state === 'closed' && <Minutes round={round} />}
        {revealed && <Discussion shown={shown} mayWrite={round.state === 'discussion' && (member || may(ctx.actor, 'steering/edit'))} {...(remark === undefined ? {} : { typed: remark, error })} />}
        {round.state === 'discussion' && may(ctx.actor, 'steering/decide') && <DecideForm shown={shown} meetings={await openMeetings(ctx, round)} typed={typed} error={remark === undefined ? error : undefined} />}
      </Stack>
    ),
  });
}

/** Where a decision lacks something: the first project without a reason, else the minutes. */
function placeOf({ projects }: RoundView, typed: Typed | undefined): string {
  const open = projects.find(({ projectId }) => !typed?.decisions[projectId]?.reason.trim());
  return open ? `reason-${open.projectId}` : 'minutes';
}

function leadOf(ctx: Ctx, { round, members }: RoundView): string {
  const given = members.filter(({ handedInAt }) => handedInAt !== null).length;
  if (round.state === 'scoring') return `${given} von ${members.length} haben abgegeben. ${dueText(ctx, round.dueOn)} Bis dahin sieht niemand die Punkte der anderen.`;
  if (round.state === 'cancelled') return `Abgebrochen: ${round.minutes}`;
  return round.state === 'discussion' ? `${given} von ${members.length} haben bewertet. Jetzt wird besprochen, was auseinanderliegt.` : `Entschieden am ${formatDate(round.closedAt ?? round.openedAt)}.`;
}

const openMeetings = async (ctx: Ctx, { bodyId }: Round) => (await listMeetings(ctx, bodyId)).filter(({ state }) => state === 'planned' || state === 'running');

function Members({ members }: { members: RoundMember[] }): VNode {
  return (
    <Section title="Wer bewertet" id="mitglieder">
      <ul class="strategy__projects">{members.map(({ accountId, name, handedInAt }) => <li key={accountId}>{name} {handedInAt ? <Badge state="done">abgegeben am {formatDateTime(handedInAt)}</Badge> : <Badge state="soon">noch nicht abgegeben</Badge>}</li>)}</ul>
    </Section>
  );
}

function ProjectsToScore({ shown }: { shown: RoundView }): VNode {
  return (
    <Section title="Vorhaben dieser Runde" id="vorhaben">
      <Table compact stack caption="Vorhaben dieser Runde" captionHidden rows={shown.projects} rowKey={({ projectId }) => projectId}
        columns={[{ key: 'title', head: 'Vorhaben', rowHead: true, cell: ({ projectId, title }) => <Link href={`/office/projekte/${projectId}`}>{title}</Link> }, { key: 'cost', head: 'Geld', numeric: true, cell: ({ costCents }) => euros(costCents) }, { key: 'days', head: `Tage ${shown.round.year}`, numeric: true, cell: ({ days }) => formatNumber(days) }]} />
    </Section>
  );
}

const half = (hundredths: number | undefined): string => (hundredths === undefined ? '–' : formatNumber(hundredths / 100, 'de', { maximumFractionDigits: 1 }));
/** From five points on the members are of different minds. */
const WIDE = 500;

function Results({ shown }: { shown: RoundView }): VNode {
  const { criteria, tieBreaks } = shown.version.model;
  const rows = outcomeOf(shown);
  const wide = rows.filter(({ spreads }) => Object.values(spreads).some((spread) => spread >= WIDE));
  return (
    <Section title="Ergebnis" id="ergebnis">
      <Stack>
        <p>Gewichte aus Fassung {shown.version.version}: {criteria.map(({ name, weight }) => `${name} ${weight}`).join(', ')}. In Klammern die Spannweite.</p>
        {wide.length > 0 && <Alert kind="warning" title={`Weit auseinander: ${wide.map(({ title }) => title).join(', ')}`}>Bei mindestens einem Kriterium liegen fünf oder mehr Punkte zwischen den Mitgliedern.</Alert>}
        <div class="wrap-heads"><Table compact stack caption="Ergebnis der Runde" captionHidden rows={rows} rowKey={({ projectId }) => projectId}
          columns={[
            { key: 'place', head: 'Rang', numeric: true, narrow: true, cell: ({ place }) => place },
            { key: 'title', head: 'Vorhaben', rowHead: true, cell: ({ projectId, title }) => <span class="spread-title"><Link href={`/office/projekte/${projectId}`}>{title}</Link></span> },
            { key: 'score', head: 'Punkte', numeric: true, cell: ({ score }) => points(score) },
            ...criteria.map(({ key, name }) => ({ key, head: name, numeric: true, cell: ({ means, spreads }: Outcome) => <span class={(spreads[key] ?? 0) >= WIDE ? 'spread spread--wide' : 'spread'}>{half(means[key])} ({half(spreads[key])})</span> })),
            { key: 'sure', head: 'Sicherheit', cell: ({ confidence }) => confidenceWords(confidence) },
            ...(shown.round.state === 'closed' ? [{ key: 'decision', head: 'Entscheidung', cell: ({ decision }: Outcome) => (decision ? <Badge state={VERDICTS[decision].look}>{VERDICTS[decision].words}</Badge> : '–') }] : []),
          ]} /></div>
        <SensitivityText found={sensitivityOf(rankedOf(shown), { weights: weightsOf(criteria), rules: tieBreaks })} titles={new Map(rows.map(({ projectId, title }) => [projectId, title]))} criteria={criteria} />
        <Details summary="Alle einzelnen Bewertungen"><SingleScores shown={shown} /></Details>
      </Stack>
    </Section>
  );
}
const VERDICTS = { approved: { look: 'done', words: 'genehmigt' }, rejected: { look: 'late', words: 'abgelehnt' }, deferred: { look: 'soon', words: 'zurückgestellt' } } as const;
const CONFIDENCE = { low: 'gering', medium: 'mittel', high: 'hoch' } as const;

function SingleScores({ shown }: { shown: RoundView }): VNode {
  const { criteria } = shown.version.model;
  const nameOf = new Map(shown.members.map(({ accountId, name }) => [accountId, name]));
  const titleOf = new Map(shown.projects.map(({ projectId, title }) => [projectId, title]));
  return (
    <Table compact stack caption="Einzelne Bewertungen" captionHidden rows={shown.cards} rowKey={({ accountId, projectId }) => `${projectId}/${accountId}`}
      columns={[
        { key: 'project', head: 'Vorhaben', rowHead: true, cell: ({ projectId }) => titleOf.get(projectId) ?? '' },
        { key: 'who', head: 'Mitglied', cell: ({ accountId }) => nameOf.get(accountId) ?? '' },
        ...criteria.map(({ key, name }) => ({ key, head: name, numeric: true, cell: (card: ScoreCard) => card.points[key] ?? '–' })),
        { key: 'sum', head: 'Punkte', numeric: true, cell: (card) => points(scoreOf(Object.fromEntries(Object.entries(card.points).map(([key, given]) => [key, given * 100])), weightsOf(criteria))) },
        { key: 'sure', head: 'Sicherheit', cell: ({ confidence }) => CONFIDENCE[confidence] },
        { key: 'remark', head: 'Bemerkung', cell: ({ remark }) => remark || '–' },
      ]} />
  );
}

function Minutes({ round }: { round: Round }): VNode {
  return (
    <Section title="Protokoll" id="protokoll">
      <p class="strategy__text">{round.minutes}</p>
      {round.meetingId && <Row><Button href={meetingHref(round.meetingId)}>Sitzung</Button><Button href={minutesHref(round.meetingId)} icon="download">Niederschrift (PDF)</Button></Row>}
    </Section>
  );
}

function Discussion({ shown, mayWrite, typed = '', error }: { shown: RoundView; mayWrite: boolean; typed?: string; error?: string | undefined }): VNode {
  const titleOf = new Map(shown.projects.map(({ projectId, title }) => [projectId, title]));
  return (
    <Section title="Besprechung" id="besprechung">
      {shown.remarks.length === 0 ? <p>Noch hat niemand etwas geschrieben.</p> : <Timeline label="Besprechung" entries={shown.remarks.map(({ id, projectId, text: said, at, byName }) => ({ id: `beitrag-${id}`, at, title: projectId ? `${titleOf.get(projectId) ?? ''}` : 'Zur ganzen Runde', actor: byName, children: <p>{said}</p>, kind: 'message' as const }))} />}
      {mayWrite && (
        <Form action={`${ROUNDS}/${shown.round.id}/beitrag`}>
          <SelectField name="projectId" label="Zu" value="" placeholder="zur ganzen Runde" options={shown.projects.map(({ projectId, title }) => ({ value: projectId, label: title }))} />
          <TextArea name="remark" label="Beitrag" value={typed} error={error} rows={3} required />
          <ButtonRow><Button>Beitragen</Button></ButtonRow>
        </Form>
      )}
    </Section>
  );
}

function DecideForm({ shown, meetings, typed, error }: { shown: RoundView; meetings: { id: string; title: string; heldOn: string }[]; typed: Typed | undefined; error: string | undefined }): VNode {
  return (
    <Section title="Entscheiden" id="entscheiden">
      <Form action={`${ROUNDS}/${shown.round.id}/entscheiden`}>
        <p>Jedes Vorhaben bekommt eine Entscheidung mit Begründung. Daraus werden Beschlüsse von „{shown.round.bodyName}“; die Runde ist danach geschlossen.</p>
        {outcomeOf(shown).map(({ projectId, title, place, score }) => (
          <Fieldset key={projectId} legend={`${place}. ${title} (${points(score)} Punkte)`} legendSize="label">
            <Radios name={`decision-${projectId}`} label="Entscheidung" inline value={typed?.decisions[projectId]?.decision ?? 'approved'} options={Object.entries(VERDICTS).map(([value, { words }]) => ({ value, label: words }))} />
            <TextArea name={`reason-${projectId}`} label="Begründung" value={typed?.decisions[projectId]?.reason ?? ''} error={typed && !typed.decisions[projectId]?.reason.trim() ? 'Hier fehlt die Begründung.' : undefined} rows={2} required />
          </Fieldset>
        ))}
        <SelectField name="meetingId" label="Sitzung" value={typed?.meetingId ?? meetings[0]?.id} placeholder="außerhalb einer Sitzung" options={meetings.map(({ id, title, heldOn }) => ({ value: id, label: `${title}, ${formatDate(heldOn)}` }))} />
        <TextArea name="minutes" label="Protokoll" hint="Was besprochen wurde und warum die Rangfolge so ist" value={typed?.minutes ?? ''} error={placeOf(shown, typed) === 'minutes' ? error : undefined} rows={5} required />
        <ButtonRow><Button variant="primary">Entscheiden und schließen</Button></ButtonRow>
      </Form>
    </Section>
  );
}

const roundPage = page({ method: 'GET', path: `${ROUNDS}/:id`, site: 'office', access: 'staff', params: roundParams, handle: (rq) => rq.read((ctx) => show(ctx, rq.params.id)) });
const remarkPost = page({
  method: 'POST', path: `${ROUNDS}/:id/beitrag`, site: 'office', access: 'staff', params: roundParams, body: z.object({ projectId: z.string().max(40).default(''), remark: z.string().max(4000).default('') }),
  handle: (rq) => attempt(rq, { work: (ctx) => addRemark(ctx, { roundId: rq.params.id, projectId: rq.body.projectId || null, text: rq.body.remark }), flash: 'Ihr Beitrag steht da.', to: `${ROUNDS}/${rq.params.id}#besprechung`, again: (ctx, refused) => show(ctx, rq.params.id, { remark: rq.body.remark, error: refused.de }) }),
});

const verdict = z.enum(['approved', 'rejected', 'deferred']).catch('deferred');
function typedOf(given: Record<string, unknown>): Typed {
  const ids = Object.keys(given).flatMap((name) => (name.startsWith('reason-') ? [name.slice('reason-'.length)] : []));
  return { decisions: Object.fromEntries(ids.map((id) => [id, { decision: verdict.parse(given[`decision-${id}`]), reason: String(given[`reason-${id}`] ?? '') }])), minutes: String(given['minutes'] ?? ''), meetingId: String(given['meetingId'] ?? '') };
}
const decidePost = page({
  method: 'POST', path: `${ROUNDS}/:id/entscheiden`, site: 'office', access: 'may:steering/decide', params: roundParams, body: z.looseObject({}),
  handle: (rq) => {
    const typed = typedOf(rq.body);
    return attempt(rq, { work: (ctx) => decideRound(ctx, { roundId: rq.params.id, ...typed, meetingId: typed.meetingId || undefined }), flash: 'Die Runde ist entschieden.', to: `${ROUNDS}/${rq.params.id}`, again: (ctx, refused) => show(ctx, rq.params.id, { typed, error: refused.de }) });
  },
});

/** What may be seen of a round as CSV: the same door as the page. */
const csvPage = page({
  method: 'GET', path: `${ROUNDS}/:id/punkte.csv`, site: 'office', access: 'staff', params: roundParams,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { version, cards, members, projects } = await readRound(ctx, rq.params.id);
      const { criteria } = version.model;
      const head = ['Vorhaben', 'Mitglied', ...criteria.map(({ name }) => name), 'Sicherheit', 'Bemerkung'];
      const lines = cards.map((card) => [projects.find(({ projectId }) => projectId === card.projectId)?.title ?? '', members.find(({ accountId }) => accountId === card.accountId)?.name ?? '', ...criteria.map(({ key }) => card.points[key] ?? ''), CONFIDENCE[card.confidence], card.remark]);
      return text(`\uFEFF${[head, ...lines].map((line) => line.map(csvCell).join(';')).join('\r\n')}\r\n`, 'text/csv; charset=utf-8', { headers: { 'content-disposition': 'attachment; filename="punkte.csv"' } });
    }),
});

export const roundDetailPages = [roundPage, remarkPost, decidePost, csvPage];
