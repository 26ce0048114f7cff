import type { VNode } from 'preact';
import { z } from 'zod';
import { page, redirect, view } from '#platform/http';
import { calendarDayOf, formatDate, tr, type Text } from '#platform/i18n';
import { Alert, Badge, Button, ButtonRow, Deadline, DescriptionList, EmptyState, Form, Heading, Link, PageHeader, Pagination, Section, SelectField, Stack, Table, TextArea, TextField, Time } from '#platform/ui';
import { getEntry } from '../entries.queries.ts';
import { easeInWords, readabilityOf } from '../care/readability.ts';
import { listOpenRemarks, listRatings, settleRemark, type Rating, type Remark } from '../care/remarks.ts';
import { handOverTexts, listEditors, type Editor } from '../care/text-owners.ts';
import { readWording } from '../care/wording.ts';
import { checkText, countDueTexts, findTextCare, listTextCare, type TextCare } from '../care/text-care.ts';

export const TEXTS = '/office/verwaltung/texte';
const SERVICES = '/office/verwaltung/leistungen';
const AT_ONCE = 50;
const crumbs = (label: string) => [{ label: 'Leistungen', href: SERVICES }, ...(label === 'Texte' ? [] : [{ label: 'Texte', href: TEXTS }]), { label }];

/** Texts in the order in which they have to be looked at again, and what readers said. */
export const textsPage = page({
  method: 'GET', path: TEXTS, site: 'office', access: 'may:catalogue/edit',
  query: z.object({ wer: z.uuid().optional().catch(undefined), ab: z.string().regex(/^\d{4}-\d{2}-\d{2}~[a-z0-9-]{1,80}$/).optional().catch(undefined), hinweise: z.uuid().optional().catch(undefined) }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const today = calendarDayOf(ctx.now);
      const [reviewOn = '', slug = ''] = rq.query.ab?.split('~') ?? [];
      const texts = await listTextCare(ctx, { limit: AT_ONCE + 1, ownerId: rq.query.wer, ...(rq.query.ab ? { after: { reviewOn, slug } } : {}) });
      const due = await countDueTexts(ctx, today);
      const editors = await listEditors(ctx);
      const ratings = await listRatings(ctx, texts.map(({ slug: one }) => one));
      const remarks = await listOpenRemarks(ctx, { limit: 11, ...(rq.query.hinweise ? { after: rq.query.hinweise } : {}) });
      return view({
        title: 'Texte', width: 'full', nav: SERVICES, crumbs: crumbs('Texte'),
        body: (
          <Stack>
            <PageHeader title="Texte der Leistungen" lead={due > 0 ? `${due} Texte müssen geprüft werden.` : 'Kein Text ist überfällig.'} />
            <Remarks remarks={remarks} />
            <Texts texts={texts} ratings={ratings} today={today} later={Boolean(rq.query.ab)} owner={rq.query.wer} editors={editors} self={rq.actor.id} />
          </Stack>
        ),
      });
    }),
});

function Remarks({ remarks }: { remarks: Remark[] }): VNode {
  const shown = remarks.slice(0, 10);
  return (
    <Section title="Hinweise von Leserinnen und Lesern" id="hinweise">
      {shown.length === 0 && <p>Zurzeit liegt kein Hinweis vor.</p>}
      <Stack>
        {shown.map((remark, i) => (
          <Form key={remark.id} action={`${TEXTS}/hinweise/${remark.id}`} label={`Hinweis ${i + 1}: ${remark.name ?? remark.slug}`}>
            <DescriptionList items={[{ term: remark.kind === 'mistake' ? 'Fehler gemeldet zu' : 'Bewertung von', value: <Link href={`${TEXTS}/${remark.slug}`}>{remark.name ?? remark.slug}</Link> }, { term: 'Am', value: <Time at={remark.madeAt} /> }, { term: 'Zuständig', value: remark.ownerName ?? 'noch niemand' }, remark.helpful === null ? null : { term: 'War die Seite hilfreich?', value: remark.helpful ? 'Ja' : 'Nein' }, { term: 'Hinweis', value: remark.words }]} />
            {remark.email ? <TextArea id={`antwort-${remark.id}`} name="antwort" label={`Antwort an ${remark.email}`} rows={3} required={false} value="" maxlength={4000} /> : <input type="hidden" name="antwort" value="" />}
            <ButtonRow>
              <Button>{remark.email ? 'Antworten und erledigen' : 'Erledigt'}</Button>
            </ButtonRow>
          </Form>
        ))}
      </Stack>
      {remarks.length > 10 && <Pagination shown={shown.length} noun="Hinweise" next={`${TEXTS}?hinweise=${shown.at(-1)?.id ?? ''}#hinweise`} />}
    </Section>
  );
}

