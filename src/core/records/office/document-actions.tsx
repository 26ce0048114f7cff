import { Button, Checkbox, Details, FileField, Form, Section, TextField } from '#platform/ui';
import { isEditable } from './edit-page.tsx';
import type { DocumentView } from './read-document-view.ts';

/** What can be done with a document: take it, bring it back, say more about it. */
export function DocumentActions({ shown }: { shown: DocumentView }) {
  const { document, file, works, manages } = shown;
  if (!works || file.closedAt) return null;
  // whoever has it already gets a new address, the earlier one ends
  const editable = isEditable(document) && (!document.lockedBy || document.lockedBy.id === shown.actorId);
  const base = `/office/dokumente/${document.id}`;
  return (
    <Section title="Bearbeiten">
      {editable && (
        <Form action={`${base}/bearbeiten`} label="Im Schreibprogramm öffnen">
          <Button size="small" icon="external">
            Im Schreibprogramm öffnen
          </Button>
        </Form>
      )}
      {!document.lockedBy && (
        <Form action={`${base}/auschecken`} label="Zum Bearbeiten nehmen">
          <Button size="small" icon="edit">
            Zum Bearbeiten nehmen
          </Button>
        </Form>
      )}
      <Details summary={document.lockedBy ? 'Zurückgeben' : 'Neue Fassung ablegen'} open={document.lockedBy !== undefined}>
        <Form action={`${base}/einchecken`} files>
          <FileField name="datei" label="Neue Fassung" required={false} />
          <TextField name="anmerkung" label="Was ist neu" maxlength={300} required={false} />
          <Button size="small">{document.lockedBy ? 'Zurückgeben' : 'Ablegen'}</Button>
        </Form>
      </Details>
      {document.lockedBy && manages && (
        <Form action={`${base}/sperre-loesen`} label="Sperre lösen">
          <Button size="small" variant="tertiary">
            Sperre von {document.lockedBy.name} lösen
          </Button>
        </Form>
      )}
      <Details summary="Angaben ändern">
        <Form action={`${base}/angaben`}>
          <TextField name="titel" label="Titel" value={document.title} maxlength={300} />
          <TextField name="datiert" label="Datum des Schriftstücks" type="date" value={document.datedOn} required={false} />
          <TextField name="eingang" label="Eingang am" type="date" value={document.receivedOn} required={false} />
          <TextField name="absender" label="Absender" value={document.sender} maxlength={200} required={false} />
          <TextField name="fremd" label="Fremdes Aktenzeichen" value={document.foreignReference} maxlength={100} required={false} />
          <TextField name="schlagworte" label="Schlagwörter" value={document.keywords} maxlength={300} required={false} />
          <Checkbox name="schutz" label="Geschützt: nur für Beteiligte und Zugelassene" checked={document.protection === 'protected'} />
          <Button size="small">Speichern</Button>
        </Form>
      </Details>
    </Section>
  );
}
