import type { VNode } from 'preact';
import { z } from 'zod';
import { bundleOf, changeDraft, checkDraft, getDraft, listExamples, playExample, type CheckedDraft, type OpenDraft } from '#core/catalogue';
import { setDocument } from '#core/inbox';
import { findOfficeByKey } from '#core/organisation';
import { fillLetter, LetterError } from '#engines/documents';
import { file, page, redirect, type Reply, type Rq } from '#platform/http';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Button, ButtonRow, Details, Enhanced, FilterChips, Form, Link, Row, Section, Stack, TextField } from '#platform/ui';
import { fieldsOf } from '../fields/field-spec.ts';
import { mergeValues, type FieldConflict } from '../fields/merge-values.ts';
import { PropertyFields } from '../fields/property-fields.tsx';
import { readBase, readValues, type Posted } from '../fields/read-values.ts';
import { problem } from '../problems.ts';
import { draftParams, postedForm, savedByItself } from '../workshop/requests.ts';
import { LIST } from '../workshop/tabs.ts';
import { slugOf } from '../workshop/new-page.tsx';
import { adaptExamples } from '../trial/record-example.ts';
import { FindingList, workshopView, type Workshop } from '../workshop/workshop-view.tsx';
import { letterGroups, readLetter, writeLetter } from './letter-file.ts';

const query = z.object({ brief: z.string().regex(/^[a-z0-9-]*$/).max(60).default('') });
const lettersHref = (draftId: string, letter?: string): string => `${LIST}/${draftId}/briefe${letter ? `?brief=${letter}` : ''}`;
const lettersOf = (draft: OpenDraft): string[] => Object.keys(draft.files).flatMap((path) => /^letters\/(.+)\.md$/.exec(path)?.[1] ?? []);

/** Names that a letter may read in this service, for the list beside the text. */
export function placeholdersOf({ service }: CheckedDraft): { value: string; label: string }[] {
  if (!service) return [];
  const fields = [...service.form.fields.keys()].map((path) => ({ value: `application.${path}`, label: `Antrag: ${path}` }));
  const variables = new Set([...service.process.nodes.values()].flatMap((node) => [...node.outputs.map(({ target }) => target.split('.')[0] ?? ''), node.decision?.resultVariable ?? '', node.job?.resultVariable ?? '']));
  return [...[['case.number', 'Aktenzeichen'], ['case.submittedOn | date', 'Eingangsdatum'], ['applicant.name', 'Name der antragstellenden Person'], ['today | date(long)', 'heutiges Datum'], ['city.name', 'Name der Stadt'], ['office.name', 'Name des Amtes']].map(([value = '', label = '']) => ({ value, label })), ...fields, ...[...variables].filter(Boolean).map((name) => ({ value: name, label: `Prozess: ${name}` }))];
}

type Shown = { typed?: Record<string, string>; conflicts?: FieldConflict[] };

function show(rq: Rq, draftId: string, { chosen, shown }: { chosen: string; shown?: Shown }): Promise<Reply> {
  return workshopView(rq, {
    draftId,
    tab: 'briefe',
    path: `letters/${chosen}.md`,
    ...(shown ? { status: 409 } : {}),
    body: (workshop) => {
      const { draft, editable } = workshop;
      const letters = lettersOf(draft);
      const letter = letters.includes(chosen) ? chosen : letters[0];
      return (
        <Stack gap="small">
          <Row between>
            {letters.length > 0 ? <FilterChips label="Schreiben" chips={letters.map((name) => ({ label: name, href: lettersHref(draftId, name), active: name === letter }))} /> : <p>Noch kein Schreiben.</p>}
            {editable && (
              <Details summary="Neues Schreiben">
                <Form action={`${LIST}/${draftId}/briefe/neu`} inline>
                  <TextField name="name" label="Name" hint="Zum Beispiel: bescheid" />
                  <Button type="submit">Anlegen</Button>
                </Form>
              </Details>
            )}
          </Row>
          {letter && <LetterEditor workshop={workshop} letter={letter} {...(shown ? { shown } : {})} />}
        </Stack>
      );
    },
  });
}

