import { z } from 'zod';
import { caseProgress, getCase, type Case, type CaseProgress } from '#core/cases';
import { getServiceVersion, type CompiledService } from '#core/catalogue';
import { findOpenRequest, listCaseMessages, type Message, type PapersRequest } from '#core/inbox';
import { PaymentBox, listCaseClaims, type Claim } from '#core/payments';
import { getOffice, type Office } from '#core/organisation';
import { listCaseDocuments, type CaseDocument } from '#core/records';
import { renderData } from '#engines/forms';
import { page, view, type Reply, type Rq } from '#platform/http';
import { formatDate, formatDateTime, formatFileSize, tr, type Locale } from '#platform/i18n';
import type { Ctx, Platform } from '#platform/module';
import { Alert, Button, ButtonRow, DescriptionList, Details, EmptyState, FileField, Form, Link, PageHeader, ProcessStrip, Section, Stack, TextArea, Timeline } from '#platform/ui';
import { getApplication, type Application } from '../applications.queries.ts';
import { stepsOf } from './steps.ts';
import { texts } from './texts.ts';
import { openerOf } from './visitor-request.ts';

const params = z.object({ id: z.uuid() });
type Shown = { application: Application; found: Case; service: CompiledService; office: Office; progress: CaseProgress; messages: Message[]; documents: CaseDocument[]; request: PapersRequest | undefined; claims: Claim[]; platform: Platform; locale: Locale; base: string };

async function load(ctx: Ctx, rq: Pick<Rq, 'actor' | 'cookies' | 'locale'>, id: string): Promise<Omit<Shown, 'base'>> {
  const application = await getApplication(ctx, id, openerOf(rq, id));
  const found = await getCase(ctx, application.case_id);
  return {
    application,
    found,
    service: await getServiceVersion(ctx, application.version_id),
    office: await getOffice(ctx, found.officeId),
    progress: await caseProgress(ctx, found.id),
    messages: await listCaseMessages(ctx, found.id),
    documents: (await listCaseDocuments(ctx, found.id)).filter((document) => document.visibleToApplicant),
    request: await findOpenRequest(ctx, found.id),
    claims: await listCaseClaims(ctx, found.id),
    platform: ctx.platform,
    locale: rq.locale,
  };
}

/** One application of the account. */
export const accountApplicationPage = page({
  method: 'GET',
  path: '/konto/antraege/:id',
  site: 'portal',
  access: 'citizen',
  params,
  handle: (rq) => rq.read(async (ctx) => show({ ...(await load(ctx, rq, rq.params.id)), base: '/konto/antraege' })),
});

/** The same without account, opened by number and code. */
export const openApplicationPage = page({
  method: 'GET',
  path: '/status/:id',
  site: 'portal',
  access: 'anyone',
  params,
  handle: (rq) => rq.read(async (ctx) => show({ ...(await load(ctx, rq, rq.params.id)), base: '/status' })),
});

function show(shown: Shown): Reply {
  const { application, service, locale, base } = shown;
  const t = texts(locale);
  const name = tr(service.settings.name, locale);
  const here = `${base}/${application.id}`;
  const account = { label: locale === 'en' ? 'My account' : 'Mein Konto', href: '/konto' };
  return view({
    title: `${name} – ${application.number}`,
    noIndex: true,
    nav: 'account',
    crumbs: [...(base === '/status' ? [{ label: t.status, href: '/status' }] : [account]), { label: application.number }],
    body: (
      <Stack gap="large">
        <PageHeader title={name} preline={`${t.number} ${application.number}`} />
        {shown.request && <PapersForm {...shown} request={shown.request} here={here} />}
        {shown.claims
          .filter((claim) => claim.status === 'open')
          .map((claim) => (
            <PaymentBox key={claim.id} claim={claim} platform={shown.platform} locale={locale} invoiceHref={base === '/status' ? undefined : `/konto/zahlungen/${claim.id}/rechnung.pdf`} />
          ))}
        <Section title={t.steps}>
          <ProcessStrip steps={stepsOf(shown.progress, locale)} label={t.steps} direction="column" locale={locale} />
          <Facts {...shown} />
        </Section>
        <Section title={t.documents}>
          <Documents {...shown} />
        </Section>
        <Section title={t.messages} id="nachrichten">
          <Conversation {...shown} here={here} />
        </Section>
        <Details summary={t.yourAnswers}>{renderData(service.form, application.data, { locale })}</Details>
        {!shown.found.outcome && !shown.found.closedAt && !application.withdrawn_at && (
          <p>
            <Link href={`${here}/zurueckziehen`}>{t.withdraw}</Link>
          </p>
        )}
      </Stack>
    ),
  });
}

