import { calendarDayOf, type Locale } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { CheckboxGroup, DateField, Details, Radios, dateOfParts, fieldId, readDateParts } from '#platform/ui';
import { listEntries } from '#core/catalogue';
import type { Terms } from '../change-mandate.ts';
import type { Role } from '../tables.ts';
import { texts } from './texts.ts';

const ROLES: readonly Role[] = ['administrator', 'applicant', 'reader'];
export type Body = Record<string, string | string[]>;
export type Choice = { slug: string; name: string };
export type FieldMistake = { name: string; text: string };
type Typed = { role: string; services: string[]; from: string | DateText; until: string | DateText };
type DateText = ReturnType<typeof readDateParts>;

/**
 * The online services to which a mandate can be limited, in the language of the page: those meant for companies, associations and public
 * bodies, and what a mandate names already. All of them would make the page heavy and help nobody.
 */
export async function listChoices(ctx: Ctx, named: string[] = []): Promise<Choice[]> {
  const usual = (await listEntries(ctx, { online: true, audience: 'business', limit: 400 })).hits;
  const missing = named.filter((slug) => !usual.some((one) => one.slug === slug));
  const others = missing.length > 0 ? (await listEntries(ctx, { online: true, limit: 400 })).hits.filter(({ slug }) => missing.includes(slug)) : [];
  return [...others, ...usual].map(({ slug, name }) => ({ slug, name }));
}

/** What services are called, as the page says it; nothing is asked when a mandate is not limited to any. */
export async function serviceNames(ctx: Ctx, slugs: string[]): Promise<Map<string, string>> {
  const wanted = new Set(slugs);
  return new Map(wanted.size === 0 ? [] : (await listChoices(ctx, slugs)).filter(({ slug }) => wanted.has(slug)).map(({ slug, name }) => [slug, name]));
}

export const typedOf = (terms: Terms): Typed => ({ role: terms.role, services: terms.services ?? [], from: terms.validFrom, until: terms.validUntil ?? '' });
export const firstTerms = (ctx: Ctx): Typed => ({ role: 'applicant', services: [], from: calendarDayOf(ctx.now), until: '' });

/** Reads role, services and days; what is wrong comes back with sentences. */
export function readTerms(ctx: Ctx, body: Body, choices: Choice[]): { typed: Typed; terms?: Terms; mistakes: FieldMistake[] } {
  const t = texts(ctx.locale);
  const [from, until] = [readDateParts(body, 'from'), readDateParts(body, 'until')];
  const asked = [body['services'] ?? []].flat();
  const services = asked.filter((slug) => choices.some((one) => one.slug === slug));
  const role = ROLES.find((one) => one === body['role']);
  const validFrom = dateOfParts(from);
  const open = !Object.values(until).some(Boolean);
  const validUntil = open ? null : dateOfParts(until);
  const mistakes = [
    ...(role ? [] : [{ name: 'role', text: t.roleMissing }]),
    ...(validFrom ? [] : [{ name: 'from', text: t.dayWrong }]),
    ...(validUntil === undefined ? [{ name: 'until', text: t.dayWrong }] : []),
    // nothing chosen means everything: a choice that we don't know must not become that
    ...(services.length < asked.length ? [{ name: 'services', text: t.servicesWrong }] : []),
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
      <Details summary={t.limit} open={typed.services.length > 0 || error('services') !== undefined}>
        <CheckboxGroup name="services" label={t.services} hint={t.servicesHint} error={error('services')} value={typed.services} options={choices.map(({ slug, name }) => ({ value: slug, label: name }))} />
      </Details>
    </>
  );
}
