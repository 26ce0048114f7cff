import { countStuck, listStuck, retryStuck, skipStuck } from '#platform/events';
import { countDeadJobs, dropDeadJob, listDeadJobs, retryDeadJob } from '#platform/jobs';
import type { DeadLetterSource } from './dead-letter.ts';

/** Background jobs that failed for good; mails that could not be sent are among them. */
export const jobSource: DeadLetterSource = {
  id: 'auftraege',
  label: 'Aufträge und Mails',
  list: async (ctx, page) => (await listDeadJobs(ctx, page)).map(({ id, title, cause, tries, failedAt }) => ({ id, title, cause, tries, at: failedAt })),
  count: (ctx) => countDeadJobs(ctx),
  retry: async (ctx, id) => (await retryDeadJob(ctx, id))?.title,
  drop: async (ctx, id) => (await dropDeadJob(ctx, id))?.title,
};

/** The id names subscriber and event: what is passed over must be what was looked at. */
const idOf = (subscriber: string, eventId: string): string => `${subscriber} ${eventId}`;

/** Events that a subscriber cannot handle; all that come after wait behind them. */
export const eventSource: DeadLetterSource = {
  id: 'ereignisse',
  label: 'Ereignisse',
  list: async (ctx, { after }) =>
    after
      ? []
      : (await listStuck(ctx)).map(({ subscriber, event, error, attempts, retryAt }) => ({
          id: idOf(subscriber, event?.id ?? ''),
          title: event ? `„${event.type}“ für „${subscriber}“` : `„${subscriber}“`,
          cause: error,
          tries: attempts,
          at: event?.at ?? retryAt ?? ctx.now,
          note: 'Alles, was danach geschehen ist, wartet bei diesem Empfänger.',
        })),
  count: (ctx) => countStuck(ctx),
  retry: async (ctx, id) => {
    const [subscriber = ''] = id.split(' ');
    return (await retryStuck(ctx, subscriber)) ? subscriber : undefined;
  },
  drop: async (ctx, id) => {
    const [subscriber = '', eventId = ''] = id.split(' ');
    return (await skipStuck(ctx, subscriber, eventId)) && subscriber;
  },
};
