import type { VNode } from 'preact';
import { z } from 'zod';
import { changeDraft } from '#core/catalogue';
import { page, redirect, type Reply, type Rq } from '#platform/http';
import { Alert, Button, ButtonRow, Details, Enhanced, FileField, FilterChips, Form, Link, Row, Section, SelectField, Stack, TextField } from '#platform/ui';
import type { FieldConflict } from '../fields/merge-values.ts';
import { postedText, type Posted } from '../fields/read-values.ts';
import { problem } from '../problems.ts';
import { draftParams, postedForm, savedByItself } from '../workshop/requests.ts';
import { LIST } from '../workshop/tabs.ts';
import { FindingList, workshopView, type Workshop } from '../workshop/workshop-view.tsx';
import { addTable, listTables, writeTable, type TableModel } from './table-file.ts';
import { readTable, typeOptions } from './table-form.ts';
import { TableEditor } from './table-editor.tsx';

const PATH = 'decisions.dmn';
export const rulesHref = (draftId: string, table?: string, row?: number): string => `${LIST}/${draftId}/regeln${table ? `?tabelle=${encodeURIComponent(table)}` : ''}${row === undefined ? '' : `&zeile=${row}`}`;

function Bar({ workshop: { draft, editable }, drawing }: { workshop: Workshop; drawing: boolean }): VNode {
  return (
    <Row between>
      <FilterChips label="Ansicht der Regeln" chips={[{ label: 'Tabellen', href: rulesHref(draft.id), active: !drawing }, { label: 'Zeichnung und alle Arten von Regeln', href: `${LIST}/${draft.id}/regeln/bild`, active: drawing }]} />
      <Row>
        {draft.files[PATH] && (
          <Link href={`${LIST}/${draft.id}/datei?pfad=${PATH}`} download>
            DMN-Datei laden
          </Link>
        )}
        {editable && (
          <Details summary="DMN-Datei einlesen">
            <Form action={`${LIST}/${draft.id}/datei?pfad=${PATH}`} files inline>
              <FileField name="file" label="Datei aus dem Camunda Modeler" accept=".dmn,.xml" />
              <Button type="submit">Einlesen</Button>
            </Form>
          </Details>
        )}
      </Row>
    </Row>
  );
}

function showTables(rq: Rq, draftId: string, { chosen, row, typed }: { chosen: string; /** Row whose first cell takes the focus: it is new. */ row?: number; typed?: { table: TableModel; conflicts: FieldConflict[] } }): Promise<Reply> {
  return workshopView(rq, {
    draftId,
    tab: 'regeln',
    path: PATH,
    ...(typed ? { status: 409 } : {}),
    body: (workshop) => {
      const { draft, checked, editable } = workshop;
      const xml = draft.files[PATH]?.content;
      const tables = xml ? listTables(xml) : [];
      const table = tables.find(({ id }) => id === chosen) ?? tables[0];
      return (
        <Stack gap="small">
          <Bar workshop={workshop} drawing={false} />
          {tables.length > 1 && <FilterChips label="Tabellen" chips={tables.map(({ id, name }) => ({ label: name, href: rulesHref(draftId, id), active: id === table?.id }))} />}
          {table ? (
            <Section title={`Tabelle „${table.name}“`} id="tabelle">
              {typed && (
                <Alert kind="warning" title="Jemand anders hat dieselbe Stelle geändert" role="alert">
                  <ul>
                    {typed.conflicts.map(({ name, mine, theirs }) => (
                      <li key={name}>
                        {placeInWords(name)}: jetzt „{theirs || 'leer'}“, von Ihnen „{mine || 'leer'}“
                      </li>
                    ))}
                  </ul>
                  <p>Unten stehen Ihre Eingaben. Speichern Sie noch einmal, dann gelten sie.</p>
                </Alert>
              )}
              <fieldset class="plain-fieldset" disabled={!editable} data-autosave>
<legend class="kern-sr-only">Angaben</legend>
                <TableEditor table={typed?.table ?? table} base={table} action={rulesHref(draftId, table.id)} {...(row === undefined ? {} : { row })} />
              </fieldset>
            </Section>
          ) : (
            <p>Noch keine Tabelle. Eine Tabelle antwortet auf eine Frage: „Was kostet es?“, „Darf die Maschine allein entscheiden?“</p>
          )}
          {editable && <NewTable draftId={draftId} fields={[...(checked.service?.form.fields.keys() ?? [])].map((path) => `application.${path}`)} />}
          <FindingList checked={checked} draftId={draftId} files={/^decisions\.dmn$/} here />
        </Stack>
      );
    },
  });
}

/** `r.2.i.0` → "Zeile 3, Wenn 1". */
function placeInWords(name: string): string {
  const [first = '', at = '', second = '', third = ''] = name.split('.');
  if (first === 'hitPolicy' || first === 'aggregation') return 'Art der Tabelle';
  if (first !== 'r') return `Spalte „${first === 'i' ? 'Wenn' : 'Dann'}“ ${Number(at) + 1}`;
  return `Zeile ${Number(at) + 1}, ${second === 'd' ? 'Bemerkung' : `${second === 'i' ? 'Wenn' : 'Dann'} ${Number(third) + 1}`}`;
}

function NewTable({ draftId, fields }: { draftId: string; fields: string[] }): VNode {
  return (
    <Details summary="Neue Tabelle anlegen">
      <Form action={`${LIST}/${draftId}/regeln/neu`}>
        <TextField name="name" label="Name der Tabelle" hint="Ein Wort aus Buchstaben, so heißt sie im Prozess: gebuehr" width={20} />
        <TextField name="input" label="Wonach sie fragt" hint="Ein Ausdruck, meist ein Feld des Formulars: application.menge" suggestions={fields} />
        <SelectField name="type" label="Das ist" options={typeOptions} value="string" placeholder={false} />
        <TextField name="output" label="Was sie antwortet" hint="Zum Beispiel: Betrag in Cent" />
        <SelectField name="outputType" label="Die Antwort ist" options={typeOptions} value="number" placeholder={false} />
        <ButtonRow>
          <Button type="submit">Tabelle anlegen</Button>
        </ButtonRow>
      </Form>
    </Details>
  );
}