/** '80 % von 15 Stimmen': what readers answered in the last twelve months. */
function ratingInWords(rating: Rating | undefined): string {
  const votes = rating ? rating.good + rating.bad : 0;
  return rating && votes > 0 ? `${Math.round((100 * rating.good) / votes)} % von ${votes} ${votes === 1 ? 'Stimme' : 'Stimmen'}` : '–';
}

type Listed = { texts: TextCare[]; ratings: Map<string, Rating>; today: string; later: boolean; /** Only the texts of this person. */ owner: string | undefined; editors: Editor[]; self: string | null };

function Texts({ texts, ratings, today, later, owner, editors, self }: Listed): VNode {
  const shown = texts.slice(0, AT_ONCE);
  const last = shown.at(-1);
  const of = owner ? `&wer=${owner}` : '';
  const names = new Map(editors.map(({ id, name }) => [id, name]));
  return (
    <Section title="Nächste Prüfungen" id="pruefungen">
      <Stack>
        <Form action={TEXTS} method="get" inline label="Texte einer Person">
          <SelectField name="wer" label="Zuständig" placeholder="alle" value={owner ?? ''} options={editors.map(({ id, name }) => ({ value: id, label: id === self ? `${name} (ich)` : name }))} />
          <Button>Anzeigen</Button>
        </Form>
        <Table
          compact
          stack
          caption="Nächste Prüfungen"
          captionHidden
          rows={shown}
          rowKey={(row) => row.slug}
          empty={owner ? <EmptyState title="Für diese Person ist nichts eingetragen">Auf der Seite eines Textes wählen Sie, wer zuständig ist.</EmptyState> : <EmptyState title="Noch keine Texte">Sobald Leistungen veröffentlicht sind, stehen hier ihre Texte.</EmptyState>}
          columns={[
            { key: 'name', head: 'Leistung', rowHead: true, cell: (row) => <Link href={`${TEXTS}/${row.slug}`}>{row.name}</Link> },
            { key: 'due', head: 'Zu prüfen bis', cell: (row) => <Deadline on={row.reviewOn} today={today} soonDays={30} /> },
            { key: 'owner', head: 'Zuständig', cell: (row) => (row.ownerId && names.get(row.ownerId)) || row.ownerName },
            { key: 'checked', head: 'Zuletzt geprüft', cell: (row) => (row.checkedOn ? `${formatDate(row.checkedOn)}${row.checkedBy ? `, ${row.checkedBy}` : ''}` : 'noch nie') },
            { key: 'rating', head: 'Hilfreich', numeric: true, wideOnly: true, cell: (row) => ratingInWords(ratings.get(row.slug)) },
            { key: 'online', head: 'Stand', wideOnly: true, cell: (row) => <Badge state={row.online ? 'done' : 'neutral'}>{row.online ? 'online' : 'noch nicht online'}</Badge> },
          ]}
        />
        <Pagination shown={shown.length} noun="Texte" {...(later ? { previous: owner ? `${TEXTS}?wer=${owner}` : TEXTS } : {})} {...(texts.length > AT_ONCE && last ? { next: `${TEXTS}?ab=${last.reviewOn}~${last.slug}${of}` } : {})} />
        {owner && shown.length > 0 && (
          <Form action={`${TEXTS}/uebergeben`} inline label="Alle Texte dieser Person übergeben">
            <input type="hidden" name="von" value={owner} />
            <SelectField name="an" label="Alle diese Texte übergeben an" options={editors.filter(({ id }) => id !== owner).map(({ id, name }) => ({ value: id, label: name }))} value="" />
            <Button>Übergeben</Button>
          </Form>
        )}
      </Stack>
    </Section>
  );
}

