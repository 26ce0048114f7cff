import type { ComponentChildren } from 'preact';
import { z } from 'zod';
import { attempt, page, view, type Reply } from '#platform/http';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Alert, Button, ConfirmPage, EmptyState, Form, Icon, PageHeader, Row, Section, Stack, TextArea, TextField, ButtonRow, ErrorSummary } from '#platform/ui';
import { problem } from '../problems.ts';
import { beginEdition, changeEdition, discardDraft, findEdition, findLastChange, publishEdition, undoChange, type FullEdition } from './editions.ts';
import { readFacts } from './read-facts.ts';
import { strategyProgress } from './progress.ts';
import { DraftBar } from './strategy-pages.tsx';
import { STRATEGY, StrategyTree } from './strategy-tree-view.tsx';
import { findPlace, kindWords, type NodeKind } from './strategy-tree.ts';

export const DRAFT = `${STRATEGY}/entwurf`;
const access = 'may:steering/edit' as const;
const site = 'office' as const;
const crumbs = (label: string) => [{ label: 'Strategie', href: STRATEGY }, { label: 'Entwurf', href: DRAFT }, { label }];

/** @throws steering/no-edition 404 */
export async function requireDraft(ctx: Ctx): Promise<FullEdition> {
  const draft = await findEdition(ctx, 'draft');
  if (!draft) throw problem('steering/no-edition');
  return draft;
}

const CHILDREN: Record<NodeKind, NodeKind[]> = { field: ['goal'], goal: ['indicator', 'measure'], indicator: [], measure: [] };
const ADD: Record<NodeKind, string> = { field: 'Handlungsfeld', goal: 'Ziel', indicator: 'Messgröße', measure: 'Maßnahme' };

function Tools({ draft, nodeKey, kind }: { draft: FullEdition; nodeKey: string; kind: NodeKind }): ComponentChildren {
  const place = findPlace(draft.tree, nodeKey);
  if (!place) return null;
  const at = place.siblings.findIndex(({ key }) => key === nodeKey);
  const move = (by: number, label: string, icon: 'arrow-up' | 'arrow-down') => (
    <button type="submit" class="kern-btn kern-btn--tertiary btn--small btn--icon" name="by" value={by}><Icon name={icon} /><span class="kern-label kern-sr-only">„{place.node.name}“ {label}</span></button>
  );
  return (
    <div class="row gap-small row--center no-print">
      <Button size="small" href={`${DRAFT}/e/${nodeKey}`}>Ändern<span class="kern-sr-only">: {place.node.name}</span></Button>
      {CHILDREN[kind].map((child) => <Button key={child} size="small" href={`${DRAFT}/neu?art=${child}&bei=${nodeKey}`} icon="add">{ADD[child]}</Button>)}
      {place.siblings.length > 1 && (
        <Form action={`${DRAFT}/e/${nodeKey}/verschieben`} inline label={`${kindWords[kind]} „${place.node.name}“ verschieben`}>
          {at > 0 && move(-1, 'nach oben', 'arrow-up')}
          {at < place.siblings.length - 1 && move(1, 'nach unten', 'arrow-down')}
        </Form>
      )}
      <Button size="small" variant="tertiary" href={`${DRAFT}/e/${nodeKey}/entfernen`}>Entfernen<span class="kern-sr-only">: {place.node.name}</span></Button>
    </div>
  );
}

const draftPage = page({
  method: 'GET', path: DRAFT, site, access,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const draft = await requireDraft(ctx);
      const [{ known, ...facts }, last] = [await readFacts(ctx, draft.tree), await findLastChange(ctx, draft.id)];
      return view({
        title: `Entwurf: ${draft.title}`, nav: STRATEGY, width: 'full', crumbs: [{ label: 'Strategie', href: STRATEGY }, { label: 'Entwurf' }],
        body: (
          <Stack>
            <PageHeader title={draft.title} preline={`Entwurf der ${draft.number}. Fassung`} lead={`Warum fortgeschrieben wird: ${draft.reason}`} actions={<DraftBar revision={draft.revision} undo={last?.what} />} />
            <Section title="Leitbild" actions={<Button size="small" href={`${DRAFT}/leitbild`}>Ändern</Button>}><p>{draft.tree.vision}</p></Section>
            <Row between><h2 class="kern-heading-small">Handlungsfelder</h2><Button href={`${DRAFT}/neu?art=field`} icon="add">Handlungsfeld</Button></Row>
            {draft.tree.fields.length === 0 ? <EmptyState title="Noch kein Handlungsfeld">Ein Handlungsfeld fasst Ziele zusammen, zum Beispiel „Bürgernahe Leistungen“.</EmptyState> : (
              <StrategyTree strategy={draft.tree} facts={facts} known={known} progress={strategyProgress(draft.tree, facts).byKey} open tools={(key, kind) => <Tools draft={draft} nodeKey={key} kind={kind} />} />
            )}
          </Stack>
        ),
      });
    }),
});

