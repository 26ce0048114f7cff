import type { ComponentChildren } from 'preact';
import { z } from 'zod';
import { listEmployees, listOffices } from '#core/organisation';
import { accountNames } from '#platform/auth';
import { file, page, redirect, view, type View } from '#platform/http';
import { calendarDayOf, formatDate, formatFileSize, formatMoney } from '#platform/i18n';
import { may, notFound, type Ctx } from '#platform/module';
import { Alert, Badge, Columns, Button, ButtonRow, Deadline, DescriptionList, EmptyState, ErrorSummary, Form, Link, PageHeader, ProcessStrip, Radios, Row, Section, Stack, TextArea, Timeline } from '#platform/ui';
import { findAward } from '../flow/award.ts';
import { listOpinions, type Opinion } from '../flow/opinions.ts';
import { findMyRating } from '../flow/rate-idea.ts';
import { listLetters } from '../flow/talk.ts';
import { acceptanceWords, hrefOf, IDEAS, isOpen, refusalWords, stateWords, type Idea } from '../idea.ts';
import { getIdea, listAttachments, listComments, listMerged } from '../ideas.queries.ts';
import type { AttachmentRow, AwardRow, CommentRow, LetterRow } from '../tables.ts';
import { AwardBox, FinishForms, Moderation } from './idea-forms.tsx';
import { ratingText } from './list-page.tsx';
import { OpinionList } from './opinion-list.tsx';

export type Typed = Record<string, string>;
export type ShownIdea = {
  idea: Idea; attachments: AttachmentRow[]; comments: CommentRow[]; merged: Idea[]; opinions: Opinion[]; letters: LetterRow[]; award: AwardRow | undefined; mine: { impact: number; effort: number } | undefined;
  people: string[]; offices: { value: string; label: string }[]; today: string; me: string | null; manages: boolean; awards: boolean; author: boolean; typed: Typed; error: { id: string; text: string } | undefined;
};

export async function readIdea(ctx: Ctx, id: string): Promise<ShownIdea> {
  const idea = await getIdea(ctx, id);
  const manages = may(ctx.actor, 'ideas/manage');
  const author = idea.authorId !== null && idea.authorId === ctx.actor.id;
  const awards = may(ctx.actor, 'ideas/award');
  return {
    idea, manages, awards, author, me: ctx.actor.id, today: calendarDayOf(ctx.now), typed: {}, error: undefined,
    attachments: await listAttachments(ctx, id), comments: await listComments(ctx, id), merged: await listMerged(ctx, id), opinions: await listOpinions(ctx, idea), mine: await findMyRating(ctx, id),
    letters: manages && idea.anonymous ? await listLetters(ctx, id) : [], award: awards || author ? await findAward(ctx, id) : undefined, people: manages ? await listPeople(ctx) : [], offices: manages ? (await listOffices(ctx)).map(({ id: value, name: label }) => ({ value, label })) : [],
  };
}

async function listPeople(ctx: Ctx): Promise<string[]> {
  const names = await accountNames(ctx, (await listEmployees(ctx)).map(({ accountId }) => accountId));
  return [...names.values()].sort((a, b) => a.localeCompare(b, 'de')).slice(0, 500);
}

const decisionReasons: Record<string, string> = { ...acceptanceWords, ...refusalWords, duplicate: 'Doppelt' };

export function showIdea(shown: ShownIdea): View {
  const { idea, error, attachments, merged, today } = shown;
  const look = stateWords[idea.state];
  return view({
    title: idea.title,
    width: 'full',
    nav: IDEAS,
    crumbs: [{ label: 'Ideen', href: IDEAS }, { label: idea.number }],
    body: (
      <Stack>
        {error && <ErrorSummary errors={[{ text: error.text, id: error.id === 'reason' ? (shown.typed['outcome'] === 'rejected' ? 'refuse-reason' : 'accept-reason') : error.id }]} />}
        <PageHeader
          title={idea.title}
          meta={<Row><Badge state={look.look}>{look.words}</Badge><span class="muted">{idea.authorName}, {formatDate(idea.submittedOn)}{idea.officeName && `, betrifft: ${idea.officeName}`}</span></Row>}
          actions={shown.author && isOpen(idea.state) ? <Form action={`${hrefOf(idea.id)}/zurueckziehen`} inline label="Zurückziehen"><Button variant="tertiary">Idee zurückziehen</Button></Form> : undefined}
        />
        <Steps idea={idea} today={today} />
        {merged.length > 0 && <Merged shown={shown} />}
        <Columns>
          <Section title="Was stört heute" id="problem"><p class="lines">{idea.problem}</p></Section>
          <Section title="Vorschlag" id="vorschlag">{idea.proposal ? <p class="lines">{idea.proposal}</p> : <p class="muted">Noch gibt es nur das Problem. Haben Sie eine Lösung? Schreiben Sie sie in die Diskussion.</p>}</Section>
        </Columns>
        {(idea.benefit || idea.savingCents !== null || attachments.length > 0) && <DescriptionList items={[Boolean(idea.benefit) && { term: 'Was besser würde', value: idea.benefit }, idea.savingCents !== null && { term: 'Ersparnis im Jahr, geschätzt', value: formatMoney(idea.savingCents) }, attachments.length > 0 && { term: 'Dateien', value: <Files idea={idea} files={attachments} /> }]} />}
        {idea.decidedOn && <Decision idea={idea} />}
        {(isOpen(idea.state) || idea.ratings >= 3) && <Rating shown={shown} />}
        <OpinionList shown={shown} />
        {idea.state === 'accepted' && (shown.manages || idea.responsibleId === shown.me) && <FinishForms shown={shown} />}
        <Discussion shown={shown} />
        {(shown.awards || (shown.author && shown.award)) && (idea.state === 'accepted' || idea.state === 'implemented') && <AwardBox shown={shown} />}
        {shown.manages && <Moderation shown={shown} />}
      </Stack>
    ),
  });
}

