import type { VNode } from 'preact';
import { z } from 'zod';
import { changeDraft } from '#core/catalogue';
import { compileFeel } from '#engines/decisions';
import { importFormFile, type ImportedFile } from '#engines/forms';
import { page, redirect, type Reply, type Rq } from '#platform/http';
import { plural } from '#platform/i18n';
import { Alert, Button, ButtonRow, FileField, Form, Section, Stack } from '#platform/ui';
import { problem } from '../problems.ts';
import { draftParams } from '../workshop/requests.ts';
import { LIST } from '../workshop/tabs.ts';
import { workshopView } from '../workshop/workshop-view.tsx';
import { atSchema, fileWords, formHref } from './form-page.tsx';
import { readForm, writeForm } from './form-places.ts';

const PATH = `${LIST}/:draftId/formular/einlesen`;
const MOST_BYTES = 20_000_000;
const query = atSchema.pick({ datei: true });
type ImportRq = Rq<{ draftId: string }, { datei: string }>;

/** Where a form of somebody else (FIM, form-js) is read into a draft. */
export const importHref = (draftId: string, datei: string): string => formHref(draftId, { datei }, 'formular/einlesen');

function show(rq: ImportRq, { draftId, refusals, error }: { draftId: string; refusals?: ImportedFile['refusals']; error?: string }): Promise<Reply> {
  const { datei } = rq.query;
  return workshopView(rq, {
    draftId,
    tab: 'formular',
    path: datei,
    ...(refusals || error ? { status: 422 } : {}),
    body: () => (
      <Section title={`Formular einlesen: ${fileWords(datei)}`} id="einlesen">
        <Stack>
          {refusals && (
            <Alert kind="danger" title="Die Datei wurde abgelehnt. Am Entwurf hat sich nichts geändert.">
              <List notes={refusals} />
            </Alert>
          )}
          <p>
            Möglich sind Schemata des Bausteins Datenfelder von FIM (XDatenfelder 1, 2 und 3, XML) und Formulare von form-js (JSON). Was eingelesen wird, ersetzt die Seiten dieses Formulars im Entwurf; mit „Rückgängig“ holen Sie den alten Stand
            zurück. Online geht dadurch nichts.
          </p>
          <Form action={importHref(draftId, datei)} files>
            <FileField name="file" label="Datei" accept=".xml,.json,.form" {...(error ? { error } : {})} />
            <ButtonRow>
              <Button type="submit" variant="primary">
                Einlesen
              </Button>
              <Button href={formHref(draftId, { datei })}>Abbrechen</Button>
            </ButtonRow>
          </Form>
        </Stack>
      </Section>
    ),
  });
}

function List({ notes }: { notes: ImportedFile['notes'] }): VNode {
  return (
    <ul>
      {notes.map(({ where, message }, i) => (
        <li key={i}>
          <strong>{where}</strong>: {message}
        </li>
      ))}
    </ul>
  );
}

async function readUpload(rq: Pick<Rq, 'platform'>, hash: string): Promise<ImportedFile> {
  const parts: Uint8Array[] = [];
  for await (const part of await rq.platform.storage.get(hash)) parts.push(part as Uint8Array);
  return importFormFile(Buffer.concat(parts), { feel: compileFeel });
}

export const formImportPage = page({ method: 'GET', path: PATH, site: 'office', access: 'may:catalogue/edit', params: draftParams, query, handle: (rq) => show(rq, { draftId: rq.params.draftId }) });

export const formImportPost = page({
  method: 'POST', path: PATH, site: 'office', access: 'may:catalogue/edit', params: draftParams, query, files: { maxBytes: MOST_BYTES, maxFiles: 1 },
  handle: async (rq) => {
    const { draftId } = rq.params;
    const { datei } = rq.query;
    const [uploaded] = rq.files;
    if (!uploaded || uploaded.error) return show(rq, { draftId, error: uploaded ? 'Die Datei ist größer als 20 MB.' : 'Wählen Sie eine Datei.' });
    const { definition, refusals, format } = await readUpload(rq, uploaded.hash);
    if (!definition) return show(rq, { draftId, refusals });
    await rq.transact((ctx) =>
      changeDraft(ctx, draftId, {
        note: `Formular aus ${format} eingelesen`,
        change: (draft) => {
          const file = draft.files[datei];
          if (!file) throw problem('designer/gone', { what: datei });
          // The form keeps its name in the service; registers and signatures named fields that are gone now.
          const { id } = readForm(file.content);
          return { [datei]: writeForm({ ...definition, id }) };
        },
      }),
    );
    return redirect(`${LIST}/${draftId}/formular/eingelesen?${new URLSearchParams({ datei, hash: uploaded.hash }).toString()}`);
  },
});

/** What a person has to look at after an import. The file is read once more, so the list can be opened again. */
export const formImportedPage = page({
  method: 'GET', path: `${LIST}/:draftId/formular/eingelesen`, site: 'office', access: 'may:catalogue/edit', params: draftParams, query: query.extend({ hash: z.string().regex(/^[a-f0-9]{64}$/) }),
  handle: async (rq) => {
    const { draftId } = rq.params;
    const { definition, notes, format } = await readUpload(rq, rq.query.hash);
    const pages = definition?.pages.length ?? 0;
    return workshopView(rq, {
      draftId,
      tab: 'formular',
      path: rq.query.datei,
      body: () => (
        <Section title="Eingelesen" id="eingelesen">
          <Stack>
            <Alert kind="success" title={`Das Formular aus ${format} ist im Entwurf: ${pages} ${plural(pages, { one: 'Seite', other: 'Seiten' })}`}>
              Prozess, Regeln und Briefe nennen noch die alten Felder; was nicht mehr passt, steht als Fehler an seiner Stelle.
            </Alert>
            {notes.length > 0 && <h3>Das sehen Sie bitte an ({notes.length})</h3>}
            <List notes={notes} />
            <ButtonRow>
              <Button variant="primary" href={formHref(draftId, { datei: rq.query.datei })}>
                Zum Formular
              </Button>
            </ButtonRow>
          </Stack>
        </Section>
      ),
    });
  },
});
