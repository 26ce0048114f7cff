import { bpmnError } from '#engines/process';
import { defineRegister, failureOf, prepareCall } from '#core/outside';
import { z } from 'zod';
import { RESIDENTS_PATH } from './residents-server.ts';

const address = z.object({ street: z.string(), houseNumber: z.string(), postalCode: z.string(), city: z.string() });

/** Melderegister (Beispiel): asks {@link residentsServer} as a real register would be asked, token and all. */
export const residentsRegister = defineRegister({
  name: 'residents',
  label: 'Melderegister (Beispiel)',
  legalBasis: '§ 34 BMG',
  query: z.object({ familyName: z.string().min(1), givenName: z.string().optional(), birthDate: z.iso.date().optional() }),
  answer: z.object({ familyName: z.string(), givenName: z.string(), birthDate: z.string(), address, registeredSince: z.string() }),
  ask: async (ctx, query, { idempotencyKey }) => {
    const url = new URL(RESIDENTS_PATH, ctx.platform.config.publicUrl);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
    const call = await prepareCall(ctx, { method: 'GET', url: url.href, headers: { authorization: 'Bearer secret:MELDEREGISTER_TOKEN' }, secrets: ['MELDEREGISTER_TOKEN'], timeoutMs: 10_000, idempotencyKey });
    return async () => {
      const answer = await call();
      if (answer.status === 404) return undefined;
      if (answer.status === 409) throw bpmnError('not-unique', 'Mehrere Personen passen; bitte mit Geburtsdatum fragen.');
      if (answer.status !== 200) throw failureOf(ctx.platform, { url: url.href, answer });
      return answer.body as never;
    };
  },
});
