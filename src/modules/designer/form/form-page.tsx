import type { VNode } from 'preact';
import { z } from 'zod';
import { fieldTypeNames, type ElementDefinition, type FormDefinition } from '#engines/forms';
import type { OpenDraft } from '#core/catalogue';
import { page, type Reply, type Rq } from '#platform/http';
import { contentLocale, tr, type Locale, type Text } from '#platform/i18n';
import { Button, ButtonRow, classNames, Details, FilterChips, Form, Icon, Link, Row, Section, SelectField, Stack, TextField } from '#platform/ui';
import type { FieldConflict } from '../fields/merge-values.ts';
import { PropertyFields } from '../fields/property-fields.tsx';
import { draftParams } from '../workshop/requests.ts';
import { LIST } from '../workshop/tabs.ts';
import { FindingList, workshopView, type Workshop } from '../workshop/workshop-view.tsx';
import { selectedPlace } from './change-form.ts';
import { itemGroups, readItem, typeWords } from './element-fields.ts';
import { FormPreview } from './form-preview.tsx';
import { findItem, nameOf, placeOfPath, placeText, readForm, type Place } from './form-places.ts';

export type At = { datei: string; stelle: string; sprache: Locale };
export const atSchema = z.object({ datei: z.string().regex(/^(form\.json|forms\/[a-z0-9-]+\.json)$/).default('form.json'), stelle: z.string().max(40).default('0'), sprache: z.enum(['de', 'en', 'de-leicht']).default('de') });
export const formHref = (draftId: string, at: Partial<At>, page = 'formular'): string => `${LIST}/${draftId}/${page}?${new URLSearchParams(Object.entries(at).filter(([key, value]) => value && !(key === 'sprache' && value === 'de')) as [string, string][]).toString()}`;

export const formFiles = (draft: OpenDraft): string[] => Object.keys(draft.files).filter((path) => /^(form\.json|forms\/)/.test(path)).sort((a, b) => (a === 'form.json' ? -1 : b === 'form.json' ? 1 : a < b ? -1 : 1));
export const fileWords = (path: string): string => (path === 'form.json' ? 'Antrag' : `Aufgabe: ${path.slice('forms/'.length, -'.json'.length)}`);

export type Shown = { typed?: Record<string, string>; conflicts?: FieldConflict[]; status?: number };

/** The form editor: outline, properties of what is selected, preview. Every action is a button of its own; nothing has to be dragged. */
export function showForm(rq: Rq, draftId: string, { at, shown = {} }: { at: At; shown?: Shown }): Promise<Reply> {
  return workshopView(rq, {
    draftId,
    tab: 'formular',
    path: at.datei,
    ...(shown.status ? { status: shown.status } : {}),
    body: (workshop, ctx) => {
      const { draft } = workshop;
      const file = draft.files[at.datei];
      if (!file) return <p>Diese Datei gibt es nicht (mehr). <Link href={formHref(draftId, {})}>Zum Antrag</Link></p>;
      const form = readForm(file.content);
      const place = selectedPlace(form, at.stelle);
      const context = contextOf(workshop, at.datei);
      return (
        <Stack gap="small">
          <FileBar workshop={workshop} at={at} />
          <div class="form-editor">
            <nav class="form-editor__outline" aria-label="Seiten und Felder" data-live="outline">
              <Outline form={form} at={at} place={place} workshop={workshop} />
            </nav>
            <div class="form-editor__item">
              <ItemEditor form={form} at={at} place={place} workshop={workshop} shown={shown} />
            </div>
            <div class="form-editor__preview" data-live="preview">
              <Section title="Vorschau" id="vorschau" actions={<Languages draftId={draftId} at={at} />}>
                <FormPreview form={form} pageIndex={place[0] ?? 0} locale={contentLocale(at.sprache)} now={ctx.now} context={context} />
              </Section>
            </div>
          </div>
        </Stack>
      );
    },
  });
}

/** Names that conditions of this form may use, as the check of the service allows them. */
function contextOf({ checked }: Workshop, path: string): string[] {
  const base = ['account', 'applicant', 'case'];
  if (path === 'form.json') return base;
  const variables = checked.service ? [...checked.service.process.nodes.values()].flatMap((node) => [...node.outputs.map(({ target }) => target.split('.')[0] ?? ''), node.decision?.resultVariable ?? '']) : [];
  return [...new Set([...base, 'application', ...variables.filter(Boolean)])];
}

