import { z } from 'zod';
import { listBodies } from '#core/bodies';
import { readPortfolio } from '#core/projects';
import { attempt, page, view, type Reply } from '#platform/http';
import { calendarDayOf, formatDate } from '#platform/i18n';
import { may, type Ctx } from '#platform/module';
import { Badge, Button, ButtonRow, CheckboxGroup, ConfirmPage, EmptyState, ErrorSummary, Form, Link, PageHeader, SelectField, Stack, Table, TextArea, TextField } from '#platform/ui';
import { cancelRound } from './decide-round.ts';
import { PORTFOLIO, PortfolioTabs } from './filter.tsx';
import { openRound } from './open-round.ts';
import { readScores, yearToPlan } from './read-ranking.ts';
import { getRound, listRounds } from './rounds.queries.ts';
import { endScoring } from './score-round.ts';

export const ROUNDS = `${PORTFOLIO}/runden`;
export const roundStates = { scoring: { look: 'soon', words: 'wird bewertet' }, discussion: { look: 'waiting', words: 'wird besprochen' }, closed: { look: 'done', words: 'entschieden' }, cancelled: { look: 'neutral', words: 'abgebrochen' } } as const;
export const roundCrumbs = (label: string) => [{ label: 'Portfolio', href: PORTFOLIO }, { label: 'Bewertungsrunden', href: ROUNDS }, { label }];
export const roundParams = z.object({ id: z.uuid() });

const roundsPage = page({
  method: 'GET', path: ROUNDS, site: 'office', access: 'may:steering/read',
  handle: (rq) =>
    rq.read(async (ctx) => {
      const rounds = await listRounds(ctx);
      return view({
        title: 'Bewertungsrunden', nav: PORTFOLIO, width: 'full', crumbs: [{ label: 'Portfolio', href: PORTFOLIO }, { label: 'Bewertungsrunden' }],
        body: (
          <Stack>
            <PageHeader title="Bewertungsrunden" lead="Jedes Mitglied bewertet für sich. Erst wenn alle abgegeben haben, sehen alle alles." actions={may(ctx.actor, 'steering/edit') ? <Button variant="primary" href={`${ROUNDS}/neu`} icon="add">Runde eröffnen</Button> : undefined} />
            <PortfolioTabs current="/runden" />
            <Table stack caption="Alle Bewertungsrunden" captionHidden rows={rounds} rowKey={({ id }) => id} empty={<EmptyState title="Noch keine Runde">Eine Runde fragt die Mitglieder eines Gremiums nach ihren Punkten.</EmptyState>}
              columns={[
                { key: 'title', head: 'Runde', rowHead: true, cell: ({ id, title }) => <Link href={`${ROUNDS}/${id}`}>{title}</Link> },
                { key: 'body', head: 'Gremium', cell: ({ bodyName }) => bodyName },
                { key: 'state', head: 'Stand', cell: ({ state }) => <Badge state={roundStates[state].look}>{roundStates[state].words}</Badge> },
                { key: 'due', head: 'Bewerten bis', cell: ({ dueOn }) => formatDate(dueOn) },
                { key: 'closed', head: 'Entschieden', cell: ({ closedAt, state }) => (closedAt && state === 'closed' ? formatDate(closedAt) : '–') },
              ]} />
          </Stack>
        ),
      });
    }),
});

const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([]);
const body = z.object({ title: z.string().trim().max(160).default(''), bodyId: z.string().default(''), projects: oneOrMore, year: z.coerce.number().int().min(2000).max(2100).catch(0), dueOn: z.string().max(10).default('') });
type Typed = z.output<typeof body>;

async function showNew(ctx: Ctx, typed: Typed, errors: { id: string; text: string }[] = []): Promise<Reply> {
  const [bodies, all, scores] = [await listBodies(ctx), await readPortfolio(ctx, { states: ['applied', 'deferred', 'approved'] }), await readScores(ctx)];
  const projects = all.filter(({ mandatory }) => !mandatory);
  const errorOf = (id: string): string | undefined => errors.find((one) => one.id === id)?.text;
  return view({
    title: 'Runde eröffnen', nav: PORTFOLIO, crumbs: roundCrumbs('Neu'), ...(errors.length > 0 ? { status: 422 } : {}),
    body: (
      <Stack>
        {errors.length > 0 && <ErrorSummary errors={errors} />}
        <PageHeader title="Bewertungsrunde eröffnen" lead="Gewichte, Kosten und Mitglieder gelten so, wie sie heute sind, bis zum Ende der Runde." />
        <Form action={`${ROUNDS}/neu`}>
          <TextField name="title" label="Titel" hint="Zum Beispiel „Bewertungsrunde 2027“" value={typed.title} required />
          <SelectField name="bodyId" label="Gremium" hint="Es bewerten seine Mitglieder; beratende nicht" value={typed.bodyId} options={bodies.filter(({ reach }) => reach.read).map(({ id, name }) => ({ value: id, label: name }))} error={errorOf('bodyId')} />
          <TextField name="year" label="Für das Jahr" inputmode="numeric" value={String(typed.year || '')} width={4} error={errorOf('year')} required />
          <TextField name="dueOn" type="date" label="Bewerten bis" value={typed.dueOn} width={10} error={errorOf('dueOn')} required />
          <CheckboxGroup name="projects" label="Vorhaben" hint="Beantragt, genehmigt oder zurückgestellt; Pflichtvorhaben werden nicht bewertet" value={typed.projects} error={errorOf('projects')} options={projects.map(({ id, title, number }) => ({ value: id, label: `${title} (${number})`, ...(scores.has(id) ? { hint: 'schon einmal bewertet' } : {}) }))} />
          <ButtonRow><Button variant="primary">Eröffnen</Button><Button href={ROUNDS}>Abbrechen</Button></ButtonRow>
        </Form>
      </Stack>
    ),
  });
}

