import { z } from 'zod';
import { qrSvg } from '#engines/documents';
import { page, view, type Reply } from '#platform/http';
import { formatDate, type Locale } from '#platform/i18n';
import { holderOf, type Platform } from '#platform/module';
import { Alert, Button, ButtonRow, Card, DescriptionList, EmptyState, PageHeader, Stack, TaskList } from '#platform/ui';
import { checkUrl } from '../permit-token.ts';
import { getOwnPermit, listAccountPermits, stateOf, type PermitState } from '../permits.queries.ts';
import type { Permit } from '../tables.ts';
import { StateBadge, permitFacts } from './permit-facts.tsx';
import { texts } from './texts.ts';

export const permitsPage = page({
  method: 'GET',
  path: '/konto/ausweise',
  site: 'portal',
  access: 'citizen',
  handle: (rq) =>
    rq.read(async (ctx) => {
      const t = texts(rq.locale);
      const permits = await listAccountPermits(ctx, holderOf(rq.actor));
      return view({
        title: t.permits,
        nav: 'account',
        width: 'narrow',
        noIndex: true,
        crumbs: [{ label: t.account, href: '/konto' }, { label: t.permits }],
        body: (
          <Stack gap="large">
            <PageHeader title={t.permits} lead={t.lead} />
            {permits.length === 0 ? (
              <EmptyState title={t.empty} icon="tag">
                {t.emptyText}
              </EmptyState>
            ) : (
              <TaskList
                label={t.permits}
                items={permits.map((permit) => ({ title: permit.title, href: `/konto/ausweise/${permit.id}`, note: `${permit.plate ?? permit.area} · ${t.until} ${formatDate(permit.valid_until, rq.locale)}`, badge: <StateBadge state={stateOf(permit, ctx.now)} locale={rq.locale} /> }))}
              />
            )}
          </Stack>
        ),
      });
    }),
});

/** One permit with its code to show. */
export const permitPage = page({
  method: 'GET',
  path: '/konto/ausweise/:id',
  site: 'portal',
  access: 'citizen',
  params: z.object({ id: z.uuid() }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const permit = await getOwnPermit(ctx, rq.params.id, holderOf(rq.actor));
      const current = permit.status === 'replaced' ? (await listAccountPermits(ctx, holderOf(rq.actor))).find((one) => one.case_id === permit.case_id && one.status === 'valid') : undefined;
      return permitView({ permit, current, state: stateOf(permit, ctx.now), platform: ctx.platform, locale: rq.locale });
    }),
});

type Shown = { permit: Permit; current: Permit | undefined; state: PermitState; platform: Platform; locale: Locale };

function permitView({ permit, current, state, platform, locale }: Shown): Reply {
  const t = texts(locale);
  const inUse = state === 'valid' || state === 'not-yet';
  return view({
    title: permit.title,
    nav: 'account',
    width: 'narrow',
    noIndex: true,
    crumbs: [{ label: t.account, href: '/konto' }, { label: t.permits, href: '/konto/ausweise' }, { label: permit.plate ?? permit.title }],
    body: (
      <Stack gap="large">
        <PageHeader title={permit.title} meta={<StateBadge state={state} locale={locale} />} lead={inUse ? t.hint : t.over} />
        {current && (
          <Alert kind="info" title={t.over}>
            <ButtonRow>
              <Button href={`/konto/ausweise/${current.id}`}>{t.current}</Button>
            </ButtonRow>
          </Alert>
        )}
        {inUse && (
          <Card title={permit.plate ?? permit.area} preline={`${t.until} ${formatDate(permit.valid_until, locale)}`} level={2} size="large">
            <img class="qr" src={`data:image/svg+xml;base64,${Buffer.from(qrSvg(checkUrl(platform, permit))).toString('base64')}`} alt={t.qr} width={280} height={280} />
          </Card>
        )}
        <DescriptionList items={permitFacts(permit, { locale, withPlate: true })} />
        {inUse && permit.plate && (
          <ButtonRow>
            <Button href={`/konto/ausweise/${permit.id}/kennzeichen`}>{t.change}</Button>
          </ButtonRow>
        )}
      </Stack>
    ),
  });
}
