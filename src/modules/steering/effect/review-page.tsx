import { z } from 'zod';
import { figureText } from '#core/insights';
import { getProject } from '#core/projects';
import { page, redirect, view, type View } from '#platform/http';
import { Problem, type Ctx } from '#platform/module';
import { Button, ButtonRow, ErrorSummary, Form, PageHeader, Radios, Stack, TextArea, TextField } from '#platform/ui';
import { formulaWords } from './effect-words.ts';
import { listReviews, readEffects } from './effects.queries.ts';
import { problem } from './problems.ts';
import { EFFECT, answerReview, isDue, mayReview, reviewHref, type Mark } from './review-effect.ts';

const params = z.object({ project: z.uuid(), at: z.enum(['6', '12', '24']).transform((text) => Number(text) as Mark) });
const fields = z.object({ used: z.string().max(10).default(''), minutesSaved: z.string().max(20).default(''), moneyEuros: z.string().max(20).default(''), remark: z.string().max(4000).default('') });
type Typed = z.output<typeof fields>;

async function showReview(ctx: Ctx, { projectId, at, typed, error }: { projectId: string; at: Mark; typed?: Typed; error?: string }): Promise<View> {
  const project = await getProject(ctx, projectId);
  if (!mayReview(ctx, project)) throw problem('steering/review-not-yours');
  if (!isDue(ctx, project, at)) throw problem('steering/review-not-due', { months: at });
  const [effect] = await readEffects(ctx, [project]);
  const known = (await listReviews(ctx, [projectId])).get(projectId)?.find((one) => one.at === at);
  const measured = effect?.measured.find((one) => one.at === at);
  const german = (value: number | null | undefined): string => (value === null || value === undefined ? '' : String(value).replace('.', ','));
  const shown: Typed = typed ?? { used: known?.used ?? '', minutesSaved: german(known?.minutes_saved), moneyEuros: german(known?.money_cents === null || known?.money_cents === undefined ? null : known.money_cents / 100), remark: known?.remark ?? '' };
  return view({
    title: `Drei Fragen nach ${at} Monaten`,
    nav: EFFECT,
    crumbs: [{ label: project.title, href: `/office/projekte/${project.id}` }, { label: 'Drei Fragen' }],
    body: (
      <Stack>
        {error && <ErrorSummary errors={[{ id: 'used', text: error }]} />}
        <PageHeader preline={project.title} title={`Was hat es nach ${at} Monaten gebracht?`} lead={measured ? `Aus den Fallzahlen: ${formulaWords(measured)}.` : 'Fallzahlen gibt es für dieses Vorhaben nicht; Ihre Antwort zählt umso mehr.'} />
        <Form action={reviewHref(projectId, at)} label="Drei Fragen">
          <Radios name="used" label="1. Wird die Lösung so genutzt wie geplant?" value={shown.used} required options={[{ value: 'yes', label: 'Ja' }, { value: 'partly', label: 'Teilweise' }, { value: 'no', label: 'Nein' }]} />
          <TextField name="minutesSaved" label="2. Wie viele Minuten spart ein Vorgang wirklich?" hint={`Zugesagt waren ${project.expected ? `${project.expected.minutesSavedPerCase} Minuten` : 'keine Minuten'}. Leer lassen, wenn Sie nicht gemessen haben.`} value={shown.minutesSaved} inputmode="decimal" width={6} suffix="Minuten" required={false} />
          <TextField name="moneyEuros" label="3. Welche Kosten sind im Jahr wirklich weggefallen?" hint={`Porto, Lizenzen, Aufträge; ohne Arbeitszeit. ${project.expected ? `Zugesagt: ${figureText(project.expected.moneyCentsPerYear, 'cents')}.` : ''}`} value={shown.moneyEuros} inputmode="decimal" width={10} suffix="€" required={false} />
          <TextArea name="remark" label="Was sollten andere wissen?" value={shown.remark} required={false} rows={3} />
          <ButtonRow><Button variant="primary">Antworten speichern</Button></ButtonRow>
        </Form>
      </Stack>
    ),
  });
}

const path = `${EFFECT}/:project/:at`;
/** Three questions to the lead; whoever leads needs no other right. */
export const reviewPage = page({ method: 'GET', path, site: 'office', access: 'staff', params, handle: (rq) => rq.read((ctx) => showReview(ctx, { projectId: rq.params.project, at: rq.params.at })) });

export const reviewPost = page({
  method: 'POST', path, site: 'office', access: 'staff', params, body: fields,
  handle: async (rq) => {
    const { project, at } = rq.params;
    try {
      await rq.transact((ctx) => answerReview(ctx, { projectId: project, at, ...rq.body }));
      return redirect(`/office/projekte/${project}`, { flash: 'Danke. Ihre Antworten zählen ab jetzt in der Wirkung mit.' });
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 422) throw error;
      const told = error;
      return { ...(await rq.read((ctx) => showReview(ctx, { projectId: project, at, typed: rq.body, error: told.de }))), status: 422 };
    }
  },
});