/** Where the idea is, and until when the next step is due: the same for everybody, the author first of all. */
function Steps({ idea, today }: { idea: Idea; today: string }) {
  if (idea.state === 'merged' || idea.state === 'withdrawn') return null;
  const due = idea.stepDueOn ? <Deadline on={idea.stepDueOn} today={today} /> : undefined;
  const on = (day: string | null): ComponentChildren => (day ? formatDate(day) : undefined);
  const order = { submitted: 0, review: 1, accepted: 3, implemented: 4, dropped: 4, rejected: 4 }[idea.state];
  const state = (at: number): 'done' | 'now' | 'then' => (at < order ? 'done' : at === order ? 'now' : 'then');
  const when = (at: number, done: string | null): { when?: ComponentChildren } => (at === order ? { when: due } : { when: on(done) });
  const refused = idea.state === 'rejected';
  return (
    <ProcessStrip
      label="Weg der Idee"
      steps={[
        { title: 'Erste Antwort', state: order > 0 ? 'done' : 'now', ...when(0, idea.firstAnswerOn) },
        { title: 'Prüfung', state: state(1), ...when(1, idea.decidedOn) },
        { title: refused ? 'Abgelehnt' : 'Entscheidung', state: order > 1 ? 'done' : 'then', when: on(idea.decidedOn) },
        ...(refused ? [] : [{ title: idea.state === 'dropped' ? 'Fallen gelassen' : 'Umsetzung', state: idea.state === 'accepted' ? ('now' as const) : order > 3 ? ('done' as const) : ('then' as const), ...(idea.state === 'accepted' ? { when: due } : { when: on(idea.closedOn) }), ...(idea.responsibleName ? { note: idea.responsibleName } : {}) }]),
      ]}
    />
  );
}

function Merged({ shown: { merged, manages, me } }: { shown: ShownIdea }) {
  return (
    <Section title="Darin aufgegangen" id="zusammengefuehrt">
      <ul>
        {merged.map((one) => (
          <li key={one.id}>
            {one.number} {one.title} <span class="muted">({one.authorName}; {one.reason})</span>
            {(manages || (one.authorId !== null && one.authorId === me)) && <Form action={`${hrefOf(one.id)}/trennen`} inline label={`Trennen: ${one.title}`}><Button size="small" variant="tertiary" attributes={{ 'aria-label': `Wieder trennen: ${one.title}` }}>Wieder trennen</Button></Form>}
          </li>
        ))}
      </ul>
    </Section>
  );
}

const Files = ({ idea, files }: { idea: Idea; files: AttachmentRow[] }) => <ul>{files.map((one) => <li key={one.id}><Link href={`${hrefOf(idea.id)}/datei/${one.id}`} download>{one.name}</Link> <span class="muted">{formatFileSize(Number(one.size))}</span></li>)}</ul>;

function Decision({ idea }: { idea: Idea }) {
  return (
    <Alert kind={idea.state === 'rejected' || idea.state === 'dropped' ? 'info' : 'success'} title={`${idea.state === 'rejected' ? 'Abgelehnt' : 'Angenommen'}: ${decisionReasons[idea.reasonCode ?? ''] ?? ''}`} level={2}>
      <p class="lines">{idea.reason}</p>
      {idea.closing && <p class="lines"><strong>{idea.state === 'implemented' ? 'Umgesetzt: ' : 'Fallen gelassen, weil: '}</strong>{idea.closing}</p>}
      {idea.projectId && <p><Link href={`/office/projekte/${idea.projectId}`}>Zum Projekt, das daraus geworden ist</Link></p>}
      <p class="muted">{idea.decidedByName}, {formatDate(idea.decidedOn ?? '')}</p>
    </Alert>
  );
}

