import { z } from 'zod';
import { caseProgress } from '#core/cases';
import { getServiceVersion } from '#core/catalogue';
import { file, page, view } from '#platform/http';
import { formatDate, tr } from '#platform/i18n';
import { Alert, Button, ButtonRow, DescriptionList, PageHeader, ProcessStrip, Section, Stack } from '#platform/ui';
import { getApplication } from '../applications.queries.ts';
import { ensureReceipt } from '../receipt.ts';
import { stepsOf } from './steps.ts';
import { texts } from './texts.ts';
import { openerOf } from './visitor-request.ts';

const params = z.object({ id: z.uuid() });

/** After submitting: number and code, what happens next and when, the copy to keep. */
export const receivedPage = page({
  method: 'GET',
  path: '/antrag/eingang/:id',
  site: 'portal',
  access: 'anyone',
  params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const application = await getApplication(ctx, rq.params.id, openerOf(rq, rq.params.id));
      const service = await getServiceVersion(ctx, application.version_id);
      const progress = await caseProgress(ctx, application.case_id);
      const t = texts(rq.locale);
      const name = tr(service.settings.name, rq.locale);
      return view({
        title: `${t.received} – ${name}`,
        noIndex: true,
        crumbs: [{ label: name, href: `/leistungen/${service.slug}` }, { label: t.received }],
        body: (
          <Stack gap="large">
            <Alert kind="success" title={t.received} level={2} role="status">
              <DescriptionList
                items={[
                  { term: t.number, value: <strong>{application.number}</strong> },
                  ...(application.account_id ? [] : [{ term: t.code, value: <code>{application.access_code}</code> }]),
                ]}
              />
            </Alert>
            <PageHeader title={name} lead={application.account_id ? undefined : t.codeHint} />
            <ButtonRow>
              <Button variant="primary" href={`/antrag/eingang/${application.id}/quittung.pdf`} icon="download">
                {t.receipt}
              </Button>
              <Button href={application.account_id ? `/konto/antraege/${application.id}` : `/status/${application.id}`}>{t.toStatus}</Button>
            </ButtonRow>
            <Section title={t.whatNext}>
              <ProcessStrip steps={stepsOf(progress, rq.locale)} label={t.whatNext} direction="column" locale={rq.locale} />
              {progress.expectedOn && (
                <p class="kern-body">
                  {t.expected}: <strong>{formatDate(progress.expectedOn, rq.locale)}</strong>
                </p>
              )}
            </Section>
          </Stack>
        ),
      });
    }),
});

export const receiptFile = page({
  method: 'GET',
  path: '/antrag/eingang/:id/quittung.pdf',
  site: 'portal',
  access: 'anyone',
  params,
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const application = await getApplication(ctx, rq.params.id, openerOf(rq, rq.params.id));
      const receipt = await ensureReceipt(ctx, application);
      return file({ blob: receipt.hash, name: receipt.name, type: receipt.mime });
    }),
});
