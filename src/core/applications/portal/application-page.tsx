import { z } from 'zod';
import { PaymentBox } from '#core/payments';
import { renderData } from '#engines/forms';
import { page, view, type Reply } from '#platform/http';
import { contentLocale, tr } from '#platform/i18n';
import { Badge, Details, Link, PageHeader, ProcessStrip, Prose, Section, Stack, ContentBlock, say } from '#platform/ui';
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
  const content: Shown = { ...shown, locale: contentLocale(locale) };
  const t = texts(locale);
  const c = texts(content.locale);
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
        <PageHeader title={say(service.settings.name, locale)} preline={`${t.number} ${application.number}`} meta={<Badge state={statusLook[found.status]}>{statusWord(found, locale)}</Badge>} lead={statusSentence(shown)} />
        <ContentBlock locale={locale}>
          <ToDo {...content} />
        </ContentBlock>
        <Section title={t.steps} id="stand">
          <Stack>
            <ProcessStrip steps={stepsOf(shown.progress, locale)} label={t.steps} direction="column" locale={locale} />
            <ContentBlock locale={locale}>
              <Facts {...content} />
            </ContentBlock>
          </Stack>
        </Section>
        <ContentBlock locale={locale}>
          <Reasons {...content} />
          <Section title={c.documents} id="dokumente">
            <Documents {...content} />
          </Section>
          <Section title={c.messages} id="nachrichten">
            <Conversation {...content} />
          </Section>
          {shown.signatures.length > 0 && (
            <Section title={signingTexts(content.locale).signaturesOf} id="unterschriften">
              <SignatureList signatures={shown.signatures} locale={content.locale} />
            </Section>
          )}
          <Details summary={c.yourAnswers} variant="panel">
            {renderData(service.form, application.data, { locale: content.locale })}
          </Details>
          {canWithdraw(shown) && (
            <p class="kern-body">
              <Link href={`${shown.here}/zurueckziehen`}>{c.withdraw}</Link>
            </p>
          )}
        </ContentBlock>
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
                <li key={reason}>{reason}</li>
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
        <PaymentBox key={claim.id} claim={claim} platform={platform} locale={locale} invoiceHref={`${here}/rechnung/${claim.id}`} />
      ))}
      {(request?.dueOn || open.some((claim) => claim.method === 'transfer')) && (
        <p class="kern-body">
          <Link href={`${here}/fristen.ics`}>{texts(locale).calendar}</Link>
        </p>
      )}
    </Stack>
  );
}
