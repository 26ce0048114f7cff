import { listProcessFigures } from '#core/insights';
import { listServices } from '#core/catalogue';
import { listOffices } from '#core/organisation';
import { listAccounts } from '#platform/auth';
import { calendarDayOf, formatNumber } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Fieldset, MoneyField, Radios, SelectField, Stack, TextArea, TextField } from '#platform/ui';
import type { VNode } from 'preact';
import { findSimilar } from '../find-similar.ts';
import { projectOf } from '../project.ts';
import type { ProjectRow } from '../tables.ts';
import { benefitWords } from './benefit-words.ts';
import { estimateYears, type Mistake, type Typed, type WizardPage } from './read-page.ts';
import { SimilarList } from './similar-list.tsx';

const text = (value: string | number | null | undefined): string => (value === null || value === undefined ? '' : String(value));
const euros = (cents: number | null): string => (cents ? formatNumber(cents / 100, 'de', { minimumFractionDigits: 2, maximumFractionDigits: 2 }) : '');

/** What a saved project shows in the fields of the wizard. */
export function typedOf(row: ProjectRow): Typed {
  return {
    titel: row.title, amt: row.office_id, zweck: row.purpose, ausgangslage: row.situation, leistung: text(row.service_slug),
    faelle: text(row.cases_per_year), minuten: text(row.minutes_saved), anteil: text(row.realisation_percent), euro: euros(row.money_cents), nutzen: row.benefit_text,
    // an untouched page has no answer yet: 'no duty' is one
    pflicht: row.duty_kind ?? (row.starts_on || row.state !== 'draft' ? 'none' : ''), grundlage: row.duty_basis, frist: text(row.duty_on),
    beginn: text(row.starts_on), ende: text(row.ends_on), leitung: row.lead_name, auftraggeber: row.sponsor_name, tage: text(row.capacity_days), nutzungsjahre: text(row.longevity_years), foerderung: row.funding,
    ...Object.fromEntries(row.estimate.flatMap(({ year, onceCents, runningCents }) => [[`einmalig-${year}`, euros(onceCents)], [`laufend-${year}`, euros(runningCents)]])),
  };
}

export type FormProps = { row: ProjectRow | undefined; typed: Typed; mistakes: Mistake[] };
type Field = { value: string; error: string | undefined };
type Draw = FormProps & { field(name: string): Field };

/** The fields of one page of the wizard. */
export async function pageFields(ctx: Ctx, page: WizardPage, props: FormProps): Promise<VNode> {
  const draw: Draw = { ...props, field: (name) => ({ value: props.typed[name] ?? '', error: props.mistakes.find(({ id }) => id === name)?.text }) };
  switch (page) {
    case 'vorhaben':
      return ideaFields(ctx, draw);
    case 'nutzen':
      return benefitFields(ctx, draw);
    case 'pflicht':
      return dutyFields(draw);
    case 'zeit':
      return timeFields(ctx, draw);
    case 'geld':
      return moneyFields(ctx, draw);
  }
}

async function ideaFields(ctx: Ctx, { row, typed, field }: Draw): Promise<VNode> {
  const [offices, services] = [await listOffices(ctx), await listServices(ctx)];
  const href = row ? `/office/projekte/${row.id}` : '';
  const groups = await findSimilar(ctx, `${typed.titel ?? ''} ${typed.zweck ?? ''}`, { exceptHref: href });
  return (
    <Stack>
      <TextField name="titel" label="Titel" hint="Was entsteht, in wenigen Worten: „Hundesteuer ohne Papier“" maxlength={200} width="full" {...field('titel')} attributes={{ 'data-similar': '' }} />
      <SelectField name="amt" label="Für welches Amt" options={offices.map(({ id, name }) => ({ value: id, label: name }))} placeholder="Bitte wählen" {...field('amt')} />
      <TextArea name="zweck" label="Was ist danach besser?" hint="Für wen, und woran merkt man es?" rows={4} {...field('zweck')} attributes={{ 'data-similar': '' }} />
      <TextArea name="ausgangslage" label="Wie ist es heute?" rows={3} required={false} {...field('ausgangslage')} />
      <SelectField name="leistung" label="Leistung, die sich ändert" hint="Aus ihren Fallzahlen wird später der Nutzen gemessen." required={false} options={services.map(({ slug, name }) => ({ value: slug, label: name }))} placeholder="keine oder mehrere" {...field('leistung')} />
      <section aria-labelledby="aehnliches">
        <h2 class="kern-title kern-title--small" id="aehnliches">Gibt es das schon?</h2>
        <SimilarList groups={groups} except={href} {...(typed.titel ? {} : { nothing: 'Sobald Sie einen Titel geschrieben haben, steht hier, was ihm ähnelt.' })} />
      </section>
    </Stack>
  );
}

