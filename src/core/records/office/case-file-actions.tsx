import { Button, Details, Form, Section, SelectField, TextField } from '#platform/ui';
import type { CaseFileView } from './case-file-page.tsx';

/** What can be done with a case file, the rare and weighty things folded away. */
export function CaseFileActions({ shown: { file, manages, works, offices } }: { shown: CaseFileView }) {
  const base = `/office/vorgangsakten/${file.id}`;
  if (!works && !manages) return null;
  return (
    <Section title="Akte führen">
      {works && !file.closedAt && (
        <Form action={`${base}/zda`} label="Akte schließen">
          <Button size="small">Zu den Akten (zdA)</Button>
        </Form>
      )}
      {manages && file.closedAt && !file.mergedInto && <ReasonForm summary="Wieder öffnen" action={`${base}/oeffnen`} button="Wieder öffnen" />}
      {manages && (
        <>
          <Details summary="Verschieben">
            <Form action={`${base}/verschieben`}>
              <TextField name="stelle" label="Stelle des Aktenplans" value={file.planPosition} width={10} />
              <SelectField name="amt" id="neues-amt" label="Amt" value={file.officeId} placeholder={false} options={offices.map((office) => ({ value: office.id, label: office.name }))} />
              <TextField name="grund" id="grund-verschieben" label="Grund" maxlength={500} />
              <Button size="small">Verschieben</Button>
            </Form>
          </Details>
          {!file.caseId && !file.closedAt && (
            <Details summary="Mit anderer Akte zusammenlegen">
              <Form action={`${base}/zusammenlegen`}>
                <TextField name="ziel" id="ziel-zusammen" label="Aktenzeichen, in das alles soll" maxlength={60} />
                <TextField name="grund" id="grund-zusammen" label="Grund" maxlength={500} />
                <Button size="small">Zusammenlegen</Button>
              </Form>
            </Details>
          )}
          <Details summary="Verweis auf andere Akte">
            <Form action={`${base}/verweise`}>
              <TextField name="ziel" id="ziel-verweis" label="Aktenzeichen" maxlength={60} />
              <TextField name="vermerk" label="Warum" maxlength={300} required={false} />
              <Button size="small">Verweisen</Button>
            </Form>
          </Details>
          <Form action={`${base}/schutz`} inline label="Schutz">
            <Button size="small" variant="tertiary" icon="lock" name="schutz" value={file.protection === 'protected' ? 'normal' : 'protected'}>
              {file.protection === 'protected' ? 'Schutz aufheben' : 'Akte schützen'}
            </Button>
          </Form>
          {file.hold ? <ReasonForm summary="Sperre aufheben" action={`${base}/freigeben`} button="Sperre aufheben" /> : <ReasonForm summary="Aussonderung sperren" action={`${base}/sperren`} button="Sperren" />}
        </>
      )}
    </Section>
  );
}

function ReasonForm({ summary, action, button }: { summary: string; action: string; button: string }) {
  return (
    <Details summary={summary}>
      <Form action={action}>
        <TextField name="grund" id={`grund-${action.split('/').at(-1)}`} label="Grund" maxlength={500} />
        <Button size="small">{button}</Button>
      </Form>
    </Details>
  );
}
