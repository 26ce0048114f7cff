import { listOffices, type Office } from '#core/organisation';
import { page, redirect, view, type View } from '#platform/http';
import { may, Problem, type Ctx } from '#platform/module';
import { Button, ButtonRow, ErrorSummary, Form, PageHeader, Radios, SelectField, Stack, TextField } from '#platform/ui';
import { z } from 'zod';
import { requireFile } from '../access/may-work.ts';
import { openFile, openFreeCaseFile } from '../files/open-file.ts';
import { listFilePlan, type PlanPosition } from '../plan/file-plan.ts';

const word = z.string().max(400).default('');
const fields = z.object({ art: z.enum(['vorgang', 'akte']).default('vorgang').catch('vorgang'), stelle: word, titel: word, amt: word, person: word, nummer: word, schutz: z.enum(['normal', 'protected']).default('normal').catch('normal'), akte: z.string().default('') });
type Typed = z.output<typeof fields>;

export const newFilePage = page({
  method: 'GET',
  path: '/office/akten/neu',
  site: 'office',
  access: 'staff',
  query: fields,
  handle: (rq) => rq.read((ctx) => show(ctx, rq.query)),
});

export const newFileRoute = page({
  method: 'POST',
  path: '/office/akten/neu',
  site: 'office',
  access: 'staff',
  body: fields,
  handle: async (rq) => {
    const typed = rq.body;
    const given = { position: typed.stelle, title: typed.titel, officeId: typed.amt, protection: typed.schutz, ...(typed.nummer ? { number: typed.nummer } : {}) };
    try {
      if (typed.art === 'akte') {
        const made = await rq.transact((ctx) => openFile(ctx, given));
        return redirect(`/office/akten/${made.id}`, { flash: `Die Akte ${made.number} ist angelegt.` });
      }
      const made = await rq.transact((ctx) => openFreeCaseFile(ctx, { ...given, person: typed.person, ...(typed.akte ? { parentId: typed.akte } : {}) }));
      return redirect(`/office/vorgangsakten/${made.id}`, { flash: `Die Vorgangsakte ${made.number} ist angelegt.` });
    } catch (error) {
      if (!(error instanceof Problem) || ![409, 422].includes(error.status)) throw error;
      return rq.read((ctx) => show(ctx, typed, error));
    }
  },
});

async function show(ctx: Ctx, typed: Typed, error?: Problem): Promise<View> {
  const offices = (await listOffices(ctx)).filter((office) => !office.closedOn && (may(ctx.actor, 'records/manage', office.id) || may(ctx.actor, 'cases/work', office.id)));
  const parent = typed.akte ? await requireFile(ctx, typed.akte) : undefined;
  const plan = await listFilePlan(ctx);
  const keeps = may(ctx.actor, 'records/manage');
  return view({
    title: 'Akte anlegen',
    status: error ? error.status : 200,
    nav: '/office/akten',
    crumbs: [{ label: 'Akten', href: '/office/akten' }, { label: 'Anlegen' }],
    body: <NewFileForm typed={typed} offices={offices} plan={plan} parent={parent?.number} keeps={keeps && !parent} error={error} />,
  });
}

type FormProps = { typed: Typed; offices: Office[]; plan: PlanPosition[]; parent: string | undefined; keeps: boolean; error: Problem | undefined };
const places: Record<string, string> = { 'records/title-needed': 'titel', 'records/no-such-position': 'stelle', 'records/number-taken': 'nummer' };

function NewFileForm({ typed, offices, plan, parent, keeps, error }: FormProps) {
  const at = (field: string): string | undefined => (error && places[error.code] === field ? error.de : undefined);
  return (
    <Stack>
      {error && <ErrorSummary errors={[{ id: places[error.code] ?? 'titel', text: error.de }]} />}
      <PageHeader title="Akte anlegen" lead={parent ? `Die neue Vorgangsakte liegt in der Akte ${parent}.` : 'Zu Anträgen aus dem Portal legt sich die Akte von selbst an. Hier legen Sie an, was sonst ankommt.'} />
      <Form action="/office/akten/neu">
        {typed.akte && <input type="hidden" name="akte" value={typed.akte} />}
        {keeps && (
          <Radios
            name="art"
            label="Was"
            value={typed.art}
            options={[
              { value: 'vorgang', label: 'Vorgangsakte', hint: 'Schriftverkehr zu einer Sache' },
              { value: 'akte', label: 'Akte', hint: 'Fasst mehrere Vorgangsakten zusammen' },
            ]}
          />
        )}
        <TextField name="titel" label="Titel" value={typed.titel} maxlength={300} width="full" error={at('titel')} required />
        {!parent && <SelectField name="stelle" label="Stelle des Aktenplans" value={typed.stelle} options={plan.filter((one) => one.retentionYears).map((one) => ({ value: one.number, label: `${one.number} ${one.title}` }))} error={at('stelle')} required />}
        <SelectField name="amt" label="Amt, das die Akte führt" value={typed.amt || offices[0]?.id} placeholder={false} options={offices.map((office) => ({ value: office.id, label: office.name }))} required />
        <TextField name="person" label="Betrifft (Person oder Organisation)" value={typed.person} maxlength={200} required={false} />
        <TextField name="nummer" label="Aktenzeichen" hint="Leer: Es wird nach dem Muster des Amtes vergeben." value={typed.nummer} maxlength={60} error={at('nummer')} required={false} />
        <SelectField name="schutz" label="Schutz" value={typed.schutz} placeholder={false} options={[{ value: 'normal', label: 'normal: alle, die Akten des Amtes sehen' }, { value: 'protected', label: 'geschützt: nur wer beteiligt oder zugelassen ist' }]} required />
        <ButtonRow>
          <Button variant="primary">Anlegen</Button>
          <Button href="/office/akten">Abbrechen</Button>
        </ButtonRow>
      </Form>
    </Stack>
  );
}
