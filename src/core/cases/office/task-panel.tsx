import { prefillData, renderData, renderPage, type FieldError, type FormData, type Typed } from '#engines/forms';
import type { Ctx } from '#platform/module';
import { Alert, Badge, Button, ButtonRow, Deadline, Details, ErrorSummary, Form, SelectField } from '#platform/ui';
import { taskFormEnv } from '../complete-task.ts';
import { hasEnded } from '../case.ts';
import type { Task } from '../task.ts';
import type { CaseView } from './read-case.ts';

/** What came with a form that could not be accepted: it is shown again, nothing typed is lost. */
export type Posted = { typed: Typed; data: FormData; errors: FieldError[]; /** Why nothing was done: someone was quicker, four eyes … */ refusal?: string; /** The task it was for, when it is not the next one any more. */ task?: Task };

type Props = { view: CaseView; ctx: Pick<Ctx, 'now' | 'actor'>; posted?: Posted | undefined };

/** The next step of the case: one task, its form, one strong button. */
export function TaskPanel({ view, ctx, posted }: Props) {
  const { task, tasks } = view;
  const others = tasks.filter((one) => one.state === 'open' && one.id !== task?.id);
  return (
    <section id="naechster-schritt" aria-labelledby="schritt-titel">
      <h2 class="kern-heading-small" id="schritt-titel">
        {task ? `Nächster Schritt: ${task.name}` : 'Nächster Schritt'}
      </h2>
      {posted?.refusal && <Refused view={view} posted={posted} />}
      {task && !posted?.refusal ? <OpenTask view={view} ctx={ctx} task={task} posted={posted} /> : !task && <p>{waitingWords(view)}</p>}
      {others.length > 0 && (
        <p>
          Außerdem offen:{' '}
          {others.map((one, position) => (
            <>
              {position > 0 && ', '}
              <a class="kern-link" href={`/office/vorgaenge/${view.found.id}?aufgabe=${one.id}`}>
                {one.name}
              </a>
            </>
          ))}
        </p>
      )}
    </section>
  );
}

/** What was typed is shown in words; the task itself can no longer be done by this person. */
function Refused({ view, posted }: { view: CaseView; posted: Posted }) {
  const formKey = (posted.task ?? view.task)?.formKey;
  const form = formKey ? view.service.taskForms[formKey] : undefined;
  return (
    <Alert kind="warning" title={posted.refusal} role="alert">
      <p>Es wurde nichts gespeichert. Ihre Eingaben stehen hier, damit Sie sie weitergeben können:</p>
      {form ? renderData(form, posted.data, { locale: 'de' }) : <pre>{Object.entries(posted.typed).filter(([key]) => !key.startsWith('_')).map(([key, value]) => `${key}: ${[value].flat().join(', ')}`).join('\n')}</pre>}
    </Alert>
  );
}

const waits: Record<string, string> = {
  'waiting-applicant': 'Wir warten auf die antragstellende Person. Die Frist ruht so lange.',
  'waiting-payment': 'Wir warten auf die Zahlung.',
  decided: 'Es ist entschieden. Die Maschine erledigt gerade den Rest.',
  closed: 'Der Vorgang ist abgeschlossen. Es ist nichts mehr zu tun.',
  withdrawn: 'Der Antrag wurde zurückgezogen. Es ist nichts mehr zu tun.',
};
function waitingWords({ found, incidents, process }: CaseView): string {
  if (incidents.length > 0) return 'Ein Schritt der Maschine ist gescheitert. Bitte sehen Sie unter „Störungen“ nach.';
  if (process.current.size === 0 && !hasEnded(found)) return 'Der Vorgang ist wieder geöffnet. Sein Ablauf ist beendet; tun Sie, was noch nötig ist, und beenden Sie ihn unten von Hand.';
  return waits[found.status] ?? 'Die Maschine arbeitet gerade. Bitte laden Sie die Seite gleich neu.';
}

function OpenTask({ view, ctx, task, posted }: Props & { task: Task }) {
  const { mine, mayTakeTask, fourEyes, today } = view;
  const elsewhere = task.assignee && !mine;
  return (
    <>
      {task.dueOn && (
        <p>
          Zu erledigen bis: <Deadline on={task.dueOn} today={today} /> {task.escalatedAt && <Badge state="soon">bald überfällig, Leitung informiert</Badge>}
        </p>
      )}
      {elsewhere && <Alert kind="info" title={`Liegt bei ${task.assignee?.name}.`} />}
      {fourEyes && (
        <Alert kind="info" title="Vier-Augen-Prinzip">
          Sie haben „{fourEyes}“ erledigt. Diese Aufgabe muss jemand anderes übernehmen.
        </Alert>
      )}
      {!mayTakeTask && !elsewhere && <p>Diese Aufgabe ist für {task.groups.map((group) => view.groupWords.get(group) ?? group).join('; ')} bestimmt.</p>}
      {mayTakeTask && !elsewhere && !fourEyes && <TaskForm view={view} ctx={ctx} task={task} posted={posted} />}
      {(mayTakeTask || view.supervises) && <TaskMoves view={view} task={task} />}
    </>
  );
}

function TaskForm({ view, ctx, task, posted }: Props & { task: Task }) {
  const form = task.formKey ? view.service.taskForms[task.formKey] : undefined;
  const page = form?.pages[0];
  const env = taskFormEnv(ctx, view.context, task);
  // What a rule proposes (a fee, a condition) stands in the form already; the person decides. What was typed is never overwritten.
  const drawn = form && page && renderPage({ form, pageId: page.id, data: prefillData(form, posted?.data ?? {}, env).data, env, errors: posted?.errors ?? [], forStaff: true, ...(posted ? { typed: posted.typed } : {}) });
  return (
    <Form action={`/office/aufgaben/${task.id}/erledigen`} id="aufgabe">
      <input type="hidden" name="_liste" value={view.list} />
      {drawn && drawn.summary.length > 0 && <ErrorSummary errors={drawn.summary} />}
      {drawn ? drawn.fields : <p>Diese Aufgabe hat kein Formular. Bestätigen Sie, wenn sie erledigt ist.</p>}
      <ButtonRow>
        <Button variant="primary">Erledigen und weiter</Button>
      </ButtonRow>
    </Form>
  );
}

/** Taking, returning and passing on: quieter than the step itself. */
function TaskMoves({ view, task }: { view: CaseView; task: Task }) {
  const base = `/office/aufgaben/${task.id}`;
  const keep = <input type="hidden" name="liste" value={view.list} />;
  const free = !task.assignee && view.mayTakeTask && !view.fourEyes;
  return (
    <>
      {free && (
        <Form action={`${base}/uebernehmen`} inline label="Aufgabe übernehmen">
          {keep}
          <Button size="small">Nur übernehmen</Button>
        </Form>
      )}
      {task.assignee && (view.mine || view.supervises) && (
        <Form action={`${base}/zurueckgeben`} inline label="Aufgabe zurückgeben">
          {keep}
          <Button size="small">An die Gruppe zurückgeben</Button>
        </Form>
      )}
      {(!task.assignee || view.mine || view.supervises) && view.colleagues.length > 0 && (
        <Details summary="Weitergeben">
          <Form action={`${base}/weitergeben`}>
            {keep}
            <SelectField name="person" label="An wen" options={view.colleagues.map(({ id, name }) => ({ value: id, label: name }))} />
            <Button size="small">Weitergeben</Button>
          </Form>
        </Details>
      )}
    </>
  );
}
