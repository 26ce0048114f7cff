import type { VNode } from 'preact';
import { z } from 'zod';
import { cityOf, listOffices, type LifeSituation } from '#core/organisation';
import { page, redirect, view, type Reply, type Rq } from '#platform/http';
import { tr, type Text } from '#platform/i18n';
import { Problem, type Ctx } from '#platform/module';
import { Alert, Button, ButtonRow, CheckboxGroup, Details, ErrorSummary, Form, Link, PageHeader, SelectField, Stack, TextArea, TextField, Time, fieldId } from '#platform/ui';
import type { EntrySettings } from '../bundle/settings-schema.ts';
import { catalogueNames } from '../imports/import-row.ts';
import type { OwnFields } from '../imports/merge-said.ts';
import { checkOwnFields, getOwnText, saveOwnText, type OwnText } from '../imports/own-texts.ts';
import { canTranslate } from '../translation/translate.ts';
import { ENTRIES } from './entries-page.tsx';
import { TranslationPart } from './translation-part.tsx';

const SERVICES = '/office/verwaltung/leistungen';
const params = z.object({ slug: z.string().regex(/^[a-z][a-z0-9-]{0,79}$/) });
const oneOrMore = z.union([z.string(), z.array(z.string())]).default([]).transform((value) => [value].flat().filter(Boolean));
const text = z.string().max(20_000).default('').transform((value) => value.replaceAll('\r\n', '\n').trim());
const body = z.object({
  revision: z.coerce.number().int().min(0), name: text, nameEn: text, summary: text, summaryEn: text, summaryEasy: text, description: text, descriptionEn: text, descriptionEasy: text,
  office: text, lifeSituations: oneOrMore, audience: oneOrMore, synonyms: text, papers: text, fee: text, processingTime: text, deadline: text,
});
type Typed = z.output<typeof body>;

const part = (value: Text | undefined, locale: 'de' | 'en' | 'de-leicht'): string => (typeof value === 'string' ? (locale === 'de' ? value : '') : (value?.[locale] ?? ''));
const germanWords = (words: EntrySettings['synonyms']): string[] => (Array.isArray(words) ? words : words.de);

function typedOf({ entry, revision }: OwnText): Typed {
  return {
    revision, name: part(entry.name, 'de'), nameEn: part(entry.name, 'en'), summary: part(entry.summary, 'de'), summaryEn: part(entry.summary, 'en'), summaryEasy: part(entry.summary, 'de-leicht'),
    description: part(entry.description, 'de'), descriptionEn: part(entry.description, 'en'), descriptionEasy: part(entry.description, 'de-leicht'), office: entry.office ?? '', lifeSituations: entry.lifeSituations, audience: entry.audience,
    synonyms: germanWords(entry.synonyms).join('\n'), papers: entry.papers.map((paper) => tr(paper.name, 'de')).join('\n'), fee: tr(entry.fee?.text, 'de') ?? '', processingTime: tr(entry.processingTime?.text, 'de') ?? '', deadline: tr(entry.deadline, 'de') ?? '',
  };
}

const written = (de: string, en: string, easy: string): Text => (en || easy ? { de, ...(en ? { en } : {}), ...(easy ? { 'de-leicht': easy } : {}) } : de);
const linesOf = (value: string): string[] => value.split('\n').map((line) => line.trim()).filter(Boolean);

