import { z } from 'zod';
import { PaymentBox } from '#core/payments';
import { renderData } from '#engines/forms';
import { page, view, type Reply } from '#platform/http';
import { contentLocale, tr } from '#platform/i18n';
import { Badge, Details, Link, PageHeader, ProcessStrip, Prose, Section, Stack, ContentBlock, say, sayContent } from '#platform/ui';
import { Conversation } from './application-messages.tsx';
import { Documents, Facts, PapersForm } from './application-parts.tsx';
import { loadApplication, type Shown } from './load-application.ts';
import { SignatureList } from './signature-list.tsx';
import { signingTexts } from './signing-texts.ts';
import { canWithdraw, statusLook, statusSentence, statusWord } from './status-words.ts';
import { stepsOf } from './steps.ts';
import { texts } from './texts.ts';
import { orAskCode } from './visitor-request.ts';

const params = z.object({ id: z.uuid() });

/** One application of the account. */
export const accountApplicationPage = page({
  method: 'GET',
  path: '/konto/antraege/:id',
  site: 'portal',
  access: 'citizen',
  params,
  handle: (rq) => rq.read(async (ctx) => show(await loadApplication(ctx, rq, { id: rq.params.id, base: '/konto/antraege' }))),
});

/** The same without account, opened by number and code. */
export const openApplicationPage = page({
  method: 'GET',
  path: '/status/:id',
  site: 'portal',
  access: 'anyone',
  everyLanguage: true,
  params,
  handle: (rq) => orAskCode(rq, () => rq.read(async (ctx) => show(await loadApplication(ctx, rq, { id: rq.params.id, base: '/status' })))),
});

function show(shown: Shown): Reply {
  const { application, service, locale, base, found } = shown;
  const content = contentLocale(locale);
  const t = texts(locale);
  const name = tr(service.settings.name, locale);
  const way = base === '/status' ? [{ label: t.status, href: '/status' }] : [{ label: t.account, href: '/konto' }, { label: t.applications, href: '/konto/antraege' }];
  return view({
    title: `${name} – ${application.number}`,
    noIndex: true,
    nav: base === '/status' ? 'status' : 'account',
    width: 'narrow',
    crumbs: [...way, { label: application.number }],
    body: (
      <Stack gap="x-large">
        <PageHeader title={say(service.settings.name, locale)} preline={<>{t.number} <bdi dir="ltr">{application.number}</bdi></>} meta={<Badge state={statusLook[found.status]}>{statusWord(found, locale)}</Badge>} lead={statusSentence(shown)} />
        <ToDo {...shown} />
        <Section title={t.steps} id="stand">
          <Stack>
            <ProcessStrip steps={stepsOf(shown.progress, locale)} label={t.steps} direction="column" locale={locale} />
            <Facts {...shown} />
          </Stack>
        </Section>
        <Reasons {...shown} />
        <Section title={t.documents} id="dokumente">
          <Documents {...shown} />
        </Section>
        <Section title={t.messages} id="nachrichten">
          <Conversation {...shown} />
        </Section>
        {shown.signatures.length > 0 && (
          <ContentBlock locale={locale}>
            <Section title={signingTexts(content).signaturesOf} id="unterschriften">
              <SignatureList signatures={shown.signatures} locale={content} />
            </Section>
          </ContentBlock>
        )}
        <Details summary={t.yourAnswers} variant="panel">
          <ContentBlock locale={locale}>{renderData(service.form, application.data, { locale: content })}</ContentBlock>
        </Details>
        {canWithdraw(shown) && (
          <p class="kern-body">
            <Link href={`${shown.here}/zurueckziehen`}>{t.withdraw}</Link>
          </p>
        )}
      </Stack>
    ),
  });
}

/** What the rules found, in plain words, and whether a human had a hand in it (§§ 35a, 39 VwVfG). */
function Reasons({ explanation, locale }: Shown) {
  if (!explanation || (explanation.reasons.length === 0 && !explanation.automatic)) return null;
  const t = texts(locale);
  return (
    <Section title={t.why} id="warum">
      <Prose>
        {explanation.reasons.length > 0 && (
          <>
            <p>{t.whyLead}</p>
            <ul>
              {explanation.reasons.map((reason) => (
                <li key={reason}>{sayContent(reason, locale)}</li>
              ))}
            </ul>
          </>
        )}
        <p>{explanation.automatic ? t.decidedByMachine(explanation.law) : t.decidedByPerson}</p>
      </Prose>
    </Section>
  );
}

/** What lies with the applicant comes before everything else. */
function ToDo(shown: Shown) {
  const { request, claims, platform, locale, here } = shown;
  const open = claims.filter((claim) => claim.status === 'open');
  if (!request && open.length === 0) return null;
  return (
    <Stack>
      {request && <PapersForm {...shown} request={request} />}
      {open.map((claim) => (
        <ContentBlock key={claim.id} locale={locale}>
          <PaymentBox claim={claim} platform={platform} locale={contentLocale(locale)} invoiceHref={`${here}/rechnung/${claim.id}`} />
        </ContentBlock>
      ))}
      {(request?.dueOn || open.some((claim) => claim.method === 'transfer')) && (
        <p class="kern-body">
          <Link href={`${here}/fristen.ics`}>{texts(locale).calendar}</Link>
        </p>
      )}
    </Stack>
  );
}
