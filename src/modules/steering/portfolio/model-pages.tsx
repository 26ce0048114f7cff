import type { VNode } from 'preact';
import { z } from 'zod';
import { attempt, page, view, type Reply } from '#platform/http';
import { formatDate, formatMoney, parseMoney } from '#platform/i18n';
import { may, type Ctx } from '#platform/module';
import { Button, ButtonRow, Details, ErrorSummary, Fieldset, Form, MoneyField, PageHeader, Section, SelectField, Stack, Table, TextArea, TextField } from '#platform/ui';
import { keyFor } from '../strategy/edit-strategy.ts';
import { PORTFOLIO, PortfolioTabs } from './filter.tsx';
import { currentModel, listModels, saveModel, type ModelVersion } from './models.ts';
import { tieBreaks, tieBreakWords, type Criterion, type ScoringModel } from './scoring-model.ts';

const MODEL = `${PORTFOLIO}/modell`;
const SUGGEST = { legal: 'Frist des Gesetzes', efficiency: 'Rückzahlung in Jahren' } as const;

const modelPage = page({
  method: 'GET', path: MODEL, site: 'office', access: 'may:steering/read',
  handle: (rq) =>
    rq.read(async (ctx) => {
      const [current, versions] = [await currentModel(ctx), await listModels(ctx)];
      const { model } = current;
      return view({
        title: 'Bewertungsmodell', nav: PORTFOLIO, width: 'full', crumbs: [{ label: 'Portfolio', href: PORTFOLIO }, { label: 'Bewertungsmodell' }],
        body: (
          <Stack gap="large">
            <PageHeader title="Bewertungsmodell" preline={current.version === 0 ? 'Vorgabe' : `Fassung ${current.version}`} lead="Jede Runde rechnet mit der Fassung, die bei ihrer Eröffnung galt." actions={may(ctx.actor, 'steering/edit') ? <Button href={`${MODEL}/aendern`} icon="edit">Neue Fassung</Button> : undefined} />
            <PortfolioTabs current="/modell" />
            <Table stack caption="Kriterien" captionHidden rows={model.criteria} rowKey={({ key }) => key} foot={{ name: 'Summe', weight: '100' }}
              columns={[
                { key: 'name', head: 'Kriterium', rowHead: true, cell: ({ name, question }) => <><strong>{name}</strong><br />{question}</> },
                { key: 'weight', head: 'Gewicht', numeric: true, cell: ({ weight }) => weight },
                { key: 'scale', head: 'Stufen', cell: ({ anchors }) => anchors.map(({ points, text }) => <div key={points}>{points}: {text}</div>) },
                { key: 'suggested', head: 'Vorschlag aus', cell: ({ suggested }) => (suggested ? SUGGEST[suggested] : '–') },
              ]} />
            <Section title="Rechenregeln">
              <ul>
                <li>Punkte = Summe aus Gewicht × Mittel der Mitglieder ÷ 10. Höchstens 100.</li>
                <li>Effizienz: Fälle × gesparte Minuten ÷ 60 × realistischer Anteil = Stunden im Jahr; eine Stunde kostet {formatMoney(model.hourCents)}. Wer sich in {model.payback.best} Jahr bezahlt macht, bekommt 10 Punkte, ab {model.payback.worst} Jahren keine.</li>
                <li>Bei gleichen Punkten entscheidet: {model.tieBreaks.map((one) => tieBreakWords[one]).join(', dann ') || 'die Reihenfolge der Anträge'}.</li>
                <li>Die Sicherheit der Mitglieder wird gezeigt, aber nicht verrechnet.</li>
              </ul>
            </Section>
            {versions.length > 0 && <Section title="Fassungen"><Table compact stack caption="Fassungen" captionHidden rows={versions} rowKey={({ version }) => String(version)} columns={[{ key: 'v', head: 'Fassung', rowHead: true, cell: ({ version }) => version }, { key: 'w', head: 'Gewichte', cell: (one) => weightsText(one) }, { key: 'why', head: 'Warum', cell: ({ reason }) => reason }, { key: 'who', head: 'Wer und wann', cell: ({ madeByName, madeAt }) => `${madeByName}${madeAt ? `, ${formatDate(madeAt)}` : ''}` }]} /></Section>}
          </Stack>
        ),
      });
    }),
});
const weightsText = ({ model }: ModelVersion): string => model.criteria.map(({ name, weight }) => `${name} ${weight}`).join(', ');

type Row = { key: string; name: string; weight: string; question: string; anchors: string; suggested: string };
type Typed = { rows: Row[]; hour: string; best: string; worst: string; ties: string[]; reason: string };
const rowOf = ({ key, name, weight, question, anchors, suggested }: Criterion): Row => ({ key, name, weight: String(weight), question, anchors: anchors.map(({ points, text }) => `${points}: ${text}`).join('\n'), suggested: suggested ?? '' });
const typedFrom = ({ criteria, hourCents, payback, tieBreaks: ties }: ScoringModel): Typed => ({ rows: criteria.map(rowOf), hour: (hourCents / 100).toFixed(2).replace('.', ','), best: String(payback.best).replace('.', ','), worst: String(payback.worst).replace('.', ','), ties, reason: '' });

