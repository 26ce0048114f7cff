import { z } from 'zod';
import { collectOwnData } from '#core/parties';
import { accountNames } from '#platform/auth';
import { json, page, view, type Reply, type Rq } from '#platform/http';
import { calendarDayOf, formatDate } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Badge, Button, ButtonRow, DescriptionList, EmptyState, PageHeader, Section, Stack, Table, TaskList } from '#platform/ui';
import { listInvitations, type Invitation } from '../invite-member.ts';
import { getOrganisation, listMembers, listMemberships, requireAdministrator, requireMember, stateOf, type Membership, type Organisation } from '../organisation.ts';
import { serviceNames } from './terms-fields.tsx';
import { roleWord, servicesInWords, termsInWords, texts, type Words } from './texts.ts';

const common = { site: 'portal', access: 'citizen' } as const;
const params = z.object({ id: z.uuid() });

function StateWord({ one, today, t }: { one: Membership; today: string; t: Words }) {
  const state = stateOf(one, today);
  if (state === 'valid') return null;
  return <Badge state={state === 'over' ? 'late' : 'soon'}>{state === 'over' ? t.over : t.notYet}</Badge>;
}

/** The organisations of a person. */
export const organisationsPage = page({
  ...common,
  method: 'GET',
  path: '/konto/organisationen',
  handle: (rq) =>
    rq.read(async (ctx) => {
      const t = texts(rq.locale);
      const today = calendarDayOf(ctx.now);
      const mine = await listMemberships(ctx, rq.actor.id ?? '');
      return view({
        title: t.organisations,
        nav: 'account',
        width: 'narrow',
        noIndex: true,
        crumbs: [{ label: t.account, href: '/konto' }, { label: t.organisations }],
        body: (
          <Stack gap="large">
            <PageHeader title={t.organisations} lead={t.lead} />
            {mine.length === 0 ? (
              <EmptyState title={t.none}>{t.noneText}</EmptyState>
            ) : (
              <TaskList
                label={t.organisations}
                items={mine.map((one) => ({
                  title: one.name,
                  href: `/konto/organisationen/${one.organisationId}`,
                  note: termsInWords(one, rq.locale),
                  badge: one.organisationId === rq.actor.actingFor?.id ? <Badge state="done">{t.current}</Badge> : <StateWord one={one} today={today} t={t} />,
                }))}
              />
            )}
            <ButtonRow>
              {mine.some((one) => stateOf(one, today) === 'valid') && (
                <Button variant="primary" href="/konto/handeln">
                  {t.actTitle}
                </Button>
              )}
              <Button href="/konto/organisationen/neu">{t.found}</Button>
            </ButtonRow>
          </Stack>
        ),
      });
    }),
});

type Person = Membership & { name: string };
type Shown = { organisation: Organisation; own: Membership; people: Person[]; invitations: Invitation[]; /** Of the services that mandates name. */ services: Map<string, string>; today: string; rq: Rq<{ id: string }>; t: Words };

async function withNames(ctx: Ctx, members: Membership[]): Promise<Person[]> {
  const names = await accountNames(ctx, members.map((one) => one.accountId));
  return members.map((one) => ({ ...one, name: names.get(one.accountId) ?? '–' }));
}

/** One organisation: what it says of itself, and for administrators the people with their rights. */
export const organisationPage = page({
  ...common,
  method: 'GET',
  path: '/konto/organisationen/:id',
  params,
  handle: (rq) =>
    rq.read(async (ctx): Promise<Reply> => {
      const own = await requireMember(ctx, rq.params.id);
      const manages = own.role === 'administrator';
      // others learn whom they can ask, and nothing about their colleagues
      const members = (await listMembers(ctx, rq.params.id)).filter((one) => manages || one.role === 'administrator');
      const people = await withNames(ctx, members);
      const shown: Shown = {
        organisation: await getOrganisation(ctx, rq.params.id),
        own,
        people,
        services: await serviceNames(ctx, [own, ...people].flatMap((one) => one.services ?? [])),
        invitations: manages ? await listInvitations(ctx, rq.params.id) : [],
        today: calendarDayOf(ctx.now),
        rq,
        t: texts(rq.locale),
      };
      return view({ title: shown.organisation.name, nav: 'account', noIndex: true, crumbs: [{ label: shown.t.account, href: '/konto' }, { label: shown.t.organisations, href: '/konto/organisationen' }, { label: shown.organisation.name }], body: <OrganisationBody {...shown} /> });
    }),
});

function OrganisationBody(shown: Shown) {
  const { organisation, own, rq, t } = shown;
  const here = `/konto/organisationen/${organisation.id}`;
  const manages = own.role === 'administrator';
  const acting = rq.actor.actingFor?.id === organisation.id;
  return (
    <Stack gap="x-large">
      <PageHeader title={organisation.name} lead={termsInWords(own, rq.locale, shown.services)} />
      {!acting && (
        <form method="post" action="/konto/handeln">
          <input type="hidden" name="fuer" value={organisation.id} />
          <Button variant="primary">{t.actNow(organisation.name)}</Button>
        </form>
      )}
      <People {...shown} />
      {shown.invitations.length > 0 && <Invitations {...shown} />}
      <Details {...shown} />
      <ButtonRow>
        {manages && (
          <Button icon="download" href={`${here}/export`}>
            {t.export}
          </Button>
        )}
        <Button variant="tertiary" href={`${here}/verlassen`}>
          {t.leave}
        </Button>
        {manages && (
          <Button variant="tertiary" href={`${here}/aufloesen`}>
            {t.close}
          </Button>
        )}
      </ButtonRow>
    </Stack>
  );
}