function Languages({ draftId, at }: { draftId: string; at: At }): VNode {
  const all = [['de', 'Deutsch'], ['en', 'Englisch'], ['de-leicht', 'Leichte Sprache']] as const;
  return <FilterChips label="Sprache der Vorschau" chips={all.map(([sprache, label]) => ({ label, href: formHref(draftId, { ...at, sprache }), active: sprache === at.sprache }))} />;
}

function FileBar({ workshop: { draft, editable }, at }: { workshop: Workshop; at: At }): VNode {
  return (
    <Row between>
      <FilterChips label="Formulare" chips={formFiles(draft).map((path) => ({ label: fileWords(path), href: formHref(draft.id, { datei: path }), active: path === at.datei }))} />
      <Row>
        <Link href={formHref(draft.id, { datei: at.datei }, 'formular/uebersetzen')}>Alle Texte übersetzen</Link>
        <Link href={`${LIST}/${draft.id}/datei?pfad=${encodeURIComponent(at.datei)}`} download>
          Datei laden
        </Link>
        {editable && <Link href={`${LIST}/${draft.id}/dateien`}>Formular einlesen (FIM, form-js)</Link>}
        {editable && (
          <Details summary="Formular für eine Aufgabe anlegen">
            <Form action={`${LIST}/${draft.id}/formular/neu`} inline>
              <TextField name="name" label="Name der Aufgabe" hint="Zum Beispiel „Antrag prüfen“" />
              <Button type="submit">Anlegen</Button>
            </Form>
          </Details>
        )}
      </Row>
    </Row>
  );
}

const textOf = (text: Text | undefined): string => (text === undefined ? '' : tr(text, 'de'));
const labelOf = (element: ElementDefinition): string => (element.type === 'info' ? textOf(element.title) || textOf(element.text).slice(0, 40) : textOf(element.label));
const kindOf = (element: ElementDefinition): string => (element.type === 'group' ? 'Gruppe' : element.type === 'repeat' ? 'Liste' : element.type === 'info' ? 'Hinweistext' : typeWords[element.type]);

type OutlineProps = { form: FormDefinition; at: At; place: Place; workshop: Workshop };

function Outline({ form, at, place, workshop }: OutlineProps): VNode {
  const wrong = new Set(workshop.checked.findings.filter(({ file, severity, at: path }) => file === at.datei && severity === 'error' && path).map(({ at: path }) => placeText(placeOfPath(path ?? ''))));
  const line = (here: Place, label: string, kind: string): VNode => {
    const text = placeText(here);
    return (
      <a class={classNames('outline__link', text === placeText(place) && 'outline__link--current')} href={formHref(workshop.draft.id, { ...at, stelle: text })} aria-current={text === placeText(place) ? 'true' : undefined}>
        <span>{label || 'ohne Titel'}</span> <small>{kind}</small>
        {wrong.has(text) && (
          <span class="outline__wrong">
            <Icon name="alert" size="small" /> Fehler
          </span>
        )}
      </a>
    );
  };
  const list = (elements: ElementDefinition[], above: Place): VNode => (
    <ol class="outline">
      {elements.map((element, index) => (
        <li key={placeText([...above, index])}>
          {line([...above, index], labelOf(element), `${kindOf(element)}${'required' in element && element.required === true ? ', Pflicht' : ''}`)}
          {'elements' in element && element.elements?.length > 0 && list(element.elements, [...above, index])}
        </li>
      ))}
    </ol>
  );
  return (
    <Stack gap="small">
      <ol class="outline outline--pages">
        {form.pages.map((page, index) => (
          <li key={page.id}>
            {line([index], textOf(page.title), `Seite ${index + 1}`)}
            {list(page.elements, [index])}
          </li>
        ))}
      </ol>
      {workshop.editable && (
        <Form action={formHref(workshop.draft.id, at)} label="Seite hinzufügen" inline>
          <Hidden at={at} place={place} />
          <TextField name="label" label="Neue Seite" id="new-page" />
          <Button type="submit" name="was" value="addPage" size="small">
            Seite hinzufügen
          </Button>
        </Form>
      )}
      <FindingList checked={workshop.checked} draftId={workshop.draft.id} files={new RegExp(`^${at.datei.replaceAll('.', String.raw`\.`)}$`)} here />
    </Stack>
  );
}

const Hidden = ({ at, place, name }: { at: At; place: Place; name?: string }): VNode => (
  <>
    <input type="hidden" name="_stelle" value={placeText(place)} />
    <input type="hidden" name="_datei" value={at.datei} />
    {name !== undefined && <input type="hidden" name="_name" value={name} />}
  </>
);

