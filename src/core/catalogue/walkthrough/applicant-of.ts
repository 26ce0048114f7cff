import { compileFeel, fromFeel } from '#engines/decisions';
import type { FormData } from '#engines/forms';
import type { CompiledService } from '../bundle/compiled-service.ts';

/** The facts of the applicant as FEEL sees them, read from the answers by the service's own mapping. */
export function applicantOf({ settings }: CompiledService, application: FormData): Record<string, unknown> {
  const facts: Record<string, unknown> = { kind: 'person', givenName: null, familyName: null, organisation: null, email: null, phone: null, address: null, locale: 'de' };
  for (const [part, text] of Object.entries(settings.applicant)) {
    if (text) facts[part] = fromFeel(compileFeel(text).evaluate({ application }));
  }
  const person = [facts.givenName, facts.familyName].filter(Boolean).join(' ');
  return { ...facts, name: facts.organisation ?? person };
}