const chosen = z.preprocess((value) => value || undefined, z.uuid().optional());
const params = z.object({ slug: z.string().regex(/^[a-z][a-z0-9-]{0,79}$/) });

/** One text: how hard it is to read, what could be said more simply, which languages it has; and the tick that it is right. */
export const textPage = page({
  method: 'GET', path: `${TEXTS}/:slug`, site: 'office', access: 'may:catalogue/edit', params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { settings } = await getEntry(ctx, rq.params.slug);
      const care = await findTextCare(ctx, rq.params.slug);
      const name = tr(settings.name, 'de');
      const whole = [settings.summary, settings.description, ...settings.requirements, ...settings.steps, settings.deadline, settings.fee?.text].flatMap((text) => tr(text, 'de') ?? []).filter(Boolean).join('\n');
      const wording = await readWording(rq.platform);
      const today = calendarDayOf(ctx.now);
      const next = care && care.reviewOn > today ? care.reviewOn : `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`;
      return view({
        title: name, width: 'full', nav: SERVICES, crumbs: crumbs(name),
        body: (
          <Stack>
            <PageHeader title={name} preline="Text" actions={<Link href={`/leistungen/${settings.slug}`}>Seite ansehen</Link>} />
            <ReadingHelp text={whole} wording={wording} />
            <Translations machine={settings.machineTranslated ?? []} texts={[['Name', settings.name], ['Kurzbeschreibung', settings.summary], ['Beschreibung', settings.description], ['Gebühr', settings.fee?.text], ['Dauer', settings.processingTime?.text], ['Frist', settings.deadline]]} />
            <Section title="Geprüft" id="geprueft">
              <p>Leserinnen und Leser fanden die Seite hilfreich: {ratingInWords((await listRatings(ctx, [settings.slug])).get(settings.slug))} in zwölf Monaten.</p>
              <p>{care?.checkedOn ? `Zuletzt geprüft am ${formatDate(care.checkedOn)}${care.checkedBy ? ` von ${care.checkedBy}` : ''}.` : 'Dieser Text wurde noch nicht geprüft.'}</p>
              <Form action={`${TEXTS}/${settings.slug}`}>
                <SelectField name="ownerId" label="Zuständige Person" hint="Sie bekommt eine Mail, wenn der Text zu prüfen ist oder jemand einen Fehler meldet." placeholder="keine, nur die Stelle" value={care?.ownerId ?? ''} options={(await listEditors(ctx)).map(({ id, name: person }) => ({ value: id, label: person }))} />
                <TextField name="ownerName" label="Zuständige Stelle" hint="Amt oder Redaktion; steht auch auf der Seite der Leistung" value={care?.ownerName ?? settings.reviewer ?? ''} required maxlength={120} />
                <TextField type="date" name="reviewOn" label="Nächste Prüfung" value={next} required />
                <ButtonRow>
                  <Button variant="primary">Der Text stimmt</Button>
                  <Button formaction={`${TEXTS}/${settings.slug}/uebergeben`}>Nur übergeben</Button>
                </ButtonRow>
              </Form>
            </Section>
          </Stack>
        ),
      });
    }),
});

type Wording = Awaited<ReturnType<typeof readWording>>;