function Facts({ application, office, progress, locale }: Shown) {
  const t = texts(locale);
  const contact = [office.phone, office.email].filter(Boolean).join(', ');
  return (
    <DescriptionList
      items={[
        { term: t.submittedOn, value: formatDateTime(application.submitted_at, locale) },
        ...(progress.expectedOn ? [{ term: t.expected, value: formatDate(progress.expectedOn, locale) }] : []),
        { term: t.office, value: `${office.name}${contact ? ` (${contact})` : ''}` },
      ]}
    />
  );
}

function Documents({ application, documents, locale, base }: Shown) {
  const t = texts(locale);
  return (
    <Stack gap="small">
      <p>
        <Button variant="secondary" icon="download" href={`/antrag/eingang/${application.id}/quittung.pdf`}>
          {t.receipt}
        </Button>
      </p>
      {documents.length === 0 && <EmptyState title={t.noDocuments} />}
      <ul class="kern-list kern-list--bullet">
        {documents
          .filter((document) => document.kind !== 'receipt')
          .map((document) => (
            <li key={document.id}>
              <Link href={base === '/status' ? `/status/${application.id}/dokumente/${document.id}` : `/konto/dokumente/${document.id}`}>{document.title}</Link> ({formatDate(document.createdAt, locale)}, {formatFileSize(document.size, locale)})
            </li>
          ))}
      </ul>
    </Stack>
  );
}

function Conversation({ messages, found, locale, here }: Shown & { here: string }) {
  const en = locale === 'en';
  return (
    <Stack>
      {messages.length > 0 && (
        <Timeline
          label={texts(locale).messages}
          locale={locale}
          entries={messages.map((message) => ({
            id: message.id,
            at: message.created_at,
            title: message.subject,
            actor: message.author,
            kind: message.direction === 'to-applicant' ? ('message' as const) : ('own-message' as const),
            children: message.kind === 'letter' ? undefined : <p class="sk-lines">{message.body}</p>,
          }))}
        />
      )}
      {!found.closedAt && (
        <Form action={`${here}/nachricht`}>
          <TextArea name="text" label={en ? 'Your question' : 'Ihre Frage'} hint={en ? 'The office in charge answers here.' : 'Die zuständige Stelle antwortet hier.'} rows={4} maxlength={5000} />
          <ButtonRow>
            <Button type="submit">{en ? 'Send question' : 'Frage senden'}</Button>
          </ButtonRow>
        </Form>
      )}
    </Stack>
  );
}

function PapersForm({ request, locale, here }: Shown & { request: PapersRequest; here: string }) {
  const t = texts(locale);
  const until = request.dueOn ? formatDate(request.dueOn, locale) : undefined;
  return (
    <Alert kind="warning" title={t.papersTitle} level={2}>
      <ul class="kern-list kern-list--bullet">
        {request.papers.map((paper) => (
          <li key={paper}>{paper}</li>
        ))}
      </ul>
      {until && <p>{locale === 'en' ? `Please send them by ${until}.` : `Bitte schicken Sie sie bis zum ${until}.`}</p>}
      <Form action={`${here}/unterlagen`} files>
        <FileField name="unterlagen" label={t.papersField} hint={t.papersHint} accept="application/pdf,image/jpeg,image/png,image/heic,image/webp" multiple />
        <TextArea name="hinweis" label={t.papersNote} rows={2} maxlength={2000} required={false} />
        <ButtonRow>
          <Button variant="primary" type="submit">
            {t.papersSend}
          </Button>
        </ButtonRow>
      </Form>
    </Alert>
  );
}
