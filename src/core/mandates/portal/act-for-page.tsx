import { z } from 'zod';
import { safePath } from '#platform/auth';
import { page, redirect, view } from '#platform/http';
import { calendarDayOf } from '#platform/i18n';
import { signInNeeded } from '#platform/module';
import { Button, ButtonRow, Form, Link, PageHeader, Radios, Stack } from '#platform/ui';
import { actFor } from '../act-for.ts';
import { listMemberships, stateOf } from '../organisation.ts';
import { termsInWords, texts } from './texts.ts';

const PATH = '/konto/handeln';

/** 'Für wen handeln Sie?': after signing in, and from the head of every page. */
export const actForPage = page({
  method: 'GET',
  path: PATH,
  site: 'portal',
  access: 'citizen',
  query: z.object({ weiter: z.string().max(2000).default('') }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const t = texts(rq.locale);
      const today = calendarDayOf(ctx.now);
      const mine = (await listMemberships(ctx, rq.actor.id ?? '')).filter((one) => stateOf(one, today) === 'valid');
      return view({
        title: t.actTitle,
        nav: 'account',
        width: 'narrow',
        noIndex: true,
        crumbs: [{ label: t.account, href: '/konto' }, { label: t.actTitle }],
        body: (
          <Stack gap="large">
            <PageHeader title={t.actTitle} lead={t.actLead} />
            <Form action={PATH} label={t.actTitle}>
              <input type="hidden" name="weiter" value={safePath(rq.query.weiter, '/konto')} />
              <Radios
                name="fuer"
                label={t.actLegend}
                value={rq.actor.actingFor?.id ?? 'selbst'}
                options={[
                  { value: 'selbst', label: t.forMyself, hint: t.forMyselfHint(rq.actor.name) },
                  ...mine.map((one) => ({ value: one.organisationId, label: t.forOther(one.name), hint: termsInWords(one, rq.locale) })),
                ]}
              />
              <ButtonRow>
                <Button variant="primary">{t.go}</Button>
              </ButtonRow>
            </Form>
            <p class="kern-body">
              <Link href="/konto/organisationen">{t.organisations}</Link>
            </p>
          </Stack>
        ),
      });
    }),
});

export const actForPost = page({
  method: 'POST',
  path: PATH,
  site: 'portal',
  access: 'citizen',
  body: z.object({ fuer: z.union([z.uuid(), z.literal('selbst')]), weiter: z.string().max(2000).default('') }),
  handle: (rq) =>
    rq.transact(async (ctx) => {
      if (!rq.session) throw signInNeeded();
      const t = texts(rq.locale);
      const name = await actFor(ctx, rq.session.id, rq.body.fuer === 'selbst' ? null : rq.body.fuer);
      return redirect(safePath(rq.body.weiter, '/konto'), { flash: name ? t.actingNow(name) : t.actingSelf });
    }),
});
