import type { PapersRequest } from '#core/inbox';
import { calendarDayOf, contentLocale, formatDate, formatDateTime, formatFileSize } from '#platform/i18n';
import { Alert, Button, ButtonRow, DescriptionList, EmptyState, Enhanced, FileField, Form, Link, Stack, TextArea, ContentBlock, sayContent } from '#platform/ui';
import { papersField } from '../uploads/uploads.ts';
import { clockSentences } from './clock-words.ts';
import type { Shown } from './load-application.ts';
import { texts } from './texts.ts';

/** When it came, until when it is expected and why that moved, whom to ask. */
export function Facts({ application, office, progress, found, locale, service, platform }: Shown) {
  const t = texts(locale);
  const clock = clockSentences({ found, deemedApproval: service.settings.statutory?.deemedApproval ?? false, today: calendarDayOf(platform.clock()), locale: contentLocale(locale) });
  return (
    <DescriptionList
      items={[
        { term: t.submittedOn, value: formatDateTime(application.submitted_at, locale) },
        progress.expectedOn !== undefined && { term: t.expected, value: formatDate(progress.expectedOn, locale) },
        clock.length > 0 ? { term: t.period, value: sayContent(clock.join(' '), locale) } : found.pausedAt !== undefined && { term: t.period, value: t.paused(formatDate(found.pausedAt, locale)) },
        {
          term: t.office,
          value: (
            <>
              {sayContent(office.name, locale)}
              {office.phone && (
                <>
                  <br />
                  <a class="kern-link" href={`tel:${office.phone.replaceAll(/[^\d+]/g, '')}`}>
                    {office.phone}
                  </a>
                </>
              )}
              {office.email && (
                <>
                  <br />
                  <a class="kern-link" href={`mailto:${office.email}`}>
                    {office.email}
                  </a>
                </>
              )}
            </>
          ),
        },
      ]}
    />
  );
}

/** The receipt, and every paper both sides have put into the record for the other to see. */
export function Documents({ application, documents, locale, base }: Shown) {
  const t = texts(locale);
  const others = documents.filter((document) => document.kind !== 'receipt').toReversed();
  return (
    <Stack gap="small">
      {others.length === 0 ? (
        <EmptyState title={t.noDocuments} icon="document" />
      ) : (
        <ul class="file-list" aria-label={t.documents}>
          {others.map((document) => (
            <li class="file-list__item" key={document.id}>
              <span class="file-list__name">
                <Link href={base === '/status' ? `/status/${application.id}/dokumente/${document.id}` : `/konto/dokumente/${document.id}`}>{sayContent(document.title, locale)}</Link>
                <span class="muted">
                  {' '}
                  {document.kind === 'attachment' ? t.fromYou : t.fromUs}, {formatDate(document.createdAt, locale)}, {formatFileSize(document.size, locale)}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
      <p>
        <Button variant="secondary" icon="download" href={`/antrag/eingang/${application.id}/quittung.pdf`}>
          {t.receipt}
        </Button>
      </p>
    </Stack>
  );
}

/** What is missing, until when, and the way to send it right here. */
export function PapersForm({ request, locale, here, fileOffer }: Shown & { request: PapersRequest }) {
  const t = texts(locale);
  return (
    <Alert kind="warning" title={t.papersTitle} level={2}>
      <Stack>
        <ul class="kern-list kern-list--bullet">
          {request.papers.map((paper) => (
            <li key={paper}>{sayContent(paper, locale)}</li>
          ))}
        </ul>
        {request.dueOn && <p class="kern-body">{t.papersUntil(formatDate(request.dueOn, locale))}</p>}
        <Form action={`${here}/unterlagen`} files>
          <Enhanced name="upload-files">
            <FileField name="unterlagen" label={t.papersField} hint={t.papersHint} accept="application/pdf,image/jpeg,image/png,image/heic,image/webp" multiple />
          </Enhanced>
          <ContentBlock locale={locale}>{fileOffer?.({ path: papersField.key, definition: papersField, chosen: [] })}</ContentBlock>
          <TextArea name="hinweis" label={t.papersNote} rows={2} maxlength={2000} required={false} />
          <ButtonRow>
            <Button variant="primary">{t.papersSend}</Button>
          </ButtonRow>
        </Form>
      </Stack>
    </Alert>
  );
}