function LetterEditor({ workshop: { draft, checked, editable }, letter, shown = {} }: { workshop: Workshop; letter: string; shown?: Shown }): VNode {
  const path = `letters/${letter}.md`;
  return (
    <div class="letter-editor">
      <Section title={`Schreiben „${letter}“`} id="schreiben">
        <fieldset class="plain-fieldset" disabled={!editable} data-autosave>
<legend class="kern-sr-only">Angaben</legend>
          <Enhanced name="letter-editor" start="load">
            <div data-letter data-placeholders={JSON.stringify(placeholdersOf(checked))}>
              <Form action={lettersHref(draft.id, letter)}>
                <PropertyFields groups={letterGroups} values={readLetter(draft.files[path]?.content ?? '')} {...shown} />
                <ButtonRow>
                  <Button type="submit" variant="primary">
                    Speichern
                  </Button>
                </ButtonRow>
              </Form>
            </div>
          </Enhanced>
        </fieldset>
        <Details summary="So schreiben Sie Angaben und Bedingungen">
          <ul>
            <li><code>{'{{ applicant.name }}'}</code> setzt eine Angabe ein, <code>{'{{ feeCents | money }}'}</code> als Geld, <code>{'{{ case.submittedOn | date }}'}</code> als Datum.</li>
            <li><code>:::if granted = true</code> … <code>:::else</code> … <code>:::</code> zeigt je nach Fall einen anderen Absatz.</li>
            <li><code>:::for hund in application.dogs</code> … <code>:::</code> wiederholt etwas für jeden Eintrag.</li>
            <li><code>## Begründung</code> ist eine Überschrift, <code>**fett**</code>, <code>- Punkt</code> eine Liste.</li>
          </ul>
        </Details>
      </Section>
      <Stack>
        <div data-live="preview">
          <Preview draft={draft} letter={letter} checked={checked} />
        </div>
        <FindingList checked={checked} draftId={draft.id} files={new RegExp(`^letters/${letter}\\.md$`)} here />
      </Stack>
    </div>
  );
}

function Preview({ draft, letter, checked }: { draft: OpenDraft; letter: string; checked: CheckedDraft }): VNode {
  const pdf = `${LIST}/${draft.id}/briefe/vorschau?brief=${letter}&stand=${draft.revision}`;
  return (
    <Section title="Vorschau mit einem Beispielfall" id="vorschau" actions={<Link href={pdf}>Als PDF öffnen</Link>}>
      {checked.service ? <img class="letter-preview" src={`${pdf}&bild=1`} alt={`Vorschau des Schreibens „${letter}“, erste Seite; als PDF mit Text über den Link`} width="595" height="842" loading="lazy" /> : <p>Die Vorschau erscheint, sobald der Entwurf keine Fehler hat.</p>}
    </Section>
  );
}

export const lettersPage = page({ method: 'GET', path: `${LIST}/:draftId/briefe`, site: 'office', access: 'may:catalogue/edit', params: draftParams, query, handle: (rq) => show(rq, rq.params.draftId, { chosen: rq.query.brief }) });

export const letterPost = page({
  method: 'POST', path: `${LIST}/:draftId/briefe`, site: 'office', access: 'may:catalogue/edit', params: draftParams, query, body: postedForm,
  handle: async (rq) => {
    const path = `letters/${rq.query.brief}.md`;
    const typed = readValues(fieldsOf(letterGroups), rq.body as Posted);
    let conflicts: FieldConflict[] = [];
    await rq.transact((ctx) =>
      changeDraft(ctx, rq.params.draftId, {
        note: `Schreiben „${rq.query.brief}“ geändert`,
        byItself: savedByItself(rq),
        change: (draft) => {
          const source = draft.files[path]?.content;
          if (source === undefined) throw problem('designer/gone', { what: rq.query.brief });
          const merged = mergeValues({ base: readBase(rq.body as Posted), typed, current: readLetter(source) });
          conflicts = merged.conflicts;
          return { [path]: writeLetter(source, merged.values) };
        },
      }),
    );
    if (conflicts.length > 0) return show(rq, rq.params.draftId, { chosen: rq.query.brief, shown: { typed, conflicts } });
    return redirect(lettersHref(rq.params.draftId, rq.query.brief), savedByItself(rq) ? {} : { flash: 'Gespeichert.' });
  },
});

