import { z } from 'zod';
import { defineConnector } from '#core/cases';
import { addDays, cityOf, nextWorkingDay } from '#core/organisation';
import { calendarDayOf } from '#platform/i18n';
import { deliver } from './delivery.ts';
import { requestPapers } from './write-message.ts';

export const sendMessage = defineConnector({
  type: 'send-message',
  label: 'Nachricht in das Postfach',
  input: z.looseObject({ subject: z.string().max(200), text: z.string().max(10_000) }),
  mode: 'now',
  run: async (ctx, { case: found, input }) => {
    const { messageId } = await deliver(ctx, found, { kind: 'message', subject: input.subject, body: input.text });
    return { messageId };
  },
});

export const requestPapersConnector = defineConnector({
  type: 'request-papers',
  label: 'Unterlagen nachfordern',
  input: z.looseObject({ papers: z.array(z.string()).default([]), text: z.string().default('Für die Bearbeitung brauchen wir noch:'), dueInDays: z.number().int().min(1).max(365).optional() }),
  mode: 'now',
  run: async (ctx, { case: found, input }) => {
    const dueOn = input.dueInDays ? nextWorkingDay(addDays(calendarDayOf(ctx.now), input.dueInDays), cityOf(ctx.platform).calendar) : null;
    const { requestId } = await requestPapers(ctx, found, { papers: input.papers, text: input.text, dueOn });
    return { papersRequestId: requestId, papersDueOn: dueOn };
  },
});
