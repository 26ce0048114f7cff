import { z } from 'zod';
import { page, redirect, view } from '#platform/http';
import { formatDate } from '#platform/i18n';
import { Button, EmptyState, Form, Link, PageHeader, Stack, Table } from '#platform/ui';
import { listToPost, type Message } from '../messages.queries.ts';
import { markPosted } from '../post-letter.ts';

/** Letters to print and post: for people without account, or who did not agree to electronic notices. */
export const postRoomPage = page({
  method: 'GET',
  path: '/office/postausgang',
  site: 'office',
  access: 'may:inbox/post',
  handle: (rq) =>
    rq.read(async (ctx) => {
      const letters = await listToPost(ctx);
      return view({
        title: 'Postausgang',
        body: (
          <Stack>
            <PageHeader title="Postausgang" lead="Diese Schreiben gehen auf Papier hinaus. Mit der Abgabe zur Post beginnt die Bekanntgabefrist." />
            {letters.length === 0 ? <EmptyState title="Alles ist auf dem Weg">Zurzeit ist nichts zu drucken.</EmptyState> : <PostTable letters={letters} />}
          </Stack>
        ),
      });
    }),
});

function PostTable({ letters }: { letters: Message[] }) {
  return (
    <Table
      caption="Schreiben zum Drucken"
      captionHidden
      rows={letters}
      rowKey={(letter) => letter.id}
      columns={[
        { key: 'subject', head: 'Schreiben', rowHead: true, cell: (letter) => letter.subject },
        { key: 'case', head: 'Vorgang', narrow: true, cell: (letter) => <Link href={`/office/vorgaenge/${letter.case_id}`}>{letter.case_number}</Link> },
        { key: 'since', head: 'Erstellt', narrow: true, cell: (letter) => formatDate(letter.created_at, 'de') },
        { key: 'print', head: 'Drucken', narrow: true, cell: (letter) => (letter.document_id ? <Link href={`/office/dokumente/${letter.document_id}`}>PDF öffnen</Link> : '–') },
        { key: 'done', head: 'Erledigt', narrow: true, cell: (letter) => <PostedButton id={letter.id} /> },
      ]}
    />
  );
}

function PostedButton({ id }: { id: string }) {
  return (
    <Form action={`/office/postausgang/${id}`} inline>
      <Button size="small">Zur Post gegeben</Button>
    </Form>
  );
}

export const postRoomPost = page({
  method: 'POST',
  path: '/office/postausgang/:id',
  site: 'office',
  access: 'may:inbox/post',
  params: z.object({ id: z.uuid() }),
  handle: async (rq) => {
    await rq.transact((ctx) => markPosted(ctx, rq.params.id));
    return redirect('/office/postausgang', { flash: 'Die Abgabe zur Post ist vermerkt.' });
  },
});
