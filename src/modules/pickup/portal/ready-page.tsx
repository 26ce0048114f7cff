import { z } from 'zod';
import { countTries, triedTooOften } from '#core/applications';
import { cityOf, describeHours, getOffice, hoursOn, type Office } from '#core/organisation';
import { page, view, type Reply, type Rq } from '#platform/http';
import { calendarDayOf, defineTexts, formatDate, type Locale } from '#platform/i18n';
import { Alert, Button, ButtonRow, DescriptionList, Form, Link, PageHeader, Prose, Stack, TextField } from '#platform/ui';
import { findReady, plainNumber, type ReadyDocument } from '../ready-documents.ts';
import type { Kind } from '../tables.ts';

const germanKinds: Record<Kind, string> = { 'identity-card': 'Ihr Personalausweis', passport: 'Ihr Reisepass', 'residence-card': 'Ihr Aufenthaltstitel', 'driving-licence': 'Ihr Führerschein', other: 'Ihr Dokument' };
const englishKinds: Record<Kind, string> = { 'identity-card': 'your identity card', passport: 'your passport', 'residence-card': 'your residence card', 'driving-licence': 'your driving licence', other: 'your document' };

const words = defineTexts({
  de: {
    title: 'Ist mein Ausweis fertig?',
    lead: 'Geben Sie die Abholnummer von Ihrem Abholschein ein. Ihren Namen brauchen wir nicht.',
    number: 'Abholnummer',
    hint: 'Zum Beispiel BB-48213',
    ask: 'Nachsehen',
    missing: 'Geben Sie die Abholnummer ein.',
    yes: (kind: string) => `Ja, ${kind} liegt bereit`,
    since: (date: string) => `Seit dem ${date}. Bringen Sie den Abholschein und Ihren alten Ausweis mit.`,
    no: 'Noch nicht',
    noText: 'Unter dieser Nummer liegt nichts bereit. Das dauert meist zwei bis vier Wochen, ein Reisepass bis zu sechs. Wurde der Ausweis schon abgeholt, steht hier auch nichts mehr.',
    tooMany: 'Das waren viele Anfragen',
    tooManyText: 'Bitte warten Sie eine Viertelstunde oder rufen Sie uns an.',
    where: 'Wo',
    today: 'Heute',
    hours: 'Öffnungszeiten',
    phone: 'Telefon',
    application: 'Sie haben online einen Antrag gestellt?',
    applicationLink: 'Stand des Antrags ansehen',
    kind: (kind: Kind) => germanKinds[kind],
  },
  en: {
    title: 'Is my identity document ready?',
    lead: 'Enter the pick-up number from your slip. We do not need your name.',
    number: 'Pick-up number',
    hint: 'For example BB-48213',
    ask: 'Have a look',
    missing: 'Enter the pick-up number.',
    yes: (kind: string) => `Yes, ${kind} is ready`,
    since: (date: string) => `Since ${date}. Bring the slip and your old document.`,
    no: 'Not yet',
    noText: 'Nothing is ready under this number. It usually takes two to four weeks, a passport up to six. If it was picked up already, nothing is shown either.',
    tooMany: 'These were many questions',
    tooManyText: 'Please wait a quarter of an hour or call us.',
    where: 'Where',
    today: 'Today',
    hours: 'Opening hours',
    phone: 'Phone',
    application: 'Did you apply online?',
    applicationLink: 'See the state of your application',
    kind: (kind: Kind) => englishKinds[kind],
  },
  'de-leicht': {
    lead: 'Haben Sie einen Abhol-Schein? Schreiben Sie hier die Nummer vom Schein.',
    noText: 'Ihr Ausweis ist noch nicht da. Bitte warten Sie noch.',
  },
});

type Answer = { kind: 'ready'; document: ReadyDocument; office: Office } | { kind: 'not-yet' } | { kind: 'missing' } | { kind: 'too-many' };

