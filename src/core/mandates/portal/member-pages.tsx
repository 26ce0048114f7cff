import { z } from 'zod';
import { accountNames } from '#platform/auth';
import { page, redirect, view, type Reply } from '#platform/http';
import type { Ctx } from '#platform/module';
import { Button, ButtonRow, ConfirmPage, ErrorSummary, Form, Link, PageHeader, Stack, TextField } from '#platform/ui';
import { changeMandate, closeOrganisation, endMandate, leaveOrganisation } from '../change-mandate.ts';
import { inviteMember, withdrawInvitation } from '../invite-member.ts';
import { getOrganisation, listMembers, requireAdministrator, requireMember, type Membership } from '../organisation.ts';
import { problem } from '../problems.ts';
import { TermsFields, firstTerms, listChoices, readTerms, summaryOf, typedOf, type Choice, type FieldMistake } from './terms-fields.tsx';
import { texts } from './texts.ts';

const common = { site: 'portal', access: 'citizen' } as const;
const BASE = '/konto/organisationen/:id';
const params = z.object({ id: z.uuid() });
const memberParams = z.object({ id: z.uuid(), mandate: z.uuid() });
const body = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

type TermsForm = { organisation: { id: string; name: string }; title: string; lead?: string; action: string; typed: ReturnType<typeof firstTerms>; choices: Choice[]; mistakes: FieldMistake[]; email?: string; endHref?: string };

/** Role, services and days: of an invitation (with an address) or of a member. */
function termsView(ctx: Ctx, form: TermsForm): Reply {
  const { organisation, title, mistakes } = form;
  const t = texts(ctx.locale);
  const here = `/konto/organisationen/${organisation.id}`;
  return view({
    title,
    status: mistakes.length ? 422 : 200,
    nav: 'account',
    width: 'narrow',
    noIndex: true,
    crumbs: [{ label: t.account, href: '/konto' }, { label: t.organisations, href: '/konto/organisationen' }, { label: organisation.name, href: here }, { label: title }],
    body: (
      <Stack gap="large">
        <ErrorSummary errors={summaryOf(mistakes)} />
        <PageHeader title={title} lead={form.lead} />
        <Form action={form.action} label={title}>
          {form.email !== undefined && (
            <TextField name="email" type="email" label={t.email} hint={t.emailHint} value={form.email} required autocomplete="off" error={mistakes.find((one) => one.name === 'email')?.text} />
          )}
          <TermsFields typed={form.typed} choices={form.choices} mistakes={mistakes} locale={ctx.locale} />
          <ButtonRow>
            <Button variant="primary">{form.email === undefined ? t.save : t.send}</Button>
            <Button href={here}>{t.cancel}</Button>
          </ButtonRow>
        </Form>
        {form.endHref && (
          <p class="kern-body">
            <Link href={form.endHref}>{t.end}</Link>
          </p>
        )}
      </Stack>
    ),
  });
}

async function inviting(ctx: Ctx, id: string): Promise<Omit<TermsForm, 'typed' | 'mistakes' | 'email'>> {
  const t = texts(ctx.locale);
  await requireAdministrator(ctx, id);
  return { organisation: await getOrganisation(ctx, id), title: t.invite, lead: t.inviteLead, action: `/konto/organisationen/${id}/einladen`, choices: await listChoices(ctx) };
}

export const invitePage = page({ ...common, method: 'GET', path: `${BASE}/einladen`, params, handle: (rq) => rq.read(async (ctx) => termsView(ctx, { ...(await inviting(ctx, rq.params.id)), typed: firstTerms(ctx), mistakes: [], email: '' })) });

export const invitePost = page({
  ...common,
  method: 'POST',
  path: `${BASE}/einladen`,
  params,
  body,
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const t = texts(rq.locale);
      const form = await inviting(ctx, rq.params.id);
      const email = String(rq.body['email'] ?? '').trim();
      const read = readTerms(ctx, rq.body, form.choices);
      const mistakes = [...(/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) && email.length <= 254 ? [] : [{ name: 'email', text: t.emailWrong }]), ...read.mistakes];
      if (mistakes.length || !read.terms) return termsView(ctx, { ...form, typed: read.typed, mistakes, email });
      await inviteMember(ctx, rq.params.id, { email, terms: read.terms });
      return redirect(`/konto/organisationen/${rq.params.id}`, { flash: t.invited });
    }),
});

export const withdrawInvitationPost = page({
  ...common,
  method: 'POST',
  path: `${BASE}/einladungen/:invitation`,
  params: z.object({ id: z.uuid(), invitation: z.uuid() }),
  handle: (rq) =>
    rq.transact(async (ctx) => {
      await withdrawInvitation(ctx, rq.params.id, rq.params.invitation);
      return redirect(`/konto/organisationen/${rq.params.id}`, { flash: texts(rq.locale).withdrawn });
    }),
});

