import type { CompiledService } from '#core/catalogue';
import type { PartyFacts, PostalAddress } from '#core/parties';
import { compileFeel, fromFeel } from '#engines/decisions';
import type { FormData } from '#engines/forms';
import type { Locale } from '#platform/i18n';

type Part = keyof CompiledService['settings']['applicant'];

/** Who applies, read from the answers by the service's own mapping (FEEL over `application`). */
export function applicantFacts(service: CompiledService, data: FormData, locale: Locale): PartyFacts {
  const mapping = service.settings.applicant;
  const at = (part: Part): unknown => {
    const text = mapping[part];
    return text ? fromFeel(compileFeel(text).evaluate({ application: data })) : undefined;
  };
  const word = (part: Part): string | undefined => {
    const value = at(part);
    return typeof value === 'string' && value.trim() ? value.trim() : undefined;
  };
  const organisationName = word('organisation');
  const address = at('address');
  return {
    kind: word('kind') === 'organisation' || organisationName ? 'organisation' : 'person',
    givenName: word('givenName'),
    familyName: word('familyName'),
    organisationName,
    email: word('email'),
    phone: word('phone'),
    ...(address && typeof address === 'object' ? { address: address as PostalAddress } : {}),
    locale,
  };
}
