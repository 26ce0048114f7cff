import { file, page, redirect, view, type Reply, type Rq, type View } from '#platform/http';
import { Problem, type Ctx } from '#platform/module';
import { Alert, Button, ButtonRow, DescriptionList, EmptyState, ErrorSummary, Form, Link, PageHeader, Section, SelectField, Stack, Tabs, TextArea, TextField } from '#platform/ui';
import { z } from 'zod';
import { listBlocks, useWords, type TextBlock } from '../blocks.ts';
import { gapsIn } from '../placeholders.ts';
import type { TextUse } from '../tables.ts';
import { addressOf, getTarget, placeValues, usesOf, type TargetKind, type WritingTarget } from '../writing-target.ts';
import { insertBlock, letterPdf, writeText, type Draft } from '../write-text.ts';

const use = z.enum(['note', 'message', 'letter', 'order']);
const params = z.object({ id: z.uuid() });
const body = z.object({ art: use, betreff: z.string().max(1000).default(''), text: z.string().max(40_000).default(''), empfaenger: z.string().max(2000).default(''), baustein: z.string().max(40).default(''), tun: z.enum(['einfuegen', 'vorschau', 'pdf', 'fertig']).default('vorschau') });
type Posted = z.output<typeof body>;

const homeOf: Record<TargetKind, string> = { case: '/office/vorgaenge', file: '/office/vorgangsakten' };
/** What the last button does, by what is written. */
const finish: Record<TextUse, string> = { note: 'Vermerk speichern', message: 'Senden', letter: 'Erstellen und zustellen', order: 'In die Akte legen' };
const titles: Record<TextUse, string> = { note: 'Vermerk schreiben', message: 'Nachricht schreiben', letter: 'Schreiben verfassen', order: 'Verfügung schreiben' };
const leads: Record<TextUse, string> = {
  note: 'Nur für Beschäftigte. Mit einem Betreff wird daraus ein eigenes Dokument der Akte.',
  message: 'Die Nachricht liegt sofort im Postfach. Eine E-Mail weist ohne Inhalt darauf hin.',
  letter: 'Das Schreiben wird ein PDF mit dem Briefkopf des Amtes, liegt in der Akte und geht ins Postfach oder auf Papier hinaus.',
  order: 'Eine Verfügung liegt als Dokument in der Akte. Von dort schicken Sie sie in den Umlauf.',
};

const writePageOf = (kind: TargetKind) =>
  page({
    method: 'GET',
    path: `${homeOf[kind]}/:id/schreiben`,
    site: 'office',
    access: 'staff',
    params,
    query: z.object({ art: use.default('note').catch('note') }),
    handle: (rq) =>
      rq.read(async (ctx) => {
        const target = await getTarget(ctx, kind, rq.params.id);
        const wanted = usesOf(target).includes(rq.query.art) ? rq.query.art : 'note';
        return show(ctx, target, { draft: { use: wanted, text: '', recipient: '', subject: wanted === 'message' || wanted === 'letter' ? `Ihr Vorgang ${target.found.number}` : '' } });
      }),
  });

const writePostOf = (kind: TargetKind) =>
  page({ method: 'POST', path: `${homeOf[kind]}/:id/schreiben`, site: 'office', access: 'staff', params, body, handle: (rq) => answer(rq, kind) });

export const writeRoutes = (['case', 'file'] as const).flatMap((kind) => [writePageOf(kind), writePostOf(kind)]);

type WriteRq = Pick<Rq<{ id: string }, unknown, Posted>, 'read' | 'transact' | 'params' | 'body'>;

async function answer(rq: WriteRq, kind: TargetKind): Promise<Reply> {
  const { art, betreff, text, empfaenger, baustein, tun } = rq.body;
  const draft: Draft = { use: art, subject: betreff, text: text.replaceAll('\r\n', '\n'), recipient: empfaenger };
  try {
    if (tun === 'fertig') {
      const flash = await rq.transact(async (ctx) => writeText(ctx, await getTarget(ctx, kind, rq.params.id), draft));
      return redirect(`${homeOf[kind]}/${rq.params.id}`, { flash });
    }
    return await rq.read(async (ctx): Promise<Reply> => {
      const target = await getTarget(ctx, kind, rq.params.id);
      if (tun === 'pdf') return file({ name: 'entwurf.pdf', type: 'application/pdf', inline: true, bytes: await letterPdf(ctx, target, draft), headers: { 'cache-control': 'private, no-store' } });
      if (tun === 'vorschau') return show(ctx, target, { draft, preview: true });
      if (!z.uuid().safeParse(baustein).success) return show(ctx, target, { draft, mistake: { id: 'baustein', text: 'Bitte wählen Sie einen Textbaustein aus.' } });
      return show(ctx, target, { draft: await insertBlock(ctx, draft, { blockId: baustein, values: await placeValues(ctx, target) }), inserted: true });
    });
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 422) throw error;
    const mistake = { id: error.code === 'text-blocks/recipient-needed' ? 'empfaenger' : 'text', text: error.de };
    return rq.read(async (ctx) => show(ctx, await getTarget(ctx, kind, rq.params.id), { draft, mistake }));
  }
}

