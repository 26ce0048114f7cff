import { z } from 'zod';
import { attempt, page, redirect, view, type View } from '#platform/http';
import { formatDate } from '#platform/i18n';
import { ANONYMOUS, may, Problem, type Ctx } from '#platform/module';
import { Badge, Button, ButtonRow, Details, EmptyState, ErrorSummary, Form, Link, PageHeader, Radios, Section, Stack, TextArea, TextField } from '#platform/ui';
import { readDigest } from '../digest.ts';
import { answerQuestion, askQuestion, listFeedback, listQuestions, summariseFeedback } from '../questions.ts';
import type { QuestionRow } from '../tables.ts';
import { CHANGE, ProjectField, aboutProject, readChoices, type Typed } from './fields.tsx';

const QUESTIONS = `${CHANGE}/fragen`;

async function show(ctx: Ctx, { projectId, typed = {}, error }: { projectId?: string | undefined; typed?: Typed; error?: string } = {}): Promise<View> {
  const questions = await listQuestions(ctx, projectId ? { projectId } : {});
  const choices = await readChoices(ctx);
  const edits = may(ctx.actor, 'change/edit');
  const open = questions.filter(({ answered_on }) => !answered_on).length;
  return view({
    title: 'Fragen und Antworten', nav: CHANGE, crumbs: [{ label: 'Veränderung', href: CHANGE }, { label: 'Fragen' }],
    body: (
      <Stack>
        {error && <ErrorSummary errors={[{ id: 'question', text: error }]} />}
        <PageHeader title="Fragen und Antworten" lead={open === 0 ? 'Alle Fragen sind beantwortet.' : open === 1 ? 'Eine Frage ist noch offen.' : `${open} Fragen sind noch offen.`} />
        {projectId && <p><Link href={QUESTIONS}>Fragen zu allen Projekten</Link></p>}
        {questions.length === 0 ? <EmptyState title="Noch keine Frage" icon="help">Stellen Sie die erste.</EmptyState> : questions.map((one) => <Question key={one.id} question={one} edits={edits} />)}
        <Section title="Frage stellen" id="fragen">
          <Form action={QUESTIONS} label="Frage stellen">
            <TextArea name="question" label="Ihre Frage" rows={3} value={typed['question']} error={error} required />
            {projectId ? <input type="hidden" name="projectId" value={projectId} /> : <ProjectField choices={choices} value={typed['projectId']} />}
            <Radios name="who" label="Wie?" value={typed['who'] ?? 'name'} inline options={[{ value: 'name', label: 'Mit meinem Namen' }, { value: 'anonym', label: 'Anonym' }]} />
            <ButtonRow><Button variant="primary">Fragen</Button></ButtonRow>
          </Form>
        </Section>
      </Stack>
    ),
  });
}

function Question({ question: one, edits }: { question: QuestionRow; edits: boolean }) {
  return (
    <Section title={one.text} id={`frage-${one.id}`} level={2}>
      <p class="muted">{one.asked_by_name ?? 'anonym'}, {formatDate(one.asked_on)}{one.topic && `, ${one.topic}`}</p>
      {one.answered_on ? <><p class="lines">{one.answer}</p><p class="muted">{one.answered_by_name}, {formatDate(one.answered_on)}</p></> : <Badge state="waiting">noch offen</Badge>}
      {!one.answered_on && edits && <Details summary="Antworten"><Form action={`${QUESTIONS}/${one.id}`} label={`Antworten: ${one.text}`}><TextArea name="answer" id={`antwort-${one.id}`} label="Antwort" hint="Alle Beschäftigten lesen sie." rows={4} required /><ButtonRow><Button>Antworten</Button></ButtonRow></Form></Details>}
    </Section>
  );
}

