import { calendarDayOf, type Locale } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { CheckboxGroup, DateField, Details, Radios, dateOfParts, fieldId, readDateParts } from '#platform/ui';
import { listEntries } from '#core/catalogue';
import type { Terms } from '../change-mandate.ts';
import type { Role } from '../tables.ts';
import { texts } from './texts.ts';

const ROLES: readonly Role[] = ['administrator', 'applicant', 'reader'];
export type Body = Record<string, string | string[]>;
export type Choice = { slug: string; name: string; /** Meant for companies, associations and public bodies: what most mandates are about. */ usual: boolean };
export type FieldMistake = { name: string; text: string };
type Typed = { role: string; services: string[]; from: string | DateText; until: string | DateText };
type DateText = ReturnType<typeof readDateParts>;

/** The online services to which a mandate can be limited, in the language of the page. */
export async function listChoices(ctx: Ctx): Promise<Choice[]> {
  const { hits } = await listEntries(ctx, { online: true, limit: 400 });
  const usual = new Set((await listEntries(ctx, { online: true, audience: 'business', limit: 400 })).hits.map(({ slug }) => slug));
  return hits.map(({ slug, name }) => ({ slug, name, usual: usual.has(slug) }));
}

/** What services are called, as the page says it; nothing is asked when a mandate is not limited to any. */
export async function serviceNames(ctx: Ctx, slugs: string[]): Promise<Map<string, string>> {
  const wanted = new Set(slugs);
  return new Map(wanted.size === 0 ? [] : (await listChoices(ctx)).filter(({ slug }) => wanted.has(slug)).map(({ slug, name }) => [slug, name]));
}

export const typedOf = (terms: Terms): Typed => ({ role: terms.role, services: terms.services ?? [], from: terms.validFrom, until: terms.validUntil ?? '' });
export const firstTerms = (ctx: Ctx): Typed => ({ role: 'applicant', services: [], from: calendarDayOf(ctx.now), until: '' });

/** Reads role, services and days; what is wrong comes back with sentences. */
export function readTerms(ctx: Ctx, body: Body, choices: Choice[]): { typed: Typed; terms?: Terms; mistakes: FieldMistake[] } {
  const t = texts(ctx.locale);
  const [from, until] = [readDateParts(body, 'from'), readDateParts(body, 'until')];
  const services = [body['services'] ?? []].flat().filter((slug) => choices.some((one) => one.slug === slug));
  const role = ROLES.find((one) => one === body['role']);
  const validFrom = dateOfParts(from);
  const open = !Object.values(until).some(Boolean);
  const validUntil = open ? null : dateOfParts(until);
  const mistakes = [
    ...(role ? [] : [{ name: 'role', text: t.roleMissing }]),
    ...(validFrom ? [] : [{ name: 'from', text: t.dayWrong }]),
    ...(validUntil === undefined ? [{ name: 'until', text: t.dayWrong }] : []),
    ...(validFrom && validUntil && validUntil < validFrom ? [{ name: 'until', text: t.daysWrong }] : []),
  ];
  const typed = { role: String(body['role'] ?? ''), services, from, until };
  if (mistakes.length || !role || !validFrom || validUntil === undefined) return { typed, mistakes };
  return { typed, mistakes, terms: { role, services: services.length ? services : null, validFrom, validUntil } };
}

export const summaryOf = (mistakes: FieldMistake[]): { id: string; text: string }[] => mistakes.map(({ name, text }) => ({ id: fieldId(name), text }));

export function TermsFields({ typed, choices, mistakes, locale }: { typed: Typed; choices: Choice[]; mistakes: FieldMistake[]; locale: Locale }) {
  const t = texts(locale);
  const error = (name: string): string | undefined => mistakes.find((one) => one.name === name)?.text;
  return (
    <>
      <Radios name="role" label={t.role} value={typed.role} required error={error('role')} options={ROLES.map((role) => ({ value: role, label: t[role], hint: t[`${role}Hint`] }))} />
      <DateField name="from" label={t.validFrom} value={typed.from} required error={error('from')} />
      <DateField name="until" label={t.validUntil} value={typed.until} required={false} hint={t.validUntilHint} error={error('until')} />
      <Details summary={t.limit} open={typed.services.length > 0}>
        <Services label={t.services} hint={t.servicesHint} id={fieldId('services')} chosen={typed.services} choices={choices.filter((one) => one.usual)} />
        <Details summary={t.otherServices} open={choices.some((one) => !one.usual && typed.services.includes(one.slug))}>
          <Services label={t.otherServices} id="other-services" chosen={typed.services} choices={choices.filter((one) => !one.usual)} />
        </Details>
      </Details>
    </>
  );
}

function Services({ label, hint, id, chosen, choices }: { label: string; hint?: string; id: string; chosen: string[]; choices: Choice[] }) {
  return <CheckboxGroup name="services" id={id} label={label} hint={hint} value={chosen} options={choices.map(({ slug, name }) => ({ value: slug, label: name }))} />;
}
