import { askRegister, listRegisters } from '#core/outside';
import type { CompiledService } from '#core/catalogue';
import { prefillData, type FormEnv, type Prefilled } from '#engines/forms';
import { Problem, holderOf, trusts, type Actor, type Ctx, type Platform, type TrustLevel, type Who } from '#platform/module';
import type { AccountFacts } from './account-facts.ts';
import type { ApplicationTables } from './tables.ts';

/** Who they are must be proven before a register tells anything about them: anybody may write any name into an account. */
const PROVEN: TrustLevel = 'substantial';

/** A register that this form may ask about the person, with its name and what for. */
export type RegisterOffer = { name: string; label: string; legalBasis: string; query: Record<string, string> };

/** The registers that can be asked for this person now; none unless their identity is proven and everything the question needs is known. */
export function offeredRegisters({ platform, actor }: { platform: Platform; actor: Actor }, service: CompiledService, account: AccountFacts | undefined): RegisterOffer[] {
  if (!account || !trusts(actor, PROVEN)) return [];
  const known = listRegisters({ platform });
  return (service.form.definition.registers ?? []).flatMap(({ name, query }) => {
    const register = known.find((one) => one.name === name);
    const asked = Object.fromEntries(Object.entries(query).flatMap(([key, from]) => valueAt({ account }, from).map((value) => [key, value])));
    return register && Object.keys(asked).length === Object.keys(query).length ? [{ name, label: register.label, legalBasis: register.legalBasis, query: asked }] : [];
  });
}

function valueAt(context: Record<string, unknown>, path: string): string[] {
  const value = path.split('.').reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined), context);
  return typeof value === 'string' && value !== '' ? [value] : [];
}

export type AskedRegisters = { answers: Record<string, unknown>; /** Labels of those that did not answer or know nothing. */ silent: string[] };

/** Asks the registers that the person agreed to. One that does not answer stops nobody: the fields stay empty. */
export async function askRegisters(platform: Platform, who: Who, offers: RegisterOffer[]): Promise<AskedRegisters> {
  const asked: AskedRegisters = { answers: {}, silent: [] };
  for (const { name, label, query } of offers) {
    try {
      const said = await askRegister(platform, who, { name, query });
      if (said.found) asked.answers[name] = asFormValue(said.answer);
      else asked.silent.push(label);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      asked.silent.push(label);
    }
  }
  return asked;
}

/** Registers call the postcode `postalCode`; an address of a form calls it `postcode`. */
function asFormValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asFormValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key === 'postalCode' ? 'postcode' : key, asFormValue(one)]));
}

/** First values of a new draft: from the account, from the last application of the same service, from registers that were asked. */
export async function firstValues(ctx: Ctx, service: CompiledService, { env, register = {} }: { env: FormEnv; register?: Record<string, unknown> }): Promise<Prefilled> {
  const wantsEarlier = [...service.form.fields.values()].some(({ definition }) => [definition.prefill ?? []].flat().some((from) => from.startsWith('earlier.')));
  const earlier = wantsEarlier ? await lastAnswers(ctx, service.slug) : undefined;
  return prefillData(service.form, {}, { ...env, context: { ...env.context, register, ...(earlier ? { earlier } : {}) } });
}

async function lastAnswers(ctx: Ctx, slug: string): Promise<unknown> {
  if (ctx.actor.kind !== 'citizen' || !ctx.actor.id) return undefined;
  const row = await ctx
    .db<ApplicationTables>()
    .selectFrom('applications.application')
    .select('data')
    .where('tenant_id', '=', ctx.tenantId)
    .where('account_id', '=', holderOf(ctx.actor))
    .where('slug', '=', slug)
    .orderBy('submitted_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.data;
}
