import { findEmployee, listOffices } from '#core/organisation';
import { file, json, page, redirect, view, type Reply, type Rq, type View } from '#platform/http';
import { calendarDayOf, formatDate, formatMoney } from '#platform/i18n';
import { Problem, holderOf, type Ctx } from '#platform/module';
import { Alert, Button, ButtonRow, Enhanced, ErrorSummary, Form, PageHeader, Row, Stack, StepProgress, Summary } from '#platform/ui';
import { z } from 'zod';
import { mayEdit } from '../access.ts';
import { applyForProject } from '../apply-for-project.ts';
import { findSimilar } from '../find-similar.ts';
import { dutyWords, projectOf } from '../project.ts';
import { problem } from '../problems.ts';
import { getRow } from '../projects.queries.ts';
import { missingForApplication, submitApplication } from '../run-project.ts';
import type { ProjectRow } from '../tables.ts';
import { pageFields, typedOf } from './application-form.tsx';
import { benefitWords } from './benefit-words.ts';
import { makeCharter } from './charter.ts';
import { readIdea, wizardPages, type Mistake, type Typed, type WizardPage } from './read-page.ts';
import { requirePage, saveApplication } from './save-application.ts';
import { SimilarList } from './similar-list.tsx';

export const PROJECTS = '/office/projekte';
const body = z.record(z.string(), z.string().max(20_000)).default({});
const params = z.object({ id: z.uuid() });
const pageParams = z.object({ id: z.uuid(), seite: z.string() });

function pageAt(key: string): { key: WizardPage; title: string; number: number } {
  const at = wizardPages.findIndex((one) => one.key === key);
  const found = wizardPages[at];
  if (!found) throw problem('projects/no-project');
  return { ...found, number: at + 1 };
}

type Shown = { row?: ProjectRow | undefined; page: WizardPage; typed: Typed; mistakes: Mistake[] };

/** One page of the wizard. Saved at each step; buttons work without JavaScript. */
async function showPage(ctx: Ctx, { row, page: key, typed, mistakes }: Shown): Promise<View> {
  const at = pageAt(key);
  const before = wizardPages[at.number - 2];
  const base = row ? `${PROJECTS}/${row.id}/antrag` : '';
  const similar = row && key === 'nutzen' ? await findSimilar(ctx, `${row.title} ${row.purpose}`, { limit: 3, exceptHref: `${PROJECTS}/${row.id}` }) : [];
  return view({
    title: row ? `${at.title}: ${row.title}` : 'Projekt beantragen',
    nav: PROJECTS,
    status: mistakes.length > 0 ? 422 : 200,
    crumbs: [{ label: 'Projekte', href: PROJECTS }, ...(row ? [{ label: row.number, href: `${PROJECTS}/${row.id}` }] : []), { label: at.title }],
    body: (
      <Stack>
        {mistakes.length > 0 && <ErrorSummary errors={mistakes} />}
        <PageHeader preline={row ? `Projektantrag ${row.number}` : 'Projektantrag'} title={at.title} />
        <StepProgress current={at.number} total={wizardPages.length + 1} title={at.title} saved={row ? 'gespeichert' : undefined} />
        {similar.length > 0 && (
          <Alert kind="info" title="Das gibt es ähnlich schon">
            <SimilarList groups={similar} />
          </Alert>
        )}
        <Enhanced name="similar-things">
          <Form action={row ? `${base}/${key}` : `${PROJECTS}/neu`}>
            <Stack>
              {await pageFields(ctx, key, { row, typed, mistakes })}
              <ButtonRow>
                <Button variant="primary" name="weiter" value="ja">Speichern und weiter</Button>
                <Button name="weiter" value="spaeter">Speichern und später weiter</Button>
                {before && <Button variant="tertiary" href={`${base}/${before.key}`}>Zurück</Button>}
              </ButtonRow>
            </Stack>
          </Form>
        </Enhanced>
      </Stack>
    ),
  });
}

/** /office/projekte/neu: begins an application; a source may hand over title and purpose in the address. */
export const newApplication = page({
  method: 'GET', path: `${PROJECTS}/neu`, site: 'office', access: 'staff',
  query: z.object({ titel: z.string().max(200).default(''), zweck: z.string().max(4000).default(''), leistung: z.string().max(100).default('') }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const own = await findEmployee(ctx, holderOf(ctx.actor));
      return showPage(ctx, { page: 'vorhaben', typed: { ...rq.query, amt: own?.officeId ?? '' }, mistakes: [] });
    }),
});

