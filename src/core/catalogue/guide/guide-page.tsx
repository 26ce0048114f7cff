import type { VNode } from 'preact';
import { z } from 'zod';
import { page, rememberBriefly, view } from '#platform/http';
import { defineTexts, tr, type Locale } from '#platform/i18n';
import { notFound } from '#platform/module';
import { Badge, Button, ButtonRow, CheckboxGroup, DescriptionList, ErrorSummary, Form, Heading, Link, PageHeader, Prose, Radios, Stack, StepProgress, TaskList, fieldId, say, sayContent } from '#platform/ui';
import { listChecklist, type ChecklistEntry } from '../entries.queries.ts';
import { inOwnWords } from '../own-words.ts';
import { guideLanguages } from './guide-languages.ts';
import { findGuide, nextQuestion, optionsOf, readAnswers, servicesFor, type Answers, type Guide, type Question } from './guide.ts';

export const guideTexts = defineTexts({
  de: {
    home: 'Start', title: 'Wegweiser', lead: 'Ein paar Fragen, dann wissen Sie, was zu tun ist. Wir speichern Ihre Antworten nicht.', next: 'Weiter', back: 'Zurück', choose: 'Bitte wählen Sie eine Antwort.', several: 'Sie können mehrere wählen oder keine.',
    list: 'Ihre Liste', listLead: (count: number) => (count === 1 ? 'Eine Leistung passt zu Ihren Antworten.' : `${count} Leistungen passen zu Ihren Antworten.`), none: 'Zu Ihren Antworten haben wir keine Leistung.', because: 'weil', deadline: 'Frist', online: 'online', answers: 'Ihre Antworten', change: 'Ändern', nothing: 'nichts davon',
    keep: 'Liste behalten', mail: 'Per E-Mail schicken', print: 'Drucken: mit Strg + P, am Telefon über „Teilen“.', address: 'Diese Adresse führt immer wieder zu Ihrer Liste:', again: 'Neu beginnen', all: 'Alle Leistungen von A bis Z',
  },
  en: {
    home: 'Start', title: 'Guide', lead: 'A few questions, then you know what to do. We do not store your answers.', next: 'Continue', back: 'Back', choose: 'Please choose an answer.', several: 'You can choose several or none.',
    list: 'Your list', listLead: (count: number) => (count === 1 ? 'One service fits your answers.' : `${count} services fit your answers.`), none: 'There is no service for your answers.', because: 'because', deadline: 'Deadline', online: 'online', answers: 'Your answers', change: 'Change', nothing: 'none of these',
    keep: 'Keep the list', mail: 'Send by email', print: 'Print: with Ctrl + P, on a phone by “Share”.', address: 'This address always leads to your list:', again: 'Start again', all: 'All services from A to Z',
  },
  'de-leicht': {
    title: 'Weg-Weiser', lead: 'Wir stellen Ihnen Fragen. Dann sehen Sie, was Sie machen müssen.', choose: 'Bitte wählen Sie etwas aus.', several: 'Sie können mehr als eine Sache wählen.', list: 'Das müssen Sie machen', deadline: 'Bis wann?', answers: 'Das haben Sie gesagt', again: 'Noch einmal von vorn',
    listLead: (count: number) => (count === 1 ? 'Das passt zu Ihren Antworten: 1 Leistung.' : `Das passt zu Ihren Antworten: ${count} Leistungen.`), none: 'Dazu haben wir nichts gefunden.', nothing: 'nichts davon',
    keep: 'Die Liste behalten', mail: 'Mit einer E-Mail schicken', print: 'Aus-drucken: Drücken Sie Strg und P. Am Handy tippen Sie auf „Teilen“.', address: 'Mit diesem Link finden Sie Ihre Liste wieder:', all: 'Alle Leistungen von A bis Z',
  },
  ...guideLanguages,
});

const PATH = '/wegweiser';
type Query = Record<string, string[]>;
const query = z.record(z.string(), z.union([z.string().max(300), z.array(z.string().max(300)).max(30)])).transform((given): Query => Object.fromEntries(Object.entries(given).map(([key, value]) => [key, [value].flat()])));

/** An answered question stands in the address even when nothing was chosen. */
const NONE = '-';
function pairsOf(answers: Answers): [string, string][] {
  return Object.entries(answers).map(([key, values]) => [key, values.join('.') || NONE]);
}
const hrefOf = (answers: Answers): string => (Object.keys(answers).length > 0 ? `${PATH}?${new URLSearchParams(pairsOf(answers))}` : PATH);
/** As if this question and all after it had not been answered. */
const before = (guide: Guide, answers: Answers, key: string): Answers => {
  const names = guide.questions.map((question) => question.key);
  return Object.fromEntries(Object.entries(answers).filter(([name]) => names.indexOf(name) < names.indexOf(key)));
};

