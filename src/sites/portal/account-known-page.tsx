import { requestForOwnAccount } from '#core/data-protection';
import { collectOwnData, listOwnData, type OwnData } from '#core/parties';
import { page, redirect, view } from '#platform/http';
import { formatDateTime, tr, type Locale } from '#platform/i18n';
import type { JsonValue } from '#platform/module';
import { Button, ButtonRow, DescriptionList, Details, Form, PageHeader, Section, Stack } from '#platform/ui';
import { z } from 'zod';
import { accountTexts } from './account-texts.ts';
import { fieldWord } from './known-words.ts';
import { leaveTexts } from './account-leave-texts.ts';

const SHOWN = 20;

/** 'Was die Stadt über Sie weiß': the same data as in the export, to look at, with purpose and time. */
export const knownPage = page({
  method: 'GET',
  path: '/konto/daten/uebersicht',
  site: 'portal',
  access: 'citizen',
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const t = leaveTexts(rq.locale);
      const accountId = rq.actor.id ?? '';
      const data = await collectOwnData(ctx, accountId);
      ctx.emit({ type: 'portal/data-viewed', subject: `account:${accountId}` });
      return view({
        title: t.known,
        nav: 'account',
        noIndex: true,
        width: 'narrow',
        crumbs: [{ label: accountTexts(rq.locale).title, href: '/konto' }, { label: accountTexts(rq.locale).data, href: '/konto/daten' }, { label: t.known }],
        body: (
          <Stack gap="x-large">
            <PageHeader title={t.known} lead={t.knownLead} />
            {listOwnData(ctx, 'person').map((source) => (
              <Known key={source.key} source={source} value={data[source.key] ?? null} locale={rq.locale} />
            ))}
            <Section title={t.everything} id="anliegen">
              <Form action="/konto/daten/anliegen" label={t.everything}>
                <p class="kern-body">{t.everythingText}</p>
                <ButtonRow>
                  <Button name="art" value="access">
                    {t.askAccess}
                  </Button>
                  <Button name="art" value="erasure">
                    {t.askErasure}
                  </Button>
                </ButtonRow>
              </Form>
            </Section>
            <ButtonRow>
              <Button icon="download" href="/konto/daten/export">
                {accountTexts(rq.locale).exportButton}
              </Button>
              <Button href="/konto/daten/loeschen">{t.delete}</Button>
            </ButtonRow>
          </Stack>
        ),
      });
    }),
});

/** Access or erasure over all offices (GDPR Art. 15, 17): the data protection officer answers it. */
export const ownRequestPost = page({
  method: 'POST',
  path: '/konto/daten/anliegen',
  site: 'portal',
  access: 'citizen',
  body: z.object({ art: z.enum(['access', 'erasure']) }),
  handle: async (rq) => {
    await rq.transact((ctx) => requestForOwnAccount(ctx, rq.body.art));
    return redirect('/konto/daten/uebersicht', { flash: leaveTexts(rq.locale).asked });
  },
});

function Known({ source, value, locale }: { source: OwnData; value: JsonValue; locale: Locale }) {
  const t = leaveTexts(locale);
  const entries = Array.isArray(value) ? value : value === null ? [] : [value];
  return (
    <Section title={tr(source.title, locale)} id={`weiss-${source.key}`}>
      <Stack gap="small">
        <DescriptionList
          items={[
            { term: t.stored, value: t.count(entries.length) },
            source.why ? { term: t.why, value: tr(source.why, locale) } : null,
            source.kept ? { term: t.kept, value: tr(source.kept, locale) } : null,
          ]}
        />
        {entries.length > 0 && (
          <Details summary={t.show}>
            <Stack>
              {entries.slice(0, SHOWN).map((entry, at) => (
                <DescriptionList key={at} items={rowsOf(entry, locale)} />
              ))}
              {entries.length > SHOWN && <p class="kern-body">{t.more(SHOWN)}</p>}
            </Stack>
          </Details>
        )}
      </Stack>
    </Section>
  );
}

/** Whatever a folder stores, as rows that one can read: nested parts are put into one line. */
function rowsOf(entry: JsonValue, locale: Locale): { term: string; value: string }[] {
  if (entry === null || typeof entry !== 'object' || Array.isArray(entry)) return [{ term: '–', value: wordOf(entry, locale) }];
  return Object.entries(entry).flatMap(([key, value]) => (value === undefined || value === null || value === '' ? [] : [{ term: fieldWord(key, locale), value: wordOf(value, locale) }]));
}

function wordOf(value: JsonValue | undefined, locale: Locale): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'boolean') return fieldWord(value ? 'yes' : 'no', locale);
  if (typeof value === 'string') return /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value) ? formatDateTime(new Date(value), locale) : value;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map((one) => wordOf(one, locale)).join('; ');
  return Object.values(value).filter((one) => one !== null && one !== undefined && one !== '').map((one) => wordOf(one, locale)).join(', ');
}
