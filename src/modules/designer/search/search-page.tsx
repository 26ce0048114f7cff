import { createHash } from 'node:crypto';
import type { VNode } from 'preact';
import { z } from 'zod';
import { fieldTypeNames, type FieldTypeName } from '#engines/forms';
import { page, redirect, view, type Reply, type Rq } from '#platform/http';
import { Alert, Badge, Button, ButtonRow, Details, EmptyState, Form, Link, PageHeader, Row, Section, SelectField, Stack, Table, TextField } from '#platform/ui';
import { typeWords } from '../form/element-fields.ts';
import { formHref } from '../form/form-page.tsx';
import { placeOfPath, placeText } from '../form/form-places.ts';
import { LIST, tabHref, tabOfFile, tabWords } from '../workshop/tabs.ts';
import { findInServices, type Question, type Search, type ServiceHits } from './find-in-services.ts';
import { previewOf, replaceChosen, undoReplacement, type Replaced } from './replace-in-services.ts';
import type { TextPlace } from './text-places.ts';

const SEARCH = `${LIST}/fundstellen`;
const MOST = 200;
const PARTS = { '': 'überall', fragen: 'Fragen der Formulare', formular: 'Formulare', texte: 'Texte der Leistung', prozess: 'Prozesse', regeln: 'Regeln', briefe: 'Briefe' } as const;
const query = z.object({ q: z.string().trim().max(80).default(''), art: z.enum(['', ...fieldTypeNames]).default('').catch(''), teil: z.enum(Object.keys(PARTS) as [keyof typeof PARTS]).default('').catch(''), ersatz: z.string().max(200).optional(), ersetzen: z.string().optional() });
type Query = z.output<typeof query>;

const crumbs = [{ label: 'Werkstatt', href: LIST }, { label: 'Suchen und ersetzen' }];
const searchOf = ({ q, art, teil }: Query, exact = false): Search => ({ words: q, part: teil, exact, ...(art ? { type: art as FieldTypeName } : {}) });

/** "Which forms ask for the date of birth?": words in all parts of all services, and what they could be replaced with. */
export const searchServicesPage = page({
  method: 'GET', path: SEARCH, site: 'office', access: 'may:catalogue/edit', query,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const asked = rq.query;
      const replacing = asked.ersetzen !== undefined && asked.q.length > 1;
      const found = asked.q.length > 1 || asked.art ? await findInServices(ctx, searchOf(asked, replacing), MOST) : undefined;
      return view({
        title: 'In allen Leistungen suchen', width: 'full', nav: LIST, crumbs,
        body: (
          <Stack>
            <PageHeader title="In allen Leistungen suchen" lead="Zum Beispiel: Welche Formulare fragen nach dem Geburtsdatum?" />
            <Asking asked={asked} />
            {found && (replacing ? <Preview asked={asked} services={found.services} more={found.more} /> : <Hits services={found.services} count={found.count} more={found.more} />)}
          </Stack>
        ),
      });
    }),
});

function Asking({ asked }: { asked: Query }): VNode {
  return (
    <Form method="get" action={SEARCH} label="Suchen">
      <TextField name="q" label="Wort" hint="In Beschriftungen, Schlüsseln, Zwecken, Texten, Regeln, Briefen und Prozessen" value={asked.q} />
      <Row>
        <SelectField name="art" label="Fragen dieser Art" value={asked.art} placeholder={false} options={[{ value: '', label: 'jede' }, ...fieldTypeNames.map((value) => ({ value, label: typeWords[value] }))]} />
        <SelectField name="teil" label="Wo" value={asked.teil} placeholder={false} options={Object.entries(PARTS).map(([value, label]) => ({ value, label }))} />
      </Row>
      <ButtonRow>
        <Button type="submit" variant="primary">
          Suchen
        </Button>
      </ButtonRow>
      <Details summary="Ersetzen" open={asked.ersetzen !== undefined}>
        <TextField name="ersatz" label="Ersetzen durch" hint="Groß- und Kleinschreibung zählt. Zuerst sehen Sie jede Stelle; geändert wird nur in Entwürfen." value={asked.ersatz ?? ''} />
        <Button type="submit" name="ersetzen" value="ja">
          Stellen zum Ersetzen zeigen
        </Button>
      </Details>
    </Form>
  );
}

