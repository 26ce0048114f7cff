import { z } from 'zod';
import { countDeadLetters, dropDeadLetter, listDeadLetters, retryDeadLetter, type DeadLetter } from '#platform/dead-letters';
import { page, redirect, view, type Reply, type Rq } from '#platform/http';
import { formatNumber } from '#platform/i18n';
import { Button, ButtonRow, Details, EmptyState, ErrorSummary, Form, PageHeader, Pagination, Stack, Table, Tabs, TextField, Time } from '#platform/ui';
import { crumbsOf } from './crumbs.ts';
import { textInput } from './form-input.ts';

const PATH = '/office/verwaltung/unzustellbar';
const access = 'may:admin/dead-letters';
const PAGE = 50;
const query = z.object({ art: textInput(40), ab: textInput(100) });
type Refused = { id: string; reason: string };

/** Only what a page address may hold; ids of events contain a blank. */
const hrefOf = (source: string, after?: string): string => `${PATH}?${new URLSearchParams({ art: source, ...(after ? { ab: after } : {}) })}`;

async function show(rq: Rq, asked: z.output<typeof query>, refused?: Refused): Promise<Reply> {
  const { counts, source, letters } = await rq.read(async (ctx) => {
    const counted = await countDeadLetters(ctx);
    const chosen = counted.find(({ id }) => id === asked.art) ?? counted.find(({ count }) => count > 0) ?? counted[0];
    return { counts: counted, source: chosen?.id ?? '', letters: chosen ? await listDeadLetters(ctx, { source: chosen.id, after: asked.ab || undefined, limit: PAGE }) : [] };
  });
  const last = letters.length === PAGE ? letters.at(-1)?.id : undefined;
  const body = (
    <Stack>
      <ErrorSummary errors={refused ? [{ id: fieldId(refused.id), text: 'Bitte geben Sie einen Grund an.' }] : []} />
      <PageHeader title="Unzustellbar" lead="Was die Maschine nach vielen Versuchen aufgegeben hat oder woran sie nicht vorbeikommt. Ist die Ursache behoben, versuchen Sie es noch einmal." />
      <Tabs label="Arten" items={counts.map(({ id, label, count }) => ({ label, href: hrefOf(id), current: id === source, count }))} />
      <Letters source={source} letters={letters} refused={refused} />
      <Pagination noun="Einträge" shown={letters.length} total={counts.find(({ id }) => id === source)?.count} next={last && hrefOf(source, last)} previous={asked.ab ? hrefOf(source) : undefined} />
    </Stack>
  );
  return view({ title: 'Unzustellbar', body, crumbs: crumbsOf({ label: 'Unzustellbar' }), width: 'full', nav: PATH, status: refused ? 422 : 200 });
}

const fieldId = (id: string): string => `grund-${id.replaceAll(/[^\w-]/g, '-')}`;

function Letters({ source, letters, refused }: { source: string; letters: DeadLetter[]; refused: Refused | undefined }) {
  return (
    <Table<DeadLetter>
      compact
      stack
      caption="Unzustellbares, das Neueste zuerst"
      captionHidden
      rows={letters}
      rowKey={({ id }) => id}
      empty={<EmptyState title="Hier liegt nichts." icon="check" />}
      columns={[
        {
          key: 'what', head: 'Was', rowHead: true,
          cell: ({ title, note }) => (
            <>
              {title}
              {note && (
                <>
                  <br />
                  <small>{note}</small>
                </>
              )}
            </>
          ),
        },
        { key: 'why', head: 'Ursache', cell: ({ cause }) => cause },
        { key: 'tries', head: 'Versuche', numeric: true, narrow: true, cell: ({ tries }) => formatNumber(tries) },
        { key: 'at', head: 'Seit', narrow: true, cell: ({ at }) => <Time at={at} /> },
        { key: 'do', head: 'Was tun', cell: (letter) => <Actions source={source} letter={letter} number={letters.indexOf(letter) + 1} refused={refused?.id === letter.id ? refused : undefined} /> },
      ]}
    />
  );
}

function Actions({ source, letter, number, refused }: { source: string; letter: DeadLetter; number: number; refused: Refused | undefined }) {
  const keep = (
    <>
      <input type="hidden" name="art" value={source} />
      <input type="hidden" name="id" value={letter.id} />
    </>
  );
  return (
    <>
      <form method="post" action={`${PATH}/wiederholen`} aria-label={`${number}. ${letter.title}: noch einmal versuchen`}>
        {keep}
        <Button size="small">Noch einmal versuchen</Button>
      </form>
      <Details summary="Verwerfen" open={refused !== undefined}>
        <Form action={`${PATH}/verwerfen`} label={`${number}. ${letter.title}: verwerfen`}>
          {keep}
          <TextField name="grund" id={fieldId(letter.id)} label="Grund (steht im Protokoll)" maxlength={500} value={refused?.reason} error={refused && 'Bitte geben Sie einen Grund an.'} />
          <ButtonRow>
            <Button size="small" variant="danger">
              Verwerfen
            </Button>
          </ButtonRow>
        </Form>
      </Details>
    </>
  );
}

const chosen = { art: textInput(40), id: textInput(200) };

/** What the machine has given up, for those who look after the installation. */
export const deadLetterPages = [
  page({ method: 'GET', path: PATH, site: 'office', access, query, handle: (rq) => show(rq, rq.query) }),
  page({
    method: 'POST', path: `${PATH}/wiederholen`, site: 'office', access, body: z.object(chosen),
    handle: async (rq) => {
      await rq.transact((ctx) => retryDeadLetter(ctx, { source: rq.body.art, id: rq.body.id }));
      return redirect(hrefOf(rq.body.art), { flash: 'Es wird noch einmal versucht.' });
    },
  }),
  page({
    method: 'POST', path: `${PATH}/verwerfen`, site: 'office', access, body: z.object({ ...chosen, grund: textInput(500) }),
    handle: async (rq) => {
      const { art, id, grund } = rq.body;
      if (!grund) return show(rq, { art, ab: '' }, { id, reason: grund });
      await rq.transact((ctx) => dropDeadLetter(ctx, { source: art, id, reason: grund }));
      return redirect(hrefOf(art), { flash: 'Verworfen. Der Grund steht im Protokoll.' });
    },
  }),
];
