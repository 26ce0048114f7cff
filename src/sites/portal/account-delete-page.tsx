import { z } from 'zod';
import { erasures, requestDeletion, undoDeletion, whatHindersDeletion } from '#core/parties';
import { confirmItIsYou, getAccount, type Account } from '#platform/auth';
import { page, redirect, view, type Reply, type Rq } from '#platform/http';
import { contentLocale, formatDate, tr, type Locale, type Text } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Alert, Button, ButtonRow, ErrorSummary, Form, PageHeader, Section, Stack, TextField } from '#platform/ui';
import { accountTexts } from './account-texts.ts';
import { leaveTexts } from './account-leave-texts.ts';

const PATH = '/konto/daten/loeschen';
type Asking = Pick<Rq, 'locale' | 'actor' | 'read'>;

const pageOf = (rq: Asking, error?: string): Promise<Reply> =>
  rq.read(async (ctx) => {
    const t = leaveTexts(rq.locale);
    const account = await getAccount(ctx, rq.actor.id ?? '');
    const hindered = account.deletionDueAt ? [] : await whatHindersDeletion(ctx, account.id);
    return view({
      title: t.delete,
      status: error ? 422 : 200,
      nav: 'account',
      width: 'narrow',
      noIndex: true,
      crumbs: [{ label: accountTexts(rq.locale).title, href: '/konto' }, { label: accountTexts(rq.locale).data, href: '/konto/daten' }, { label: t.delete }],
      body: (
        <Stack gap="large">
          <ErrorSummary errors={error ? [{ id: 'current', text: error }] : []} />
          <PageHeader title={t.delete} lead={t.deleteLead} />
          {account.deletionDueAt && <PlannedDeletion dueAt={account.deletionDueAt} locale={contentLocale(rq.locale)} />}
          {hindered.length > 0 && <Alert kind="warning" title={t.hindered}>{hindered.map((reason) => tr(reason, rq.locale)).join(' ')}</Alert>}
          <Consequences ctx={ctx} />
          {!account.deletionDueAt && hindered.length === 0 && <Confirm account={account} error={error} locale={contentLocale(rq.locale)} />}
        </Stack>
      ),
    });
  });

/** That the account will go, and the way to keep it; also on the overview. */
export function PlannedDeletion({ dueAt, locale }: { dueAt: Date; locale: Locale }) {
  const t = leaveTexts(locale);
  return (
    <Alert kind="warning" title={t.planned(formatDate(dueAt, locale))}>
      <Stack gap="small">
        <p class="kern-body">{t.plannedText}</p>
        <form method="post" action={`${PATH}/behalten`}>
          <Button variant="primary">{t.undo}</Button>
        </form>
      </Stack>
    </Alert>
  );
}

function Consequences({ ctx }: { ctx: Ctx }) {
  const t = leaveTexts(ctx.locale);
  const all = ctx.platform.contributions(erasures);
  const say = (text: Text): string => tr(text, ctx.locale);
  return (
    <>
      <Section title={t.goes} id="geht">
        <ul class="kern-list kern-list--bullet">
          <li>{t.goesAccount}</li>
          {all.flatMap((one) => one.goes ?? []).map((text) => (
            <li key={say(text)}>{say(text)}</li>
          ))}
        </ul>
      </Section>
      <Section title={t.stays} id="bleibt">
        <ul class="kern-list kern-list--bullet">
          {all.flatMap((one) => one.stays ?? []).map(({ what, why }) => (
            <li key={say(what)}>
              <strong>{say(what)}.</strong> {say(why)}
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}

function Confirm({ account, error, locale }: { account: Account; error: string | undefined; locale: Locale }) {
  const t = leaveTexts(locale);
  return (
    <Form action={PATH} label={t.delete}>
      {account.hasPassword && <TextField name="current" type="password" label={t.current} autocomplete="current-password" width={20} required error={error} />}
      <ButtonRow>
        <Button variant="danger">{t.confirm}</Button>
        <Button href="/konto/daten">{t.cancel}</Button>
      </ButtonRow>
    </Form>
  );
}

export const deletePage = page({ method: 'GET', path: PATH, site: 'portal', access: 'citizen', handle: (rq) => pageOf(rq) });

export const deletePost = page({
  method: 'POST',
  path: PATH,
  site: 'portal',
  access: 'citizen',
  body: z.object({ current: z.string().max(200).default('') }),
  handle: async (rq) => {
    const t = leaveTexts(rq.locale);
    if ((await confirmItIsYou(rq, rq.body.current)) === 'wrong') return pageOf(rq, t.wrong);
    const dueAt = await rq.transact((ctx) => requestDeletion(ctx, rq.actor.id ?? ''));
    return redirect('/konto', { flash: { kind: 'info', text: t.planned(formatDate(dueAt, rq.locale)) } });
  },
});

export const keepPost = page({
  method: 'POST',
  path: `${PATH}/behalten`,
  site: 'portal',
  access: 'citizen',
  handle: (rq) =>
    rq.transact(async (ctx) => {
      await undoDeletion(ctx, rq.actor.id ?? '');
      return redirect('/konto', { flash: leaveTexts(rq.locale).undone });
    }),
});
