import type { VNode } from 'preact';
import { z } from 'zod';
import { bundleOf, changeDraft, checkDraft, getDraft, type CheckedDraft, type OpenDraft } from '#core/catalogue';
import { setDocument } from '#core/inbox';
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
import { LIST, tabHref } from '../workshop/tabs.ts';
import { slugOf } from '../workshop/new-page.tsx';
import { FindingList, workshopView, type Workshop } from '../workshop/workshop-view.tsx';
import { fillPreview, type FilledPreview } from './fill-preview.ts';
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
    body: async (workshop, ctx) => {
      const { draft, checked, editable } = workshop;
      const letters = lettersOf(draft);
      const letter = letters.includes(chosen) ? chosen : letters[0];
      const filled = letter ? await fillPreview(ctx, { draft, checked, name: letter }) : undefined;
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
          {letter && filled && <LetterEditor workshop={workshop} letter={letter} filled={filled} {...(shown ? { shown } : {})} />}
        </Stack>
      );
    },
  });
}

function LetterEditor({ workshop: { draft, checked, editable }, letter, filled, shown = {} }: { workshop: Workshop; letter: string; filled: FilledPreview; shown?: Shown }): VNode {
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
          <Preview draft={draft} letter={letter} filled={filled} />
        </div>
        <FindingList checked={checked} draftId={draft.id} files={new RegExp(`^letters/${letter}\\.md$`)} here />
      </Stack>
    </div>
  );
}

function Preview({ draft, letter, filled }: { draft: OpenDraft; letter: string; filled: FilledPreview }): VNode {
  const pdf = `${LIST}/${draft.id}/briefe/vorschau?brief=${letter}&stand=${draft.revision}`;
  if ('reason' in filled) {
    return (
      <Section title="Vorschau" id="vorschau">
        <p>
          {filled.reason} <Link href={filled.broken ? `${LIST}/${draft.id}` : tabHref(draft.id, 'probe')}>{filled.broken ? 'Was zu tun ist' : 'Beispielfall ausprobieren'}</Link>
        </p>
      </Section>
    );
  }
  return (
    <Section title={filled.reached ? 'Vorschau mit einem Beispielfall' : 'Vorschau mit erfundenen Angaben'} id="vorschau" actions={<Link href={pdf}>Als PDF öffnen</Link>}>
      {!filled.reached && (
        <p>
          Kein Beispielfall erreicht dieses Schreiben; {filled.invented.length > 0 ? `erfunden: ${filled.invented.join(', ')}.` : 'die Angaben stammen aus einem Fall, der vorher endet.'} <Link href={tabHref(draft.id, 'probe')}>Beispielfall aufnehmen</Link>
        </p>
      )}
      <img class="letter-preview" src={`${pdf}&bild=1`} alt={`Vorschau des Schreibens „${letter}“, erste Seite; als PDF mit Text über den Link`} width="595" height="842" loading="lazy" />
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

/** The letter as PDF, filled from an example. @throws designer/refused 422 with what is missing */
async function previewPdf(ctx: Ctx, draft: OpenDraft, name: string): Promise<Uint8Array> {
  const filled = await fillPreview(ctx, { draft, checked: await checkDraft(ctx.platform, bundleOf(draft)), name });
  if ('reason' in filled) throw problem('designer/refused', { reason: filled.reason });
  return setDocument(ctx, { officeId: filled.officeId, content: filled.content, recipient: ['Anna Weber', 'Lindenallee 12', '99999 Musterstadt'], meta: { date: calendarDayOf(ctx.now), reference: '2026-PROBE-000001', deliveryNote: 'Vorschau – nicht versandt' } });
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
