import type { JobQueued, Vars } from '#engines/process';

/** What a connector answers in an example, or the code of an error of the field. */
export type Answer = { output: Vars } | { error: string };

/** The usual answers of the standard connectors; nothing outside happens. */
const usual: Record<string, (input: Vars, count: number) => Vars> = {
  'ask-register': () => ({ found: false, answer: null }),
  'assign-number': (input, count) => ({ number: `${typeof input.prefix === 'string' ? input.prefix : ''}${String(count).padStart(6, '0')}` }),
  'charge-fee': (input, count) => ({ claimId: `claim-${count}`, bookingCode: `2026-${String(count).padStart(7, '0')}-00`, amountCents: input.amountCents, paymentDueOn: '2026-10-14' }),
  'close-case': () => ({}),
  'extend-clock': () => ({ clockDueOn: '2026-12-14' }),
  'file-note': (_input, count) => ({ documentId: `note-${count}` }),
  'http-call': () => ({ response: { status: 200, headers: {}, body: null } }),
  'issue-permit': (_input, count) => ({ permitId: `P-${String(count).padStart(6, '0')}`, permitCode: 'AbC123', checkUrl: 'https://stadt.example/ausweis/AbC123' }),
  'pause-clock': () => ({}),
  'request-papers': (_input, count) => ({ papersRequestId: `request-${count}`, papersDueOn: '2026-10-12' }),
  'resume-clock': () => ({}),
  'send-letter': (_input, count) => ({ documentId: `letter-${count}`, providedAt: null, deemedOn: null, delivery: 'inbox' }),
  'send-message': (_input, count) => ({ messageId: `message-${count}` }),
  'set-status': () => ({}),
  'start-clock': () => ({ clockDueOn: '2026-10-14' }),
};

/** The answer to a job: what the example says for this step or this connector, else the usual one; undefined when nobody knows it. */
export function answerOf(job: Pick<JobQueued, 'nodeId' | 'jobType' | 'input'>, given: Record<string, Vars>, count: number): Answer | undefined {
  const written = given[job.nodeId] ?? given[job.jobType];
  if (written) return typeof written.error === 'string' ? { error: written.error } : { output: written };
  const answer = usual[job.jobType];
  return answer && { output: answer(job.input, count) };
}