async function showForm(ctx: Ctx, typed?: Typed, error?: string): Promise<Reply> {
  const values = typed ?? typedFrom((await currentModel(ctx)).model);
  const rows = [...values.rows, { key: '', name: '', weight: '', question: '', anchors: '', suggested: '' }].slice(0, 10);
  return view({
    title: 'Neue Fassung des Bewertungsmodells', nav: PORTFOLIO, crumbs: [{ label: 'Portfolio', href: PORTFOLIO }, { label: 'Bewertungsmodell', href: MODEL }, { label: 'Neue Fassung' }],
    body: (
      <Stack>
        {error && <ErrorSummary errors={[{ id: 'weight-0', text: error }]} />}
        <PageHeader title="Neue Fassung" lead="Sie gilt für Runden, die danach eröffnet werden. Ein Kriterium ohne Namen fällt weg." />
        <Form action={`${MODEL}/aendern`}>
          {rows.map((row, i) => <CriterionFields key={i} row={row} at={i} error={i === 0 ? error : undefined} />)}
          <Fieldset legend="Rechenregeln">
            <MoneyField name="hour" label="Kosten einer Arbeitsstunde" value={values.hour} />
            <TextField name="best" label="Volle Punkte bei Rückzahlung in Jahren bis" inputmode="decimal" value={values.best} width={4} />
            <TextField name="worst" label="Keine Punkte ab Jahren" inputmode="decimal" value={values.worst} width={4} />
            {[0, 1, 2].map((at) => <SelectField key={at} name={`tie-${at}`} label={at === 0 ? 'Bei gleichen Punkten entscheidet zuerst' : 'dann'} value={values.ties[at]} placeholder="keine Regel" options={tieBreaks.map((value) => ({ value, label: tieBreakWords[value] }))} />)}
          </Fieldset>
          <TextArea name="reason" label="Warum eine neue Fassung?" value={values.reason} rows={2} required />
          <ButtonRow><Button variant="primary">Speichern</Button><Button href={MODEL}>Abbrechen</Button></ButtonRow>
        </Form>
      </Stack>
    ),
  });
}

function CriterionFields({ row, at, error }: { row: Row; at: number; error: string | undefined }): VNode {
  const fields = (
    <>
      <input type="hidden" name={`key-${at}`} value={row.key} />
      <TextField name={`name-${at}`} label="Name" value={row.name} />
      <TextField name={`weight-${at}`} label="Gewicht" hint="Alle zusammen 100" inputmode="numeric" value={row.weight} error={error} width={4} />
      <TextField name={`question-${at}`} label="Frage" value={row.question} />
      <TextArea name={`anchors-${at}`} label="Stufen" hint="Je Zeile „Punkte: Beschreibung“, von 0 bis 10" value={row.anchors} rows={5} />
      <SelectField name={`suggested-${at}`} label="Vorschlag aus Zahlen" value={row.suggested} placeholder="keiner" options={Object.entries(SUGGEST).map(([value, label]) => ({ value, label }))} />
    </>
  );
  return row.name || error ? <Fieldset legend={row.name || `Kriterium ${at + 1}`}>{fields}</Fieldset> : <Details variant="panel" summary="Weiteres Kriterium">{fields}</Details>;
}

const decimal = (text: string): number => (/^\d+([.,]\d+)?$/.test(text.trim()) ? Number(text.trim().replace(',', '.')) : Number.NaN);
function typedOf(given: Record<string, unknown>): Typed {
  const field = (name: string): string => (typeof given[name] === 'string' ? given[name].trim() : '');
  const rows = Array.from({ length: 10 }, (_, i): Row => ({ key: field(`key-${i}`), name: field(`name-${i}`), weight: field(`weight-${i}`), question: field(`question-${i}`), anchors: field(`anchors-${i}`), suggested: field(`suggested-${i}`) }));
  return { rows: rows.filter(({ name }) => name !== ''), hour: field('hour'), best: field('best'), worst: field('worst'), ties: [0, 1, 2].map((i) => field(`tie-${i}`)).filter(Boolean), reason: field('reason') };
}

/** What was typed as a model; what can't be read is left for the check to name. */
function modelOf({ rows, hour, best, worst, ties }: Typed): unknown {
  const taken = new Set<string>();
  const keyOf = (row: Row): string => { const key = row.key || keyFor(row.name, taken).slice(0, 30).replace(/^[^a-z]+/, 'k'); taken.add(key); return key; };
  return {
    criteria: rows.map((row) => ({ key: keyOf(row), name: row.name, weight: decimal(row.weight), question: row.question, anchors: row.anchors.split('\n').filter((line) => line.trim()).map((line) => { const [points = '', ...text] = line.split(':'); return { points: decimal(points), text: text.join(':').trim() }; }), ...(row.suggested ? { suggested: row.suggested } : {}) })),
    hourCents: parseMoney(hour), payback: { best: decimal(best), worst: decimal(worst) }, tieBreaks: ties,
  };
}

const changePage = page({ method: 'GET', path: `${MODEL}/aendern`, site: 'office', access: 'may:steering/edit', handle: (rq) => rq.read((ctx) => showForm(ctx)) });
const changePost = page({
  method: 'POST', path: `${MODEL}/aendern`, site: 'office', access: 'may:steering/edit', body: z.looseObject({}),
  handle: (rq) => { const typed = typedOf(rq.body); return attempt(rq, { work: (ctx) => saveModel(ctx, { model: modelOf(typed), reason: typed.reason }), flash: 'Die neue Fassung ist gespeichert.', to: MODEL, again: (ctx, refused) => showForm(ctx, typed, refused.de) }); },
});

export const modelPages = [modelPage, changePage, changePost];
