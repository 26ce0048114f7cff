import { z } from 'zod';
import { findCurrentVersion, type CompiledService } from '#core/catalogue';
import { setDocument } from '#core/inbox';
import { findOfficeByKey, type Office } from '#core/organisation';
import { blankWords, describeBlank, renderBlank, toJsonSchema } from '#engines/forms';
import { file, page, view } from '#platform/http';
import { calendarDayOf, contentLocale, tr, type ContentLocale } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Button, ButtonRow, PageHeader, Stack } from '#platform/ui';
import { problem } from '../problems.ts';
import { keepPdf } from './keep-pdf.ts';
import { texts } from './texts.ts';

const params = z.object({ slug: z.string().max(80) });
const route = { method: 'GET', site: 'portal', access: 'anyone', params } as const;

/** Forms of services that are online; others have no form that leads anywhere. */
async function serviceOf(ctx: Ctx, slug: string): Promise<CompiledService> {
  const found = await findCurrentVersion(ctx, slug);
  if (!found?.service.settings.online) throw problem('applications/not-online');
  return found.service;
}

const postalLine = ({ name, address }: Office): string => `${name}, ${address.street} ${address.houseNumber}, ${address.postalCode} ${address.city}`;

/** The empty form to print, from the same definition as the pages: for everybody who would rather write by hand. */
export const blankFormPage = page({
  ...route,
  path: '/leistungen/:slug/formular',
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { form, settings, slug } = await serviceOf(ctx, rq.params.slug);
      const t = texts(rq.locale);
      const name = tr(settings.name, rq.locale);
      const office = await findOfficeByKey(ctx, settings.office);
      return view({
        title: `${t.blankForm} – ${name}`,
        width: 'narrow',
        crumbs: [{ label: name, href: `/leistungen/${slug}` }, { label: t.blankForm }],
        body: (
          <Stack gap="large">
            <PageHeader title={name} preline={t.blankForm} lead={t.blankFormLead} />
            <div class="no-print">
              <ButtonRow>
                <Button variant="primary" icon="download" href={`/leistungen/${slug}/formular.pdf`}>
                  {t.blankFormPdf}
                </Button>
                <Button href={`/antrag/${slug}`}>{t.applyOnline}</Button>
              </ButtonRow>
            </div>
            {office && <p class="kern-body">{t.blankFormSend(postalLine(office))}</p>}
            <p class="kern-body">{blankWords(rq.locale).required}</p>
            {renderBlank(form, rq.locale)}
          </Stack>
        ),
      });
    }),
});

/** The same as an accessible PDF. */
export const blankFormPdf = page({
  ...route,
  path: '/leistungen/:slug/formular.pdf',
  handle: (rq) =>
    rq.read(async (ctx) => {
      const service = await serviceOf(ctx, rq.params.slug);
      const locale = contentLocale(rq.locale);
      const key = [ctx.tenantId, service.slug, service.number, calendarDayOf(ctx.now), locale].join(' ');
      const pdf = await keepPdf(rq.platform, key, () => makeBlankPdf(ctx, service, { locale, publicUrl: rq.platform.config.publicUrl }));
      return file({ bytes: pdf, name: `${service.slug}.pdf`, type: 'application/pdf' });
    }),
});

async function makeBlankPdf(ctx: Ctx, { form, settings, slug }: CompiledService, { locale, publicUrl }: { locale: ContentLocale; publicUrl: string }): Promise<Uint8Array> {
  const office = await findOfficeByKey(ctx, settings.office);
  if (!office) throw problem('applications/not-online');
  const say = blankWords(locale);
  const title = tr(settings.name, locale);
  const t = texts(locale);
  const online = `${publicUrl}/antrag/${slug}`;
  const send = t.blankFormSend(postalLine(office));
  const { pages, signing, reasons } = describeBlank(form, locale);
  const words = { signature: say.signature, placeAndDate: say.placeAndDate, required: say.required, enclosed: say.enclosed, why: say.why, arrived: t.blankFormArrived };
  return setDocument(ctx, {
    officeId: office.id,
    layout: 'form',
    locale,
    content: { type: 'doc', attrs: { kind: 'letter', seal: false, title, subject: title, layout: 'form', language: locale }, content: [{ type: 'paragraph', content: [{ type: 'text', text: `${send} ${t.blankFormOnline(online)}` }] }] },
    meta: { date: calendarDayOf(ctx.now), createdAt: ctx.now, code: { text: online, alt: t.blankFormOnline(online) }, form: { pages, signing, reasons, words } },
  });
}

/** The form's answers as JSON Schema 2020-12, for systems that send applications or read them. */
export const formSchemaFile = page({
  ...route,
  path: '/leistungen/:slug/formular.schema.json',
  handle: (rq) =>
    rq.read(async (ctx) => {
      const service = await serviceOf(ctx, rq.params.slug);
      const schema = { ...toJsonSchema(service.form), $id: `${rq.platform.config.publicUrl}/leistungen/${service.slug}/formular.schema.json`, 'x-version': service.number };
      return file({ bytes: Buffer.from(`${JSON.stringify(schema, null, 2)}\n`), name: `${service.slug}.schema.json`, type: 'application/schema+json; charset=utf-8', inline: true });
    }),
});