const newPage = page({ method: 'GET', path: `${ROUNDS}/neu`, site: 'office', access: 'may:steering/edit', handle: (rq) => rq.read((ctx) => showNew(ctx, { ...body.parse({ year: yearToPlan(ctx) }), title: `Bewertungsrunde ${yearToPlan(ctx)}` })) });
const PLACES: Record<string, string> = { 'steering/due-passed': 'dueOn', 'steering/no-members': 'bodyId' };
const newPost = page({
  method: 'POST', path: `${ROUNDS}/neu`, site: 'office', access: 'may:steering/edit', body,
  handle: async (rq) => {
    const typed = rq.body;
    const errors = [
      ...(z.uuid().safeParse(typed.bodyId).success ? [] : [{ id: 'bodyId', text: 'Wählen Sie das Gremium, das bewertet.' }]),
      ...(typed.year ? [] : [{ id: 'year', text: 'Geben Sie das Jahr mit vier Ziffern an.' }]),
      ...(z.iso.date().safeParse(typed.dueOn).success ? [] : [{ id: 'dueOn', text: 'Geben Sie den Tag an, bis zu dem bewertet wird.' }]),
    ];
    const again = (found: typeof errors): Promise<Reply> => rq.read((ctx) => showNew(ctx, typed, found));
    if (errors.length > 0) return again(errors);
    return attempt(rq, { work: (ctx) => openRound(ctx, { ...typed, projectIds: typed.projects.filter((id) => z.uuid().safeParse(id).success) }), flash: 'Die Runde ist eröffnet.', to: ({ id }) => `${ROUNDS}/${id}`, again: (_ctx, refused) => again([{ id: PLACES[refused.code] ?? 'projects', text: refused.de }]) });
  },
});

const endPage = page({
  method: 'GET', path: `${ROUNDS}/:id/bewertung-schliessen`, site: 'office', access: 'may:steering/edit', params: roundParams,
  handle: (rq) => rq.read(async (ctx) => { const round = await getRound(ctx, rq.params.id); return view({ title: 'Bewertung schließen?', nav: PORTFOLIO, crumbs: roundCrumbs(round.title), body: <ConfirmPage danger title="Bewertung schließen?" consequences={['Wer noch nicht abgegeben hat, zählt nicht mit; seine Punkte werden gelöscht.', 'Alle Mitglieder sehen danach alle Punkte.']} undo="Das lässt sich nicht zurücknehmen." confirm="Schließen" cancel={{ href: `${ROUNDS}/${round.id}`, label: 'Weiter warten' }} /> }); }),
});
const endPost = page({ method: 'POST', path: `${ROUNDS}/:id/bewertung-schliessen`, site: 'office', access: 'may:steering/edit', params: roundParams, handle: async (rq) => { await rq.transact((ctx) => endScoring(ctx, rq.params.id)); return { kind: 'redirect', to: `${ROUNDS}/${rq.params.id}`, flash: { kind: 'success', text: 'Die Bewertung ist geschlossen.' } }; } });

const reasonBody = z.object({ reason: z.string().trim().max(2000).default('') });
const showCancel = async (ctx: Ctx, id: string, { typed = '', error }: { typed?: string; error?: string } = {}): Promise<Reply> => { const round = await getRound(ctx, id); return view({ title: 'Runde abbrechen?', nav: PORTFOLIO, crumbs: roundCrumbs(round.title), body: <>{error && <ErrorSummary errors={[{ id: 'reason', text: error }]} />}<ConfirmPage danger title={`„${round.title}“ abbrechen?`} consequences={['Die abgegebenen Punkte sieht niemand.', 'Die Vorhaben können in eine neue Runde.']} undo="Das lässt sich nicht zurücknehmen." confirm="Abbrechen" cancel={{ href: `${ROUNDS}/${id}`, label: 'Fortsetzen' }}><TextArea name="reason" label="Warum?" value={typed} error={error} rows={2} required /></ConfirmPage></> }); };
const cancelPage = page({ method: 'GET', path: `${ROUNDS}/:id/abbrechen`, site: 'office', access: 'may:steering/edit', params: roundParams, handle: (rq) => rq.read((ctx) => showCancel(ctx, rq.params.id)) });
const cancelPost = page({ method: 'POST', path: `${ROUNDS}/:id/abbrechen`, site: 'office', access: 'may:steering/edit', params: roundParams, body: reasonBody, handle: (rq) => attempt(rq, { work: (ctx) => cancelRound(ctx, { roundId: rq.params.id, reason: rq.body.reason }), flash: 'Die Runde ist abgebrochen.', to: ROUNDS, again: (ctx, refused) => showCancel(ctx, rq.params.id, { typed: rq.body.reason, error: refused.de }) }) });

/** Whole days until scoring ends, in words; for lists and the score page. */
export const dueText = (ctx: Pick<Ctx, 'now'>, dueOn: string): string => (dueOn < calendarDayOf(ctx.now) ? `Die Frist war am ${formatDate(dueOn)}.` : `Bewertet wird bis ${formatDate(dueOn)}.`);

export const roundPages = [roundsPage, newPage, newPost, endPage, endPost, cancelPage, cancelPost];