const params = z.object({ key: z.string().max(80) });
const movePost = page({
  method: 'POST', path: `${DRAFT}/e/:key/verschieben`, site, access, params, body: z.object({ by: z.enum(['-1', '1']) }),
  handle: (rq) => change(rq, { what: (name) => `„${name}“ verschoben`, edit: (key) => ({ do: 'move', key, by: rq.body.by === '1' ? 1 : -1 }), to: `${DRAFT}#${rq.params.key}` }),
});

type ChangeRq = Parameters<typeof attempt>[0] & { params: { key: string } };
async function change(rq: ChangeRq, { what, edit, to }: { what: (name: string) => string; edit: (key: string) => Parameters<typeof changeEdition>[1]['edit']; to: string }): Promise<Reply> {
  const said = await rq.transact(async (ctx) => {
    const draft = await requireDraft(ctx);
    const place = findPlace(draft.tree, rq.params.key);
    if (!place) throw problem('steering/no-place');
    const sentence = what(place.node.name);
    await changeEdition(ctx, { id: draft.id, edit: edit(rq.params.key), what: sentence });
    return sentence;
  });
  return { kind: 'redirect', to, flash: { kind: 'success', text: `${said}.` } };
}

const removePage = page({
  method: 'GET', path: `${DRAFT}/e/:key/entfernen`, site, access, params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const place = findPlace((await requireDraft(ctx)).tree, rq.params.key);
      if (!place) throw problem('steering/no-place');
      const { name } = place.node;
      return view({ title: `„${name}“ entfernen?`, nav: STRATEGY, crumbs: crumbs('Entfernen'), body: <ConfirmPage title={`${kindWords[place.kind]} „${name}“ entfernen?`} consequences={[place.kind === 'field' || place.kind === 'goal' ? 'Alles darunter fällt mit weg: Ziele, Messgrößen, Maßnahmen. Die Vorhaben bleiben, sie sind nur nicht mehr verknüpft.' : 'Was gemessen oder verknüpft wurde, bleibt in den früheren Fassungen erhalten.', 'Es gilt erst, wenn der Entwurf in Kraft gesetzt wird.']} undo="Im Entwurf lässt sich das mit „Rückgängig“ zurücknehmen." confirm="Entfernen" cancel={{ href: `${DRAFT}#${rq.params.key}`, label: 'Behalten' }} /> });
    }),
});
const removePost = page({ method: 'POST', path: `${DRAFT}/e/:key/entfernen`, site, access, params, handle: (rq) => change(rq, { what: (name) => `„${name}“ entfernt`, edit: (key) => ({ do: 'remove', key }), to: DRAFT }) });

const undoPost = page({
  method: 'POST', path: `${DRAFT}/zurueck`, site, access,
  handle: (rq) => attempt(rq, { work: async (ctx) => undoChange(ctx, (await requireDraft(ctx)).id), flash: 'Die letzte Änderung ist zurückgenommen.', to: DRAFT, again: async (_ctx, refused) => view({ title: 'Nichts zurückzunehmen', nav: STRATEGY, body: <Stack><PageHeader title="Nichts zurückzunehmen" /><Alert kind="info" title={refused.de} /><Button href={DRAFT}>Zum Entwurf</Button></Stack> }) }),
});

