import type { VNode } from 'preact';
import { z } from 'zod';
import { page, redirect, view, type Reply } from '#platform/http';
import { tr, type Locale } from '#platform/i18n';
import { Button, ButtonRow, Details, ErrorSummary, Form, Link, PageHeader, Prose, Radios, Stack, TextArea, TextField, fieldId } from '#platform/ui';
import { getEntry } from '../entries.queries.ts';
import { remarkTexts } from './remark-texts.ts';
import { rateText, reportMistake } from './remarks.ts';

const params = z.object({ slug: z.string().max(80) });

/** A field that people do not see; whoever fills it is a machine, is thanked and forgotten. */
const Trap = ({ locale }: { locale: Locale }): VNode => (
  <div class="kern-sr-only" aria-hidden="true">
    <TextField name="_homepage" label={remarkTexts(locale).trap} required={false} autocomplete="off" attributes={{ tabindex: '-1' }} />
  </div>
);

/** Below every service: yes or no, and a word if one likes. */
export function RateForm({ slug, locale }: { slug: string; locale: Locale }): VNode {
  const t = remarkTexts(locale);
  return (
    <Details summary={t.helpful} variant="panel">
      <Form action={`/leistungen/${slug}/bewertung`} label={t.helpful}>
        <Radios name="hilfreich" label={t.helpful} inline options={[{ value: 'ja', label: t.yes }, { value: 'nein', label: t.no }]} value="" />
        <TextArea name="worte" label={t.word} hint={t.wordHint} rows={3} maxlength={1000} required={false} value="" />
        <Trap locale={locale} />
        <ButtonRow>
          <Button>{t.rate}</Button>
        </ButtonRow>
      </Form>
    </Details>
  );
}

export const ratePost = page({
  method: 'POST', path: '/leistungen/:slug/bewertung', site: 'portal', access: 'anyone', params,
  body: z.object({ hilfreich: z.enum(['ja', 'nein']).optional().catch(undefined), worte: z.string().max(3000).default('').catch(''), _homepage: z.string().default('') }),
  handle: async (rq): Promise<Reply> => {
    const { slug } = rq.params;
    const { hilfreich, worte, _homepage } = rq.body;
    const t = remarkTexts(rq.locale);
    if (!hilfreich) return redirect(`/leistungen/${slug}`, { flash: { kind: 'warning', text: t.choose } });
    if (!_homepage) await rq.transact((ctx) => rateText(ctx, slug, { good: hilfreich === 'ja', words: worte }));
    return redirect(`/leistungen/${slug}`, { flash: `${t.thanks} ${t.thanksText}` });
  },
});

type Typed = { worte: string; email: string };

function mistakeView({ slug, name, locale, typed, errors }: { slug: string; name: string; locale: Locale; typed: Typed; errors: Map<string, string> }): Reply {
  const t = remarkTexts(locale);
  const error = (field: string): { error?: string } => (errors.has(field) ? { error: errors.get(field) ?? '' } : {});
  return view({
    title: t.report, width: 'narrow', status: errors.size > 0 ? 422 : 200, noIndex: true, nav: 'services',
    crumbs: [{ label: name, href: `/leistungen/${slug}` }, { label: t.report }],
    body: (
      <Stack gap="large">
        {errors.size > 0 && <ErrorSummary errors={[...errors].map(([field, text]) => ({ id: fieldId(field), text }))} />}
        <PageHeader title={t.report} preline={name} lead={t.reportLead} />
        <Form action={`/leistungen/${slug}/fehler`}>
          <TextArea name="worte" label={t.what} hint={t.wordHint} rows={6} maxlength={3000} required value={typed.worte} {...error('worte')} />
          <TextField name="email" label={t.email} hint={t.emailHint} type="email" autocomplete="email" required={false} value={typed.email} {...error('email')} />
          <Trap locale={locale} />
          <ButtonRow>
            <Button variant="primary">{t.send}</Button>
            <Button href={`/leistungen/${slug}`}>{t.back}</Button>
          </ButtonRow>
        </Form>
      </Stack>
    ),
  });
}

export const mistakePage = page({
  method: 'GET', path: '/leistungen/:slug/fehler', site: 'portal', access: 'anyone', params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { settings } = await getEntry(ctx, rq.params.slug);
      return mistakeView({ slug: settings.slug, name: tr(settings.name, rq.locale), locale: rq.locale, typed: { worte: '', email: '' }, errors: new Map() });
    }),
});

export const mistakePost = page({
  method: 'POST', path: '/leistungen/:slug/fehler', site: 'portal', access: 'anyone', params,
  body: z.object({ worte: z.string().max(20_000).default(''), email: z.string().max(300).default(''), _homepage: z.string().default('') }),
  handle: (rq): Promise<Reply> =>
    rq.transact(async (ctx) => {
      const { settings } = await getEntry(ctx, rq.params.slug);
      const { worte, email, _homepage } = rq.body;
      const t = remarkTexts(rq.locale);
      const name = tr(settings.name, rq.locale);
      const errors = new Map<string, string>();
      if (worte.trim().length < 5) errors.set('worte', t.needWords);
      if (email.trim() && !z.email().safeParse(email.trim()).success) errors.set('email', t.wrongEmail);
      if (errors.size > 0) return mistakeView({ slug: settings.slug, name, locale: rq.locale, typed: { worte, email }, errors });
      if (!_homepage) await reportMistake(ctx, settings.slug, { words: worte, email: email.trim() || null });
      return view({
        title: t.reported, width: 'narrow', noIndex: true, nav: 'services', crumbs: [{ label: name, href: `/leistungen/${settings.slug}` }, { label: t.report }],
        body: (
          <Stack>
            <PageHeader title={t.reported} lead={t.reportedText} />
            <Prose>
              <p>
                <Link href={`/leistungen/${settings.slug}`}>{t.back}</Link>
              </p>
            </Prose>
          </Stack>
        ),
      });
    }),
});