function People({ organisation, own, people, services, today, rq, t }: Shown) {
  const here = `/konto/organisationen/${organisation.id}`;
  const manages = own.role === 'administrator';
  const title = manages ? t.members : t.administrators;
  const nameOf = (one: Person) => (one.id === own.id ? `${one.name} (${t.you})` : one.name);
  if (!manages) {
    return (
      <Section title={title} id="personen">
        <ul class="kern-list kern-list--bullet">
          {people.map((one) => (
            <li key={one.id}>{nameOf(one)}</li>
          ))}
        </ul>
      </Section>
    );
  }
  return (
    <Section title={title} id="personen" actions={<Button size="small" href={`${here}/einladen`}>{t.invite}</Button>}>
      <Table
        caption={title}
        captionHidden
        stack
        rows={people}
        rowKey={(one) => one.id}
        columns={[
          { key: 'name', head: t.person, rowHead: true, cell: (one) => <>{nameOf(one)} <StateWord one={one} today={today} t={t} /></> },
          { key: 'role', head: t.role, cell: (one) => roleWord(one.role, rq.locale) },
          { key: 'services', head: t.services, cell: (one) => servicesInWords(one.services, rq.locale, services) },
          { key: 'from', head: t.validFrom, cell: (one) => formatDate(one.validFrom, rq.locale) },
          { key: 'until', head: t.validUntil, cell: (one) => (one.validUntil ? formatDate(one.validUntil, rq.locale) : '–') },
          { key: 'change', head: t.change, headHidden: true, cell: (one) => <Button size="small" variant="tertiary" href={`${here}/personen/${one.id}`} attributes={{ 'aria-label': `${t.change}: ${one.name}` }}>{t.change}</Button> },
        ]}
      />
    </Section>
  );
}

function Invitations({ organisation, invitations, rq, t }: Shown) {
  return (
    <Section title={t.invitations} id="einladungen">
      <Table
        caption={t.invitations}
        captionHidden
        stack
        rows={invitations}
        rowKey={(one) => one.id}
        columns={[
          { key: 'email', head: t.email, rowHead: true, cell: (one) => one.email },
          { key: 'role', head: t.role, cell: (one) => roleWord(one.role, rq.locale) },
          { key: 'until', head: t.linkUntil, cell: (one) => formatDate(one.expiresAt, rq.locale) },
          {
            key: 'withdraw', head: t.withdraw, headHidden: true,
            cell: (one) => (
              <form method="post" action={`/konto/organisationen/${organisation.id}/einladungen/${one.id}`}>
                <Button size="small" variant="tertiary" attributes={{ 'aria-label': `${t.withdraw}: ${one.email}` }}>{t.withdraw}</Button>
              </form>
            ),
          },
        ]}
      />
    </Section>
  );
}

function Details({ organisation, own, t }: Shown) {
  const { registerNumber, registerCourt, email, phone, address } = organisation;
  const place = address && [[address.street, address.houseNumber].filter(Boolean).join(' '), [address.postcode, address.city].filter(Boolean).join(' ')].filter(Boolean).join(', ');
  const rows: [string, string][] = [[t.name, organisation.name], [t.register, [registerNumber, registerCourt].filter(Boolean).join(', ')], [t.address, place ?? ''], [t.contact, [email, phone].filter(Boolean).join(', ')]];
  const items = rows.flatMap(([term, value]) => (value ? [{ term, value }] : []));
  return (
    <Section title={t.details} id="angaben" actions={own.role === 'administrator' && <Button size="small" href={`/konto/organisationen/${organisation.id}/angaben`}>{t.changeDetails}</Button>}>
      <Stack gap="small">
        <DescriptionList items={items} />
        <p class="kern-body kern-body--small muted">{t.detailsHint}</p>
      </Stack>
    </Section>
  );
}

/** Everything stored under the organisation's account, for those who administer it; that it was fetched is noted. */
export const organisationExport = page({
  ...common,
  method: 'GET',
  path: '/konto/organisationen/:id/export',
  params,
  handle: (rq) =>
    rq.transact(async (ctx) => {
      await requireAdministrator(ctx, rq.params.id);
      const data = await collectOwnData(ctx, rq.params.id, 'organisation');
      ctx.emit({ type: 'mandates/data-exported', subject: `organisation:${rq.params.id}` });
      return json({ exportedAt: ctx.now.toISOString(), ...data }, { headers: { 'content-disposition': `attachment; filename="organisation-${calendarDayOf(ctx.now)}.json"` } });
    }),
});
