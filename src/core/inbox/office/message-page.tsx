import { z } from 'zod';
import { getCase } from '#core/cases';
import { page, redirect, view } from '#platform/http';
import { requirePermission } from '#platform/module';
import { Button, ButtonRow, ErrorSummary, Form, PageHeader, Stack, TextArea, TextField } from '#platform/ui';
import { writeToApplicant } from '../write-message.ts';

const params = z.object({ id: z.uuid() });

/** A clerk writes to the applicant of a case. */
export const composePage = page({
  method: 'GET',
  path: '/office/vorgaenge/:id/nachricht',
  site: 'office',
  access: 'may:cases/work',
  params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const found = await getCase(ctx, rq.params.id);
      requirePermission(ctx, 'cases/work', found.officeId);
      return composeView({ id: found.id, number: found.number, to: found.applicant.name, subject: `Ihr Vorgang ${found.number}`, body: '' });
    }),
});

type Compose = { id: string; number: string; to: string; subject: string; body: string; error?: string };
function composeView({ id, number, to, subject, body, error }: Compose) {
  const here = `/office/vorgaenge/${id}`;
  return view({
    title: `Nachricht an ${to}`,
    status: error ? 422 : 200,
    crumbs: [{ label: 'Vorgänge', href: '/office/arbeit' }, { label: number, href: here }, { label: 'Nachricht' }],
    body: (
      <Stack>
        {error && <ErrorSummary errors={[{ id: 'text', text: error }]} />}
        <PageHeader title={`Nachricht an ${to}`} lead="Die Nachricht liegt sofort im Postfach. Eine E-Mail weist ohne Inhalt darauf hin." />
        <Form action={`${here}/nachricht`}>
          <TextField name="betreff" label="Betreff" value={subject} maxlength={200} />
          <TextArea name="text" id="text" label="Nachricht" value={body} rows={10} maxlength={10000} error={error} required />
          <ButtonRow>
            <Button variant="primary" type="submit">
              Senden
            </Button>
            <Button variant="secondary" href={here}>
              Abbrechen
            </Button>
            <Button variant="tertiary" href={`${here}/schreiben?art=message`}>
              Mit Textbausteinen schreiben
            </Button>
          </ButtonRow>
        </Form>
      </Stack>
    ),
  });
}

export const composePost = page({
  method: 'POST',
  path: '/office/vorgaenge/:id/nachricht',
  site: 'office',
  access: 'may:cases/work',
  params,
  body: z.object({ betreff: z.string().max(1000).default(''), text: z.string().default('') }),
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const found = await getCase(ctx, rq.params.id);
      requirePermission(ctx, 'cases/work', found.officeId);
      if (!rq.body.text.trim()) return composeView({ id: found.id, number: found.number, to: found.applicant.name, subject: rq.body.betreff, body: '', error: 'Bitte schreiben Sie einen Text.' });
      await writeToApplicant(ctx, { caseId: found.id, subject: rq.body.betreff, body: rq.body.text });
      return redirect(`/office/vorgaenge/${found.id}`, { flash: 'Die Nachricht ist im Postfach.' });
    }),
});