/** What was typed as fields of an entry; what is equal to what the page showed stays as rich as it was. */
function fieldsOf(typed: Typed, now: OwnText): OwnFields {
  const before = typedOf(now);
  const changed = (...keys: (keyof Typed)[]): boolean => keys.some((key) => JSON.stringify(typed[key]) !== JSON.stringify(before[key]));
  const machine = (now.own.machineTranslated ?? []).filter((name) => !changed(`${name}En`));
  return {
    ...now.own,
    // what a person has written over is no longer the machine's
    ...(now.own.machineTranslated ? { machineTranslated: machine } : {}),
    ...(changed('name', 'nameEn') ? { name: written(typed.name, typed.nameEn, part(now.entry.name, 'de-leicht')) } : {}),
    ...(changed('summary', 'summaryEn', 'summaryEasy') ? { summary: written(typed.summary, typed.summaryEn, typed.summaryEasy) } : {}),
    ...(changed('description', 'descriptionEn', 'descriptionEasy') && typed.description ? { description: written(typed.description, typed.descriptionEn, typed.descriptionEasy) } : {}),
    ...(changed('office') && typed.office ? { office: typed.office } : {}),
    ...(changed('lifeSituations') ? { lifeSituations: typed.lifeSituations } : {}),
    ...(changed('audience') ? { audience: typed.audience as EntrySettings['audience'] } : {}),
    ...(changed('synonyms') ? { synonyms: linesOf(typed.synonyms) } : {}),
    ...(changed('papers') ? { papers: linesOf(typed.papers).map((name) => ({ name })) } : {}),
    ...(changed('fee') && typed.fee ? { fee: { text: typed.fee } } : {}),
    ...(changed('processingTime') && typed.processingTime ? { processingTime: { text: typed.processingTime } } : {}),
    ...(changed('deadline') && typed.deadline ? { deadline: typed.deadline } : {}),
  };
}

type Shown = { now: OwnText; typed: Typed; errors: Map<string, string>; conflict?: string };

async function show(ctx: Ctx, rq: Pick<Rq, 'platform'>, shown: Shown): Promise<Reply> {
  const offices = (await listOffices(ctx)).map(({ key, name }) => ({ value: key, label: name }));
  const { now, errors, conflict } = shown;
  const title = part(now.entry.name, 'de');
  return view({
    title,
    width: 'full',
    nav: SERVICES,
    status: errors.size > 0 ? 422 : conflict ? 409 : 200,
    crumbs: [{ label: 'Leistungen', href: SERVICES }, { label: 'Einträge', href: ENTRIES }, { label: title }],
    body: (
      <Stack>
        {errors.size > 0 && <ErrorSummary errors={[...errors].map(([field, message]) => ({ id: fieldId(field), text: message }))} />}
        <PageHeader title={title} preline={now.origins.map(({ catalogue }) => catalogueNames[catalogue]).join(' · ')} actions={<Link href={`/leistungen/${now.slug}`}>Seite ansehen</Link>} />
        {conflict && <Alert kind="warning" title={conflict} />}
        {now.editedAt && (
          <p>
            Zuletzt von {now.editedByName} geändert, <Time at={now.editedAt} />. Eigene Angaben: {Object.keys(now.own).length}.
          </p>
        )}
        <TranslationPart now={now} offered={canTranslate(rq.platform)} />
        <EntryForm {...shown} offices={offices} lives={cityOf(rq.platform).lifeSituations} />
      </Stack>
    ),
  });
}

