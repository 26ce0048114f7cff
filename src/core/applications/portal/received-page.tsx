import { z } from 'zod';
import { caseProgress } from '#core/cases';
import { getServiceVersion } from '#core/catalogue';
import { file, page, view } from '#platform/http';
import { formatDate, tr, type Locale } from '#platform/i18n';
import { Alert, Button, ButtonRow, DescriptionList, PageHeader, ProcessStrip, Section, Stack, languageOf, say } from '#platform/ui';
import { getApplication, type Application } from '../applications.queries.ts';
import { ensureReceipt } from '../receipt.ts';
import { stepsOf } from './steps.ts';
import { texts } from './texts.ts';
import { openerOf, orSignIn } from './visitor-request.ts';

const params = z.object({ id: z.uuid() });

/** After submitting: number and code, the copy to keep, what happens next and when. */
export const receivedPage = page({
  method: 'GET',
  path: '/antrag/eingang/:id',
  site: 'portal',
  access: 'anyone',
  everyLanguage: true,
  params,
  handle: (rq) =>
    orSignIn(rq, () =>
      rq.read(async (ctx) => {
        const application = await getApplication(ctx, rq.params.id, openerOf(rq, rq.params.id));
        const service = await getServiceVersion(ctx, application.version_id);
        const progress = await caseProgress(ctx, application.case_id);
        const t = texts(rq.locale);
        const name = tr(service.settings.name, rq.locale);
        return view({
          title: `${t.received} – ${name}`,
          width: 'narrow',
          noIndex: true,
          crumbs: [{ label: name, href: `/leistungen/${service.slug}`, lang: languageOf(service.settings.name, rq.locale).lang }, { label: t.received }],
          body: (
            <Stack gap="large">
              <PageHeader title={t.received} preline={say(service.settings.name, rq.locale)} />
              <Receipt application={application} locale={rq.locale} />
              <Section title={t.whatNext} id="weiter">
                <Stack>
                  <ProcessStrip steps={stepsOf(progress, rq.locale)} label={t.whatNext} direction="column" locale={rq.locale} />
                  {progress.expectedOn && (
                    <p class="kern-body">
                      {t.expected}: <strong>{formatDate(progress.expectedOn, rq.locale)}</strong>
                    </p>
                  )}
                </Stack>
              </Section>
            </Stack>
          ),
        });
      }),
    ),
});

function Receipt({ application, locale }: { application: Application; locale: Locale }) {
  const t = texts(locale);
  const inAccount = application.account_id !== null;
  return (
    <Stack>
      <Alert kind="success" title={<>{t.number} <bdi dir="ltr" class="unbroken">{application.number}</bdi></>} level={2}>
        <Stack gap="small">
          {!inAccount && <DescriptionList items={[{ term: t.code, value: <strong class="spelled" dir="ltr">{application.access_code}</strong> }]} />}
          {!inAccount && (
            <p class="kern-body">
              {t.codeHint} {t.keepCode}
            </p>
          )}
          {application.email && <p class="kern-body">{t.mailComes(application.email)}</p>}
        </Stack>
      </Alert>
      <ButtonRow>
        <Button variant="primary" href={`/antrag/eingang/${application.id}/quittung.pdf`} icon="download">
          {t.receipt}
        </Button>
        <Button href={inAccount ? `/konto/antraege/${application.id}` : `/status/${application.id}`}>{t.toStatus}</Button>
      </ButtonRow>
    </Stack>
  );
}

export const receiptFile = page({
  method: 'GET',
  path: '/antrag/eingang/:id/quittung.pdf',
  site: 'portal',
  access: 'anyone',
  params,
  handle: (rq) =>
    orSignIn(rq, () =>
      rq.transact(async (ctx) => {
        const application = await getApplication(ctx, rq.params.id, openerOf(rq, rq.params.id));
        const receipt = await ensureReceipt(ctx, application);
        return file({ blob: receipt.hash, name: receipt.name, type: receipt.mime });
      }),
    ),
});