function ReadingHelp({ text, wording }: { text: string; wording: Wording }): VNode {
  const found = readabilityOf(text, wording);
  return (
    <Section title="Verständlichkeit" id="verstaendlich">
      <Stack gap="small">
        <DescriptionList
          columns
          items={[
            { term: 'Lesbarkeit (Flesch, deutsch)', value: found.ease === undefined ? 'zu kurz zum Messen' : `${found.ease} von 100, ${easeInWords(found.ease)}` },
            { term: 'Wörter je Satz', value: found.sentenceLength.toLocaleString('de') },
            { term: 'Wörter', value: String(found.words) },
          ]}
        />
        {found.longSentences.length > 0 && (
          <Alert kind="warning" title={found.longSentences.length === 1 ? 'Ein Satz ist länger als 20 Wörter' : `${found.longSentences.length} Sätze sind länger als 20 Wörter`}>
            <ul>{found.longSentences.slice(0, 10).map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>
          </Alert>
        )}
        {found.avoid.length > 0 && (
          <Alert kind="info" title="Das lässt sich einfacher sagen">
            <ul>{found.avoid.map(({ word, instead }) => <li key={word}>„{word}“: besser „{instead}“</li>)}</ul>
          </Alert>
        )}
      </Stack>
    </Section>
  );
}

/** How the parts are called that a machine may have translated. */
const machineParts: Record<string, string> = { Name: 'name', Kurzbeschreibung: 'summary', Beschreibung: 'description' };

function Translations({ texts, machine }: { texts: [string, Text | undefined][]; machine: string[] }): VNode {
  const has = (text: Text, locale: 'en' | 'de-leicht'): boolean => typeof text !== 'string' && Boolean(text[locale]);
  const there = texts.filter((row): row is [string, Text] => row[1] !== undefined);
  const word = (yes: boolean): VNode => <Badge state={yes ? 'done' : 'soon'}>{yes ? 'da' : 'fehlt'}</Badge>;
  return (
    <Stack gap="small">
      <Heading level={2} size="small">Sprachen</Heading>
      <Table compact caption="Sprachen" captionHidden rows={there} rowKey={([name]) => name} columns={[{ key: 'name', head: 'Teil', rowHead: true, cell: ([name]) => name }, { key: 'en', head: 'Englisch', cell: ([name, text]) => (machine.includes(machineParts[name] ?? '') ? <Badge state="soon">maschinell, ungeprüft</Badge> : word(has(text, 'en'))) }, { key: 'easy', head: 'Leichte Sprache', cell: ([, text]) => word(has(text, 'de-leicht')) }]} />
    </Stack>
  );
}

export const textCheckedPost = page({
  method: 'POST', path: `${TEXTS}/:slug`, site: 'office', access: 'may:catalogue/edit', params,
  body: z.object({ ownerId: chosen, ownerName: z.string().trim().min(2).max(120), reviewOn: z.iso.date() }),
  handle: async (rq) => {
    await rq.transact((ctx) => checkText(ctx, rq.params.slug, rq.body));
    return redirect(TEXTS, { flash: 'Geprüft. Der Text kommt zum gewählten Tag wieder.' });
  },
});

/** Somebody else answers for one text from now on; whether it is right is another question. */
export const textHandOverPost = page({
  method: 'POST', path: `${TEXTS}/:slug/uebergeben`, site: 'office', access: 'may:catalogue/edit', params,
  body: z.object({ ownerId: chosen }),
  handle: async (rq) => {
    const { ownerId } = rq.body;
    if (!ownerId) return redirect(`${TEXTS}/${rq.params.slug}#geprueft`, { flash: { kind: 'warning', text: 'Bitte wählen Sie zuerst, an wen.' } });
    await rq.transact((ctx) => handOverTexts(ctx, { slug: rq.params.slug }, ownerId));
    return redirect(`${TEXTS}/${rq.params.slug}#geprueft`, { flash: 'Übergeben. Die Tage bleiben, wie sie sind.' });
  },
});

/** All texts of somebody who leaves or has too much. */
export const textsHandOverPost = page({
  method: 'POST', path: `${TEXTS}/uebergeben`, site: 'office', access: 'may:catalogue/edit',
  body: z.object({ von: z.uuid(), an: chosen }),
  handle: async (rq) => {
    const { von, an } = rq.body;
    if (!an) return redirect(`${TEXTS}?wer=${von}`, { flash: { kind: 'warning', text: 'Bitte wählen Sie zuerst, an wen.' } });
    const count = await rq.transact((ctx) => handOverTexts(ctx, { ownerId: von }, an));
    return redirect(`${TEXTS}?wer=${an}`, { flash: count === 1 ? 'Ein Text ist übergeben.' : `${count} Texte sind übergeben.` });
  },
});

export const remarkPost = page({
  method: 'POST', path: `${TEXTS}/hinweise/:id`, site: 'office', access: 'may:catalogue/edit', params: z.object({ id: z.uuid() }),
  body: z.object({ antwort: z.string().max(4000).default('') }),
  handle: async (rq) => {
    await rq.transact((ctx) => settleRemark(ctx, rq.params.id, rq.body.antwort));
    return redirect(`${TEXTS}#hinweise`, { flash: rq.body.antwort.trim() ? 'Die Antwort ist unterwegs.' : 'Der Hinweis ist erledigt.' });
  },
});
