import { z } from 'zod';
import { file, json, page, redirect, text, view } from '#platform/http';
import { calendarDayOf, formatDateTime } from '#platform/i18n';
import { Problem } from '#platform/module';
import { ConfirmPage, EmptyState, Form, PageHeader, Section, Stack, Button } from '#platform/ui';
import { readable, readParts } from './compose-report.ts';
import { makeSnapshot } from './make-snapshot.ts';
import { paperMarkdown, paperPdf } from './council-paper.ts';
import { freezeReport, publishReport } from './freeze-report.ts';
import { makeReportPdf, reportFile } from './report-pdf.ts';
import { readReport, showReport } from './report-page.tsx';
import { REPORT, anchorOf, publicHref, reportHref, titleOf } from './report.ts';
import { getReport, listTexts, listTextsBefore } from './reports.queries.ts';
import { saveText } from './save-text.ts';

const params = z.object({ id: z.uuid() });
const read = { site: 'office', access: 'may:steering/read', params } as const;
const edit = { site: 'office', access: 'may:steering/edit', params } as const;
const decide = { site: 'office', access: 'may:steering/decide', params } as const;

/** Saves the words of a part. The script of the page hears JSON; without it the page comes again, and a refusal keeps everything typed. */
export const textPost = page({
  ...edit,
  method: 'POST',
  path: `${REPORT}/:id/text`,
  body: z.object({ part: z.string().max(80), text: z.string().max(40_000).default(''), leftOut: z.string().optional(), revision: z.coerce.number().int().min(0).default(0) }),
  handle: async (rq) => {
    const { part, text: typed, leftOut, revision } = rq.body;
    const byScript = rq.header('x-autosave') !== undefined;
    try {
      const saved = await rq.transact((ctx) => saveText(ctx, { reportId: rq.params.id, part, text: typed, leftOut: leftOut === 'ja', revision }));
      return byScript ? json({ revision: saved }) : redirect(`${reportHref(rq.params.id)}#${anchorOf(part)}`, { flash: 'Text gespeichert.' });
    } catch (error) {
      if (!(error instanceof Problem) || ![409, 422].includes(error.status)) throw error;
      const refused = error;
      if (byScript) return json({ problem: refused.de }, { status: refused.status });
      const shown = await rq.read((ctx) => readReport(ctx, rq.params.id));
      const own = shown.texts.get(part);
      const theirs = refused.code === 'steering/text-changed' && own ? { theirs: { text: own.text, by: own.changedByName } } : {};
      return { ...showReport(shown, { part, problem: refused.de, typed, leftOut: leftOut === 'ja', ...theirs }), status: refused.status };
    }
  },
});

export const textsBeforePage = page({
  site: 'office',
  access: 'may:steering/edit',
  method: 'GET',
  path: `${REPORT}/:id/fassungen/:part`,
  params: params.extend({ part: z.string().max(80) }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { id, part } = rq.params;
      const report = await getReport(ctx, id);
      const [own, earlier] = [(await listTexts(ctx, id)).get(part), await listTextsBefore(ctx, id, part)];
      return view({
        title: 'Frühere Fassungen',
        nav: REPORT,
        crumbs: [{ label: 'Fortschrittsbericht', href: REPORT }, { label: String(report.year), href: `${reportHref(id)}#${anchorOf(part)}` }, { label: 'Frühere Fassungen' }],
        body: (
          <Stack>
            <PageHeader title="Frühere Fassungen" lead="Nichts Geschriebenes geht verloren. Eine frühere Fassung kann wieder eingesetzt werden; die jetzige bleibt dann hier stehen." />
            {earlier.length === 0 && <EmptyState title="Keine früheren Fassungen" />}
            {earlier.map((one) => (
              <Section key={one.revision} title={`${formatDateTime(one.changedAt)}, ${one.changedByName}`}>
                <p class="lines">{one.text}</p>
                {report.state === 'draft' && (
                  <Form action={`${reportHref(id)}/text`} label={`Fassung ${one.revision} wieder einsetzen`}>
                    <input type="hidden" name="part" value={part} />
                    <input type="hidden" name="text" value={one.text} />
                    <input type="hidden" name="revision" value={own?.revision ?? 0} />
                    <Button size="small">Wieder einsetzen</Button>
                  </Form>
                )}
              </Section>
            ))}
          </Stack>
        ),
      });
    }),
});

