import { z } from 'zod';
import { findEmployee, listOffices, type Office } from '#core/organisation';
import { page, redirect, view, type Reply, type Route, type Rq } from '#platform/http';
import { formatDate, plural } from '#platform/i18n';
import { Problem, may } from '#platform/module';
import { Button, ButtonRow, Columns, EmptyState, ErrorSummary, Form, PageHeader, Pagination, Section, SelectField, Stack, Table, TextArea, TextField } from '#platform/ui';
import { addReady, handOver, listReady, type ReadyDocument } from '../ready-documents.ts';
import { kinds, type Kind } from '../tables.ts';

const path = '/office/abholung';
const SHOWN = 50;
export const kindWords: Record<Kind, string> = { 'identity-card': 'Personalausweis', passport: 'Reisepass', 'residence-card': 'Aufenthaltstitel', 'driving-licence': 'Führerschein', other: 'anderes Dokument' };

const body = z.object({ amt: z.union([z.uuid(), z.literal('')]).default(''), art: z.enum(kinds).catch('identity-card'), nummern: z.string().max(20_000).default('') });
type Input = z.output<typeof body>;
type Shown = { input?: Partial<Input>; error?: string; typed?: string; handError?: string };

const cursorOf = ({ readyOn, number }: ReadyDocument): string => `${readyOn}_${number}`;
function afterOf(text: string | undefined): ReadyDocument | undefined {
  const found = /^(\d{4}-\d{2}-\d{2})_([A-Z0-9-]{4,20})$/.exec(text ?? '');
  return found ? { readyOn: found[1] ?? '', number: found[2] ?? '', kind: 'other', officeId: '' } : undefined;
}

async function show(rq: Rq, { input = {}, error, typed = '', handError }: Shown = {}, after?: string): Promise<Reply> {
  const { rows, offices, own } = await rq.read(async (ctx) => ({
    rows: await listReady(ctx, { after: afterOf(after), limit: SHOWN + 1 }),
    offices: (await listOffices(ctx)).filter((office) => may(ctx.actor, 'pickup/manage', office.id)),
    own: (await findEmployee(ctx, ctx.actor.id ?? ''))?.officeId,
  }));
  const shown = rows.slice(0, SHOWN);
  const last = rows.length > SHOWN ? shown.at(-1) : undefined;
  const errors = [...(handError ? [{ id: 'nummer', text: handError }] : []), ...(error ? [{ id: 'nummern', text: error }] : [])];
  return view({
    title: 'Abholung',
    nav: path,
    crumbs: [{ label: 'Schreibtisch', href: '/office' }, { label: 'Abholung' }],
    status: errors.length > 0 ? 422 : 200,
    body: (
      <Stack>
        <ErrorSummary errors={errors} />
        <PageHeader title="Abholung" lead="Welche Ausweise bereitliegen. Gespeichert wird nur die Nummer vom Abholschein, nichts über die Person; sie fragt unter „Ist mein Ausweis fertig?“." />
        <Columns>
          <Section title="Ausgegeben" id="ausgegeben">
            <Form action={`${path}/ausgegeben`} label="Dokument ausgegeben">
              <TextField name="nummer" label="Abholnummer" value={typed} error={handError} width={20} autocomplete="off" required />
              <ButtonRow>
                <Button variant="primary">Ausgegeben</Button>
              </ButtonRow>
            </Form>
          </Section>
          <Arrived offices={offices} input={{ ...input, amt: input.amt || own }} error={error} />
        </Columns>
        <Waiting rows={shown} />
        <Pagination noun="Dokumente" shown={shown.length} next={last && `${path}?nach=${cursorOf(last)}`} previous={after ? path : undefined} />
      </Stack>
    ),
  });
}

function Arrived({ offices, input, error }: { offices: Office[]; input: { [K in keyof Input]?: Input[K] | undefined }; error: string | undefined }) {
  return (
    <Section title="Angekommen" id="angekommen">
      <Form action={path} label="Dokumente angekommen">
        {offices.length > 1 && <SelectField name="amt" label="Liegt bereit bei" value={input.amt} placeholder={false} options={offices.map(({ id, name }) => ({ value: id, label: name }))} />}
        {offices.length === 1 && <input type="hidden" name="amt" value={offices[0]?.id} />}
        <SelectField name="art" label="Art" value={input.art ?? 'identity-card'} placeholder={false} options={kinds.map((kind) => ({ value: kind, label: kindWords[kind] }))} />
        <TextArea name="nummern" label="Abholnummern, eine je Zeile" hint="Die Nummer vom Abholschein, nicht die Seriennummer des Ausweises (§ 20 Absatz 3 PAuswG)" rows={6} value={input.nummern} error={error} required />
        <ButtonRow>
          <Button>Eintragen</Button>
        </ButtonRow>
      </Form>
    </Section>
  );
}

function Waiting({ rows }: { rows: ReadyDocument[] }) {
  return (
    <Table<ReadyDocument>
      compact
      caption="Liegt bereit, das Älteste zuerst"
      rows={rows}
      rowKey={({ number }) => number}
      empty={<EmptyState title="Zurzeit liegt nichts bereit." />}
      columns={[
        { key: 'number', head: 'Abholnummer', rowHead: true, cell: ({ number }) => number },
        { key: 'kind', head: 'Art', cell: ({ kind }) => kindWords[kind] },
        { key: 'since', head: 'Seit', narrow: true, cell: ({ readyOn }) => formatDate(readyOn) },
      ]}
    />
  );
}

/** Refusals stand at their field, and what was typed is still there. */
async function attempt(run: () => Promise<Reply>, again: (sentence: string) => Promise<Reply>): Promise<Reply> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Problem && error.code.startsWith('pickup/')) return again(error.de);
    throw error;
  }
}

const common = { site: 'office', access: 'may:pickup/manage' } as const;

/** Abholung: what has arrived, what was handed over. */
export const pickupPage: Route[] = [
  page({ ...common, method: 'GET', path, query: z.object({ nach: z.string().max(60).optional().catch(undefined) }), handle: (rq) => show(rq, {}, rq.query.nach) }),
  page({
    ...common, method: 'POST', path, body,
    handle: (rq) =>
      attempt(
        async () => {
          const added = await rq.transact((ctx) => addReady(ctx, { officeId: rq.body.amt, kind: rq.body.art, numbers: rq.body.nummern.split(/[\n,;]/) }));
          return redirect(path, { flash: plural(added, { one: 'Ein Dokument ist eingetragen.', other: `${added} Dokumente sind eingetragen.` }) });
        },
        (error) => show(rq, { input: rq.body, error }),
      ),
  }),
  page({
    ...common, method: 'POST', path: `${path}/ausgegeben`, body: z.object({ nummer: z.string().max(100).default('') }),
    handle: (rq) =>
      attempt(
        async () => {
          await rq.transact((ctx) => handOver(ctx, rq.body.nummer));
          return redirect(path, { flash: 'Ausgegeben; die Nummer ist gelöscht.' });
        },
        (handError) => show(rq, { typed: rq.body.nummer, handError }),
      ),
  }),
];
