import { readPortfolio } from '#core/projects';
import { formatNumber } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Button, ButtonRow, Form, MoneyField, Radios, SelectField, Stack, TextArea, TextField } from '#platform/ui';
import type { VNode } from 'preact';
import type { FundingFields } from '../fundings/fundings.ts';
import type { FundingRow } from '../tables.ts';
import { fundingWords } from '../words.ts';
import { findDay, needDay, needMoney, needOne, needWhole, type Typed } from './read-typed.ts';

/** What the form posts, for the use case. @throws Problem 422 */
export const fundingFields = (typed: Typed): FundingFields => ({
  projectId: /^[0-9a-f-]{36}$/.test(typed.projekt ?? '') ? (typed.projekt ?? null) : null,
  programme: typed.programm ?? '', giver: typed.geber ?? '', noticeNumber: typed.bescheid ?? '', noticeOn: findDay(typed, 'bescheidtag', 'Tag des Bescheids'), amountCents: needMoney(typed, 'betrag'), ratePercent: needWhole(typed, 'satz', 'Fördersatz'),
  periodFrom: needDay(typed, 'von', 'Bewilligungszeitraum von'), periodUntil: needDay(typed, 'bis', 'Bewilligungszeitraum bis'), boundUntil: findDay(typed, 'zweckbindung', 'Zweckbindung bis'), earlyStartOn: findDay(typed, 'vorzeitig', 'Vorzeitiger Beginn ab'),
  conditions: typed.auflagen ?? '', state: needOne(typed, 'stand', { what: 'Stand', of: ['applied', 'approved', 'rejected', 'closed'] }),
});

export const typedOf = (row: FundingRow): Typed => ({
  projekt: row.project_id ?? '', programm: row.programme, geber: row.giver, bescheid: row.notice_number, bescheidtag: row.notice_on ?? '', betrag: formatNumber(row.amount_cents / 100, 'de', { minimumFractionDigits: 2 }), satz: String(row.rate_percent),
  von: row.period_from, bis: row.period_until, zweckbindung: row.bound_until ?? '', vorzeitig: row.early_start_on ?? '', auflagen: row.conditions, stand: row.state,
});

/** The form of a grant, empty, filled, or as it was typed. */
export async function fundingForm(ctx: Ctx, { action, typed }: { action: string; typed: Typed }): Promise<VNode> {
  const projects = await readPortfolio(ctx);
  return (
    <Form action={action}>
      <Stack>
        <TextField name="programm" label="Förderprogramm" value={typed.programm} maxlength={300} width="full" />
        <TextField name="geber" label="Zuwendungsgeber" hint="Bund, Land, Stiftung" value={typed.geber} maxlength={300} width="full" />
        <SelectField name="projekt" label="Projekt" required={false} placeholder="ohne Projekt" value={typed.projekt ?? ''} options={projects.map(({ id, number, title }) => ({ value: id, label: `${number} ${title}` }))} />
        <Radios name="stand" label="Stand" inline value={typed.stand ?? 'applied'} options={Object.entries(fundingWords).map(([value, label]) => ({ value, label }))} />
        <MoneyField name="betrag" label="Bewilligter oder beantragter Betrag" value={typed.betrag} />
        <TextField name="satz" label="Fördersatz" hint="Anteil an den Ausgaben; der Rest ist der Eigenanteil der Stadt." inputmode="numeric" width={4} suffix="%" value={typed.satz} />
        <TextField name="bescheid" label="Nummer des Bescheids" required={false} width={20} value={typed.bescheid} />
        <TextField name="bescheidtag" label="Tag des Bescheids" type="date" required={false} value={typed.bescheidtag} />
        <TextField name="von" label="Bewilligungszeitraum von" type="date" value={typed.von} />
        <TextField name="bis" label="Bewilligungszeitraum bis" type="date" value={typed.bis} />
        <TextField name="vorzeitig" label="Vorzeitiger Beginn erlaubt ab" type="date" required={false} value={typed.vorzeitig} />
        <TextField name="zweckbindung" label="Zweckbindung bis" type="date" required={false} value={typed.zweckbindung} />
        <TextArea name="auflagen" label="Auflagen" rows={4} required={false} value={typed.auflagen} />
        <ButtonRow><Button variant="primary">Speichern</Button></ButtonRow>
      </Stack>
    </Form>
  );
}
