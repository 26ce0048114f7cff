import { z } from 'zod';
import { page, view, type View } from '#platform/http';
import { formatDate, formatDateTime } from '#platform/i18n';
import { may, type Ctx } from '#platform/module';
import { Alert, Badge, Button, ButtonRow, Details, Enhanced, Form, Link, PageHeader, Row, Section, Stack, TextField } from '#platform/ui';
import { readParts } from './compose-report.ts';
import { PartEditor, type Conflict } from './part-editor.tsx';
import { PartNumbers, ReportText } from './part-view.tsx';
import { fillNumbers } from './report-text.ts';
import { REPORT, anchorOf, publicHref, reportHref, titleOf, type PartText, type ReportHead, type ReportPart, type Snapshot } from './report.ts';
import { findSnapshot, getReport, listTexts } from './reports.queries.ts';

export type ShownReport = { report: ReportHead; parts: ReportPart[]; before: Snapshot | undefined; texts: Map<string, PartText>; asOn: string | undefined; edit: boolean; decide: boolean };

export async function readReport(ctx: Ctx, id: string): Promise<ShownReport> {
  const report = await getReport(ctx, id);
  return {
    report,
    parts: await readParts(ctx, report),
    before: await findSnapshot(ctx, report.year - 1),
    texts: report.state === 'draft' ? await listTexts(ctx, id) : new Map(),
    asOn: report.snapshot?.asOn,
    edit: may(ctx.actor, 'steering/edit'),
    decide: may(ctx.actor, 'steering/decide'),
  };
}

export function showReport(shown: ShownReport, conflict?: Conflict): View {
  const { report, parts } = shown;
  const draft = report.state === 'draft';
  return view({
    title: titleOf(report.year),
    nav: REPORT,
    islands: draft && shown.edit,
    crumbs: [{ label: 'Fortschrittsbericht', href: REPORT }, { label: `${report.year}${report.edition > 1 ? `, ${report.edition}. Ausgabe` : ''}` }],
    aside: <Contents parts={parts} />,
    body: (
      <Stack>
        <Head shown={shown} />
        {conflict && <Alert kind="danger" title={conflict.problem}>{conflict.theirs && 'Unten stehen beide Fassungen. Was Sie speichern, gilt; die andere bleibt unter „Frühere Fassungen“.'}</Alert>}
        <EnhancedParts on={draft && shown.edit}>
          <Stack>
            {parts.map((part) => (
              <Section key={part.id} id={anchorOf(part.id)} title={part.leftOut ? `${part.title} (weggelassen)` : part.title}>
                <Stack>
                  {draft && shown.edit ? <PartEditor report={report} part={part} own={shown.texts.get(part.id)} conflict={conflict?.part === part.id ? conflict : undefined} /> : <ReportText text={fillNumbers(part.text, part.figures)} />}
                  <PartNumbers part={part} year={report.year} before={shown.before} audience="office" />
                </Stack>
              </Section>
            ))}
          </Stack>
        </EnhancedParts>
      </Stack>
    ),
  });
}

function EnhancedParts({ on, children }: { on: boolean; children: preact.ComponentChildren }) {
  return on ? <Enhanced name="report-autosave" start="load">{children}</Enhanced> : <>{children}</>;
}

function Contents({ parts }: { parts: ReportPart[] }) {
  return (
    <nav aria-label="Abschnitte">
      <ul class="kern-list kern-list--bullet">{parts.map((part) => <li key={part.id}><a href={`#${anchorOf(part.id)}`}>{part.title}</a>{part.edited && <span class="muted"> – bearbeitet</span>}</li>)}</ul>
    </nav>
  );
}

function Head({ shown: { report, asOn, edit, decide } }: { shown: ShownReport }) {
  const href = reportHref(report.id);
  const draft = report.state === 'draft';
  const state = draft ? <Badge state="waiting">Entwurf mit laufenden Zahlen</Badge> : <Badge state="done">{report.publishedAt ? 'veröffentlicht' : 'abgeschlossen'}</Badge>;
  return (
    <>
      <PageHeader
        title={`${titleOf(report.year)}${report.edition > 1 ? `, ${report.edition}. Ausgabe` : ''}`}
        meta={<Row>{state}{asOn && <span class="muted">Zahlen vom {formatDate(asOn)}</span>}{report.frozenAt && <span class="muted">abgeschlossen von {report.frozenByName} am {formatDateTime(report.frozenAt)}</span>}</Row>}
        lead={report.reason ? `Neue Ausgabe, weil: ${report.reason}` : undefined}
        actions={
          <Row>
            <Button href={`${href}/bericht.pdf`} icon="document">{draft ? 'Entwurf als PDF' : 'PDF'}</Button>
            {draft && edit && <Button href={`${href}/abschliessen`} variant="primary">Abschließen</Button>}
            {!draft && !report.publishedAt && decide && <Button href={`${href}/veroeffentlichen`} variant="primary">Veröffentlichen</Button>}
          </Row>
        }
      />
      <Details summary="Für den Stadtrat und das Internet">
        <ul class="kern-list kern-list--bullet">
          <li><Link href={`${href}/vorlage.pdf`}>Vorlage für den Stadtrat (PDF)</Link></li>
          <li><Link href={`${href}/vorlage.md`}>Vorlage als Text (Markdown)</Link></li>
          {report.publishedAt ? <li><Link href={publicHref(report.year)}>Seite im Internet</Link></li> : <li>Im Internet steht der Bericht, wenn er abgeschlossen und veröffentlicht ist. Das entscheidet die Verwaltungsleitung.</li>}
          <li><Link href={`${REPORT}/vergleich`}>Mit anderen Jahren vergleichen</Link></li>
        </ul>
        {!draft && edit && (
          <Form action={REPORT} label="Neue Ausgabe">
            <input type="hidden" name="year" value={report.year} />
            <TextField name="reason" label="Neue Ausgabe, weil" hint="Steht in der neuen Ausgabe und im Internet." maxlength={500} required />
            <ButtonRow><Button>Neue Ausgabe beginnen</Button></ButtonRow>
          </Form>
        )}
      </Details>
    </>
  );
}

export const reportPage = page({ method: 'GET', path: `${REPORT}/:id`, site: 'office', access: 'may:steering/read', params: z.object({ id: z.uuid() }), handle: (rq) => rq.read(async (ctx) => showReport(await readReport(ctx, rq.params.id))) });
