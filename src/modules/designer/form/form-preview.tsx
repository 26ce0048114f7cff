import type { VNode } from 'preact';
import { compileFeel } from '#engines/decisions';
import { compileForm, renderPage, type FormDefinition } from '#engines/forms';
import { calendarDayOf, type ContentLocale } from '#platform/i18n';
import { Heading, LocaleProvider } from '#platform/ui';

export type PreviewProps = { form: FormDefinition; pageIndex: number; locale: ContentLocale; now: Date; /** Names that expressions may use besides the answers. */ context: string[] };

/** The page as it will be, with the fields out of action: what is typed here would go nowhere. */
export function FormPreview({ form, pageIndex, locale, now, context }: PreviewProps): VNode {
  const compiled = compileForm(structuredClone(form), { feel: compileFeel, context }).form;
  const page = compiled?.pages[pageIndex];
  if (!compiled || !page) return <p>Die Vorschau erscheint, sobald die Fehler behoben sind.</p>;
  const env = { today: calendarDayOf(now), locale, context: Object.fromEntries(context.map((name) => [name, null])) };
  const rendered = renderPage({ form: compiled, pageId: page.id, data: {}, env });
  const title = form.pages[pageIndex]?.title;
  return (
    <LocaleProvider locale={locale}>
      <div class="form-preview kern-layer" lang={locale === 'en' ? 'en' : 'de'}>
        <Heading level={3} size="medium">
          {typeof title === 'string' ? title : (title?.[locale] ?? title?.de)}
        </Heading>
        <fieldset class="plain-fieldset" disabled>
          <legend class="kern-sr-only">Vorschau, ohne Wirkung</legend>
          {rendered.fields}
        </fieldset>
      </div>
    </LocaleProvider>
  );
}
