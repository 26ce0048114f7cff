import { figureText } from '#core/insights';
import { formatDateTime } from '#platform/i18n';
import { Alert, Button, ButtonRow, Checkbox, Details, Form, Link, TextArea } from '#platform/ui';
import { anchorOf, reportHref, type PartText, type ReportHead, type ReportPart } from './report.ts';
import { looseNumbers, withLabels } from './report-text.ts';

/** A save that was refused: what was typed stays, the other wording stands beside it. */
export type Conflict = { part: string; problem: string; typed: string; leftOut: boolean; theirs?: { text: string; by: string } };

type PartEditorProps = { report: ReportHead; part: ReportPart; own: PartText | undefined; conflict: Conflict | undefined };

/** The words of a part: saved by itself with JavaScript, by a button without. */
export function PartEditor({ report, part, own, conflict }: PartEditorProps) {
  const text = conflict?.typed ?? withLabels(part.text, part.figures);
  const proven = [...part.figures.map(({ value, unit }) => figureText(value, unit)), ...part.paragraphs, ...part.tables.flatMap(({ rows }) => rows.flatMap((row) => row.map((cell) => (typeof cell === 'string' ? cell : cell.text))))];
  const loose = looseNumbers(text, proven);
  const action = `${reportHref(report.id)}/text`;
  return (
    <>
      {conflict?.theirs && <Alert kind="warning" title={`Fassung von ${conflict.theirs.by}`}><p class="lines">{withLabels(conflict.theirs.text, part.figures)}</p></Alert>}
      <Form action={action} label={`Text: ${part.title}`} id={`text-${anchorOf(part.id)}`}>
        <input type="hidden" name="part" value={part.id} />
        <input type="hidden" name="revision" value={own?.revision ?? 0} />
        <TextArea name="text" id={`feld-${anchorOf(part.id)}`} label={`Text: ${part.title}`} labelHidden value={text} rows={Math.min(14, Math.max(4, Math.ceil(text.length / 90) + 1))} hint={own ? `Zuletzt geändert von ${own.changedByName}, ${own.changedAt ? formatDateTime(own.changedAt) : ''}.` : 'Aus den Daten geschrieben; er folgt ihnen, bis Sie ihn ändern.'} error={conflict?.problem} />
        {loose.length > 0 && <p class="muted">Ohne Nachweis im Abschnitt: {loose.join(', ')}. Setzen Sie besser eine Kennzahl ein.</p>}
        <Checkbox name="leftOut" id={`weg-${anchorOf(part.id)}`} label="Abschnitt im Bericht weglassen" checked={conflict?.leftOut ?? part.leftOut} />
        <ButtonRow>
          <Button size="small">Text speichern</Button>
          <span class="muted" role="status" data-saved />
        </ButtonRow>
      </Form>
      <Row part={part} own={own} report={report} />
    </>
  );
}

function Row({ part, own, report }: Pick<PartEditorProps, 'part' | 'own' | 'report'>) {
  return (
    <Details summary="Zahlen einsetzen, Vorschlag aus den Daten, frühere Fassungen">
      {part.figures.length > 0 && (
        <>
          <p class="kern-body">So bleibt eine Zahl im Text richtig, auch wenn sie sich noch ändert:</p>
          <ul class="kern-list kern-list--bullet">{part.figures.map(({ id, label, value, unit }) => <li key={id}><code>{`{{${label}}}`}</code> ergibt {figureText(value, unit)}</li>)}</ul>
        </>
      )}
      {part.edited && <><p class="kern-body"><strong>Vorschlag aus den Daten, jetzt:</strong></p><p class="lines">{withLabels(part.paragraphs.join('\n\n'), part.figures)}</p></>}
      {own && own.revision > 1 && <p class="kern-body"><Link href={`${reportHref(report.id)}/fassungen/${encodeURIComponent(part.id)}`}>Frühere Fassungen dieses Textes</Link></p>}
    </Details>
  );
}