type Shown = { draft: Draft; preview?: boolean; inserted?: boolean; mistake?: { id: string; text: string } };

async function show(ctx: Ctx, target: WritingTarget, shown: Shown): Promise<View> {
  const { found } = target;
  const blocks = await listBlocks(ctx, { use: shown.draft.use, ...(found.officeId ? { officeId: found.officeId } : {}), limit: 200 });
  const home = homeOf[target.kind];
  return view({
    title: titles[shown.draft.use],
    status: shown.mistake ? 422 : 200,
    nav: target.kind === 'case' ? '/office/arbeit' : '/office/akten',
    crumbs: [target.kind === 'case' ? { label: 'Vorgänge', href: '/office/arbeit' } : { label: 'Akten', href: '/office/akten' }, { label: found.number, href: `${home}/${found.id}` }, { label: useWords[shown.draft.use] }],
    body: <Writing target={target} shown={shown} blocks={blocks} />,
  });
}

function Writing({ target, shown: { draft, preview, inserted, mistake }, blocks }: { target: WritingTarget; shown: Shown; blocks: TextBlock[] }) {
  const here = `${homeOf[target.kind]}/${target.found.id}`;
  const gaps = inserted || preview ? gapsIn(`${draft.subject}\n${draft.text}`) : [];
  return (
    <Stack>
      {mistake && <ErrorSummary errors={[mistake]} />}
      <PageHeader preline={`${target.found.number} ${target.found.title}`} title={titles[draft.use]} lead={leads[draft.use]} />
      <Tabs label="Was schreiben Sie?" items={usesOf(target).map((one) => ({ label: useWords[one], href: `${here}/schreiben?art=${one}`, current: one === draft.use }))} />
      {gaps.length > 0 && (
        <Alert kind="warning" title={`Noch offen: ${gaps.join(', ')}`} role="status">
          Die Stellen stehen mit Fragezeichen in eckigen Klammern im Text. Ergänzen Sie sie, bevor Sie fertig sind.
        </Alert>
      )}
      {preview && <Preview draft={draft} target={target} />}
      <Form action={`${here}/schreiben`}>
        <input type="hidden" name="art" value={draft.use} />
        <Blocks blocks={blocks} use={draft.use} error={mistake?.id === 'baustein' ? mistake.text : undefined} />
        {target.kind === 'file' && draft.use === 'letter' && <TextArea name="empfaenger" label="Name und Anschrift" value={draft.recipient} rows={4} maxlength={500} error={mistake?.id === 'empfaenger' ? mistake.text : undefined} />}
        <TextField name="betreff" label="Betreff" value={draft.subject} maxlength={200} required={false} />
        <TextArea name="text" label="Text" value={draft.text} rows={14} maxlength={10_000} hint="Eine leere Zeile beginnt einen Absatz, ein Strich am Zeilenanfang eine Aufzählung." error={mistake?.id === 'text' ? mistake.text : undefined} />
        <ButtonRow>
          <Button variant="primary" name="tun" value="fertig">{finish[draft.use]}</Button>
          <Button name="tun" value="vorschau">Vorschau</Button>
          {draft.use === 'letter' && <Button name="tun" value="pdf" attributes={{ formtarget: '_blank' }}>Als PDF ansehen (neuer Tab)</Button>}
          <Button href={here} variant="tertiary">Abbrechen</Button>
        </ButtonRow>
      </Form>
    </Stack>
  );
}

function Blocks({ blocks, use: wanted, error }: { blocks: TextBlock[]; use: TextUse; error: string | undefined }) {
  const all = <Link href={`/office/textbausteine?art=${wanted}`}>Alle Textbausteine</Link>;
  if (blocks.length === 0) return <EmptyState title={`Für „${useWords[wanted]}“ gibt es noch keinen Textbaustein.`} icon="document">{all}</EmptyState>;
  const options = (templates: boolean) => blocks.filter((block) => Boolean(block.subject) === templates).map((block) => ({ value: block.id, label: block.name }));
  const groups = [{ label: 'Vorlagen mit Betreff', options: options(true) }, { label: 'Textbausteine', options: options(false) }].filter((group) => group.options.length > 0);
  return (
    <>
      <SelectField name="baustein" label="Vorlage oder Textbaustein" options={groups} required={false} error={error} hint="Kommt an das Ende des Textes; Platzhalter werden aus dem Vorgang gefüllt." />
      <p>
        <Button name="tun" value="einfuegen" size="small" icon="add">Einfügen</Button> {all}
      </p>
    </>
  );
}

function Preview({ draft, target }: { draft: Draft; target: WritingTarget }) {
  return (
    <Section title="Vorschau" id="vorschau">
      <div class="paper">
        <DescriptionList items={[draft.use === 'letter' && { term: 'An', value: (target.kind === 'case' ? addressOf(target) : draft.recipient.split('\n')).map((one) => <div key={one}>{one}</div>) }, { term: 'Betreff', value: draft.subject || '–' }]} />
        {draft.text.split(/\n\s*\n/).map((part) => (
          <p class="lines" key={part}>{part || '(leer)'}</p>
        ))}
      </div>
    </Section>
  );
}
