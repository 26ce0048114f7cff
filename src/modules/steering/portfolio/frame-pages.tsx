import { z } from 'zod';
import { attempt, page, view, type Reply } from '#platform/http';
import { formatNumber, parseMoney } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Button, ButtonRow, ErrorSummary, Fieldset, Form, MoneyField, PageHeader, Stack, TextField } from '#platform/ui';
import { PORTFOLIO } from './filter.tsx';
import { frameOf, setFrame } from './frames.ts';
import { yearToPlan } from './read-ranking.ts';

const FRAME = `${PORTFOLIO}/rahmen`;
const query = z.object({ jahr: z.coerce.number().int().min(2000).max(2100).optional().catch(undefined) });
const text = z.string().trim().max(40).default('');
const body = z.object({ year: z.coerce.number().int().min(2000).max(2100), mandatoryMoney: text, mandatoryDays: text, chosenMoney: text, chosenDays: text });
type Typed = z.output<typeof body>;

async function show(ctx: Ctx, year: number, { typed, error }: { typed?: Typed; error?: string } = {}): Promise<Reply> {
  const frame = await frameOf(ctx, year);
  const euro = (cents: number): string => formatNumber(cents / 100);
  const values = typed ?? { mandatoryMoney: euro(frame.mandatory.cents), mandatoryDays: String(frame.mandatory.days), chosenMoney: euro(frame.chosen.cents), chosenDays: String(frame.chosen.days) };
  return view({
    title: `Rahmen ${year}`, nav: PORTFOLIO, crumbs: [{ label: 'Portfolio', href: PORTFOLIO }, { label: `Rahmen ${year}` }],
    body: (
      <Stack>
        {error && <ErrorSummary errors={[{ id: 'chosenMoney', text: error }]} />}
        <PageHeader title={`Rahmen ${year}`} lead="Was Pflichtvorhaben brauchen, steht für sich, damit sie nicht unbemerkt alles andere verdrängen." />
        <Form action={FRAME}>
          <input type="hidden" name="year" value={year} />
          <Fieldset legend="Pflichtvorhaben"><MoneyField name="mandatoryMoney" label="Geld" value={values.mandatoryMoney} /><TextField name="mandatoryDays" label="Arbeitstage eigener Leute" inputmode="numeric" value={values.mandatoryDays} width={6} /></Fieldset>
          <Fieldset legend="Gewählte Vorhaben"><MoneyField name="chosenMoney" label="Geld" value={values.chosenMoney} error={error} /><TextField name="chosenDays" label="Arbeitstage eigener Leute" inputmode="numeric" value={values.chosenDays} width={6} /></Fieldset>
          <ButtonRow><Button variant="primary">Speichern</Button><Button href={`${PORTFOLIO}?jahr=${year}`}>Abbrechen</Button></ButtonRow>
        </Form>
      </Stack>
    ),
  });
}

const whole = (typed: string): number => (/^-?\d{1,9}$/.test(typed.replaceAll('.', '')) ? Number(typed.replaceAll('.', '')) : Number.NaN);
const framePage = page({ method: 'GET', path: FRAME, site: 'office', access: 'may:steering/edit', query, handle: (rq) => rq.read((ctx) => show(ctx, rq.query.jahr ?? yearToPlan(ctx))) });
const framePost = page({
  method: 'POST', path: FRAME, site: 'office', access: 'may:steering/edit', body,
  handle: (rq) => {
    const typed = rq.body;
    const money = (value: string): number => parseMoney(value) ?? Number.NaN;
    return attempt(rq, { work: (ctx) => setFrame(ctx, { year: typed.year, mandatory: { cents: money(typed.mandatoryMoney), days: whole(typed.mandatoryDays) }, chosen: { cents: money(typed.chosenMoney), days: whole(typed.chosenDays) } }), flash: `Der Rahmen für ${typed.year} ist gespeichert.`, to: `${PORTFOLIO}?jahr=${typed.year}`, again: (ctx, refused) => show(ctx, typed.year, { typed, error: refused.de }) });
  },
});

export const framePages = [framePage, framePost];
