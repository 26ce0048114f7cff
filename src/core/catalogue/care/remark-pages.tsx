import type { VNode } from 'preact';
import { z } from 'zod';
import { page, redirect, view, type Reply } from '#platform/http';
import { tr, type Locale, type Text } from '#platform/i18n';
import { Button, ButtonRow, Details, ErrorSummary, Form, Link, PageHeader, Prose, Radios, Stack, TextArea, TextField, fieldId, languageOf, say } from '#platform/ui';
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

type Rating = { slug: string; locale: Locale; /** Typed before something was missing. */ words?: string; error?: string };

/** Below every service: yes or no, and a word if one likes. */
export const RateForm = (rating: Rating): VNode => (
  <Details summary={remarkTexts(rating.locale).helpful} variant="panel">
    <RateFields {...rating} />
  </Details>
);

function RateFields({ slug, locale, words = '', error }: Rating): VNode {
  const t = remarkTexts(locale);
  return (
    <Form action={`/leistungen/${slug}/bewertung`} label={t.helpful}>
      <Radios name="hilfreich" label={t.helpful} inline options={[{ value: 'ja', label: t.yes }, { value: 'nein', label: t.no }]} value="" {...(error ? { error } : {})} />
      <TextArea name="worte" label={t.word} hint={t.wordHint} rows={3} maxlength={1000} required={false} value={words} />
      <Trap locale={locale} />
      <ButtonRow>
        <Button>{t.rate}</Button>
      </ButtonRow>
    </Form>
  );
}

export const ratePost = page({
  method: 'POST', path: '/leistungen/:slug/bewertung', site: 'portal', access: 'anyone', everyLanguage: true, params,
  body: z.object({ hilfreich: z.enum(['ja', 'nein']).optional().catch(undefined), worte: z.string().max(3000).default('').catch(''), _homepage: z.string().default('') }),
  handle: async (rq): Promise<Reply> => {
    const { slug } = rq.params;
    const { hilfreich, worte, _homepage } = rq.body;
    const t = remarkTexts(rq.locale);
    if (!hilfreich) {
      const { settings } = await rq.read((ctx) => getEntry(ctx, slug));
      const body = (
        <Stack gap="large">
          <ErrorSummary errors={[{ id: fieldId('hilfreich'), text: t.choose }]} />
          <PageHeader title={say(settings.name, rq.locale)} />
          <RateFields slug={slug} locale={rq.locale} words={worte} error={t.choose} />
        </Stack>
      );
      return view({ title: t.helpful, width: 'narrow', status: 422, noIndex: true, nav: 'services', crumbs: [crumbOf(slug, settings.name, rq.locale), { label: t.helpful }], body });
    }
    if (!_homepage) await rq.transact((ctx) => rateText(ctx, slug, { good: hilfreich === 'ja', words: worte }));
    return redirect(`/leistungen/${slug}`, { flash: `${t.thanks} ${t.thanksText}` });
  },
});

const crumbOf = (slug: string, name: Text, locale: Locale) => ({ label: tr(name, locale), href: `/leistungen/${slug}`, lang: languageOf(name, locale).lang });

type Typed = { worte: string; email: string };

function mistakeView({ slug, name, locale, typed, errors }: { slug: string; name: Text; locale: Locale; typed: Typed; errors: Map<string, string> }): Reply {
  const t = remarkTexts(locale);
  const error = (field: string): { error?: string } => (errors.has(field) ? { error: errors.get(field) ?? '' } : {});
  return view({
    title: t.report, width: 'narrow', status: errors.size > 0 ? 422 : 200, noIndex: true, nav: 'services',
    crumbs: [crumbOf(slug, name, locale), { label: t.report }],
    body: (
      <Stack gap="large">
        {errors.size > 0 && <ErrorSummary errors={[...errors].map(([field, text]) => ({ id: fieldId(field), text }))} />}
        <PageHeader title={t.report} preline={say(name, locale)} lead={t.reportLead} />
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
  method: 'GET', path: '/leistungen/:slug/fehler', site: 'portal', access: 'anyone', everyLanguage: true, params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { settings } = await getEntry(ctx, rq.params.slug);
      return mistakeView({ slug: settings.slug, name: settings.name, locale: rq.locale, typed: { worte: '', email: '' }, errors: new Map() });
    }),
});

export const mistakePost = page({
  method: 'POST', path: '/leistungen/:slug/fehler', site: 'portal', access: 'anyone', everyLanguage: true, params,
  body: z.object({ worte: z.string().max(20_000).default(''), email: z.string().max(300).default(''), _homepage: z.string().default('') }),
  handle: (rq): Promise<Reply> =>
    rq.transact(async (ctx) => {
      const { settings } = await getEntry(ctx, rq.params.slug);
      const { worte, email, _homepage } = rq.body;
      const t = remarkTexts(rq.locale);
      const errors = new Map<string, string>();
      if (worte.trim().length < 5) errors.set('worte', t.needWords);
      if (email.trim() && !z.email().safeParse(email.trim()).success) errors.set('email', t.wrongEmail);
      if (errors.size > 0) return mistakeView({ slug: settings.slug, name: settings.name, locale: rq.locale, typed: { worte, email }, errors });
      if (!_homepage) await reportMistake(ctx, settings.slug, { words: worte, email: email.trim() || null });
      return view({
        title: t.reported, width: 'narrow', noIndex: true, nav: 'services', crumbs: [crumbOf(settings.slug, settings.name, rq.locale), { label: t.report }],
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