const scale = (labels: [string, string]) => [1, 2, 3, 4, 5].map((value) => ({ value: String(value), label: value === 1 ? `1 – ${labels[0]}` : value === 5 ? `5 – ${labels[1]}` : String(value) }));

/** Impact and effort from 1 to 5; used here and on the page that offers one idea after the other. */
export function RatingFields({ impact, effort }: { impact?: number | undefined; effort?: number | undefined }) {
  return (
    <>
      <Radios name="impact" label="Wirkung: Was bringt es?" value={impact ? String(impact) : ''} inline options={scale(['wenig', 'sehr viel'])} />
      <Radios name="effort" label="Aufwand: Was kostet es?" value={effort ? String(effort) : ''} inline options={scale(['wenig', 'sehr viel'])} />
    </>
  );
}

function Rating({ shown: { idea, mine, author } }: { shown: ShownIdea }) {
  const open = isOpen(idea.state) && !author;
  // what others think is shown only afterwards: the first votes must not draw the later ones along
  const told = idea.ratings >= 3 && (mine !== undefined || !open);
  return (
    <Section title="Bewertung" id="bewertung">
      <p>{told ? `${ratingText(idea)}.` : idea.ratings < 3 ? 'Das Ergebnis wird ab drei Stimmen gezeigt.' : 'Das Ergebnis sehen Sie, wenn Sie selbst bewertet haben.'}</p>
      {open && (
        <Form action={`${hrefOf(idea.id)}/bewertung`} label="Bewerten">
          <RatingFields impact={mine?.impact} effort={mine?.effort} />
          <ButtonRow><Button>{mine ? 'Bewertung ändern' : 'Bewerten'}</Button></ButtonRow>
        </Form>
      )}
    </Section>
  );
}

const kindWords = { comment: '', answer: 'Antwort der Moderation', progress: 'Stand der Umsetzung' };

function Discussion({ shown: { idea, comments, manages, me, typed } }: { shown: ShownIdea }) {
  const talkable = idea.state !== 'merged' && idea.state !== 'withdrawn';
  const kinds = [{ value: 'comment', label: 'Beitrag' }, ...(manages ? [{ value: 'answer', label: 'Antwort der Moderation' }] : []), ...(manages || idea.responsibleId === me ? [{ value: 'progress', label: 'Stand der Umsetzung' }] : [])];
  return (
    <Section title="Diskussion" id="diskussion">
      {comments.length === 0 ? <EmptyState title="Noch kein Beitrag" icon="message">Was spricht dafür, was dagegen, was fehlt noch?</EmptyState> : (
        <Timeline
          label="Beiträge"
          entries={comments.map((one) => ({ id: `beitrag-${one.id}`, at: one.written_at, kind: one.kind === 'comment' ? ('message' as const) : ('decision' as const), title: one.kind === 'comment' ? 'Beitrag' : kindWords[one.kind], actor: one.author_name, children: <p class="lines">{one.text}</p> }))}
        />
      )}
      {talkable && (
        <Form action={`${hrefOf(idea.id)}/beitraege`} label="Beitrag schreiben">
          <TextArea name="text" label="Ihr Beitrag" hint="Er erscheint mit Ihrem Namen." rows={3} value={typed['text']} required />
          {kinds.length > 1 && <Radios name="kind" label="Als" value={typed['kind'] ?? 'comment'} inline options={kinds} />}
          <ButtonRow><Button>Beitrag schreiben</Button></ButtonRow>
        </Form>
      )}
    </Section>
  );
}

const params = z.object({ id: z.uuid() });

/** An idea; one that was merged leads to where it went. */
export const ideaPage = page({
  method: 'GET', path: `${IDEAS}/:id`, site: 'office', access: 'staff', params,
  handle: async (rq) => {
    const shown = await rq.read((ctx) => readIdea(ctx, rq.params.id));
    if (shown.idea.mergedInto) return redirect(hrefOf(shown.idea.mergedInto), { flash: { kind: 'info', text: `„${shown.idea.title}“ ist in dieser Idee aufgegangen.` } });
    return showIdea(shown);
  },
});

export const attachmentFile = page({
  method: 'GET', path: `${IDEAS}/:id/datei/:file`, site: 'office', access: 'staff', params: params.extend({ file: z.uuid() }),
  handle: async (rq) => {
    const found = (await rq.read((ctx) => listAttachments(ctx, rq.params.id))).find(({ id }) => id === rq.params.file);
    if (!found) throw notFound();
    return file({ blob: found.hash, name: found.name, type: found.mime });
  },
});
