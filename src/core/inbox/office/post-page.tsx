import { z } from 'zod';
import { listCasesByIds } from '#core/cases';
import { page, redirect, view } from '#platform/http';
import { formatDate } from '#platform/i18n';
import { Problem } from '#platform/module';
import { BulkBar, Button, EmptyState, Form, Link, PageHeader, Stack, Table } from '#platform/ui';
import { countToPost, listToPost, type Message } from '../messages.queries.ts';
import { markPosted } from '../post-letter.ts';

const PAGE = 50;
type Letter = Message & { recipient: string };

/** Letters to print and post: for people without account, or who did not agree to electronic notices. */
export const postRoomPage = page({
  method: 'GET',
  path: '/office/postausgang',
  site: 'office',
  access: 'may:inbox/post',
  handle: (rq) =>
    rq.read(async (ctx) => {
      const waiting = await countToPost(ctx);
      const messages = await listToPost(ctx, PAGE);
      const names = new Map((await listCasesByIds(ctx, messages.map((message) => message.case_id))).map((found) => [found.id, found.applicant.name]));
      const letters = messages.map((message) => ({ ...message, recipient: names.get(message.case_id) ?? '–' }));
      return view({
        title: 'Postausgang',
        body: (
          <Stack>
            <PageHeader title="Postausgang" lead="Diese Schreiben gehen auf Papier hinaus. Mit der Abgabe zur Post beginnt die Bekanntgabefrist." meta={waiting > 0 ? wordsFor(waiting, letters.length) : undefined} />
            {letters.length === 0 ? <EmptyState title="Alles ist auf dem Weg">Zurzeit ist nichts zu drucken.</EmptyState> : <PostTable letters={letters} />}
          </Stack>
        ),
      });
    }),
});

const wordsFor = (waiting: number, shown: number): string => (waiting > shown ? `${waiting} Schreiben warten, die ${shown} ältesten sind hier` : waiting === 1 ? '1 Schreiben wartet' : `${waiting} Schreiben warten`);

function PostTable({ letters }: { letters: Letter[] }) {
  return (
    <Form action="/office/postausgang" label="Schreiben zur Post geben">
      <Table
        caption="Schreiben zum Drucken"
        captionHidden
        rows={letters}
        rowKey={(letter) => letter.id}
        select={{ name: 'schreiben', value: (letter) => letter.id, label: (letter) => `${letter.subject} an ${letter.recipient} auswählen` }}
        columns={[
          { key: 'subject', head: 'Schreiben', rowHead: true, cell: (letter) => letter.subject },
          { key: 'to', head: 'An', cell: (letter) => letter.recipient },
          { key: 'case', head: 'Vorgang', narrow: true, cell: (letter) => <Link href={`/office/vorgaenge/${letter.case_id}`}>{letter.case_number}</Link> },
          { key: 'since', head: 'Erstellt', narrow: true, cell: (letter) => formatDate(letter.created_at, 'de') },
          { key: 'print', head: 'Drucken', narrow: true, cell: (letter) => (letter.document_id ? <Link href={`/office/dokumente/${letter.document_id}`}>PDF öffnen</Link> : '–') },
        ]}
      />
      <BulkBar label="Ausgewählte Schreiben">
        <Button variant="primary">Zur Post gegeben</Button>
      </BulkBar>
    </Form>
  );
}

export const postRoomPost = page({
  method: 'POST',
  path: '/office/postausgang',
  site: 'office',
  access: 'may:inbox/post',
  body: z.object({ schreiben: z.union([z.uuid(), z.array(z.uuid()).max(500)]).optional() }),
  handle: async (rq) => {
    try {
      const count = await rq.transact((ctx) => markPosted(ctx, [rq.body.schreiben ?? []].flat()));
      return redirect('/office/postausgang', { flash: count === 1 ? 'Die Abgabe zur Post ist vermerkt.' : `Die Abgabe von ${count} Schreiben zur Post ist vermerkt.` });
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 422) throw error;
      return redirect('/office/postausgang', { flash: { kind: 'warning', text: error.de } });
    }
  },
});
