import { getNode, type Node } from '../graph.ts';
import type { Wait } from '../state.ts';
import { quartzToCron } from '../time/cron.ts';
import { nextOfCycle } from '../time/cycle.ts';
import { dueOf } from '../time/timer.ts';
import { Fault } from './faults.ts';
import { addWait, emit, findScope, findToken, modelOf, type Place, type Run } from './run.ts';
import { evaluate, evaluateText } from './variables.ts';

type Holder = { token?: number; scope?: number };

/** Event types one can wait for; errors and escalations find their catcher when they are thrown. */
export function isWaitable(node: Node): boolean {
  return ['timer', 'message', 'signal', 'conditional'].includes(node.event?.type ?? 'none');
}

/** Begins to wait for the event of a node, on behalf of a token or of a scope. */
export function watch(run: Run, node: Node, { holder, place }: { holder: Holder; place: Place }): void {
  const wait: Wait = { id: run.state.seq++, node: node.id, kind: 'condition', ...holder };
  switch (node.event?.type) {
    case 'timer':
      setTimer(run, node, { wait, place });
      break;
    case 'message':
    case 'signal': {
      wait.kind = node.event.type;
      wait.name = evaluateText(run, place, node.event.name) ?? '';
      const key = evaluateText(run, place, node.event.key);
      if (key !== undefined) wait.key = key;
      if (node.event.key && key === undefined)
        throw new Fault('key-empty', `Der Schlüssel „${node.event.key.text}“ für die Nachricht „${wait.name}“ ist leer.`);
      emit(run, { type: 'subscribed', id: wait.id, nodeId: node.id, kind: wait.kind, name: wait.name, key: key ?? null });
      break;
    }
    default:
      // Looked at once the step has come to rest, then each time variables change.
      run.dirty = true;
  }
  addWait(run, wait);
}

function setTimer(run: Run, node: Node, { wait, place }: { wait: Wait; place: Place }): void {
  const timer = node.event?.timer;
  if (!timer) throw new Fault('timer-missing', 'Die Zeitangabe fehlt.');
  wait.kind = 'timer';
  const written = String(evaluate(run, place, timer.value) ?? '');
  const text = timer.form === 'cycle' && modelOf(run, place.scope).dialect === 'camunda' ? quartzToCron(written) : written;
  if (timer.moves && text === '') return;
  const due = dueOrFault(run, timer.form, text);
  wait.at = due.at.toISOString();
  if (due.every) wait.every = due.every;
  if (due.rounds !== undefined) wait.rounds = due.rounds;
  emit(run, { type: 'timer-set', id: wait.id, nodeId: node.id, at: wait.at });
}

/**
 * Works out again when a timer that moves comes due: the day of a deadline was put off, or the clock stands still (no day at all).
 * A text that is no date leaves the timer where it was. False: the timer does not move.
 */
export function moveTimer(run: Run, wait: Wait): boolean {
  const token = findToken(run, wait.token);
  const scope = token?.scope ?? wait.scope ?? 0;
  const timer = getNode(modelOf(run, scope), wait.node).event?.timer;
  const parent = token ?? findToken(run, findScope(run, scope)?.parent);
  if (!timer?.moves) return false;
  const at = movedTo(run, { ...(parent ? { token: parent } : {}), scope }, timer);
  if (at === undefined || at === (wait.at ?? null)) return true;
  if (at === null) {
    delete wait.at;
    emit(run, { type: 'timer-cleared', id: wait.id, nodeId: wait.node, reason: 'stands-still' });
    return true;
  }
  wait.at = at;
  emit(run, { type: 'timer-set', id: wait.id, nodeId: wait.node, at });
  return true;
}

/** Null: it stands still; undefined: nobody can say. */
function movedTo(run: Run, place: Place, timer: NonNullable<NonNullable<Node['event']>['timer']>): string | null | undefined {
  try {
    const text = String(evaluate(run, place, timer.value) ?? '');
    return text === '' ? null : dueOrFault(run, timer.form, text).at.toISOString();
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

function dueOrFault(run: Run, form: Parameters<typeof dueOf>[0], text: string) {
  try {
    const due = dueOf(form, text, run.env);
    if (due && !Number.isNaN(due.at.getTime())) return due;
  } catch (error) {
    throw new Fault('timer-invalid', error instanceof Error ? error.message : String(error));
  }
  throw new Fault('timer-invalid', `„${text}“ ist keine gültige Zeitangabe.`);
}

/** Ends a wait that has come true, or sets a repeating timer to its next round. */
export function consume(run: Run, wait: Wait, interrupting: boolean): void {
  if (wait.kind === 'timer') emit(run, { type: 'timer-cleared', id: wait.id, nodeId: wait.node, reason: 'fired' });
  if (!interrupting && wait.kind !== 'timer') return;
  const next = interrupting ? undefined : nextRound(run, wait);
  if (next) {
    wait.at = next.toISOString();
    if (wait.rounds !== undefined) wait.rounds -= 1;
    emit(run, { type: 'timer-set', id: wait.id, nodeId: wait.node, at: wait.at });
    return;
  }
  if (wait.kind === 'message' || wait.kind === 'signal') emit(run, { type: 'unsubscribed', id: wait.id, nodeId: wait.node });
  run.state.waits = run.state.waits.filter((other) => other !== wait);
}

function nextRound(run: Run, wait: Wait): Date | undefined {
  if (!wait.every || !wait.at || (wait.rounds !== undefined && wait.rounds <= 1)) return undefined;
  return nextOfCycle(wait.every, new Date(wait.at), run.env);
}
