import { renderPage, type FieldError, type FormEnv, type ParsedPage } from '#engines/forms';
import { view, type Reply } from '#platform/http';
import { calendarDayOf, formatDate, formatFileSize, tr } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Badge, Button, ButtonRow, EmptyState, ErrorSummary, Form, PageHeader, Row, Section, Stack, Table } from '#platform/ui';
import { MOST_BYTES, MOST_PAPERS, isValid, listPapers, type Paper } from '../papers.ts';
import { endsSoon } from '../remind.ts';
import { PAPER_PAGE, answersOf, newPaperForm, paperForm } from './paper-form.ts';
import { kindNames, texts } from './texts.ts';

export const PATH = '/konto/unterlagen';
export const envOf = (ctx: Ctx): FormEnv => ({ today: calendarDayOf(ctx.now), locale: ctx.locale });
type Again = { parsed: ParsedPage; errors: FieldError[] };

/** All papers of the account and the way to keep another; `again` shows what was wrong with it. */
export async function papersView(ctx: Ctx, again?: Again): Promise<Reply> {
  const t = texts(ctx.locale);
  const kept = await listPapers(ctx);
  const errors = again?.errors ?? [];
  const drawn = renderPage({ form: newPaperForm, pageId: PAPER_PAGE, data: {}, env: envOf(ctx), errors, ...(again ? { typed: again.parsed.typed } : {}) });
  const reads = ctx.actor.mandate?.role === 'reader';
  return view({
    title: t.title,
    status: errors.length ? 422 : 200,
    nav: 'account',
    noIndex: true,
    crumbs: [{ label: t.account, href: '/konto' }, { label: t.title }],
    body: (
      <Stack gap="large">
        {drawn.summary.length > 0 && <ErrorSummary errors={drawn.summary} />}
        <PageHeader title={t.title} lead={`${t.lead} ${ctx.actor.actingFor ? t.whoFor(ctx.actor.actingFor.name) : t.who}`} />
        {kept.length === 0 ? <EmptyState title={t.none} icon="folder">{t.noneText}</EmptyState> : <PaperTable kept={kept} ctx={ctx} reads={reads} />}
        {!reads && (
          <Section title={t.add} id="neu">
            <Form action={PATH} label={t.add} files>
              {drawn.fields}
              <ButtonRow>
                <Button variant="primary">{t.keep}</Button>
              </ButtonRow>
            </Form>
          </Section>
        )}
      </Stack>
    ),
  });
}

function PaperTable({ kept, ctx, reads }: { kept: Paper[]; ctx: Ctx; reads: boolean }) {
  const t = texts(ctx.locale);
  const size = (bytes: number): string => formatFileSize(bytes, ctx.locale);
  return (
    <Stack gap="small">
      <Table
        caption={t.kept}
        captionHidden
        stack
        rows={kept}
        rowKey={(one) => one.id}
        columns={[
          { key: 'paper', head: t.paper, rowHead: true, cell: (one) => one.title },
          { key: 'kind', head: t.kind, cell: (one) => tr(kindNames[one.kind], ctx.locale) },
          { key: 'until', head: t.validUntil, cell: (one) => <Until paper={one} ctx={ctx} /> },
          { key: 'what', head: t.what, headHidden: true, cell: (one) => <Actions paper={one} ctx={ctx} reads={reads} /> },
        ]}
      />
      <p class="kern-body muted">{t.used(t.of(String(kept.length), String(MOST_PAPERS)), t.of(size(kept.reduce((sum, one) => sum + Number(one.size), 0)), size(MOST_BYTES)))}</p>
    </Stack>
  );
}

function Until({ paper, ctx }: { paper: Paper; ctx: Ctx }) {
  const t = texts(ctx.locale);
  if (!paper.valid_until) return t.unlimited;
  const today = calendarDayOf(ctx.now);
  const end = formatDate(paper.valid_until, ctx.locale);
  if (!isValid(paper, today)) return <Badge state="late">{`${t.expired}, ${end}`}</Badge>;
  return endsSoon(paper, today) ? <Badge state="soon">{`${t.ending}, ${end}`}</Badge> : end;
}

function Actions({ paper, ctx, reads }: { paper: Paper; ctx: Ctx; reads: boolean }) {
  const t = texts(ctx.locale);
  const action = (label: string, way: string) => (
    <Button size="small" variant="tertiary" href={`${PATH}/${paper.id}${way}`} attributes={{ 'aria-label': `${label}: ${paper.title}` }}>
      {label}
    </Button>
  );
  return (
    <Row gap="small">
      {action(t.open, '/datei')}
      {!reads && action(t.change, '')}
      {!reads && action(t.remove, '/loeschen')}
    </Row>
  );
}

/** What is said about one paper, to be changed; `fileThere`: its file has just been stored, only this was wrong. */
export function paperView(ctx: Ctx, paper: Paper, again?: { parsed: ParsedPage; fileThere?: boolean }): Reply {
  const t = texts(ctx.locale);
  const errors = again?.parsed.errors ?? [];
  const drawn = renderPage({ form: paperForm, pageId: PAPER_PAGE, data: answersOf(paper), env: envOf(ctx), errors, ...(again ? { typed: again.parsed.typed } : {}) });
  return view({
    title: paper.title,
    status: errors.length ? 422 : 200,
    nav: 'account',
    width: 'narrow',
    noIndex: true,
    crumbs: [{ label: t.account, href: '/konto' }, { label: t.title, href: PATH }, { label: paper.title }],
    body: (
      <Stack gap="large">
        {drawn.summary.length > 0 && <ErrorSummary errors={drawn.summary} />}
        <PageHeader title={paper.title} lead={again?.fileThere ? t.fileThere : undefined} meta={`${paper.name}, ${formatFileSize(Number(paper.size), ctx.locale)}`} />
        <Form action={`${PATH}/${paper.id}`} label={t.change}>
          {drawn.fields}
          <ButtonRow>
            <Button variant="primary">{t.save}</Button>
            <Button href={PATH}>{t.back}</Button>
          </ButtonRow>
        </Form>
      </Stack>
    ),
  });
}