function EntryForm({ now, typed, errors, offices, lives }: Shown & { offices: { value: string; label: string }[]; lives: LifeSituation[] }): VNode {
  const error = (field: string): { error?: string } => (errors.has(field) ? { error: errors.get(field) ?? '' } : {});
  return (
    <Form action={`${ENTRIES}/${now.slug}`}>
      <input type="hidden" name="revision" value={String(typed.revision)} />
      <TextField name="name" label="Name" value={typed.name} required width="full" maxlength={300} {...error('name')} />
      <TextArea name="summary" label="Kurzbeschreibung" hint="Ein Satz: was bekommt man hier?" value={typed.summary} rows={2} required {...error('summary')} />
      <TextArea name="description" label="Beschreibung" hint="Absätze, Listen mit „- “, Überschriften mit „### “, **fett**, [Link](https://…)" value={typed.description} rows={10} required={false} {...error('description')} />
      <SelectField name="office" label="Zuständiges Amt" value={typed.office} options={offices} required={false} {...error('office')} />
      <TextField name="fee" label="Gebühr" value={typed.fee} required={false} width="full" />
      <TextField name="processingTime" label="Dauer" value={typed.processingTime} required={false} width="full" />
      <TextField name="deadline" label="Frist" value={typed.deadline} required={false} width="full" />
      <TextArea name="papers" label="Unterlagen" hint="eine je Zeile" value={typed.papers} rows={4} required={false} />
      <TextArea name="synonyms" label="Suchwörter" hint="eines je Zeile" value={typed.synonyms} rows={4} required={false} {...error('synonyms')} />
      <CheckboxGroup name="audience" label="Für wen" value={typed.audience} options={[{ value: 'citizen', label: 'Bürgerinnen und Bürger' }, { value: 'business', label: 'Unternehmen' }]} {...error('audience')} />
      <CheckboxGroup name="lifeSituations" label="Lebenslagen" value={typed.lifeSituations} required={false} options={lives.map(({ key, title }) => ({ value: key, label: tr(title, 'de') }))} />
      <Details summary="Englisch und Leichte Sprache" open={Boolean(typed.summaryEn || typed.summaryEasy)}>
        <Stack>
          <TextField name="nameEn" label="Name (englisch)" value={typed.nameEn} required={false} width="full" maxlength={300} />
          <TextArea name="summaryEn" label="Kurzbeschreibung (englisch)" value={typed.summaryEn} rows={2} required={false} />
          <TextArea name="descriptionEn" label="Beschreibung (englisch)" value={typed.descriptionEn} rows={6} required={false} />
          <TextArea name="summaryEasy" label="Kurzbeschreibung (Leichte Sprache)" value={typed.summaryEasy} rows={2} required={false} />
          <TextArea name="descriptionEasy" label="Beschreibung (Leichte Sprache)" value={typed.descriptionEasy} rows={6} required={false} />
        </Stack>
      </Details>
      <ButtonRow>
        <Button variant="primary">Speichern</Button>
        {Object.keys(now.own).length > 0 && <Button formaction={`${ENTRIES}/${now.slug}/zuruecksetzen`}>Eigene Angaben verwerfen</Button>}
      </ButtonRow>
    </Form>
  );
}

/** An imported entry: what the city adds or says otherwise. */
export const entryPage = page({
  method: 'GET', path: `${ENTRIES}/:slug`, site: 'office', access: 'may:catalogue/edit', params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const now = await getOwnText(ctx, rq.params.slug);
      return show(ctx, rq, { now, typed: typedOf(now), errors: new Map() });
    }),
});

export const entryPost = page({
  method: 'POST', path: `${ENTRIES}/:slug`, site: 'office', access: 'may:catalogue/edit', params, body,
  handle: async (rq): Promise<Reply> => {
    const { slug } = rq.params;
    const typed = rq.body;
    const now = await rq.read((ctx) => getOwnText(ctx, slug));
    const fields = fieldsOf(typed, now);
    const errors = checkOwnFields(slug, now.imported, fields);
    if (!typed.name) errors.set('name', 'Bitte geben Sie einen Namen an.');
    if (!typed.summary) errors.set('summary', 'Bitte schreiben Sie einen Satz.');
    if (typed.audience.length === 0) errors.set('audience', 'Bitte wählen Sie, für wen die Leistung ist.');
    if (errors.size > 0) return rq.read((ctx) => show(ctx, rq, { now, typed, errors }));
    try {
      await rq.transact((ctx) => saveOwnText(ctx, slug, { fields, revision: typed.revision }));
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 409) throw error;
      // Nothing typed is lost; saving again then is a decision.
      return rq.read(async (ctx) => show(ctx, rq, { now, typed: { ...typed, revision: now.revision }, errors, conflict: error.de }));
    }
    return redirect(`${ENTRIES}/${slug}`, { flash: 'Gespeichert. Die Seite zeigt jetzt Ihre Angaben.' });
  },
});

export const entryResetPost = page({
  method: 'POST', path: `${ENTRIES}/:slug/zuruecksetzen`, site: 'office', access: 'may:catalogue/edit', params, body: z.object({ revision: z.coerce.number().int().min(0) }),
  handle: async (rq) => {
    await rq.transact((ctx) => saveOwnText(ctx, rq.params.slug, { fields: {}, revision: rq.body.revision }));
    return redirect(`${ENTRIES}/${rq.params.slug}`, { flash: 'Die Seite zeigt wieder, was der Katalog sagt.' });
  },
});
