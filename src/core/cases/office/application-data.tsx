import type { CompiledService } from '#core/catalogue';
import { describeData, type DescribedRow, type FileAnswer, type FormData } from '#engines/forms';
import { Details, DescriptionList, Link } from '#platform/ui';
import type { ComponentChildren } from 'preact';

type Props = { service: CompiledService; data: FormData; fileHref: (file: FileAnswer) => string };

/** The application in one narrow column, so that a document fits beside it; what was left empty is folded away. */
export function ApplicationData({ service, data, fileHref }: Props) {
  const pages = describeData(service.form, data, 'de');
  const empty = pages.flatMap((page) => page.rows.filter((row) => row.empty));
  return (
    <>
      {pages.map((page) => (
        <section key={page.pageId}>
          {blocksOf(page.rows.filter((row) => !row.empty)).map(({ title, rows }, position) => (
            <div key={title + String(position)}>
              <h3 class="kern-title kern-title--small">{title || page.page}</h3>
              <DescriptionList items={rows.map((row) => ({ term: row.label, value: answer(row, fileHref) }))} />
            </div>
          ))}
        </section>
      ))}
      {empty.length > 0 && (
        <Details summary={`Ohne Angabe (${empty.length})`}>
          <DescriptionList items={empty.map((row) => ({ term: row.label, value: row.value }))} />
        </Details>
      )}
    </>
  );
}

function blocksOf(rows: DescribedRow[]): { title: string; rows: DescribedRow[] }[] {
  const blocks: { title: string; rows: DescribedRow[] }[] = [];
  for (const row of rows) {
    const title = row.groups.join(' – ');
    const last = blocks.at(-1);
    if (last?.title === title) last.rows.push(row);
    else blocks.push({ title, rows: [row] });
  }
  return blocks;
}

function answer(row: DescribedRow, fileHref: Props['fileHref']): ComponentChildren {
  if (!row.files) return row.value.split('\n').flatMap((line, position) => (position ? [<br key={position} />, line] : [line]));
  return row.files.map((one, position) => (
    <span key={one.id}>
      {position > 0 && ', '}
      <Link href={fileHref(one)}>{one.name}</Link>
    </span>
  ));
}