async function showForce(ctx: Ctx, validFrom: string, error?: string): Promise<Reply> {
  const draft = await requireDraft(ctx);
  return view({
    title: 'In Kraft setzen?', nav: STRATEGY, crumbs: crumbs('In Kraft setzen'),
    body: (
      <>
        {error && <ErrorSummary errors={[{ id: 'validFrom', text: error }]} />}
        <ConfirmPage title={`${draft.number}. Fassung in Kraft setzen?`} consequences={['Sie gilt ab dem Tag, den Sie angeben, und wird allen gezeigt.', 'Die bisherige Fassung bleibt lesbar und vergleichbar.']} undo="Eine geltende Fassung wird nicht mehr geändert. Änderungen kommen mit der nächsten Fortschreibung." confirm="In Kraft setzen" cancel={{ href: DRAFT, label: 'Weiter bearbeiten' }}><TextField name="validFrom" type="date" label="Gilt seit" value={validFrom} error={error} width={10} required /></ConfirmPage>
      </>
    ),
  });
}
const forcePage = page({ method: 'GET', path: `${DRAFT}/in-kraft`, site, access, handle: (rq) => rq.read((ctx) => showForce(ctx, calendarDayOf(ctx.now))) });
const forcePost = page({
  method: 'POST', path: `${DRAFT}/in-kraft`, site, access, body: z.object({ validFrom: z.iso.date('Geben Sie den Tag an, ab dem die Fassung gilt.') }),
  handle: (rq) => attempt(rq, { work: async (ctx) => publishEdition(ctx, { id: (await requireDraft(ctx)).id, validFrom: rq.body.validFrom }), flash: 'Die Fortschreibung gilt.', to: STRATEGY, again: (ctx, refused) => showForce(ctx, rq.body.validFrom, refused.de) }),
});

const discardPage = page({ method: 'GET', path: `${DRAFT}/verwerfen`, site, access, handle: async () => view({ title: 'Entwurf verwerfen?', nav: STRATEGY, crumbs: crumbs('Verwerfen'), body: <ConfirmPage danger title="Entwurf verwerfen?" consequences={['Alle Änderungen dieses Entwurfs gehen verloren.', 'Die geltende Strategie bleibt, wie sie ist.']} undo="Das lässt sich nicht zurücknehmen." confirm="Verwerfen" cancel={{ href: DRAFT, label: 'Behalten' }} /> }) });
const discardPost = page({ method: 'POST', path: `${DRAFT}/verwerfen`, site, access, handle: async (rq) => { await rq.transact(async (ctx) => discardDraft(ctx, (await requireDraft(ctx)).id)); return { kind: 'redirect', to: STRATEGY, flash: { kind: 'success', text: 'Der Entwurf ist verworfen.' } }; } });

const begin = z.object({ title: z.string().trim().max(160).default(''), reason: z.string().trim().max(4000).default(''), vision: z.string().trim().max(4000).optional() });
async function showBegin(ctx: Ctx, typed: z.output<typeof begin>, error?: string): Promise<Reply> {
  const current = await findEdition(ctx, 'current');
  return view({
    title: 'Fortschreibung beginnen', nav: STRATEGY, crumbs: [{ label: 'Strategie', href: STRATEGY }, { label: 'Fortschreibung' }],
    body: (
      <Stack>
        {error && <ErrorSummary errors={[{ id: 'reason', text: error }]} />}
        <PageHeader title={current ? 'Fortschreibung beginnen' : 'Strategie anlegen'} lead={current ? 'Der Entwurf beginnt als Kopie der geltenden Fassung. Sie gilt weiter, bis Sie den Entwurf in Kraft setzen.' : 'Am Anfang steht das Leitbild.'} />
        <Form action={`${STRATEGY}/fortschreibung`}>
          <TextField name="title" label="Titel" value={typed.title || current?.title || 'Digitalstrategie'} required />
          <TextArea name="reason" label={current ? 'Warum wird fortgeschrieben?' : 'Anlass'} hint="Steht in der Liste der Fassungen und im Fortschrittsbericht" value={typed.reason} error={error} rows={3} required />
          {!current && <TextArea name="vision" label="Leitbild" value={typed.vision ?? ''} rows={3} required />}
          <ButtonRow><Button variant="primary">Entwurf beginnen</Button><Button href={STRATEGY}>Abbrechen</Button></ButtonRow>
        </Form>
      </Stack>
    ),
  });
}
const beginPage = page({ method: 'GET', path: `${STRATEGY}/fortschreibung`, site, access, handle: (rq) => rq.read((ctx) => showBegin(ctx, { title: '', reason: '' })) });
const beginPost = page({ method: 'POST', path: `${STRATEGY}/fortschreibung`, site, access, body: begin, handle: (rq) => attempt(rq, { work: (ctx) => beginEdition(ctx, { title: rq.body.title, reason: rq.body.reason, ...(rq.body.vision ? { vision: rq.body.vision } : {}) }), flash: 'Der Entwurf ist angelegt.', to: DRAFT, again: (ctx, refused) => showBegin(ctx, rq.body, refused.de) }) });

export const draftPages = [draftPage, movePost, removePage, removePost, undoPost, forcePage, forcePost, discardPage, discardPost, beginPage, beginPost];
