import { page, view } from '#platform/http';
import { formatDateTime } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Alert, Columns, EmptyState, PageHeader, Section, Stack } from '#platform/ui';
import { z } from 'zod';
import { readDocument } from '../access/read-document.ts';
import { hasPages } from '../content/page-desk.ts';
import { findText } from '../content/read-text.ts';
import { compareTexts, type ComparedLine } from '../documents/compare-versions.ts';
import { listVersions, type DocumentVersion } from '../documents/documents.queries.ts';
import { problem } from '../problems.ts';

type Compared = { id: string; title: string; older: DocumentVersion; newer: DocumentVersion; lines: ComparedLine[] | undefined };

/** /office/dokumente/:id/vergleich: two versions side by side, and what changed in their text. */
export const comparePage = page({
  method: 'GET',
  path: '/office/dokumente/:id/vergleich',
  site: 'office',
  access: 'staff',
  params: z.object({ id: z.uuid() }),
  query: z.object({ alt: z.coerce.number().int().min(1).catch(1), neu: z.coerce.number().int().min(1).catch(2) }),
  handle: async (rq) => {
    const compared = await rq.transact((ctx) => compare(ctx, rq.params.id, rq.query));
    return view({ title: `Vergleich: ${compared.title}`, width: 'full', nav: '/office/akten', crumbs: [{ label: compared.title, href: `/office/dokumente/${compared.id}` }, { label: 'Vergleich' }], body: <CompareBody compared={compared} /> });
  },
});

async function compare(ctx: Ctx, id: string, { alt, neu }: { alt: number; neu: number }): Promise<Compared> {
  const document = await readDocument(ctx, id);
  const versions = await listVersions(ctx, id);
  const [older, newer] = [versions.find((one) => one.number === alt), versions.find((one) => one.number === neu)];
  if (!older || !newer) throw problem('records/no-such-document');
  const [before, after] = [await findText(ctx, older.hash), await findText(ctx, newer.hash)];
  return { id, title: document.title, older, newer, lines: before?.text && after?.text ? compareTexts(before.text, after.text) : undefined };
}

const signs = { same: '', gone: 'entfernt: ', new: 'neu: ' };

function CompareBody({ compared: { id, title, older, newer, lines } }: { compared: Compared }) {
  const changed = lines?.filter((line) => line.kind !== 'same').length ?? 0;
  return (
    <Stack>
      <PageHeader title={`${title}: Fassung ${older.number} und ${newer.number}`} />
      {older.hash === newer.hash && <Alert kind="info" title="Beide Fassungen sind Bit für Bit gleich." />}
      <Section title="Geänderter Text" id="text">
        {!lines ? <EmptyState title="Von einer der Fassungen gibt es keinen Text zum Vergleichen." /> : changed === 0 ? <p>Der Text ist gleich.</p> : (
          <div class="paper">
            {lines.map((line, at) => near(lines, at) && (
              <div key={at} class={`compared compared--${line.kind}`}>
                {signs[line.kind] && <span class="kern-sr-only">{signs[line.kind]}</span>}
                {line.kind === 'gone' ? <del>{line.text}</del> : line.kind === 'new' ? <ins>{line.text}</ins> : line.text}
              </div>
            ))}
          </div>
        )}
      </Section>
      <Columns>
        {[older, newer].map((version) => (
          <Section key={version.number} title={`Fassung ${version.number}, ${formatDateTime(version.createdAt, 'de')}`}>
            {hasPages(version) ? <img class="document-preview" src={`/office/dokumente/${id}/seiten/1?fassung=${version.number}`} alt={`Erste Seite der Fassung ${version.number}`} /> : <p class="muted">{version.name}</p>}
          </Section>
        ))}
      </Columns>
    </Stack>
  );
}

/** Lines two before and after a change are shown, longer equal parts are left out. */
const near = (lines: ComparedLine[], at: number): boolean => lines.slice(Math.max(0, at - 2), at + 3).some((line) => line.kind !== 'same');
