import { listOffices } from '#core/organisation';
import { page, redirect, view } from '#platform/http';
import { formatDate } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Alert, Button, Columns, Details, EmptyState, FilterChips, Form, Link, PageHeader, Pagination, SearchField, Section, Stack, TextField, Toolbar, type FilterChip } from '#platform/ui';
import { z } from 'zod';
import { documentKinds, type DocumentKind } from '../documents/document.ts';
import { listFilePlan } from '../plan/file-plan.ts';
import { forgetSearch, listSavedSearches, saveSearch, type SavedSearch } from '../search/saved-searches.ts';
import { MOST_HITS, searchDocuments, type DocumentHit, type Facet, type SearchResult } from '../search/search-documents.ts';

const word = z.string().max(300).optional().catch(undefined);
const query = z.object({ q: word, amt: word, art: word, jahr: word, stelle: word, person: word, akte: z.uuid().optional().catch(undefined), ab: z.coerce.number().int().min(0).max(MOST_HITS).default(0).catch(0) });
type Query = z.output<typeof query>;
type Names = Record<'amt' | 'art' | 'jahr' | 'stelle' | 'person', (value: string) => string>;
const SHOWN = 20;

/** /office/akten/suche: full text over every document this person may see. */
export const recordSearchPage = page({
  method: 'GET',
  path: '/office/akten/suche',
  site: 'office',
  access: 'staff',
  query,
  handle: async (rq) => {
    const { result, names, saved } = await rq.read((ctx) => read(ctx, rq.query));
    return view({ title: rq.query.q ? `Akten: ${rq.query.q}` : 'Akten durchsuchen', width: 'full', nav: '/office/akten', crumbs: [{ label: 'Akten', href: '/office/akten' }, { label: 'Suche' }], body: <SearchBody query={rq.query} result={result} names={names} saved={saved} /> });
  },
});

async function read(ctx: Ctx, q: Query): Promise<{ result: SearchResult; names: Names; saved: SavedSearch[] }> {
  const filter = { text: q.q ?? '', ...(q.amt ? { office: q.amt } : {}), ...(q.art ? { kind: q.art } : {}), ...(q.jahr ? { year: q.jahr } : {}), ...(q.stelle ? { position: q.stelle } : {}), ...(q.person ? { person: q.person } : {}), ...(q.akte ? { fileId: q.akte } : {}) };
  const result = await searchDocuments(ctx, filter, { offset: q.ab, limit: SHOWN });
  const offices = new Map((await listOffices(ctx)).map((office) => [office.id, office.name]));
  const plan = new Map((await listFilePlan(ctx)).map((one) => [one.number, one.title]));
  const names: Names = { amt: (id) => offices.get(id) ?? 'anderes Amt', art: (kind) => documentKinds[kind as DocumentKind] ?? kind, jahr: (year) => year, stelle: (number) => `${number} ${plan.get(number) ?? ''}`.trim(), person: (name) => name };
  return { result, names, saved: await listSavedSearches(ctx) };
}

function href(q: Query, change: Partial<Query>): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries({ ...q, ab: 0, ...change })) if (value) params.set(key, String(value));
  return `/office/akten/suche?${params}`;
}

type BodyProps = { query: Query; result: SearchResult; names: Names; saved: SavedSearch[] };

function SearchBody({ query: q, result, names, saved }: BodyProps) {
  const chips: FilterChip[] = (['amt', 'art', 'jahr', 'stelle', 'person'] as const).flatMap((key) => (q[key] ? [{ label: `${names[key](q[key])} entfernen`, href: href(q, { [key]: undefined }), active: true }] : []));
  const keep = Object.fromEntries((['amt', 'art', 'jahr', 'stelle', 'person', 'akte'] as const).flatMap((key) => (q[key] ? [[key, q[key]]] : [])));
  return (
    <Stack gap="small">
      <PageHeader title="Akten durchsuchen" />
      <SearchField action="/office/akten/suche" label="Wörter aus Dokumenten, Titel, Name, Aktenzeichen" value={q.q ?? ''} keep={keep} />
      {chips.length > 0 && (
        <Toolbar label="Eingrenzung">
          <FilterChips label="Gesetzte Filter, zum Entfernen anwählen" chips={chips} />
        </Toolbar>
      )}
      {result.guesses.map((guess) => (
        <Alert key={guess.typed} kind="info" title={`„${guess.typed}“ steht in keinem Dokument. Gesucht wurde nach: ${guess.read.join(', ')}.`} />
      ))}
      {q.q ? <Found query={q} result={result} names={names} /> : <EmptyState title="Geben Sie Wörter ein, die im Dokument stehen." icon="search">Umlaute, Beugung und Teile von Wörtern dürfen anders sein; mit einem Minus davor schließen Sie ein Wort aus.</EmptyState>}
      <Saved query={q} saved={saved} />
    </Stack>
  );
}

