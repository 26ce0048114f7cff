import { DocumentPreview, documentKinds, type CaseDocument } from '#core/records';
import { calendarDayOf } from '#platform/i18n';
import { Button, Details, EmptyState, FileField, Form, Link, Section, Table, TextField, Time } from '#platform/ui';
import type { CaseView } from './read-case.ts';

/** The documents of the case, and the chosen one beside the data. */
export function CaseDocuments({ view }: { view: CaseView }) {
  const { documents, document, found } = view;
  return (
    <Section title={`Dokumente (${documents.length})`} id="dokumente">
      {documents.length === 0 ? (
        <EmptyState title="In der Akte liegt noch nichts." icon="document">
          Anlagen des Antrags und Schreiben erscheinen hier von selbst.
        </EmptyState>
      ) : (
        <Table<CaseDocument>
          compact
          caption="Dokumente der Akte"
          captionHidden
          rows={documents}
          rowKey={(row) => row.id}
          current={(row) => row.id === document?.id}
          columns={[
            { key: 'title', head: 'Titel', rowHead: true, cell: (row) => <Link href={withQuery(view, { dokument: row.id }, '#vorschau')} current={row.id === document?.id}>{row.title}</Link> },
            { key: 'kind', head: 'Art', cell: (row) => (row.sealed ? `${documentKinds[row.kind]}, gesiegelt` : documentKinds[row.kind]) },
            { key: 'at', head: 'Vom', narrow: true, cell: (row) => <Time at={calendarDayOf(row.createdAt)} /> },
          ]}
        />
      )}
      {document && (
        <div id="vorschau">
          <DocumentPreview document={document} height={520} />
          <Link href={`/office/dokumente/${document.id}`} size="small">
            Angaben und Fassungen zu „{document.title}“
          </Link>
        </div>
      )}
      <Details summary="Dokument ablegen">
        <Form action={`/office/vorgaenge/${found.id}/dokumente`} files>
          <input type="hidden" name="liste" value={view.list} />
          <TextField name="titel" label="Titel" maxlength={200} />
          <FileField name="datei" label="Datei (höchstens 25 MB)" />
          <Button size="small">Ablegen</Button>
        </Form>
      </Details>
    </Section>
  );
}

/** The address of this page with other choices; the list it was opened from stays. */
export function withQuery(view: Pick<CaseView, 'found' | 'task' | 'list'>, more: Record<string, string> = {}, anchor = ''): string {
  const params = new URLSearchParams({ ...(view.task ? { aufgabe: view.task.id } : {}), ...(view.list ? { liste: view.list } : {}), ...more });
  return `/office/vorgaenge/${view.found.id}${params.size ? `?${params}` : ''}${anchor}`;
}