/** Where a place is worked on: in the draft, else the version as it is. */
function hrefOf({ slug, draftId, versionId }: ServiceHits, { file, at }: { file: string; at: string }): string {
  if (!draftId) return `/office/verwaltung/leistungen/${slug}/fassungen/${versionId}`;
  if (/^(form\.json|forms\/)/.test(file)) return formHref(draftId, { datei: file, stelle: placeText(placeOfPath(at)) || '0' });
  if (file === 'process.bpmn') return `${LIST}/${draftId}/prozess/schritt?id=${encodeURIComponent(at.slice(0, at.indexOf('/')))}`;
  return file.startsWith('letters/') ? `${tabHref(draftId, 'briefe')}?brief=${file.slice('letters/'.length, -'.md'.length)}` : tabHref(draftId, tabOfFile(file));
}

type Line = { service: ServiceHits; first: boolean; part: string; text: string; note: string; href: string };
const short = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)} …` : text);

function linesOf(service: ServiceHits): Line[] {
  const asked = service.questions.map((one: Question): Omit<Line, 'first' | 'service'> => ({
    part: `${one.file === 'form.json' ? 'Antrag' : `Aufgabe ${one.file.slice(6, -5)}`}: ${one.page}`, text: [...one.groups, one.label].join(' › '), note: [`${typeWords[one.type]} (${one.path})`, one.required === 'never' ? 'freiwillig' : '', one.purpose ? `Zweck: ${one.purpose}` : '', one.legalBasis ?? ''].filter(Boolean).join(' · '), href: hrefOf(service, { file: one.file, at: '' }),
  }));
  const told = service.places.map((place: TextPlace): Omit<Line, 'first' | 'service'> => ({ part: `${tabWords(tabOfFile(place.file))}: ${place.where}`, text: short(place.text), note: place.file, href: hrefOf(service, place) }));
  return [...asked, ...told].map((line, index) => ({ ...line, service, first: index === 0 }));
}

function Hits({ services, count, more }: { services: ServiceHits[]; count: number; more: boolean }): VNode {
  return (
    <Table
      compact
      stack
      caption={more ? `Die ersten ${count} Fundstellen in ${services.length} Leistungen; suchen Sie genauer, um alle zu sehen` : `${count} ${count === 1 ? 'Fundstelle' : 'Fundstellen'} in ${services.length} ${services.length === 1 ? 'Leistung' : 'Leistungen'}`}
      rows={services.flatMap(linesOf)}
      rowKey={({ service, part, text, note }) => service.slug + part + text + note}
      empty={<EmptyState title="Nirgends gefunden">Vielleicht steht es anders da: „Geburtsdatum“ statt „geboren“.</EmptyState>}
      columns={[
        { key: 'service', head: 'Leistung', rowHead: true, cell: ({ service, first }) => (<>{first ? service.name : <span class="kern-sr-only">{service.name}</span>} {first && <Badge state="neutral">{service.draftId ? 'Entwurf' : `Fassung ${service.number}`}</Badge>}</>) },
        { key: 'part', head: 'Teil', cell: ({ part, href }) => <Link href={href}>{part}</Link> },
        { key: 'text', head: 'Stelle', cell: ({ text, note }) => (<>{text}<br /><small>{note}</small></>) },
      ]}
    />
  );
}

/** Which place of which service, and what stood there, in one short value. */
const idOf = ({ slug, file, at, text }: { slug: string; file: string; at: string; text: string }): string => `${slug}|${file}|${at}|${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;

function Preview({ asked, services, more }: { asked: Query; services: ServiceHits[]; more: boolean }): VNode {
  const rows = previewOf(services, { find: asked.q, with: asked.ersatz ?? '' });
  if (rows.length === 0) return <EmptyState title="Nichts zu ersetzen">Genau so geschrieben steht „{asked.q}“ an keiner Stelle, die sich ersetzen lässt. Schlüssel und Kürzel gehören nicht dazu.</EmptyState>;
  return (
    <form method="post" action={SEARCH} aria-label="Stellen zum Ersetzen">
      <input type="hidden" name="q" value={asked.q} />
      <input type="hidden" name="ersatz" value={asked.ersatz ?? ''} />
      <input type="hidden" name="teil" value={asked.teil} />
      {more && <Alert kind="info" title="Es gibt noch mehr Stellen">Ersetzen Sie zuerst diese, dann zeigt die Suche die nächsten.</Alert>}
      <Table
        compact
        stack
        caption={`${rows.length} Stellen, an denen „${asked.q}“ durch „${asked.ersatz ?? ''}“ ersetzt würde`}
        rows={rows}
        rowKey={idOf}
        columns={[
          { key: 'choose', head: 'Ersetzen', narrow: true, cell: (row) => <input type="checkbox" name="stelle" value={idOf(row)} checked aria-label={`Ersetzen in ${row.name}, ${row.where}`} /> },
          { key: 'service', head: 'Leistung', rowHead: true, cell: ({ name, draftId }) => (<>{name} <Badge state="neutral">{draftId ? 'im offenen Entwurf' : 'neuer Entwurf'}</Badge></>) },
          { key: 'where', head: 'Teil', cell: ({ file, where }) => (<>{where}<br /><small>{file}</small></>) },
          { key: 'before', head: 'Jetzt', cell: ({ text }) => <del>{short(text)}</del> },
          { key: 'after', head: 'Danach', cell: ({ now }) => <ins>{short(now)}</ins> },
        ]}
      />
      <ButtonRow>
        <Button type="submit" variant="primary">
          Gewählte Stellen ersetzen
        </Button>
        <Button href={`${SEARCH}?q=${encodeURIComponent(asked.q)}`}>Abbrechen</Button>
      </ButtonRow>
    </form>
  );
}

const ids = z.union([z.string(), z.array(z.string()).max(2000)]).transform((value) => [value].flat()).default([]);

export const replacePost = page({
  method: 'POST', path: SEARCH, site: 'office', access: 'may:catalogue/edit', body: z.object({ q: z.string().trim().min(1).max(80), ersatz: z.string().max(200).default(''), teil: query.shape.teil, stelle: ids }),
  handle: async (rq): Promise<Reply> => {
    const { q, ersatz, teil, stelle } = rq.body;
    const replacement = { find: q, with: ersatz };
    const back = `${SEARCH}?${new URLSearchParams({ q, ersatz, teil, ersetzen: 'ja' }).toString()}`;
    if (stelle.length === 0) return redirect(back, { flash: { kind: 'warning', text: 'Wählen Sie mindestens eine Stelle.' } });
    return rq.transact(async (ctx) => {
      const wanted = new Set(stelle);
      const { replaced, found } = await replaceChosen(ctx, replacement, { part: teil, most: MOST, isChosen: (row) => wanted.has(idOf(row)) });
      return view({ title: 'Ersetzt', width: 'full', nav: LIST, crumbs, body: <Result replaced={replaced} missed={stelle.length - found} replacement={replacement} /> });
    });
  },
});

function Result({ replaced, missed, replacement }: { replaced: Replaced[]; missed: number; replacement: { find: string; with: string } }): VNode {
  const count = replaced.reduce((sum, one) => sum + one.count, 0);
  const left = missed + replaced.reduce((sum, one) => sum + one.missed, 0);
  return (
    <Stack>
      <PageHeader title={`„${replacement.find}“ ist an ${count} ${count === 1 ? 'Stelle' : 'Stellen'} ersetzt`} lead="In Entwürfen: Online ändert sich nichts, bis jemand sie freigibt und veröffentlicht." />
      {left > 0 && <Alert kind="warning" title={`${left} Stellen standen inzwischen anders da und sind unverändert`} />}
      <Table compact stack caption="Geänderte Entwürfe" rows={replaced} rowKey={({ draftId }) => draftId} columns={[{ key: 'name', head: 'Leistung', rowHead: true, cell: ({ draftId, name }) => <Link href={tabHref(draftId, 'fassungen')}>{name}</Link> }, { key: 'count', head: 'Stellen', numeric: true, cell: ({ count: places }) => places }, { key: 'draft', head: 'Entwurf', cell: ({ before }) => (before === 0 ? 'neu begonnen' : 'war offen') }]} />
      <Section title="Doch nicht?" id="zurueck">
        <Form action={`${SEARCH}/zurueck`}>
          {replaced.map(({ draftId, before, after }) => (
            <input key={draftId} type="hidden" name="entwurf" value={`${draftId}:${before}:${after}`} />
          ))}
          <Button type="submit">Alles zurücknehmen</Button>
        </Form>
      </Section>
    </Stack>
  );
}

export const undoReplacementPost = page({
  method: 'POST', path: `${SEARCH}/zurueck`, site: 'office', access: 'may:catalogue/edit', body: z.object({ entwurf: ids }),
  handle: async (rq: Rq<unknown, unknown, { entwurf: string[] }>) => {
    const replaced = rq.body.entwurf.flatMap((value) => (/^[0-9a-f-]{36}:\d+:\d+$/.test(value) ? [value.split(':')] : [])).map(([draftId = '', before, after]) => ({ draftId, before: Number(before), after: Number(after) }));
    const kept = await rq.transact((ctx) => undoReplacement(ctx, replaced));
    return redirect(SEARCH, { flash: kept.length === 0 ? 'Zurückgenommen.' : { kind: 'warning', text: `Zurückgenommen, außer wo schon weitergearbeitet wurde: ${kept.join(', ')}.` } });
  },
});
