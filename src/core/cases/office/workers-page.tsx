import { addDays } from '#core/organisation';
import type { TopicCount } from '#engines/process';
import { page, redirect, view, type Reply, type Rq } from '#platform/http';
import { calendarDayOf, formatNumber } from '#platform/i18n';
import { Problem } from '#platform/module';
import { Alert, Badge, Button, ButtonRow, ConfirmPage, Details, EmptyState, ErrorSummary, Form, PageHeader, Section, Stack, Table, TextArea, TextField, Time } from '#platform/ui';
import { z } from 'zod';
import { caseRuntime } from '../process/case-runtime.ts';
import { coversTopic, createWorkerToken, listWorkerTokens, revokeWorkerToken, type WorkerToken } from '../workers/worker-token.ts';

export const WORKERS = '/office/verwaltung/programme';
const access = 'may:admin/workers';
const params = z.object({ id: z.uuid() });
const text = (max: number) => z.string().trim().max(max).default('');
const body = z.object({ name: text(200), themen: text(2000), bis: text(10) });
type Input = z.output<typeof body>;
type Errors = Partial<Record<keyof Input, string>>;
type Shown = { tokens: WorkerToken[]; topics: TopicCount[]; today: string };

async function read(rq: Rq): Promise<Shown> {
  return rq.read(async (ctx) => ({ tokens: await listWorkerTokens(ctx), topics: await caseRuntime.external.countTopics(ctx), today: calendarDayOf(ctx.now) }));
}

type More = { input?: Partial<Input>; errors?: Errors; /** Shown this one time. */ token?: string };

async function show(rq: Rq, { input = {}, errors = {}, token }: More = {}): Promise<Reply> {
  const shown = await read(rq);
  const wrong = Object.entries(errors);
  const content = (
    <Stack>
      <ErrorSummary errors={wrong.map(([id, sentence]) => ({ id, text: sentence }))} />
      <PageHeader title="Programme" lead="Programme außerhalb, die Schritte von Abläufen erledigen: Sie holen Aufgaben eines Themas ab und melden das Ergebnis. Jedes hat einen eigenen Zugang." />
      {token && (
        <Alert kind="success" title={`Zugang für „${input.name ?? ''}“ angelegt. Kopieren Sie das Kennwort jetzt, es wird nicht wieder gezeigt:`}>
          <code>{token}</code>
        </Alert>
      )}
      <Topics shown={shown} />
      <Tokens shown={shown} />
      <Details summary="Zugang anlegen" open={wrong.length > 0 || (shown.tokens.length === 0 && !token)}>
        <NewToken input={token ? {} : input} errors={errors} today={shown.today} />
      </Details>
    </Stack>
  );
  return view({ title: 'Programme', width: 'full', nav: WORKERS, body: content, status: wrong.length > 0 ? 422 : 200 });
}

function Topics({ shown: { topics, tokens, today } }: { shown: Shown }) {
  const active = tokens.filter((token) => !token.revokedAt && token.expiresOn >= today);
  return (
    <Table<TopicCount>
      compact
      stack
      caption="Themen mit Aufgaben"
      rows={topics}
      rowKey={({ topic }) => topic}
      empty={<EmptyState title="Gerade wartet kein Schritt auf ein Programm." icon="check" />}
      columns={[
        { key: 'topic', head: 'Thema', rowHead: true, cell: ({ topic }) => topic },
        { key: 'free', head: 'Wartend', numeric: true, narrow: true, cell: ({ free }) => formatNumber(free) },
        { key: 'locked', head: 'In Arbeit', numeric: true, narrow: true, cell: ({ locked }) => formatNumber(locked) },
        { key: 'later', head: 'Später noch einmal', numeric: true, narrow: true, cell: ({ later }) => formatNumber(later) },
        { key: 'oldest', head: 'Älteste wartet seit', narrow: true, cell: ({ oldestAt }) => (oldestAt ? <Time at={oldestAt} /> : '–') },
        { key: 'who', head: 'Wer sie holen darf', cell: ({ topic }) => active.filter((token) => coversTopic(token.topics, topic)).map(({ name }) => name).join(', ') || <Badge state="late">niemand</Badge> },
      ]}
    />
  );
}