const project = z.union([z.uuid(), z.literal('')]).catch('').default('');
export const questionsPage = page({ method: 'GET', path: QUESTIONS, site: 'office', access: 'staff', query: z.object({ projekt: project }), handle: (rq) => rq.read((ctx) => show(ctx, { projectId: rq.query.projekt || undefined })) });
export const questionPost = page({
  method: 'POST', path: QUESTIONS, site: 'office', access: 'staff', body: z.object({ question: z.string().max(2000).default(''), projectId: project, who: z.enum(['name', 'anonym']).default('name') }),
  handle: async (rq) => {
    const about = await rq.read((ctx) => aboutProject(ctx, rq.body.projectId));
    const work = (ctx: Ctx): Promise<string> => askQuestion(ctx, { text: rq.body.question, ...about });
    try {
      await (rq.body.who === 'anonym' ? rq.platform.transact({ tenantId: rq.tenantId, actor: ANONYMOUS }, work) : rq.transact(work));
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 422) throw error;
      const reason = error.de;
      return { ...(await rq.read((ctx) => show(ctx, { typed: rq.body, error: reason }))), status: 422 };
    }
    return redirect(QUESTIONS, { flash: 'Ihre Frage steht da. Die Antwort lesen alle.' });
  },
});
export const answerPost = page({ method: 'POST', path: `${QUESTIONS}/:id`, site: 'office', access: 'may:change/edit', params: z.object({ id: z.uuid() }), body: z.object({ answer: z.string().max(5000).default('') }), handle: (rq) => attempt(rq, { work: (ctx) => answerQuestion(ctx, { id: rq.params.id, answer: rq.body.answer }), flash: 'Beantwortet.', to: QUESTIONS, again: (ctx, refused) => show(ctx, { error: refused.de }) }) });

const FEEDBACK = `${CHANGE}/rueckmeldungen`;

async function showFeedback(ctx: Ctx, { typed = {}, error }: { typed?: Typed; error?: string } = {}): Promise<View> {
  const [feedback, digest, choices] = [await listFeedback(ctx), await readDigest(ctx), await readChoices(ctx)];
  return view({
    title: 'Rückmeldungen', nav: CHANGE, crumbs: [{ label: 'Veränderung', href: CHANGE }, { label: 'Rückmeldungen' }],
    body: (
      <Stack>
        {error && <ErrorSummary errors={[{ id: 'summary', text: error }]} />}
        <PageHeader title="Rückmeldungen für die Strategie" lead="Was Beschäftigte sagen, und was in der nächsten Fortschreibung daraus folgt." />
        <Section title="Was zuletzt zu hören war" id="gehoert">{digest.length === 0 ? <EmptyState title="Noch keine Umfrage mit mindestens fünf Antworten" icon="list" /> : <ul>{digest.map(({ text, href }) => <li key={text}><Link href={href}>{text}</Link></li>)}</ul>}</Section>
        <Section title="Zusammengefasst" id="zusammengefasst">
          {feedback.length === 0 ? <EmptyState title="Noch nichts zusammengefasst" icon="edit" /> : feedback.map((one) => <Section key={one.id} title={`${one.edition}${one.topic ? `: ${one.topic}` : ''}`} level={3}><p class="lines">{one.summary}</p><p class="lines"><strong>Daraus folgt: </strong>{one.consequence}</p><p class="muted">{one.made_by_name}, {formatDate(one.made_on)}</p></Section>)}
        </Section>
        {may(ctx.actor, 'change/edit') && (
          <Section title="Neu zusammenfassen" id="neu">
            <Form action={FEEDBACK} label="Zusammenfassen">
              <TextField name="edition" label="Für welche Fortschreibung?" value={typed['edition']} hint="Zum Beispiel „Fortschreibung 2027“" required />
              <ProjectField choices={choices} value={typed['projectId']} />
              <TextArea name="summary" label="Was sagen die Beschäftigten?" rows={4} value={typed['summary']} error={error} required />
              <TextArea name="consequence" label="Was folgt daraus?" rows={3} value={typed['consequence']} required />
              <ButtonRow><Button variant="primary">Festhalten</Button></ButtonRow>
            </Form>
          </Section>
        )}
      </Stack>
    ),
  });
}

const long = z.string().max(5000).default('');
export const feedbackPage = page({ method: 'GET', path: FEEDBACK, site: 'office', access: 'staff', handle: (rq) => rq.read((ctx) => showFeedback(ctx)) });
export const feedbackPost = page({
  method: 'POST', path: FEEDBACK, site: 'office', access: 'may:change/edit', body: z.object({ edition: z.string().max(100).default(''), projectId: project, summary: long, consequence: long }),
  handle: (rq) => attempt(rq, { work: async (ctx) => summariseFeedback(ctx, { ...rq.body, ...(await aboutProject(ctx, rq.body.projectId)) }), flash: 'Festgehalten.', to: FEEDBACK, again: (ctx, refused) => showFeedback(ctx, { typed: rq.body, error: refused.de }) }),
});