const query = z.object({ tabelle: z.string().max(120).default(''), zeile: z.coerce.number().int().min(0).optional() });

/** Decision tables as plain tables, without script. */
export const rulesPage = page({ method: 'GET', path: `${LIST}/:draftId/regeln`, site: 'office', access: 'may:catalogue/edit', params: draftParams, query, handle: (rq) => showTables(rq, rq.params.draftId, { chosen: rq.query.tabelle, ...(rq.query.zeile === undefined ? {} : { row: rq.query.zeile }) }) });

export const rulesPost = page({
  method: 'POST', path: `${LIST}/:draftId/regeln`, site: 'office', access: 'may:catalogue/edit', params: draftParams, query, body: postedForm,
  handle: async (rq) => {
    const { draftId } = rq.params;
    let added: number | undefined;
    let clash: { table: TableModel; conflicts: FieldConflict[] } | undefined;
    await rq.transact((ctx) =>
      changeDraft(ctx, draftId, {
        note: 'Regeln geändert',
        byItself: savedByItself(rq),
        change: (draft) => {
          const xml = draft.files[PATH]?.content ?? '';
          const current = listTables(xml).find(({ id }) => id === rq.query.tabelle);
          if (!current) throw problem('designer/gone', { what: rq.query.tabelle });
          const read = readTable(current, rq.body as Posted);
          if (read.conflicts.length > 0) clash = { table: read.typed, conflicts: read.conflicts };
          else added = read.table.rules.findIndex(({ id: rule }) => !current.rules.some(({ id: old }) => old === rule));
          return { [PATH]: writeTable(xml, read.table) };
        },
      }),
    );
    if (clash) return showTables(rq, draftId, { chosen: rq.query.tabelle, typed: clash });
    return redirect(rulesHref(draftId, rq.query.tabelle, added !== undefined && added >= 0 ? added : undefined), savedByItself(rq) ? {} : { flash: 'Gespeichert.' });
  },
});

const FEEL_NAME = /^[A-Za-zÄÖÜäöüß][A-Za-z0-9ÄÖÜäöüß]*$/;

export const newTablePost = page({
  method: 'POST', path: `${LIST}/:draftId/regeln/neu`, site: 'office', access: 'may:catalogue/edit', params: draftParams, body: postedForm,
  handle: async (rq) => {
    const text = (name: string) => postedText(rq.body as Posted, name).trim();
    const name = text('name');
    if (!FEEL_NAME.test(name)) throw problem('designer/refused', { reason: 'Der Name der Tabelle besteht aus Buchstaben und Ziffern, ohne Leerzeichen.' });
    const id = name.replaceAll(/[^A-Za-z0-9]/g, '_');
    const output = text('output') || 'Antwort';
    const table: TableModel = {
      id, name, hitPolicy: 'UNIQUE', aggregation: '',
      inputs: [{ id: `${id}_in1`, label: text('input').replace(/^application\./, '') || 'Eingabe', expression: text('input') || 'application', type: text('type') || 'string', values: '' }],
      outputs: [{ id: `${id}_out1`, label: output, name: '', type: text('outputType') || 'number', values: '' }],
      rules: [{ id: `${id}_rule1`, description: '', inputs: ['-'], outputs: [text('outputType') === 'string' ? '""' : text('outputType') === 'boolean' ? 'true' : '0'] }],
    };
    await rq.transact((ctx) => changeDraft(ctx, rq.params.draftId, { note: `Tabelle „${name}“ angelegt`, change: (draft) => ({ [PATH]: addTable(draft.files[PATH]?.content, table) }) }));
    return redirect(rulesHref(rq.params.draftId, id), { flash: `Die Tabelle „${name}“ ist angelegt. Rufen Sie sie im Prozess mit „Regel anwenden“ auf.` });
  },
});

/** The drawing of all decisions with dmn-js. */
export const rulesDrawingPage = page({
  method: 'GET', path: `${LIST}/:draftId/regeln/bild`, site: 'office', access: 'may:catalogue/edit', params: draftParams,
  handle: (rq) =>
    workshopView(rq, {
      draftId: rq.params.draftId,
      tab: 'regeln',
      path: PATH,
      body: (workshop) => {
        const { draft, checked, editable } = workshop;
        const file = draft.files[PATH];
        return (
          <Stack gap="small">
            <Bar workshop={workshop} drawing />
            {file ? (
              <Enhanced name="rules-editor" start="load">
                <div class="rules-editor" data-save={`${LIST}/${draft.id}/speichern`} data-source={`${LIST}/${draft.id}/datei?pfad=${PATH}`} data-revision={file.revision} data-editable={editable ? 'ja' : ''}>
                  <div class="rules-editor__views" />
                  <div class="rules-editor__canvas">
                    <p>
                      Die Zeichnung braucht JavaScript. <Link href={rulesHref(draft.id)}>Die Tabellen</Link> gehen ohne.
                    </p>
                  </div>
                </div>
              </Enhanced>
            ) : (
              <p>
                Noch keine Regeln. <Link href={rulesHref(draft.id)}>Legen Sie zuerst eine Tabelle an.</Link>
              </p>
            )}
            <FindingList checked={checked} draftId={draft.id} files={/^decisions\.dmn$/} here />
          </Stack>
        );
      },
    }),
});
