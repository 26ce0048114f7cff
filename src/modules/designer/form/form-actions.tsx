import { z } from 'zod';
import { changeDraft } from '#core/catalogue';
import { fieldTypeNames, type FormDefinition } from '#engines/forms';
import { page, redirect, type Reply, type Rq } from '#platform/http';
import { fieldsOf } from '../fields/field-spec.ts';
import { mergeValues, type FieldConflict } from '../fields/merge-values.ts';
import { postedText, readBase, readValues, type Posted } from '../fields/read-values.ts';
import { problem } from '../problems.ts';
import { draftParams, postedForm, savedByItself } from '../workshop/requests.ts';
import { LIST } from '../workshop/tabs.ts';
import { slugOf } from '../workshop/new-page.tsx';
import { addElement, addPage, copyItem, moveItem, removeItem, selectedPlace, type NewElement } from './change-form.ts';
import { itemGroups, readItem, writeItem } from './element-fields.ts';
import { atSchema, formHref, showForm, type At } from './form-page.tsx';
import { findItem, locate, parsePlace, placeText, readForm, writeForm, type Place } from './form-places.ts';

type Change = { place: Place; note: string; conflicts?: FieldConflict[]; typed?: Record<string, string> };

/** One action of the form editor, on the form as it is now. */
function perform(form: FormDefinition, body: Posted): Change {
  const asked = parsePlace(postedText(body, '_stelle'));
  const name = postedText(body, '_name');
  const place = (): Place => locate(form, asked, name);
  const label = postedText(body, 'label').trim().slice(0, 300);
  switch (postedText(body, 'was')) {
    case 'addPage':
      return { place: addPage(form, label || 'Neue Seite'), note: `Seite „${label || 'Neue Seite'}“ hinzugefügt` };
    case 'add': {
      const kind = postedText(body, 'kind');
      const kinds: string[] = [...fieldTypeNames, 'group', 'repeat', 'info'];
      if (!kinds.includes(kind)) throw problem('designer/refused', { reason: 'Diese Art von Feld gibt es nicht.' });
      return { place: addElement(form, selectedPlace(form, placeText(asked)), { kind: kind as NewElement['kind'], label: label || 'Neues Feld', required: postedText(body, 'required') === 'ja' }), note: `„${label || 'Neues Feld'}“ hinzugefügt` };
    }
    case 'up':
      return { place: moveItem(form, place(), -1), note: `„${name}“ verschoben` };
    case 'down':
      return { place: moveItem(form, place(), 1), note: `„${name}“ verschoben` };
    case 'copy':
      return { place: copyItem(form, place()), note: `„${name}“ kopiert` };
    case 'remove':
      return { place: removeItem(form, place()), note: `„${name}“ gelöscht` };
    default:
      return save(form, { place: place(), body, name });
  }
}

function save(form: FormDefinition, { place, body, name }: { place: Place; body: Posted; name: string }): Change {
  const item = findItem(form, place);
  if (!item) throw problem('designer/gone', { what: name });
  const typed = readValues(fieldsOf(itemGroups(item)), body);
  const { values, conflicts } = mergeValues({ base: readBase(body), typed, current: readItem(item) });
  // another type has other fields: it is changed first, so that its own properties are not thrown away
  writeItem(item, values);
  return { place, note: `„${name}“ geändert`, conflicts, typed };
}

async function act(rq: Rq<{ draftId: string }, At, Posted>): Promise<Reply> {
  const { draftId } = rq.params;
  const at: At = { ...rq.query, datei: postedText(rq.body, '_datei') || rq.query.datei };
  let done: Change = { place: [0], note: '' };
  await rq.transact(async (ctx) => {
    await changeDraft(ctx, draftId, {
      note: 'Formular geändert',
      byItself: savedByItself(rq),
      change: (draft) => {
        const file = draft.files[at.datei];
        if (!file) throw problem('designer/gone', { what: at.datei });
        const form = readForm(file.content);
        done = perform(form, rq.body);
        return { [at.datei]: writeForm(form) };
      },
    });
  });
  const next = { ...at, stelle: placeText(done.place) };
  if (done.conflicts?.length) return showForm(rq, draftId, { at: next, shown: { ...(done.typed ? { typed: done.typed } : {}), conflicts: done.conflicts, status: 409 } });
  return redirect(formHref(draftId, next), savedByItself(rq) ? {} : { flash: `${done.note}.` });
}

export const formPost = page({ method: 'POST', path: `${LIST}/:draftId/formular`, site: 'office', access: 'may:catalogue/edit', params: draftParams, query: atSchema, body: postedForm, handle: (rq) => act(rq as Rq<{ draftId: string }, At, Posted>) });

/** A new form for a task, with one question to begin with. */
export const newFormPost = page({
  method: 'POST', path: `${LIST}/:draftId/formular/neu`, site: 'office', access: 'may:catalogue/edit', params: draftParams, body: z.object({ name: z.string().trim().max(80).default('') }),
  handle: async (rq) => {
    const title = rq.body.name || 'Neue Aufgabe';
    const key = slugOf(title) || 'aufgabe';
    const path = `forms/${key}.json`;
    const form: FormDefinition = { schemaVersion: 1, id: key, title, pages: [{ id: key, title, elements: [{ type: 'confirm', key: 'done', label: 'Erledigt', required: true }] }] };
    await rq.transact((ctx) =>
      changeDraft(ctx, rq.params.draftId, {
        note: `Formular „${title}“ angelegt`,
        change: (draft) => {
          if (draft.files[path]) throw problem('designer/refused', { reason: `Das Formular „${key}“ gibt es schon.` });
          return { [path]: writeForm(form) };
        },
      }),
    );
    return redirect(formHref(rq.params.draftId, { datei: path }), { flash: `Das Formular „${title}“ ist angelegt. Wählen Sie es unter „Prozess“ bei der Aufgabe aus.` });
  },
});