export const newLetterPost = page({
  method: 'POST', path: `${LIST}/:draftId/briefe/neu`, site: 'office', access: 'may:catalogue/edit', params: draftParams, body: z.object({ name: z.string().max(80).default('') }),
  handle: async (rq) => {
    const name = slugOf(rq.body.name) || 'schreiben';
    const path = `letters/${name}.md`;
    await rq.transact((ctx) =>
      changeDraft(ctx, rq.params.draftId, {
        note: `Schreiben „${name}“ angelegt`,
        change: (draft) => {
          if (draft.files[path]) throw problem('designer/refused', { reason: `Das Schreiben „${name}“ gibt es schon.` });
          return { [path]: `---\nkind: letter\ntitle: ${JSON.stringify(rq.body.name.trim() || name)}\nsubject: "{{ case.number }}"\nseal: true\n---\nSehr geehrte Damen und Herren,\n\n` };
        },
      }),
    );
    return redirect(lettersHref(rq.params.draftId, name), { flash: 'Das Schreiben ist angelegt. Im Prozess sendet es ein Schritt „Schreiben senden“.' });
  },
});

type Service = NonNullable<CheckedDraft['service']>;

/** What the letter reads in the first example that writes it; examples that lack answers since the form has changed get invented ones. */
function writtenIn(service: Service, bundle: ReturnType<typeof bundleOf>, { name, today }: { name: string; today: string }): { context: Record<string, unknown> } | undefined {
  const find = (files: Record<string, string>) => listExamples({ ...bundle, files }).flatMap((example) => playExample(service, example).written).find((one) => one.letter === name);
  return find(bundle.files) ?? find({ ...bundle.files, 'walkthroughs.yaml': adaptExamples(bundle.files['walkthroughs.yaml'] ?? 'walkthroughs: []\n', service.form, today) });
}

/** The letter as PDF, filled from the first example that writes it. @throws designer/refused 422 with what is missing */
async function previewPdf(ctx: Ctx, draft: OpenDraft, name: string): Promise<Uint8Array> {
  const { service } = await checkDraft(ctx.platform, bundleOf(draft));
  const letter = service?.letters[name];
  if (!service || !letter) throw problem('designer/refused', { reason: 'Die Vorschau erscheint, sobald der Entwurf keine Fehler hat.' });
  const written = writtenIn(service, bundleOf(draft), { name, today: calendarDayOf(ctx.now) });
  const office = await findOfficeByKey(ctx, service.settings.office);
  if (!office) throw problem('designer/refused', { reason: 'Das zuständige Amt gibt es nicht.' });
  const context = written?.context ?? { application: {}, applicant: { name: 'Anna Weber' }, case: { number: '2026-PROBE-000001', submittedOn: calendarDayOf(ctx.now) }, today: calendarDayOf(ctx.now) };
  try {
    const content = fillLetter(letter, context);
    return await setDocument(ctx, { officeId: office.id, content, recipient: ['Anna Weber', 'Lindenallee 12', '99999 Musterstadt'], meta: { date: calendarDayOf(ctx.now), reference: '2026-PROBE-000001', deliveryNote: 'Vorschau – nicht versandt' } });
  } catch (error) {
    if (!(error instanceof LetterError)) throw error;
    throw problem('designer/refused', { reason: error.findings.map(({ line, message }) => `Zeile ${line}: ${message}`).join(' ') });
  }
}

export const letterPreview = page({
  method: 'GET', path: `${LIST}/:draftId/briefe/vorschau`, site: 'office', access: 'may:catalogue/edit', params: draftParams, query: query.extend({ stand: z.string().optional(), bild: z.string().optional() }),
  handle: async (rq) => {
    const pdf = await rq.read(async (ctx) => previewPdf(ctx, await getDraft(ctx, rq.params.draftId), rq.query.brief));
    if (!rq.query.bild) return file({ name: `${rq.query.brief}.pdf`, type: 'application/pdf', inline: true, bytes: pdf });
    const { renderPageAsImage } = await import('unpdf');
    const image = await renderPageAsImage(pdf, 1, { canvasImport: () => import('@napi-rs/canvas'), scale: 1.5 });
    return file({ name: `${rq.query.brief}.png`, type: 'image/png', inline: true, bytes: new Uint8Array(image) });
  },
});
