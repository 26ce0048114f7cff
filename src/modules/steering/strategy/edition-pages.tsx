import { z } from 'zod';
import { page, view } from '#platform/http';
import { formatDate, plural } from '#platform/i18n';
import { Badge, Button, ButtonRow, EmptyState, Form, Link, PageHeader, Section, SelectField, Stack, Table } from '#platform/ui';
import { compareEditions, type EditionChange } from './compare-editions.ts';
import { getEdition, listEditions } from './editions.ts';
import { strategyTabs } from './strategy-pages.tsx';
import { STRATEGY } from './strategy-tree-view.tsx';
import { kindWords } from './strategy-tree.ts';

const access = 'may:steering/read' as const;
const states = { draft: { look: 'soon', words: 'Entwurf' }, current: { look: 'done', words: 'gilt' }, past: { look: 'neutral', words: 'abgelöst' } } as const;
const changes = { new: { look: 'done', words: 'neu' }, gone: { look: 'late', words: 'entfallen' }, changed: { look: 'soon', words: 'geändert' }, moved: { look: 'waiting', words: 'verschoben' } } as const;

const editionsPage = page({
  method: 'GET', path: `${STRATEGY}/fassungen`, site: 'office', access,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const editions = await listEditions(ctx);
      const [newest, before] = editions;
      return view({
        title: 'Fortschreibungen', nav: STRATEGY, crumbs: [{ label: 'Strategie', href: STRATEGY }, { label: 'Fortschreibungen' }],
        body: (
          <Stack>
            <PageHeader title="Fortschreibungen" lead="Jede Fassung bleibt, wie sie war. Zwei lassen sich Wort für Wort vergleichen." />
            {strategyTabs('/fassungen')}
            <Table
              stack caption="Alle Fassungen" captionHidden rows={editions} rowKey={({ id }) => id}
              empty={<EmptyState title="Noch keine Fassung">Legen Sie zuerst eine Strategie an.</EmptyState>}
              columns={[
                { key: 'number', head: 'Fassung', rowHead: true, cell: ({ number, title, state }) => <Link href={state === 'draft' ? `${STRATEGY}/entwurf` : `${STRATEGY}?fassung=${number}`}>{number}. {title}</Link> },
                { key: 'state', head: 'Stand', cell: ({ state }) => <Badge state={states[state].look}>{states[state].words}</Badge> },
                { key: 'from', head: 'Gilt seit', cell: ({ validFrom }) => (validFrom ? formatDate(validFrom) : '–') },
                { key: 'why', head: 'Warum', cell: ({ reason }) => reason },
              ]}
            />
            {newest && before && (
              <Section title="Zwei Fassungen vergleichen">
                <Form action={`${STRATEGY}/vergleich`} method="get" inline label="Fassungen vergleichen">
                  <SelectField name="von" label="Von" value={String(before.number)} placeholder={false} options={editions.map(({ number, title }) => ({ value: String(number), label: `${number}. ${title}` }))} />
                  <SelectField name="bis" label="Bis" value={String(newest.number)} placeholder={false} options={editions.map(({ number, title }) => ({ value: String(number), label: `${number}. ${title}` }))} />
                  <ButtonRow><Button>Vergleichen</Button></ButtonRow>
                </Form>
              </Section>
            )}
          </Stack>
        ),
      });
    }),
});

const comparePage = page({
  method: 'GET', path: `${STRATEGY}/vergleich`, site: 'office', access,
  query: z.object({ von: z.coerce.number().int(), bis: z.coerce.number().int() }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const [before, after] = [await getEdition(ctx, rq.query.von), await getEdition(ctx, rq.query.bis)];
      const found = compareEditions(before.tree, after.tree);
      const title = `${before.number}. und ${after.number}. Fassung`;
      return view({
        title, nav: STRATEGY, width: 'full', crumbs: [{ label: 'Strategie', href: STRATEGY }, { label: 'Fortschreibungen', href: `${STRATEGY}/fassungen` }, { label: title }],
        body: (
          <Stack>
            <PageHeader title={found.length === 0 ? 'Die Fassungen sagen dasselbe' : plural(found.length, { one: 'Eine Änderung', other: `${found.length} Änderungen` })} preline={title} lead={`Warum fortgeschrieben wurde: ${after.reason}`} />
            {found.length > 0 && <ChangeTable changes={found} />}
          </Stack>
        ),
      });
    }),
});

function ChangeTable({ changes: found }: { changes: EditionChange[] }) {
  return (
    <Table
      stack caption="Was sich geändert hat" captionHidden rows={found} rowKey={({ key, change }) => `${key}/${change}`}
      columns={[
        { key: 'what', head: 'Was', rowHead: true, cell: ({ name }) => name },
        { key: 'kind', head: 'Art', cell: ({ kind }) => (kind === 'vision' ? 'Leitbild' : kindWords[kind]) },
        { key: 'change', head: 'Änderung', cell: ({ change }) => <Badge state={changes[change].look}>{changes[change].words}</Badge> },
        { key: 'details', head: 'Wie', cell: ({ details }) => (details.length === 0 ? '–' : details.map((line) => <div key={line}>{line}</div>)) },
      ]}
    />
  );
}

export const editionPages = [editionsPage, comparePage];