const kindOptions = [
  { label: 'Häufig', options: (['text', 'textarea', 'integer', 'decimal', 'money', 'date', 'yesNo', 'choice', 'multiChoice', 'file'] as const).map((value) => ({ value, label: typeWords[value] })) },
  { label: 'Aufbau', options: [{ value: 'group', label: 'Gruppe' }, { value: 'repeat', label: 'Liste mit mehreren Einträgen' }, { value: 'info', label: 'Hinweistext' }] },
  { label: 'Person und Konto', options: (['name', 'birthDate', 'email', 'phone', 'address', 'iban', 'taxId', 'plate', 'nationality'] as const).map((value) => ({ value, label: typeWords[value] })) },
  { label: 'Weitere', options: fieldTypeNames.filter((one) => !['text', 'textarea', 'integer', 'decimal', 'money', 'date', 'yesNo', 'choice', 'multiChoice', 'file', 'name', 'birthDate', 'email', 'phone', 'address', 'iban', 'taxId', 'plate', 'nationality'].includes(one)).map((value) => ({ value, label: typeWords[value] })) },
];

function AddField({ action, at, place }: { action: string; at: At; place: Place }): VNode {
  return (
    <Section title="Hinzufügen" id="hinzufuegen">
      <Form action={action} inline label="Feld hinzufügen">
        <Hidden at={at} place={place} />
        <TextField name="label" label="Frage oder Beschriftung" id="new-label" attributes={{ autofocus: '' }} />
        <SelectField name="kind" label="Art" id="new-kind" options={kindOptions} value="text" placeholder={false} />
        <SelectField name="required" label="Pflicht" id="new-required" options={[{ value: 'ja', label: 'ja' }, { value: '', label: 'nein' }]} value="ja" placeholder={false} />
        <Button type="submit" name="was" value="add" icon="add">
          Feld hinzufügen
        </Button>
      </Form>
    </Section>
  );
}

function ItemEditor({ form, at, place, workshop, shown }: OutlineProps & { shown: Shown }): VNode {
  const { draft, checked, editable } = workshop;
  const item = findItem(form, place);
  if (!item) return <p>Wählen Sie links eine Seite oder ein Feld.</p>;
  const name = nameOf(item);
  const action = formHref(draft.id, at);
  const here = checked.findings.filter((finding) => finding.file === at.datei && finding.at !== undefined && placeText(placeOfPath(finding.at)) === placeText(place));
  const title = item.kind === 'page' ? `Seite „${textOf(item.page.title)}“` : `${kindOf(item.element)} „${labelOf(item.element)}“`;
  return (
    <Stack>
      {editable && <AddField action={action} at={at} place={place} />}
      <Section title={title} id="eigenschaften">
        {here.length > 0 && (
          <div class="workshop__here" role="alert">
            {here.map(({ message, severity }) => (
              <p key={message} class={severity === 'error' ? 'workshop__error' : ''}>
                <Icon name={severity === 'error' ? 'alert' : 'info'} size="small" /> {message}
              </p>
            ))}
          </div>
        )}
        <fieldset class="plain-fieldset" disabled={!editable} data-autosave>
<legend class="kern-sr-only">Angaben</legend>
          <Form action={action}>
            <Hidden at={at} place={place} name={name} />
            <PropertyFields groups={itemGroups(item)} values={readItem(item)} {...(shown.typed ? { typed: shown.typed } : {})} {...(shown.conflicts ? { conflicts: shown.conflicts } : {})} />
            <ButtonRow>
              <Button type="submit" variant="primary" name="was" value="save">
                Speichern
              </Button>
            </ButtonRow>
          </Form>
        </fieldset>
        {editable && (
          <Form action={action} inline label="Verschieben, kopieren, löschen">
            <Hidden at={at} place={place} name={name} />
            <Button type="submit" size="small" name="was" value="up" icon="arrow-up">
              Nach oben
            </Button>
            <Button type="submit" size="small" name="was" value="down" icon="arrow-down">
              Nach unten
            </Button>
            <Button type="submit" size="small" name="was" value="copy" icon="copy">
              Kopieren
            </Button>
            <Button type="submit" size="small" name="was" value="remove" icon="delete">
              Löschen
            </Button>
          </Form>
        )}
      </Section>
    </Stack>
  );
}

export const formPage = page({
  method: 'GET', path: `${LIST}/:draftId/formular`, site: 'office', access: 'may:catalogue/edit', params: draftParams, query: atSchema,
  handle: (rq) => showForm(rq, rq.params.draftId, { at: rq.query }),
});

