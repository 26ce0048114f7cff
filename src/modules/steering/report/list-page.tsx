import { z } from 'zod';
import { page, redirect, view, type View } from '#platform/http';
import { calendarDayOf, formatDate } from '#platform/i18n';
import { Problem, may, type Ctx } from '#platform/module';
import { Badge, Button, ButtonRow, EmptyState, ErrorSummary, Form, Link, PageHeader, Section, SelectField, Stack, Table, TextField } from '#platform/ui';
import { REPORT, publicHref, reportHref, titleOf, type ReportHead } from './report.ts';
import { listReports } from './reports.queries.ts';
import { startReport } from './start-report.ts';

const YEARS_BACK = 4;
type Shown = { reports: ReportHead[]; today: string; edit: boolean };
const readShown = async (ctx: Ctx): Promise<Shown> => ({ reports: await listReports(ctx), today: calendarDayOf(ctx.now), edit: may(ctx.actor, 'steering/edit') });

function show({ reports, today, edit }: Shown, { typed = {}, error }: { typed?: { year?: string; reason?: string }; error?: string } = {}): View {
  return view({
    title: 'Fortschrittsbericht',
    nav: REPORT,
    body: (
      <Stack>
        {error && <ErrorSummary errors={[{ id: 'reason', text: error }]} />}
        <PageHeader title="Fortschrittsbericht" lead="Ein Klick schreibt den Entwurf aus den laufenden Zahlen. Sie ergänzen Text, schließen ihn ab und veröffentlichen ihn." actions={reports.length > 1 ? <Button href={`${REPORT}/vergleich`}>Jahre vergleichen</Button> : undefined} />
        {reports.length === 0 ? <EmptyState title="Noch kein Bericht" icon="document">Der erste Entwurf ist einen Klick entfernt.</EmptyState> : <Reports reports={reports} />}
        {edit && <StartForm year={Number(today.slice(0, 4))} typed={typed} error={error} again={reports.some(({ state }) => state === 'frozen')} />}
      </Stack>
    ),
  });
}

function Reports({ reports }: { reports: ReportHead[] }) {
  return (
    <Table
      caption="Berichte"
      captionHidden
      stack
      rows={reports}
      rowKey={({ id }) => id}
      columns={[
        { key: 'year', head: 'Bericht', rowHead: true, cell: (one) => <a href={reportHref(one.id)}>{titleOf(one.year)}{one.edition > 1 ? `, ${one.edition}. Ausgabe` : ''}</a> },
        { key: 'state', head: 'Stand', cell: (one) => (one.state === 'draft' ? <Badge state="waiting">Entwurf</Badge> : <Badge state="done">{one.publishedAt ? 'veröffentlicht' : 'abgeschlossen'}</Badge>) },
        { key: 'on', head: 'am', cell: (one) => formatDate(one.publishedAt ?? one.frozenAt ?? one.createdAt) },
        { key: 'by', head: 'von', cell: (one) => one.frozenByName ?? one.createdByName },
        { key: 'public', head: 'Im Internet', cell: (one) => (one.publishedAt ? <Link href={publicHref(one.year)}>ansehen</Link> : 'noch nicht') },
        { key: 'reason', head: 'Grund der Ausgabe', cell: (one) => one.reason || '–', wideOnly: true },
      ]}
    />
  );
}

function StartForm({ year, typed, error, again }: { year: number; typed: { year?: string; reason?: string }; error: string | undefined; again: boolean }) {
  return (
    <Section title="Neuer Entwurf" id="neu">
      <Form action={REPORT} label="Neuer Entwurf">
        <SelectField name="year" label="Jahr" value={typed.year ?? String(year)} placeholder={false} options={Array.from({ length: YEARS_BACK }, (_, i) => ({ value: String(year - i), label: String(year - i) }))} />
        {again && <TextField name="reason" label="Grund für eine neue Ausgabe" hint="Nur nötig, wenn es für das Jahr schon einen abgeschlossenen Bericht gibt." value={typed.reason ?? ''} required={false} maxlength={500} error={error} />}
        <ButtonRow><Button variant="primary" icon="add">Entwurf schreiben</Button></ButtonRow>
      </Form>
    </Section>
  );
}

export const reportsPage = page({ method: 'GET', path: REPORT, site: 'office', access: 'may:steering/read', handle: (rq) => rq.read(async (ctx) => show(await readShown(ctx))) });

export const startPost = page({
  method: 'POST',
  path: REPORT,
  site: 'office',
  access: 'may:steering/edit',
  body: z.object({ year: z.string().max(4).default(''), reason: z.string().max(2000).default('') }),
  handle: async (rq) => {
    try {
      const { id } = await rq.transact((ctx) => startReport(ctx, { year: Number(rq.body.year), reason: rq.body.reason }));
      return redirect(reportHref(id), { flash: 'Der Entwurf ist geschrieben. Alle Zahlen darin sind von jetzt.' });
    } catch (error) {
      if (!(error instanceof Problem) || ![409, 422].includes(error.status)) throw error;
      const told = error;
      return { ...show(await rq.read(readShown), { typed: rq.body, error: told.de }), status: told.status };
    }
  },
});