export const freezePage = page({
  ...edit,
  method: 'GET',
  path: `${REPORT}/:id/abschliessen`,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const report = await getReport(ctx, rq.params.id);
      return view({
        title: 'Bericht abschließen',
        nav: REPORT,
        body: <ConfirmPage title={`${titleOf(report.year)} abschließen`} consequences={['Alle Zahlen bleiben so stehen, wie sie jetzt sind. Sie werden nie mehr neu gerechnet.', 'Die Texte lassen sich nicht mehr ändern.', 'Das PDF wird einmal gesetzt und aufbewahrt.']} undo="Für Korrekturen gibt es eine neue Ausgabe mit Begründung; diese hier bleibt erhalten." confirm="Bericht abschließen" cancel={{ href: reportHref(report.id), label: 'Zurück zum Entwurf' }} action={`${reportHref(report.id)}/abschliessen`} />,
      });
    }),
});

export const freezePost = page({
  ...edit,
  method: 'POST',
  path: `${REPORT}/:id/abschliessen`,
  handle: async (rq) => {
    await rq.transact((ctx) => freezeReport(ctx, rq.params.id));
    return redirect(reportHref(rq.params.id), { flash: 'Der Bericht ist abgeschlossen. Seine Zahlen stehen fest.' });
  },
});

export const publishPage = page({
  ...decide,
  method: 'GET',
  path: `${REPORT}/:id/veroeffentlichen`,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const report = await getReport(ctx, rq.params.id);
      return view({
        title: 'Bericht veröffentlichen',
        nav: REPORT,
        body: <ConfirmPage title={`${titleOf(report.year)} veröffentlichen`} consequences={[`Der Bericht steht für alle unter ${publicHref(report.year)}, auch als PDF.`, 'Zahlen mit öffentlichem Nachweis führen dorthin; Wege ins Rathaus bleiben innen.']} undo="Was im Internet stand, haben andere gesehen. Eine neue Ausgabe ersetzt den Bericht dort und sagt, warum." confirm="Veröffentlichen" cancel={{ href: reportHref(report.id), label: 'Zurück zum Bericht' }} action={`${reportHref(report.id)}/veroeffentlichen`} />,
      });
    }),
});

export const publishPost = page({
  ...decide,
  method: 'POST',
  path: `${REPORT}/:id/veroeffentlichen`,
  handle: async (rq) => {
    await rq.transact((ctx) => publishReport(ctx, rq.params.id));
    return redirect(reportHref(rq.params.id), { flash: 'Der Bericht steht im Internet.' });
  },
});

export const reportPdf = page({
  ...read,
  method: 'GET',
  path: `${REPORT}/:id/bericht.pdf`,
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const report = await getReport(ctx, rq.params.id);
      const { id, year, edition, snapshot } = report;
      const live = async () => makeSnapshot(ctx, { year, edition, asOn: calendarDayOf(ctx.now), texts: await listTexts(ctx, id) });
      const bytes = snapshot ? await reportFile(ctx, { id, snapshot }) : await makeReportPdf(ctx, { snapshot: await live(), draft: true });
      return file({ bytes, name: `fortschrittsbericht-${year}${snapshot ? '' : '-entwurf'}.pdf`, type: 'application/pdf', inline: true });
    }),
});

export const paperPdfRoute = page({
  ...read,
  method: 'GET',
  path: `${REPORT}/:id/vorlage.pdf`,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const report = await getReport(ctx, rq.params.id);
      return file({ bytes: await paperPdf(ctx, report, readable(await readParts(ctx, report))), name: `vorlage-fortschrittsbericht-${report.year}.pdf`, type: 'application/pdf', inline: true });
    }),
});

export const paperMarkdownRoute = page({
  ...read,
  method: 'GET',
  path: `${REPORT}/:id/vorlage.md`,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const report = await getReport(ctx, rq.params.id);
      return text(await paperMarkdown(ctx, report, readable(await readParts(ctx, report))), 'text/markdown; charset=utf-8');
    }),
});
