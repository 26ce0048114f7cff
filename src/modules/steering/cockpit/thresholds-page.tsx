import { z } from 'zod';
import { listFigures, type KeyFigure } from '#core/insights';
import { page, redirect, view, type View } from '#platform/http';
import { Problem, type Ctx } from '#platform/module';
import { Button, ButtonRow, ErrorSummary, Form, PageHeader, Stack, Table, TextField } from '#platform/ui';
import { COCKPIT } from './cockpit-page.tsx';
import { listThresholds } from './read-cockpit.ts';
import { saveThresholds, type TypedThreshold } from './save-thresholds.ts';

const path = `${COCKPIT}/schwellen`;
const shownLimit = (value: number | null, unit: string): string => (value === null ? '' : String(unit === 'cents' ? value / 100 : value).replace('.', ','));
const unitWords: Record<KeyFigure['unit'], string> = { count: 'Anzahl', hours: 'Stunden', cents: 'Euro', percent: 'Prozent', days: 'Tage' };
const fieldOf = (id: string): string => id.replaceAll(/[^a-z0-9]/gi, '-');

/** Every figure there is; those in the cockpit first, with their place. */
async function readTyped(ctx: Ctx): Promise<TypedThreshold[]> {
  const chosen = await listThresholds(ctx);
  const rest = listFigures(ctx).filter(({ id }) => !chosen.some(({ figure }) => figure.id === id));
  return [
    ...chosen.map(({ figure, threshold }, i) => ({ figure: figure.id, position: String(i + 1), amber: shownLimit(threshold.amber, figure.unit), red: shownLimit(threshold.red, figure.unit) })),
    ...rest.map(({ id }) => ({ figure: id, position: '', amber: '', red: '' })),
  ];
}

function show(ctx: Ctx, typed: TypedThreshold[], error?: string): View {
  const figures = new Map(listFigures(ctx).map((figure) => [figure.id, figure]));
  const rows = typed.flatMap((one) => {
    const figure = figures.get(one.figure);
    return figure ? [{ ...one, known: figure }] : [];
  });
  const field = (row: (typeof rows)[number], key: 'position' | 'amber' | 'red', label: string) => <TextField name={`${key}-${row.figure}`} id={`${key}-${fieldOf(row.figure)}`} label={`${label}: ${row.known.label}`} labelHidden value={row[key]} inputmode="decimal" width={6} />;
  return view({
    title: 'Zahlen und Schwellen',
    nav: COCKPIT,
    crumbs: [{ label: 'Cockpit', href: COCKPIT }, { label: 'Zahlen und Schwellen' }],
    body: (
      <Stack>
        {error && <ErrorSummary errors={[{ id: rows[0] ? `position-${fieldOf(rows[0].figure)}` : 'cockpit', text: error }]} />}
        <PageHeader title="Zahlen und Schwellen" lead="Zehn Zahlen mit einem Platz stehen im Cockpit. Gelb und Rot beginnen, wo ein Wert schlechter ist als die Schwelle; leer heißt: ohne Ampel." />
        <Form action={path} label="Zahlen und Schwellen">
          <Table
            caption="Kennzahlen"
            captionHidden
            stack
            rows={rows}
            rowKey={({ figure }) => figure}
            columns={[
              { key: 'figure', head: 'Kennzahl', rowHead: true, cell: ({ known }) => <>{known.label}<br /><small class="muted">{unitWords[known.unit]}; {known.good === 'more' ? 'mehr ist besser' : 'weniger ist besser'}</small></> },
              { key: 'position', head: 'Platz', cell: (row) => field(row, 'position', 'Platz') },
              { key: 'amber', head: 'Gelb ab', cell: (row) => field(row, 'amber', 'Gelb ab') },
              { key: 'red', head: 'Rot ab', cell: (row) => field(row, 'red', 'Rot ab') },
            ]}
          />
          <ButtonRow>
            <Button variant="primary">Speichern</Button>
            <Button href={COCKPIT} variant="tertiary">Abbrechen</Button>
          </ButtonRow>
        </Form>
      </Stack>
    ),
  });
}

export const thresholdsPage = page({ method: 'GET', path, site: 'office', access: 'may:steering/edit', handle: (rq) => rq.read(async (ctx) => show(ctx, await readTyped(ctx))) });

export const thresholdsPost = page({
  method: 'POST',
  path,
  site: 'office',
  access: 'may:steering/edit',
  body: z.record(z.string().max(100), z.string().max(40)),
  handle: async (rq) => {
    const ids = [...new Set(Object.keys(rq.body).map((name) => name.slice(name.indexOf('-') + 1)))];
    const typed = ids.map((figure) => ({ figure, position: rq.body[`position-${figure}`] ?? '', amber: rq.body[`amber-${figure}`] ?? '', red: rq.body[`red-${figure}`] ?? '' }));
    try {
      await rq.transact((ctx) => saveThresholds(ctx, typed));
      return redirect(COCKPIT, { flash: 'Das Cockpit zeigt jetzt diese Zahlen.' });
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 422) throw error;
      const told = error;
      return { ...(await rq.read(async (ctx) => show(ctx, typed, told.de))), status: 422 };
    }
  },
});