export const beginApplication = page({
  method: 'POST', path: `${PROJECTS}/neu`, site: 'office', access: 'staff', body,
  handle: async (rq) => {
    const { values, mistakes } = readIdea(rq.body);
    const known = mistakes.length > 0 || (await rq.read(listOffices)).some(({ id }) => id === values.office_id);
    const wrong = known ? mistakes : [{ id: 'amt', text: 'Dieses Amt gibt es nicht.' }];
    if (wrong.length > 0) return rq.read((ctx) => showPage(ctx, { page: 'vorhaben', typed: rq.body, mistakes: wrong }));
    const { id } = await rq.transact((ctx) => applyForProject(ctx, { title: values.title, purpose: values.purpose, situation: values.situation, officeId: values.office_id, ...(values.service_slug ? { serviceSlug: values.service_slug } : {}) }));
    return after(rq, id, 'vorhaben');
  },
});

function after(rq: Pick<Rq<unknown, unknown, Typed>, 'body'>, id: string, key: WizardPage): Reply {
  if (rq.body.weiter === 'spaeter') return redirect(`${PROJECTS}/${id}`, { flash: 'Gespeichert. Sie finden den Entwurf unter „Meine Projekte“.' });
  const next = wizardPages[pageAt(key).number];
  return redirect(next ? `${PROJECTS}/${id}/antrag/${next.key}` : `${PROJECTS}/${id}/antrag/pruefen`);
}

export const applicationPage = page({
  method: 'GET', path: `${PROJECTS}/:id/antrag/:seite`, site: 'office', access: 'staff', params: pageParams,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const row = await getRow(ctx, rq.params.id);
      if (!mayEdit(ctx, row)) throw problem('projects/no-project');
      const { key } = pageAt(rq.params.seite);
      requirePage(ctx, row, key);
      return showPage(ctx, { row, page: key, typed: typedOf(row), mistakes: [] });
    }),
});

export const saveApplicationPage = page({
  method: 'POST', path: `${PROJECTS}/:id/antrag/:seite`, site: 'office', access: 'staff', params: pageParams, body,
  handle: async (rq) => {
    const { key } = pageAt(rq.params.seite);
    const mistakes = await rq.transact((ctx) => saveApplication(ctx, { projectId: rq.params.id, page: key, typed: rq.body }));
    if (mistakes.length > 0) return rq.read(async (ctx) => showPage(ctx, { row: await getRow(ctx, rq.params.id), page: key, typed: rq.body, mistakes }));
    return after(rq, rq.params.id, key);
  },
});

/** /…/antrag/pruefen: everything on one page, what is missing, the charter, hand in. */
export const reviewPage = page({ method: 'GET', path: `${PROJECTS}/:id/antrag/pruefen`, site: 'office', access: 'staff', params, handle: (rq) => rq.read((ctx) => showReview(ctx, rq.params.id)) });

async function showReview(ctx: Ctx, id: string, refused?: Problem): Promise<View> {
  const row = await getRow(ctx, id);
  if (!mayEdit(ctx, row)) throw problem('projects/no-project');
  const similar = await findSimilar(ctx, `${row.title} ${row.purpose}`, { exceptHref: `${PROJECTS}/${row.id}` });
  const missing = missingForApplication(row);
  return view({
    title: `Prüfen: ${row.title}`,
    nav: PROJECTS,
    status: refused?.status ?? 200,
    crumbs: [{ label: 'Projekte', href: PROJECTS }, { label: row.number, href: `${PROJECTS}/${row.id}` }, { label: 'Prüfen und einreichen' }],
    body: (
      <Stack>
        {refused && <ErrorSummary errors={[{ text: refused.de }]} />}
        <PageHeader preline={`Projektantrag ${row.number}`} title="Prüfen und einreichen" actions={<Button href={`${PROJECTS}/${row.id}/steckbrief.pdf`} icon="download">Projektsteckbrief (PDF)</Button>} />
        <StepProgress current={wizardPages.length + 1} total={wizardPages.length + 1} title="Prüfen" />
        {missing.length > 0 && <Alert kind="warning" title="Vor dem Einreichen fehlt noch">{missing.join(', ')}.</Alert>}
        {similar.length > 0 && <Alert kind="info" title="Das gibt es ähnlich schon"><SimilarList groups={similar} /></Alert>}
        <Review row={row} today={calendarDayOf(ctx.now)} />
        {(row.state === 'draft' || row.state === 'deferred') && (
          <Form action={`${PROJECTS}/${row.id}/einreichen`}>
            <Row>
              <Button variant="primary">Projektantrag einreichen</Button>
              <span class="muted">Danach bewertet ihn der Steuerungskreis; ändern kann ihn dann nur noch die Digitalsteuerung.</span>
            </Row>
          </Form>
        )}
      </Stack>
    ),
  });
}

