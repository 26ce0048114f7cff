import type { VNode } from 'preact';
import { z } from 'zod';
import { attempt, page, view, type Reply } from '#platform/http';
import { formatNumber } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Alert, Badge, Button, ButtonRow, Details, ErrorSummary, Form, Link, PageHeader, Radios, Section, SelectField, Stack, TaskList, TextArea } from '#platform/ui';
import { problem } from '../problems.ts';
import type { Confidence } from '../tables.ts';
import { PORTFOLIO } from './filter.tsx';
import { euros } from './portfolio-page.tsx';
import { readRound, type RoundView } from './round-page.tsx';
import { dueText, ROUNDS, roundCrumbs, roundParams } from './round-pages.tsx';
import { cardMistakes } from './score-math.ts';
import { handIn, saveCard, takeBack } from './score-round.ts';
import type { Criterion } from './scoring-model.ts';

/** The round as a member scores it. @throws steering/not-a-member 403 */
async function ownRound(ctx: Ctx, id: string): Promise<RoundView & { handedIn: boolean }> {
  const shown = await readRound(ctx, id);
  if (!shown.member) throw problem('steering/not-a-member', { body: shown.round.bodyName });
  const me = shown.members.find(({ accountId }) => accountId === ctx.actor.id);
  return { ...shown, cards: shown.cards.filter(({ accountId }) => accountId === ctx.actor.id), handedIn: me?.handedInAt !== null };
}

async function showList(ctx: Ctx, id: string, error?: string): Promise<Reply> {
  const { round, version, projects, cards, handedIn } = await ownRound(ctx, id);
  const complete = (projectId: string): boolean => cardMistakes(cards.find((card) => card.projectId === projectId)?.points ?? {}, version.model.criteria).length === 0;
  const done = projects.filter(({ projectId }) => complete(projectId)).length;
  const open = round.state === 'scoring';
  return view({
    title: `Bewerten: ${round.title}`, nav: PORTFOLIO, crumbs: [...roundCrumbs(round.title).slice(0, 2), { label: round.title, href: `${ROUNDS}/${id}` }, { label: 'Meine Bewertung' }],
    body: (
      <Stack>
        {error && <ErrorSummary errors={[{ text: error }]} />}
        <PageHeader title="Meine Bewertung" preline={round.title} lead={`${done} von ${projects.length} Vorhaben bewertet. ${dueText(ctx, round.dueOn)} Ihre Punkte sieht bis dahin niemand außer Ihnen.`} />
        <TaskList label="Vorhaben" items={projects.map(({ projectId, title, costCents }) => ({ title, href: `${ROUNDS}/${id}/bewerten/${projectId}`, badge: complete(projectId) ? <Badge state="done">bewertet</Badge> : <Badge state="soon">offen</Badge>, note: euros(costCents) }))} />
        {!open && <Alert kind="info" title="Die Bewertung ist geschlossen."><Link href={`${ROUNDS}/${id}`}>Zum Ergebnis</Link></Alert>}
        {open && !handedIn && <Form action={`${ROUNDS}/${id}/abgeben`}><ButtonRow><Button variant="primary" icon="send">Abgeben</Button><Button href={`${ROUNDS}/${id}`}>Später weiter</Button></ButtonRow></Form>}
        {open && handedIn && <Form action={`${ROUNDS}/${id}/zurueckholen`}><Alert kind="success" title="Sie haben abgegeben.">Solange nicht alle abgegeben haben, können Sie Ihre Bewertung zurückholen.</Alert><ButtonRow><Button>Zurückholen</Button></ButtonRow></Form>}
      </Stack>
    ),
  });
}

type Typed = { points: Record<string, string>; confidence: string; remark: string };

async function showCard(ctx: Ctx, { id, projectId }: { id: string; projectId: string }, { typed, error }: { typed?: Typed; error?: string } = {}): Promise<Reply> {
  const shown = await ownRound(ctx, id);
  const at = shown.projects.findIndex((one) => one.projectId === projectId);
  const project = shown.projects[at];
  if (!project) throw problem('steering/no-round');
  const card = shown.cards.find((one) => one.projectId === projectId);
  const values: Typed = typed ?? { points: Object.fromEntries(Object.entries(card?.points ?? {}).map(([key, given]) => [key, String(given)])), confidence: card?.confidence ?? 'medium', remark: card?.remark ?? '' };
  const { criteria } = shown.version.model;
  return view({
    title: project.title, nav: PORTFOLIO, crumbs: [...roundCrumbs(shown.round.title).slice(0, 2), { label: shown.round.title, href: `${ROUNDS}/${id}` }, { label: 'Meine Bewertung', href: `${ROUNDS}/${id}/bewerten` }, { label: project.title }],
    body: (
      <Stack>
        {error && <ErrorSummary errors={[{ id: `points-${criteria[0]?.key ?? ''}`, text: error }]} />}
        <PageHeader title={project.title} preline={`Vorhaben ${at + 1} von ${shown.projects.length}`} lead={`${euros(project.costCents)} insgesamt, ${formatNumber(project.days)} Tage in ${shown.round.year}.`} actions={<Button href={`/office/projekte/${projectId}`}>Antrag ansehen</Button>} />
        <Form action={`${ROUNDS}/${id}/bewerten/${projectId}`}>
          {criteria.map((criterion) => <CriterionField key={criterion.key} criterion={criterion} value={values.points[criterion.key]} suggestion={project.suggestions[criterion.key]} />)}
          <Radios name="confidence" label="Wie sicher sind Sie sich?" inline value={values.confidence} options={[{ value: 'low', label: 'gering' }, { value: 'medium', label: 'mittel' }, { value: 'high', label: 'hoch' }]} />
          <TextArea name="remark" label="Bemerkung" hint="Sehen die anderen nach der Bewertung" value={values.remark} rows={2} required={false} />
          <ButtonRow><Button variant="primary" name="next" value={shown.projects[at + 1]?.projectId ?? ''}>{shown.projects[at + 1] ? 'Speichern und weiter' : 'Speichern'}</Button><Button href={`${ROUNDS}/${id}/bewerten`}>Zur Liste</Button></ButtonRow>
        </Form>
      </Stack>
    ),
  });
}