/** @throws Problem 403, 404 */
async function memberOf(ctx: Ctx, at: z.output<typeof memberParams>): Promise<Membership & { name: string }> {
  await requireAdministrator(ctx, at.id);
  const found = (await listMembers(ctx, at.id)).find((one) => one.id === at.mandate);
  if (!found) throw problem('mandates/no-member');
  return { ...found, name: (await accountNames(ctx, [found.accountId])).get(found.accountId) ?? '–' };
}

async function changing(ctx: Ctx, at: z.output<typeof memberParams>): Promise<Omit<TermsForm, 'mistakes'>> {
  const member = await memberOf(ctx, at);
  const action = `/konto/organisationen/${at.id}/personen/${at.mandate}`;
  return { organisation: await getOrganisation(ctx, at.id), title: texts(ctx.locale).changeMember(member.name), action, endHref: `${action}/beenden`, typed: typedOf(member), choices: await listChoices(ctx, member.services ?? []) };
}

export const memberPage = page({ ...common, method: 'GET', path: `${BASE}/personen/:mandate`, params: memberParams, handle: (rq) => rq.read(async (ctx) => termsView(ctx, { ...(await changing(ctx, rq.params)), mistakes: [] })) });

export const memberPost = page({
  ...common,
  method: 'POST',
  path: `${BASE}/personen/:mandate`,
  params: memberParams,
  body,
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const form = await changing(ctx, rq.params);
      const { typed, terms, mistakes } = readTerms(ctx, rq.body, form.choices);
      if (!terms) return termsView(ctx, { ...form, typed, mistakes });
      await changeMandate(ctx, rq.params.id, { mandateId: rq.params.mandate, terms });
      return redirect(`/konto/organisationen/${rq.params.id}`, { flash: texts(rq.locale).saved });
    }),
});

const confirmView = (ctx: Ctx, { organisation, ...props }: { organisation: { id: string; name: string }; title: string; consequences: string[]; undo: string; confirm: string; action: string }): Reply => {
  const t = texts(ctx.locale);
  const here = `/konto/organisationen/${organisation.id}`;
  return view({
    title: props.title,
    nav: 'account',
    width: 'narrow',
    noIndex: true,
    crumbs: [{ label: t.account, href: '/konto' }, { label: t.organisations, href: '/konto/organisationen' }, { label: organisation.name, href: here }, { label: props.confirm }],
    body: <ConfirmPage {...props} danger cancel={{ href: here, label: t.cancel }} />,
  });
};

export const endPage = page({
  ...common,
  method: 'GET',
  path: `${BASE}/personen/:mandate/beenden`,
  params: memberParams,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const t = texts(rq.locale);
      const member = await memberOf(ctx, rq.params);
      const action = `/konto/organisationen/${rq.params.id}/personen/${rq.params.mandate}/beenden`;
      return confirmView(ctx, { organisation: await getOrganisation(ctx, rq.params.id), title: t.endTitle(member.name), consequences: [t.endConsequence, t.endStays], undo: t.endUndo, confirm: t.end, action });
    }),
});

export const endPost = page({
  ...common,
  method: 'POST',
  path: `${BASE}/personen/:mandate/beenden`,
  params: memberParams,
  handle: (rq) =>
    rq.transact(async (ctx) => {
      await endMandate(ctx, rq.params.id, rq.params.mandate);
      return redirect(`/konto/organisationen/${rq.params.id}`, { flash: texts(rq.locale).ended });
    }),
});

export const leavePage = page({
  ...common,
  method: 'GET',
  path: `${BASE}/verlassen`,
  params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const t = texts(rq.locale);
      await requireMember(ctx, rq.params.id);
      const organisation = await getOrganisation(ctx, rq.params.id);
      return confirmView(ctx, { organisation, title: t.leaveTitle(organisation.name), consequences: [t.leaveConsequence, t.endStays], undo: t.leaveUndo, confirm: t.leave, action: `/konto/organisationen/${organisation.id}/verlassen` });
    }),
});

export const leavePost = page({
  ...common,
  method: 'POST',
  path: `${BASE}/verlassen`,
  params,
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const organisation = await getOrganisation(ctx, rq.params.id);
      await leaveOrganisation(ctx, organisation.id);
      return redirect('/konto/organisationen', { flash: texts(rq.locale).left(organisation.name) });
    }),
});

export const closePage = page({
  ...common,
  method: 'GET',
  path: `${BASE}/aufloesen`,
  params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const t = texts(rq.locale);
      await requireAdministrator(ctx, rq.params.id);
      const organisation = await getOrganisation(ctx, rq.params.id);
      return confirmView(ctx, { organisation, title: t.closeTitle(organisation.name), consequences: [t.closeNobody, t.closeDrafts, t.closeStays], undo: t.closeUndo, confirm: t.close, action: `/konto/organisationen/${organisation.id}/aufloesen` });
    }),
});

export const closePost = page({
  ...common,
  method: 'POST',
  path: `${BASE}/aufloesen`,
  params,
  handle: (rq) =>
    rq.transact(async (ctx) => {
      await closeOrganisation(ctx, rq.params.id);
      return redirect('/konto/organisationen', { flash: texts(rq.locale).closed });
    }),
});
