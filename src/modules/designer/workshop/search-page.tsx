import { z } from 'zod';
import { getDraft, getVersionFiles, listDrafts, listServices } from '#core/catalogue';
import type { ElementDefinition, FormDefinition } from '#engines/forms';
import { page, view } from '#platform/http';
import { tr } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { EmptyState, Link, PageHeader, SearchField, Stack, Table } from '#platform/ui';
import { typeWords } from '../form/element-fields.ts';
import { LIST, tabHref, tabOfFile, tabWords } from './tabs.ts';

type Hit = { service: string; href?: string; part: string; text: string };
const MOST_HITS = 200;

/** The questions of a form as one line each: what, how it is answered, its key. */
function questions(json: string): string[] {
  const lines: string[] = [];
  const visit = (elements: ElementDefinition[]): void => {
    for (const element of elements) {
      if (element.type === 'group' && element.preset === 'person' && !element.without?.includes('birthDate')) lines.push(`${tr(element.label, 'de')}: Geburtsdatum (aus den fertigen Fragen zur Person)`);
      if ('key' in element && element.type !== 'group' && element.type !== 'repeat') lines.push(`${tr(element.label, 'de')} (${typeWords[element.type]}, ${element.key})`);
      if ('elements' in element) visit(element.elements ?? []);
    }
  };
  try {
    for (const one of (JSON.parse(json) as FormDefinition).pages) visit(one.elements);
  } catch {
    return json.split('\n');
  }
  return lines;
}

async function find(ctx: Ctx, words: string): Promise<Hit[]> {
  const wanted = words.toLowerCase();
  const drafts = await listDrafts(ctx);
  const drafted = new Set(drafts.map(({ slug }) => slug));
  const hits: Hit[] = [];
  const look = (service: string, files: Record<string, string>, draftId?: string): void => {
    for (const [path, content] of Object.entries(files)) {
      const lines = path.endsWith('.json') ? questions(content) : path.endsWith('.bpmn') ? [...content.matchAll(/(?:name|value|source|formKey|candidateGroups)="([^"]+)"/g)].map(([, value = '']) => value) : content.split('\n');
      for (const line of new Set(lines.filter((one) => one.toLowerCase().includes(wanted)))) hits.push({ service, part: `${tabWords(tabOfFile(path))}: ${path}`, text: line.trim().slice(0, 200), ...(draftId ? { href: tabHref(draftId, tabOfFile(path)) } : {}) });
    }
  };
  for (const { id, name } of drafts) look(`${name} (Entwurf)`, Object.fromEntries(Object.values((await getDraft(ctx, id)).files).map(({ path, content }) => [path, content])), id);
  for (const { slug, name, versionId } of await listServices(ctx)) if (!drafted.has(slug) && hits.length < MOST_HITS) look(name, await getVersionFiles(ctx, slug, versionId));
  return hits.slice(0, MOST_HITS);
}

/** "Which forms ask for the date of birth?": a word in all parts of all services. */
export const searchServicesPage = page({
  method: 'GET', path: `${LIST}/fundstellen`, site: 'office', access: 'may:catalogue/edit', query: z.object({ q: z.string().trim().max(80).default('') }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { q } = rq.query;
      const hits = q.length > 1 ? await find(ctx, q) : [];
      return view({
        title: 'In allen Leistungen suchen',
        width: 'full',
        nav: LIST,
        crumbs: [{ label: 'Werkstatt', href: LIST }, { label: 'Suchen' }],
        body: (
          <Stack>
            <PageHeader title="In allen Leistungen suchen" lead="Zum Beispiel: Welche Formulare fragen nach dem Geburtsdatum?" />
            <SearchField action={`${LIST}/fundstellen`} label="Wort" value={q} size="small" />
            {q && (
              <Table
                compact
                stack
                caption={hits.length === MOST_HITS ? `Die ersten ${MOST_HITS} Fundstellen` : `${hits.length} Fundstellen`}
                rows={hits}
                rowKey={({ service, part, text }) => service + part + text}
                empty={<EmptyState title="Nirgends gefunden">Vielleicht steht es anders da: „Geburtsdatum“ statt „geboren“.</EmptyState>}
                columns={[
                  { key: 'service', head: 'Leistung', rowHead: true, cell: ({ service, href }) => (href ? <Link href={href}>{service}</Link> : service) },
                  { key: 'part', head: 'Teil', cell: ({ part }) => part },
                  { key: 'text', head: 'Stelle', cell: ({ text }) => text },
                ]}
              />
            )}
          </Stack>
        ),
      });
    }),
});
