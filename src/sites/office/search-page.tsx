import { searchSources, type SearchHit } from '#core/cases';
import { page, redirect, view } from '#platform/http';
import { Badge, EmptyState, Link, PageHeader, SearchField, Section, Stack } from '#platform/ui';
import type { Ctx } from '#platform/module';
import { z } from 'zod';

type Found = { id: string; label: string; hits: SearchHit[] };
const EACH = 12;

async function searchAll(ctx: Ctx, text: string): Promise<Found[]> {
  const found: Found[] = [];
  for (const source of [...ctx.platform.contributions(searchSources)].sort((a, b) => a.order - b.order)) {
    const hits = await source.search(ctx, text, EACH);
    if (hits.length) found.push({ id: source.id, label: source.label, hits });
  }
  return found;
}

const caseNumber = /^\d{4}-\p{Lu}{2,8}-\d{1,6}$/iu;

/** /office/suche: everything at once; a complete case number leads straight to its case. */
export const searchPage = page({
  method: 'GET',
  path: '/office/suche',
  site: 'office',
  access: 'staff',
  query: z.object({ q: z.string().max(200).default('') }),
  handle: async (rq) => {
    const text = rq.query.q.trim();
    const found = text.length < 2 ? [] : await rq.read((ctx) => searchAll(ctx, text));
    const [only] = found.find(({ id }) => id === 'cases')?.hits ?? [];
    if (only && caseNumber.test(text)) return redirect(only.href);
    return view({ title: text ? `Suche: ${text}` : 'Suche', nav: '/office/suche', body: <SearchBody text={text} found={found} /> });
  },
});

function SearchBody({ text, found }: { text: string; found: Found[] }) {
  return (
    <Stack>
      <PageHeader title="Suche" lead="Nummer, Name, Titel oder Leistung; der Anfang eines Wortes genügt." />
      <SearchField action="/office/suche" label="Suchen" value={text} id="suche" />
      {found.map((source) => (
        <Section key={source.id} id={source.id} title={`${source.label}${source.hits.length === EACH ? ` (die ersten ${EACH})` : ` (${source.hits.length})`}`}>
          <ul class="kern-list">
            {source.hits.map((hit) => (
              <li key={hit.href + hit.title}>
                <Link href={hit.href}>{hit.title}</Link>
                {hit.note && ` – ${hit.note} `}
                {hit.badge && <Badge>{hit.badge}</Badge>}
              </li>
            ))}
          </ul>
        </Section>
      ))}
      {found.length === 0 && (text.length < 2 ? <p>Bitte geben Sie mindestens zwei Zeichen ein.</p> : <EmptyState title={`Zu „${text}“ gibt es nichts, das Sie sehen dürfen.`} icon="search">Prüfen Sie die Schreibweise. Von langen Wörtern genügt der Anfang.</EmptyState>)}
    </Stack>
  );
}