/** Nobody learns from it who asks or whose document it is; who guesses numbers has to wait. */
async function answerOf(rq: Rq, typed: string): Promise<Answer> {
  if (!plainNumber(typed)) return { kind: 'missing' };
  return rq.transact(async (ctx): Promise<Answer> => {
    const keys = [`pickup:${rq.ip}`];
    if (await triedTooOften(ctx, keys)) return { kind: 'too-many' };
    const document = await findReady(ctx, typed);
    if (document) return { kind: 'ready', document, office: await getOffice(ctx, document.officeId) };
    await countTries(ctx, keys);
    return { kind: 'not-yet' };
  });
}

export const readyPage = page({ method: 'GET', path: '/ausweis-fertig', site: 'portal', access: 'anyone', handle: async (rq) => show(rq, {}) });

/** Posted, so that the number stands in no address and no log. */
export const readyPost = page({
  method: 'POST',
  path: '/ausweis-fertig',
  site: 'portal',
  access: 'anyone',
  body: z.object({ nummer: z.string().max(100).default('') }),
  handle: async (rq) => show(rq, { typed: rq.body.nummer, answer: await answerOf(rq, rq.body.nummer) }),
});

const statuses: Partial<Record<Answer['kind'], number>> = { missing: 422, 'too-many': 429 };

function show(rq: Pick<Rq, 'locale' | 'platform'>, { typed = '', answer }: { typed?: string; answer?: Answer }): Reply {
  const t = words(rq.locale);
  return view({
    title: t.title,
    width: 'narrow',
    noIndex: answer !== undefined,
    crumbs: [{ label: t.title }],
    status: (answer && statuses[answer.kind]) ?? 200,
    body: (
      <Stack gap="large">
        <PageHeader title={t.title} lead={t.lead} />
        {answer && <AnswerBox answer={answer} rq={rq} />}
        <Form action="/ausweis-fertig">
          <TextField name="nummer" label={t.number} hint={t.hint} value={typed} error={answer?.kind === 'missing' ? t.missing : undefined} width={20} autocomplete="off" spellcheck={false} required />
          <ButtonRow>
            <Button variant="primary">{t.ask}</Button>
          </ButtonRow>
        </Form>
        <Prose>
          <p>
            {t.application} <Link href="/status">{t.applicationLink}</Link>
          </p>
        </Prose>
      </Stack>
    ),
  });
}

function AnswerBox({ answer, rq }: { answer: Answer; rq: Pick<Rq, 'locale' | 'platform'> }) {
  const t = words(rq.locale);
  if (answer.kind === 'missing') return null;
  if (answer.kind === 'too-many') return <Alert kind="warning" title={t.tooMany} role="alert">{t.tooManyText}</Alert>;
  if (answer.kind === 'not-yet') return <Alert kind="info" title={t.no} role="status">{t.noText}</Alert>;
  return <Ready answer={answer} locale={rq.locale} land={cityOf(rq.platform).calendar} today={calendarDayOf(rq.platform.clock())} />;
}

function Ready({ answer: { document, office }, locale, land, today }: { answer: Extract<Answer, { kind: 'ready' }>; locale: Locale; land: string; today: string }) {
  const t = words(locale);
  return (
    <Alert kind="success" title={t.yes(t.kind(document.kind))} role="status">
      <p>{t.since(formatDate(document.readyOn, locale))}</p>
      <DescriptionList
        items={[
          { term: t.where, value: `${office.name}, ${office.address.street} ${office.address.houseNumber}${office.room ? `, ${office.room}` : ''}` },
          { term: t.today, value: hoursOn(office.hours, { date: today, land, locale }).words },
          { term: t.hours, value: describeHours(office.hours, locale).map(({ days, times }) => `${days}: ${times}`).join('; ') },
          office.phone ? { term: t.phone, value: office.phone } : null,
        ]}
      />
    </Alert>
  );
}