function Review({ row, today }: { row: ProjectRow; today: string }) {
  const change = (key: WizardPage) => ({ href: `${PROJECTS}/${row.id}/antrag/${key}`, label: 'ändern' });
  const expected = projectOf(row, today).expected;
  const benefit = expected && benefitWords(expected);
  const day = (value: string | null): string => (value ? formatDate(value) : 'offen');
  return (
    <>
      <Summary title="Was und warum" change={change('vorhaben')} items={[{ term: 'Titel', value: row.title }, { term: 'Amt', value: row.office_name }, { term: 'Danach besser', value: row.purpose }, row.situation !== '' && { term: 'Heute', value: row.situation }]} />
      <Summary title="Erwarteter Nutzen" change={change('nutzen')} items={[{ term: 'Zeit', value: benefit?.hours ?? 'keine Angabe' }, { term: 'Geld', value: benefit?.money ?? 'keine Angabe' }, row.benefit_text !== '' && { term: 'Außerdem', value: row.benefit_text }]} />
      <Summary title="Pflicht" change={change('pflicht')} items={[{ term: 'Pflicht', value: row.duty_kind ? `${dutyWords[row.duty_kind]}: ${row.duty_basis}` : 'freiwillig' }, row.duty_on !== null && { term: 'Bis', value: day(row.duty_on) }]} />
      <Summary title="Zeit und Menschen" change={change('zeit')} items={[{ term: 'Zeitraum', value: `${day(row.starts_on)} bis ${day(row.ends_on)}` }, { term: 'Leitung', value: row.lead_name || 'offen' }, { term: 'Auftrag von', value: row.sponsor_name || 'offen' }, { term: 'Eigene Arbeitstage', value: row.capacity_days ?? 'offen' }]} />
      <Summary title="Geld" change={change('geld')} items={[...row.estimate.map(({ year, onceCents, runningCents }) => ({ term: String(year), value: `${formatMoney(onceCents)} einmalig, ${formatMoney(runningCents)} laufend` })), row.estimate.length === 0 && { term: 'Kosten', value: 'keine Angabe' }, row.funding !== '' && { term: 'Förderung', value: row.funding }]} />
    </>
  );
}

export const submitPage = page({
  method: 'POST', path: `${PROJECTS}/:id/einreichen`, site: 'office', access: 'staff', params,
  handle: async (rq) => {
    try {
      await rq.transact((ctx) => submitApplication(ctx, rq.params.id));
    } catch (error) {
      if (!(error instanceof Problem) || ![409, 422].includes(error.status)) throw error;
      return rq.read((ctx) => showReview(ctx, rq.params.id, error));
    }
    return redirect(`${PROJECTS}/${rq.params.id}`, { flash: 'Eingereicht. Der Steuerungskreis bewertet den Antrag in der nächsten Runde.' });
  },
});

export const charterPdf = page({
  method: 'GET', path: `${PROJECTS}/:id/steckbrief.pdf`, site: 'office', access: 'staff', params,
  handle: async (rq) => {
    const { bytes, name } = await rq.read((ctx) => makeCharter(ctx, rq.params.id));
    return file({ name, type: 'application/pdf', bytes });
  },
});

/** What resembles a text, for the island; nothing of it is kept. */
export const similarJson = page({
  method: 'GET', path: `${PROJECTS}/aehnlich`, site: 'office', access: 'staff',
  query: z.object({ text: z.string().max(800).default(''), ohne: z.string().max(200).default('') }),
  handle: (rq) => rq.read(async (ctx) => json({ groups: (await findSimilar(ctx, rq.query.text, { exceptHref: rq.query.ohne })).map(({ label, found }) => ({ label, found: found.map(({ title, href, note }) => ({ title, href, note })) })) })),
});
