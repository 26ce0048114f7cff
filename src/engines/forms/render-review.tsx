import type { ComponentChildren, VNode } from 'preact';
import type { Locale } from '#platform/i18n';
import { DescriptionList, Summary } from '#platform/ui';
import type { CompiledForm, FormData } from './compiled.ts';
import { describeData } from './describe.ts';
import type { DescribedPage, DescribedRow } from './describe.ts';
import type { FileAnswer } from './field-types/file.ts';
import { words } from './words.ts';

export type ReviewOptions = {
  locale: Locale;
  /** Address of a page's form, for "Ändern"; without it nothing can be changed. */
  changeHref?: (pageId: string) => string;
  fileHref?: (file: FileAnswer) => string;
};

/** All answers before submitting, one block a page with its link to change them (OZG § 9a). */
export function renderReview(form: CompiledForm, data: FormData, options: ReviewOptions): VNode {
  const { locale, changeHref } = options;
  return (
    <>
      {describeData(form, data, locale).map((page) => (
        <Summary
          key={page.pageId}
          title={page.page}
          level={2}
          change={changeHref && { href: changeHref(page.pageId), label: words(locale).change }}
        >
          {renderBlocks(page, { ...options, level: 3 })}
        </Summary>
      ))}
    </>
  );
}

/** All answers for a clerk: dense, in two columns, files as links. */
export function renderData(form: CompiledForm, data: FormData, options: ReviewOptions): VNode {
  const pages = describeData(form, data, options.locale);
  return (
    <>
      {pages.map((page) => (
        <section key={page.pageId}>
          <h3 class="kern-heading-small">{page.page}</h3>
          {renderBlocks(page, { ...options, level: 4, columns: true })}
        </section>
      ))}
    </>
  );
}

type Blocks = ReviewOptions & { level: 3 | 4; columns?: boolean };

function renderBlocks(page: DescribedPage, options: Blocks): VNode[] {
  const Title = `h${options.level}` as const;
  return blocksOf(page.rows).map(({ title, rows }, i) => {
    const items = rows.map((row) => ({ term: row.label, value: renderAnswer(row, options) }));
    return (
      <div key={i}>
        {title && <Title class="kern-title kern-title--small">{title}</Title>}
        <DescriptionList items={items} columns={options.columns} />
      </div>
    );
  });
}

/** Rows that stand under the same heading one after the other. */
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

function renderAnswer(row: DescribedRow, { fileHref }: ReviewOptions): ComponentChildren {
  if (row.empty) return <span class="muted">{row.value}</span>;
  if (!row.files || !fileHref) return row.value.includes('\n') ? withBreaks(row.value) : row.value;
  return row.files.map((file, i) => (
    <span key={file.id}>
      {i > 0 && ', '}
      <a class="kern-link" href={fileHref(file)}>
        {file.name}
      </a>
    </span>
  ));
}

const withBreaks = (text: string): ComponentChildren =>
  text.split('\n').map((line, i) => (
    <span key={i}>
      {i > 0 && <br />}
      {line}
    </span>
  ));
