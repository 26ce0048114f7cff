import { addMonths, nextWorkingDay } from '#core/organisation';
import { formatDate } from '#platform/i18n';
import { Badge, Button, DescriptionList, Details, ErrorSummary, Form, Section, TextArea, TextField, Deadline } from '#platform/ui';
import { hasEnded } from '../case.ts';
import { findExtensionRefusal } from '../clock/extend-clock.ts';
import type { CaseView } from './read-case.ts';

/** What was typed when an extension could not be accepted. */
export type ClockPosted = { until: string; reason: string; field: 'bis' | 'grund' | undefined; message: string };

/** The statutory clock: since when it runs, until when, why it stands still, how it was extended, and the way to extend it. */
export function ClockSection({ view, posted }: { view: CaseView; posted?: ClockPosted | undefined }) {
  const { found, today, service } = view;
  if (hasEnded(found) || found.outcome || !found.dueOn) return null;
  const { clock, dueOn } = found;
  return (
    <Section title={clock ? 'Frist des Gesetzes' : 'Zugesagte Frist'} level={3} id="frist">
      <DescriptionList
        items={[
          { term: 'Letzter Tag', value: <Deadline on={dueOn} today={today} paused={found.pausedAt !== undefined} /> },
          { term: 'Stand', value: <ClockState view={view} /> },
          clock ? { term: 'Begonnen', value: formatDate(clock.beganOn) } : null,
          clock?.extension ? { term: 'Verlängert', value: `am ${formatDate(clock.extension.on)}, vorher ${formatDate(clock.extension.from)}: ${clock.extension.reason}` } : null,
          service.settings.statutory?.deemedApproval ? { term: 'Danach', value: 'gilt der Antrag als genehmigt (§ 42a VwVfG)' } : null,
        ]}
      />
      {clock && <Extension view={view} posted={posted} />}
    </Section>
  );
}

function ClockState({ view: { found, today } }: { view: CaseView }) {
  const { pausedAt, clock, dueOn } = found;
  if (pausedAt) {
    const why = clock?.pause?.reason ?? (found.status === 'waiting-applicant' ? 'wir warten auf die antragstellende Person' : 'der Ablauf hält sie an');
    return (
      <>
        <Badge state="waiting">ruht</Badge> seit {formatDate(pausedAt)}: {why}
      </>
    );
  }
  if (dueOn && dueOn < today) return <Badge state="late">abgelaufen</Badge>;
  return <Badge state="soon">läuft</Badge>;
}

function Extension({ view, posted }: { view: CaseView; posted?: ClockPosted | undefined }) {
  const { found, today } = view;
  if (!view.canExtend) return null;
  const refusal = findExtensionRefusal(found, view.service.settings, today);
  if (refusal) return found.clock?.extension ? <p class="muted">Eine zweite Verlängerung ist nicht möglich.</p> : null;
  const proposed = found.dueOn ? nextWorkingDay(addMonths(found.dueOn, 1), view.calendar) : '';
  return (
    <Details summary="Frist verlängern" open={posted !== undefined}>
      {posted && <ErrorSummary errors={[{ ...(posted.field ? { id: `frist-${posted.field}` } : {}), text: posted.message }]} />}
      <Form action={`/office/vorgaenge/${found.id}/frist`}>
        <input type="hidden" name="liste" value={view.list} />
        <p>Einmal und nur mit Begründung, wenn die Sache schwierig ist (§ 42a Absatz 2 VwVfG). Die antragstellende Person bekommt ein Schreiben mit Ihrem Grund.</p>
        <TextField name="bis" id="frist-bis" type="date" label="Neuer letzter Tag" hint="Fällt er auf ein Wochenende oder einen Feiertag, gilt der nächste Arbeitstag." value={posted?.until ?? proposed} error={posted?.field === 'bis' ? posted.message : undefined} required />
        <TextArea name="grund" id="frist-grund" label="Grund (geht an die antragstellende Person)" rows={3} maxlength={500} value={posted?.reason} error={posted?.field === 'grund' ? posted.message : undefined} required />
        <Button size="small">Frist verlängern</Button>
      </Form>
    </Details>
  );
}