function Found({ query: q, result, names }: Omit<BodyProps, 'saved'>) {
  if (result.total === 0) return <EmptyState title={`Kein Dokument mit „${q.q}“, das Sie sehen dürfen.`} icon="search">Versuchen Sie weniger Wörter, oder entfernen Sie einen Filter.</EmptyState>;
  const total = result.more ? undefined : result.total;
  const shown = result.hits.length;
  return (
    <Columns layout="sidebar">
      <Section title={result.more ? `Über ${result.total} Treffer` : result.total === 1 ? 'Ein Treffer' : `${result.total} Treffer`} id="treffer">
        {result.more && <p class="muted">Gezeigt werden die neuesten und passendsten. Grenzen Sie rechts ein, um alle zu sehen.</p>}
        <ol class="hits">
          {result.hits.map((hit) => (
            <Hit key={hit.id} hit={hit} />
          ))}
        </ol>
        <Pagination noun="Treffer" shown={shown} total={total} previous={q.ab > 0 ? href(q, { ab: Math.max(0, q.ab - SHOWN) }) : undefined} next={q.ab + shown < result.total ? href(q, { ab: q.ab + SHOWN }) : undefined} />
      </Section>
      <Stack>
        <FacetList title="Person" facet="person" facets={result.facets.person} query={q} names={names} />
        <FacetList title="Art" facet="art" facets={result.facets.kind} query={q} names={names} />
        <FacetList title="Jahr" facet="jahr" facets={result.facets.year} query={q} names={names} />
        <FacetList title="Stelle" facet="stelle" facets={result.facets.position} query={q} names={names} />
        <FacetList title="Amt" facet="amt" facets={result.facets.office} query={q} names={names} />
      </Stack>
    </Columns>
  );
}

function Hit({ hit }: { hit: DocumentHit }) {
  return (
    <li class="hit">
      <Link href={`/office/dokumente/${hit.id}`}>{hit.title}</Link>
      <div class="muted">
        {documentKinds[hit.kind]} vom {formatDate(hit.createdAt, 'de')} in <Link href={`/office/vorgangsakten/${hit.fileId}`} size="small">{hit.fileNumber}</Link> {hit.fileTitle}
        {hit.person && `, ${hit.person}`}
      </div>
      {hit.snippet.length > 0 && <p class="hit__text">{hit.snippet.map((part) => (part.hit ? <mark>{part.text}</mark> : part.text))}</p>}
    </li>
  );
}

type FacetProps = { title: string; facet: keyof Names; facets: Facet[]; query: Query; names: Names };

function FacetList({ title, facet, facets, query: q, names }: FacetProps) {
  if (facets.length === 0 || q[facet]) return null;
  return (
    <Section title={title} level={3}>
      <ul class="plan-tree">
        {facets.map((one) => (
          <li key={one.value}>
            <Link href={href(q, { [facet]: one.value })} size="small">
              {names[facet](one.value)}
            </Link>
            <span class="muted"> ({one.count})</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Saved({ query: q, saved }: { query: Query; saved: SavedSearch[] }) {
  return (
    <>
      {saved.length > 0 && (
        <Section title="Gemerkte Suchen" id="gemerkt">
          <ul class="plan-tree">
            {saved.map((one) => (
              <li key={one.id}>
                <Form action="/office/akten/suche/vergessen" inline label={`Suche ${one.name}`}>
                  <Link href={`/office/akten/suche?${one.query}`}>{one.name}</Link>
                  <Button size="small" variant="tertiary" name="id" value={one.id} icon="delete">
                    Vergessen
                  </Button>
                </Form>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {q.q && (
        <Details summary="Diese Suche merken">
          <Form action="/office/akten/suche/merken" inline>
            <input type="hidden" name="suche" value={href(q, {}).split('?')[1] ?? ''} />
            <TextField name="name" label="Name" value={q.q} maxlength={100} />
            <Button size="small">Merken</Button>
          </Form>
        </Details>
      )}
    </>
  );
}

export const saveSearchRoute = page({
  method: 'POST',
  path: '/office/akten/suche/merken',
  site: 'office',
  access: 'staff',
  body: z.object({ name: z.string().max(200), suche: z.string().max(2000) }),
  handle: async (rq) => {
    await rq.transact((ctx) => saveSearch(ctx, { name: rq.body.name, query: rq.body.suche }));
    return redirect(`/office/akten/suche?${rq.body.suche}`, { flash: 'Die Suche ist gemerkt.' });
  },
});

export const forgetSearchRoute = page({
  method: 'POST',
  path: '/office/akten/suche/vergessen',
  site: 'office',
  access: 'staff',
  body: z.object({ id: z.uuid() }),
  handle: async (rq) => {
    await rq.transact((ctx) => forgetSearch(ctx, rq.body.id));
    return redirect('/office/akten/suche', { flash: 'Die Suche ist vergessen.' });
  },
});