/** "Ich ziehe mit Hund und Auto hierher": questions, one a page, that end in a list of services. Nothing is stored; the address is all. */
export const guidePage = page({
  method: 'GET',
  path: PATH,
  site: 'portal',
  access: 'anyone',
  everyLanguage: true,
  query,
  handle: async (rq) => {
    const guide = await findGuide(rq.platform);
    if (!guide) throw notFound();
    const { locale } = rq;
    const t = guideTexts(locale);
    const answers = readAnswers(guide, rq.query);
    const { question, number, total } = nextQuestion(guide, answers);
    const crumbs = [{ label: t.home, href: '/' }, { label: t.title }];
    if (question) {
      const missing = rq.query.gefragt?.[0] === question.key;
      return view({ title: tr(question.text, locale), description: t.lead, crumbs, nav: 'services', width: 'narrow', status: missing ? 422 : 200, ...(number > 1 ? { noIndex: true } : {}), body: <Ask {...{ guide, question, number, total, answers, locale, missing }} /> });
    }
    const wanted = servicesFor(guide, answers);
    const entries = await rememberBriefly(rq.platform, `guide/${rq.tenantId}/${locale}/${wanted.map(({ slug }) => slug).join()}`, () => rq.read(async (ctx) => inOwnWords(ctx, locale, await listChecklist(ctx, wanted.map(({ slug }) => slug)))));
    return view({ title: t.list, crumbs, nav: 'services', noIndex: true, body: <Checklist {...{ guide, answers, locale, entries, wanted, address: `${rq.platform.config.publicUrl}${hrefOf(answers)}` }} /> });
  },
});

type Asking = { guide: Guide; question: Question; number: number; total: number; answers: Answers; locale: Locale; missing: boolean };

function Ask({ guide, question, number, total, answers, locale, missing }: Asking): VNode {
  const t = guideTexts(locale);
  const title = tr(question.text, locale);
  const options = optionsOf(question, answers).map((option) => ({ value: option.value, label: say(option.text, locale) }));
  const last = Object.keys(answers).at(-1);
  return (
    <Stack gap="large">
      {missing && <ErrorSummary errors={[{ id: fieldId(question.key), text: t.choose }]} />}
      <PageHeader title={t.title} {...(number === 1 ? { lead: t.lead } : {})} />
      {number > 1 && <StepProgress current={number} total={total} title={t.title} />}
      <Form action={PATH} method="get">
        {pairsOf(answers).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <input type="hidden" name="gefragt" value={question.key} />
        {question.kind === 'one' ? (
          <Radios name={question.key} label={title} options={options} value="" required {...(missing ? { error: t.choose } : {})} />
        ) : (
          <CheckboxGroup name={question.key} label={title} hint={t.several} options={options} value={[]} />
        )}
        <ButtonRow>
          <Button variant="primary">{t.next}</Button>
          {last && <Button href={hrefOf(before(guide, answers, last))}>{t.back}</Button>}
        </ButtonRow>
      </Form>
    </Stack>
  );
}

const chosenOf = (question: Question, answers: Answers): Question['options'] => question.options.filter(({ value }) => answers[question.key]?.includes(value));

type Listed = { guide: Guide; answers: Answers; locale: Locale; entries: ChecklistEntry[]; wanted: ReturnType<typeof servicesFor>; address: string };

function Checklist({ guide, answers, locale, entries, wanted, address }: Listed): VNode {
  const t = guideTexts(locale);
  const found = wanted.flatMap(({ slug, because }) => entries.filter((entry) => entry.slug === slug).map((entry) => ({ ...entry, because, deadline: entry.deadline ? tr(entry.deadline, locale) : undefined, late: entry.deadline })));
  const plain = found.map((entry) => `☐ ${entry.name}${entry.deadline ? ` (${t.deadline}: ${entry.deadline})` : ''}`).join('\n');
  const mail = new URLSearchParams({ subject: t.list, body: `${plain}\n\n${address}` }).toString().replaceAll('+', '%20');
  return (
    <Stack gap="large">
      <PageHeader title={t.list} lead={found.length > 0 ? t.listLead(found.length) : t.none} />
      {found.length > 0 && (
        <TaskList
          label={t.list}
          items={found.map((entry) => ({ title: <>☐{'\u00a0'}{sayContent(entry.name, locale, entry.language)}</>, href: `/leistungen/${entry.slug}`, note: <>{say(entry.because, locale)}{entry.late && <> · {t.deadline}: {say(entry.late, locale)}</>}</>, badge: entry.online ? <Badge state="done">{t.online}</Badge> : undefined }))}
        />
      )}
      <section aria-labelledby="behalten">
        <Stack>
          <Heading level={2} id="behalten" size="medium">
            {t.keep}
          </Heading>
          <Prose>
            <p>
              {t.address} <a href={hrefOf(answers)} lang="zxx" dir="ltr">{address}</a>
            </p>
            <p>{t.print}</p>
          </Prose>
          <ButtonRow>
            <Button href={`mailto:?${mail}`} icon="mail">
              {t.mail}
            </Button>
            <Button href={PATH}>{t.again}</Button>
          </ButtonRow>
        </Stack>
      </section>
      <section aria-labelledby="antworten">
        <Stack>
          <Heading level={2} id="antworten" size="medium">
            {t.answers}
          </Heading>
          <DescriptionList items={guide.questions.filter(({ key }) => key in answers).map((question) => ({ term: say(question.text, locale), value: chosenOf(question, answers).length > 0 ? chosenOf(question, answers).map((option, i) => <>{i > 0 && (locale === 'ar' ? '، ' : ', ')}{say(option.text, locale)}</>) : t.nothing, action: { href: hrefOf(before(guide, answers, question.key)), label: t.change, about: tr(question.text, locale) } }))} />
        </Stack>
      </section>
      <p>
        <Link href="/leistungen">{t.all}</Link>
      </p>
    </Stack>
  );
}
