import type { CheckedDraft, Replayed } from '#core/catalogue';
import type { FormEnv } from '#engines/forms';

type Service = NonNullable<CheckedDraft['service']>;
/** Something a trial waits for; a person decides what happens next. */
export type OpenPlace = { kind: 'task' | 'timer' | 'message'; id: string; name: string; form?: string };

const messageWords: Record<string, string> = { 'payment-received': 'Zahlung geht ein', 'papers-received': 'Unterlagen gehen ein', 'application-withdrawn': 'Antrag wird zurückgenommen' };

/** Tasks first, then messages and time. */
export function openPlaces({ process }: Service, { state, problems }: Replayed): OpenPlace[] {
  if (state.ended || problems.length > 0) return [];
  const nameOf = (id: string): string => process.nodes.get(id)?.name || id;
  const tasks = state.tokens.filter(({ wait }) => wait === 'user').map(({ node }): OpenPlace => {
    const formKey = process.nodes.get(node)?.task?.formKey;
    return { kind: 'task', id: node, name: nameOf(node), ...(formKey?.constant ? { form: String(formKey.evaluate({})) } : {}) };
  });
  const messages = state.waits.filter(({ kind, name }) => kind === 'message' && name).map(({ name = '' }): OpenPlace => ({ kind: 'message', id: name, name: messageWords[name] ?? name }));
  const timers = state.waits.filter(({ kind }) => kind === 'timer').map(({ node }): OpenPlace => ({ kind: 'timer', id: node, name: nameOf(node) }));
  const all = [...tasks, ...messages, ...timers];
  return all.filter((place, index) => all.findIndex((other) => other.kind === place.kind && other.id === place.id) === index);
}

/** What the form of a task sees. */
export function taskEnv(_service: Service, { state, context }: Replayed, taskId: string): FormEnv {
  const token = state.tokens.find(({ node, wait }) => node === taskId && wait === 'user');
  return { today: String(context['today'] ?? ''), locale: 'de', context: { account: null, ...state.vars, ...token?.vars, ...context } };
}
