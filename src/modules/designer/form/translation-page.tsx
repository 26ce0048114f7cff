import type { VNode } from 'preact';
import { changeDraft } from '#core/catalogue';
import type { FormDefinition } from '#engines/forms';
import { page, redirect, type Reply, type Rq } from '#platform/http';
import { Alert, Button, ButtonRow, Form, Link, Section, Stack, TextArea } from '#platform/ui';
import { mergeValues, type FieldConflict } from '../fields/merge-values.ts';
import { readBase, readValues, type Posted } from '../fields/read-values.ts';
import { problem } from '../problems.ts';
import { LOCALES, textIn, withText, type TextLocale } from '../settings/service-text.ts';
import { draftParams, postedForm, savedByItself } from '../workshop/requests.ts';
import { LIST } from '../workshop/tabs.ts';
import { workshopView } from '../workshop/workshop-view.tsx';
import { atSchema, fileWords, formHref } from './form-page.tsx';
import { readForm, writeForm } from './form-places.ts';

type Loose = Record<string, unknown>;
/** A text of the form: where it stands, and how to change it. */
type FormText = { path: string; holder: Loose; key: string };
const KEYS = ['title', 'lead', 'label', 'hint', 'help', 'itemLabel', 'addLabel', 'text', 'purpose', 'unit', 'message', 'required', 'invalid'];

/** Every text that people read in this form, in its order. */
export function formTexts(form: FormDefinition): FormText[] {
  const found: FormText[] = [];
  const visit = (value: unknown, path: string): void => {
    if (Array.isArray(value)) return value.forEach((one, index) => visit(one, `${path}.${index}`));
    if (typeof value !== 'object' || value === null) return;
    const holder = value as Loose;
    for (const key of KEYS) if (textIn(holder[key], 'de') !== '' && !(key === 'required' && !path.endsWith('messages'))) found.push({ path: `${path}.${key}`, holder, key });
    for (const key of ['pages', 'elements', 'options', 'rules', 'messages']) if (holder[key] !== undefined) visit(holder[key], `${path}.${key}`);
  };
  visit(form, 'form');
  return found;
}

const valuesOf = (texts: FormText[]) => Object.fromEntries(texts.flatMap(({ path, holder, key }) => LOCALES.map((locale) => [`${path}@${locale}`, textIn(holder[key], locale)])));
const heads: Record<TextLocale, string> = { de: 'Deutsch', en: 'Englisch', 'de-leicht': 'Leichte Sprache' };

function show(rq: Rq, draftId: string, { datei, conflicts = [] }: { datei: string; conflicts?: FieldConflict[] }): Promise<Reply> {
  return workshopView(rq, {
    draftId,
    tab: 'formular',
    path: datei,
    ...(conflicts.length > 0 ? { status: 409 } : {}),
    body: ({ draft, editable }) => {
      const file = draft.files[datei];
      if (!file) return <p>Diese Datei gibt es nicht (mehr).</p>;
      const texts = formTexts(readForm(file.content));
      const values = valuesOf(texts);
      const missing = texts.filter(({ path }) => !values[`${path}@en`]).length;
      return (
        <Stack>
          <p>
            <Link href={formHref(draftId, { datei })}>Zurück zum Formular</Link>
          </p>
          {conflicts.length > 0 && <Alert kind="warning" title="Jemand anders hat dieselben Texte geändert"><ul>{conflicts.map(({ name, mine, theirs }) => <li key={name}>jetzt „{theirs}“, von Ihnen „{mine}“</li>)}</ul></Alert>}
          <Section title={`${fileWords(datei)}: ${missing === 0 ? 'alles übersetzt' : `${missing} von ${texts.length} Texten fehlen auf Englisch`}`} id="texte">
            <fieldset class="plain-fieldset" disabled={!editable} data-autosave>
<legend class="kern-sr-only">Angaben</legend>
              <Form action={formHref(draftId, { datei }, 'formular/uebersetzen')}>
                <input type="hidden" name="_base" value={JSON.stringify(values)} />
                <TextTable texts={texts} values={values} />
                <ButtonRow>
                  <Button type="submit" variant="primary">Speichern</Button>
                </ButtonRow>
              </Form>
            </fieldset>
          </Section>
        </Stack>
      );
    },
  });
}

function TextTable({ texts, values }: { texts: FormText[]; values: Record<string, string> }): VNode {
  return (
    <table class="translations">
      <caption class="kern-sr-only">Texte des Formulars in drei Sprachen</caption>
      <thead>
        <tr>{LOCALES.map((locale) => <th key={locale} scope="col">{heads[locale]}</th>)}</tr>
      </thead>
      <tbody>
        {texts.map(({ path }) => (
          <tr key={path}>
            {LOCALES.map((locale) => (
              <td key={locale}>
                <TextArea name={`${path}@${locale}`} label={`${heads[locale]}: ${values[`${path}@de`] ?? ''}`} labelHidden value={values[`${path}@${locale}`]} rows={1} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** All texts of a form beside each other in three languages. */
export const translationPage = page({ method: 'GET', path: `${LIST}/:draftId/formular/uebersetzen`, site: 'office', access: 'may:catalogue/edit', params: draftParams, query: atSchema, handle: (rq) => show(rq, rq.params.draftId, { datei: rq.query.datei }) });

export const translationPost = page({
  method: 'POST', path: `${LIST}/:draftId/formular/uebersetzen`, site: 'office', access: 'may:catalogue/edit', params: draftParams, query: atSchema, body: postedForm,
  handle: async (rq) => {
    const { datei } = rq.query;
    let conflicts: FieldConflict[] = [];
    await rq.transact((ctx) =>
      changeDraft(ctx, rq.params.draftId, {
        note: 'Texte übersetzt',
        byItself: savedByItself(rq),
        change: (draft) => {
          const file = draft.files[datei];
          if (!file) throw problem('designer/gone', { what: datei });
          const form = readForm(file.content);
          const texts = formTexts(form);
          const fields = texts.flatMap(({ path }) => LOCALES.map((locale) => ({ name: `${path}@${locale}`, label: '', kind: 'text' as const })));
          const merged = mergeValues({ base: readBase(rq.body), typed: readValues(fields, rq.body as Posted), current: valuesOf(texts) });
          conflicts = merged.conflicts;
          for (const { path, holder, key } of texts) for (const locale of LOCALES) holder[key] = withText(holder[key], locale, merged.values[`${path}@${locale}`] ?? '') ?? holder[key];
          return { [datei]: writeForm(form) };
        },
      }),
    );
    if (conflicts.length > 0) return show(rq, rq.params.draftId, { datei, conflicts });
    return redirect(formHref(rq.params.draftId, { datei }, 'formular/uebersetzen'), savedByItself(rq) ? {} : { flash: 'Gespeichert.' });
  },
});