function Tokens({ shown: { tokens, today } }: { shown: Shown }) {
  return (
    <Section title="Zugänge" id="zugaenge">
      <Table<WorkerToken>
        compact
        stack
        caption="Zugänge von Programmen"
        captionHidden
        rows={tokens}
        rowKey={({ id }) => id}
        empty={<EmptyState title="Noch kein Programm hat einen Zugang." icon="key" />}
        columns={[
          { key: 'name', head: 'Programm', rowHead: true, cell: ({ name }) => name },
          { key: 'topics', head: 'Themen', cell: ({ topics }) => topics.join(', ') },
          { key: 'hint', head: 'Kennwort', narrow: true, wideOnly: true, cell: ({ hint }) => <code>{`${hint}…`}</code> },
          { key: 'until', head: 'Gilt bis', narrow: true, cell: (token) => <Validity token={token} today={today} /> },
          { key: 'seen', head: 'Zuletzt da', narrow: true, cell: ({ lastUsedAt }) => (lastUsedAt ? <Time at={lastUsedAt} /> : 'noch nie') },
          { key: 'by', head: 'Angelegt von', wideOnly: true, cell: ({ createdBy }) => createdBy },
          {
            key: 'do', head: 'Was tun',
            cell: ({ id, name, revokedAt }) =>
              revokedAt ? null : (
                <Button size="small" href={`${WORKERS}/${id}/sperren`} attributes={{ 'aria-label': `Zugang von ${name} sperren` }}>
                  Sperren
                </Button>
              ),
          },
        ]}
      />
    </Section>
  );
}

function Validity({ token, today }: { token: WorkerToken; today: string }) {
  if (token.revokedAt) return <Badge state="neutral">gesperrt</Badge>;
  if (token.expiresOn < today) return <Badge state="late">abgelaufen</Badge>;
  const soon = token.expiresOn <= addDays(today, 14);
  return soon ? (
    <Badge state="soon">
      endet <Time at={token.expiresOn} />
    </Badge>
  ) : (
    <Time at={token.expiresOn} />
  );
}

function NewToken({ input, errors, today }: { input: Partial<Input>; errors: Errors; today: string }) {
  return (
    <Form action={WORKERS} label="Zugang anlegen">
      <TextField name="name" label="Wie heißt das Programm?" hint="So steht es im Verlauf der Vorgänge." value={input.name} required maxlength={100} error={errors.name} />
      <TextArea name="themen" label="Welche Themen darf es holen?" hint="Eines je Zeile, so wie im Ablauf: ausweis-drucken. Ein Stern am Ende meint alle, die so beginnen: ausweis-*" value={input.themen} rows={3} required error={errors.themen} spellcheck={false} />
      <TextField name="bis" type="date" label="Gilt bis einschließlich" value={input.bis ?? addDays(today, 365)} required error={errors.bis} />
      <ButtonRow>
        <Button variant="primary">Zugang anlegen</Button>
      </ButtonRow>
    </Form>
  );
}

const fields: Record<string, keyof Input> = { 'cases/worker-name': 'name', 'cases/worker-topics': 'themen', 'cases/worker-expiry': 'bis' };

async function create(rq: Rq<unknown, unknown, Input>): Promise<Reply> {
  const { name, themen, bis } = rq.body;
  try {
    const { token } = await rq.transact((ctx) => createWorkerToken(ctx, { name, topics: themen.split(/[\s,;]+/), expiresOn: bis }));
    return await show(rq, { input: { name }, token });
  } catch (error) {
    const field = error instanceof Problem ? fields[error.code] : undefined;
    if (!field || !(error instanceof Problem)) throw error;
    return show(rq, { input: rq.body, errors: { [field]: error.de } });
  }
}

async function askRevoke(rq: Rq<{ id: string }>): Promise<Reply> {
  const token = (await read(rq)).tokens.find(({ id }) => id === rq.params.id);
  if (!token || token.revokedAt) return redirect(WORKERS);
  const content = <ConfirmPage title={`Zugang von „${token.name}“ sperren?`} consequences={['Ab der nächsten Anfrage ist das Programm ein Fremder.', `Aufgaben seiner Themen (${token.topics.join(', ')}) bleiben liegen, bis ein anderes Programm sie holt.`]} undo="Das lässt sich nicht rückgängig machen; Sie können einen neuen Zugang anlegen." confirm="Sperren" cancel={{ href: WORKERS, label: 'Nicht sperren' }} danger />;
  return view({ title: `Zugang von ${token.name} sperren`, width: 'narrow', nav: WORKERS, crumbs: [{ label: 'Programme', href: WORKERS }, { label: 'Sperren' }], body: content });
}

/** Programs outside that do steps of processes: what waits for them, and who may come. */
export const workerPages = [
  page({ method: 'GET', path: WORKERS, site: 'office', access, handle: (rq) => show(rq) }),
  page({ method: 'POST', path: WORKERS, site: 'office', access, body, handle: create }),
  page({ method: 'GET', path: `${WORKERS}/:id/sperren`, site: 'office', access, params, handle: askRevoke }),
  page({
    method: 'POST', path: `${WORKERS}/:id/sperren`, site: 'office', access, params,
    handle: async (rq) => {
      await rq.transact((ctx) => revokeWorkerToken(ctx, rq.params.id));
      return redirect(WORKERS, { flash: 'Der Zugang ist gesperrt.' });
    },
  }),
];