function CriterionField({ criterion, value, suggestion }: { criterion: Criterion; value: string | undefined; suggestion: { points: number; formula: string } | undefined }): VNode {
  const { key, name, weight, question, anchors } = criterion;
  const anchorOf = (given: number): string => anchors.find((anchor) => anchor.points === given)?.text ?? '';
  return (
    <Section title={`${name} (Gewicht ${weight})`} level={2}>
      <SelectField name={`points-${key}`} label="Punkte" hint={question} value={value} placeholder="noch nicht bewertet" width={20} options={Array.from({ length: 11 }, (_, given) => ({ value: String(given), label: anchorOf(given) ? `${given}: ${anchorOf(given)}` : String(given) }))} />
      {suggestion && <Details summary={`Vorschlag aus den Zahlen: ${suggestion.points} Punkte`} open>{suggestion.formula}</Details>}
    </Section>
  );
}

const scorePage = page({ method: 'GET', path: `${ROUNDS}/:id/bewerten`, site: 'office', access: 'staff', params: roundParams, handle: (rq) => rq.read((ctx) => showList(ctx, rq.params.id)) });
const handInPost = page({ method: 'POST', path: `${ROUNDS}/:id/abgeben`, site: 'office', access: 'staff', params: roundParams, handle: (rq) => attempt(rq, { work: (ctx) => handIn(ctx, rq.params.id), flash: 'Ihre Bewertung ist abgegeben.', to: ({ last }) => (last ? `${ROUNDS}/${rq.params.id}` : `${ROUNDS}/${rq.params.id}/bewerten`), again: (ctx, refused) => showList(ctx, rq.params.id, refused.de) }) });
const takeBackPost = page({ method: 'POST', path: `${ROUNDS}/:id/zurueckholen`, site: 'office', access: 'staff', params: roundParams, handle: (rq) => attempt(rq, { work: (ctx) => takeBack(ctx, rq.params.id), flash: 'Sie können Ihre Bewertung wieder ändern.', to: `${ROUNDS}/${rq.params.id}/bewerten`, again: (ctx, refused) => showList(ctx, rq.params.id, refused.de) }) });

const cardParams = z.object({ id: z.uuid(), projectId: z.uuid() });
const cardPage = page({ method: 'GET', path: `${ROUNDS}/:id/bewerten/:projectId`, site: 'office', access: 'staff', params: cardParams, handle: (rq) => rq.read((ctx) => showCard(ctx, rq.params)) });
const confidence = z.enum(['low', 'medium', 'high']).catch('medium');
const cardPost = page({
  method: 'POST', path: `${ROUNDS}/:id/bewerten/:projectId`, site: 'office', access: 'staff', params: cardParams, body: z.looseObject({ next: z.string().max(40).default(''), remark: z.string().max(2000).default(''), confidence: z.string().default('medium') }),
  handle: (rq) => {
    const { id, projectId } = rq.params;
    const typed: Typed = { points: Object.fromEntries(Object.entries(rq.body).flatMap(([name, value]) => (name.startsWith('points-') && typeof value === 'string' && value !== '' ? [[name.slice('points-'.length), value]] : []))), confidence: rq.body.confidence, remark: rq.body.remark };
    const points = Object.fromEntries(Object.entries(typed.points).map(([key, given]) => [key, Number(given)]));
    const sure: Confidence = confidence.parse(typed.confidence);
    return attempt(rq, { work: (ctx) => saveCard(ctx, { roundId: id, projectId, points, confidence: sure, remark: typed.remark }), flash: 'Gespeichert.', to: `${ROUNDS}/${id}/bewerten${rq.body.next ? `/${rq.body.next}` : ''}`, again: (ctx, refused) => showCard(ctx, { id, projectId }, { typed, error: refused.de }) });
  },
});

export const scorePages = [scorePage, handInPost, takeBackPost, cardPage, cardPost];