async function benefitFields(ctx: Ctx, { row, field }: Draw): Promise<VNode> {
  const known = row?.service_slug ? (await listProcessFigures(ctx)).find(({ serviceSlug }) => serviceSlug === row.service_slug) : undefined;
  const expected = row && projectOf(row, calendarDayOf(ctx.now)).expected;
  const words = expected && benefitWords(expected);
  return (
    <Stack>
      <p>Stunden im Jahr = Fälle × Minuten weniger je Fall ÷ 60 × Anteil, der wirklich eintritt. Aus denselben Zahlen wird 6, 12 und 24 Monate nach dem Start gemessen, was daraus wurde.</p>
      {known && <p>Laut Prozesslandkarte: {formatNumber(known.casesPerYear)} Fälle im Jahr{known.minutesPerCase === null ? '; wie lange einer dauert, ist nicht bekannt' : `, ${formatNumber(known.minutesPerCase)} Minuten je Fall`}.</p>}
      <TextField name="faelle" label="Fälle im Jahr" inputmode="numeric" width={10} required={false} {...field('faelle')} />
      <TextField name="minuten" label="Minuten weniger je Fall" inputmode="numeric" width={6} required={false} {...field('minuten')} />
      <TextField name="anteil" label="Anteil, der wirklich eintritt" hint="Erfahrung: 60 bis 80 Prozent. Leer heißt 100." inputmode="numeric" width={4} suffix="%" required={false} {...field('anteil')} />
      <MoneyField name="euro" label="Gespartes Geld im Jahr" hint="Porto, Druck, Wartung, Aufträge" required={false} {...field('euro')} />
      {words && (
        <p>
          <strong>Gespeichert ergibt das:</strong> {words.hours}; {words.money}.
        </p>
      )}
      <TextArea name="nutzen" label="Nutzen, der sich nicht zählen lässt" rows={3} required={false} {...field('nutzen')} />
    </Stack>
  );
}

function dutyFields({ field }: Draw): VNode {
  return (
    <Stack>
      <Radios
        name="pflicht"
        label="Muss die Stadt das tun?"
        {...field('pflicht')}
        options={[
          { value: 'none', label: 'Nein, es ist freiwillig' },
          { value: 'law', label: 'Ja, ein Gesetz verlangt es', hint: 'mit dem Tag, bis zu dem' },
          { value: 'operation', label: 'Ja, sonst steht der Betrieb', hint: 'Wartung endet, Anlage fällt aus' },
          { value: 'resolution', label: 'Ja, der Rat hat es beschlossen' },
        ]}
      />
      <TextField name="grundlage" label="Gesetz, Beschluss oder gefährdeter Betrieb" hint="Zum Beispiel „§ 1a OZG“ oder „Beschluss vom 11.12.2025“" width="full" required={false} {...field('grundlage')} />
      <TextField name="frist" label="Bis wann" type="date" required={false} {...field('frist')} />
    </Stack>
  );
}

async function timeFields(ctx: Ctx, { field }: Draw): Promise<VNode> {
  const names = (await listAccounts(ctx, { kind: 'staff', status: 'active', limit: 300 })).map(({ name }) => name);
  return (
    <Stack>
      <TextField name="beginn" label="Beginn" type="date" required={false} {...field('beginn')} />
      <TextField name="ende" label="Ende" type="date" required={false} {...field('ende')} />
      <TextField name="leitung" label="Wer leitet das Projekt?" hint="Name oder E-Mail-Adresse" suggestions={names} width={20} required={false} {...field('leitung')} />
      <TextField name="auftraggeber" label="In wessen Auftrag?" hint="Amtsleitung oder Verwaltungsleitung" suggestions={names} width={20} required={false} {...field('auftraggeber')} />
      <TextField name="tage" label="Eigene Arbeitstage bis zum Ende" hint="Alle Beteiligten zusammen" inputmode="numeric" width={6} required={false} {...field('tage')} />
      <TextField name="nutzungsjahre" label="Wie viele Jahre wird das Ergebnis genutzt?" inputmode="numeric" width={4} required={false} {...field('nutzungsjahre')} />
    </Stack>
  );
}

function moneyFields(ctx: Ctx, { row, field }: Draw): VNode {
  return (
    <Stack>
      <p>Geschätzt, brutto. Mit der Genehmigung werden daraus die ersten Zeilen im Haushalt.</p>
      {estimateYears(row?.starts_on ?? null, calendarDayOf(ctx.now)).map((year) => (
        <Fieldset key={year} legend={String(year)} horizontal>
          <MoneyField name={`einmalig-${year}`} label="Einmalig" required={false} {...field(`einmalig-${year}`)} />
          <MoneyField name={`laufend-${year}`} label="Laufend" required={false} {...field(`laufend-${year}`)} />
        </Fieldset>
      ))}
      <TextArea name="foerderung" label="Mögliche Förderung" hint="Programm, Satz, Frist. Wichtig: Vor dem Bescheid darf meist nicht begonnen werden." rows={2} required={false} {...field('foerderung')} />
    </Stack>
  );
}
