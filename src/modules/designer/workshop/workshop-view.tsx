import type { ComponentChildren, VNode } from 'preact';
import { bundleOf, checkDraft, getDraft, listConflicts, meetInDraft, undoState, type CheckedDraft, type Draft, type DraftConflict, type DraftState, type OpenDraft, type Present, type UndoState } from '#core/catalogue';
import { view, type Reply, type Rq } from '#platform/http';
import { may, type Ctx } from '#platform/module';
import { Alert, Badge, Button, Enhanced, Form, Icon, Link, PageHeader, Stack, Tabs, Time, type BadgeState } from '#platform/ui';
import { placeOfFinding } from './place-of-finding.ts';
import { errorsIn, LIST, TABS, tabHref, tabOfFile, tabWords, type TabKey } from './tabs.ts';

export const draftStateWords: Record<DraftState, { words: string; look: BadgeState }> = {
  draft: { words: 'Entwurf', look: 'neutral' },
  test: { words: 'wartet auf Freigabe', look: 'soon' },
  approved: { words: 'freigegeben', look: 'done' },
  published: { words: 'veröffentlicht', look: 'done' },
  discarded: { words: 'verworfen', look: 'neutral' },
};

/** A draft as a page of the workshop sees it. */
export type Workshop = { draft: OpenDraft; checked: CheckedDraft; others: Present[]; conflicts: DraftConflict[]; editable: boolean; undo: UndoState };

export type WorkshopPage = {
  draftId: string;
  tab: TabKey;
  /** File that the page edits: undo and redo work on it. */
  path?: string;
  status?: number;
  body(workshop: Workshop, ctx: Ctx): ComponentChildren | Promise<ComponentChildren>;
};

/** Is it open, and may this person change it? */
export const isEditable = (draft: Draft, rq: Pick<Rq, 'actor'>): boolean => ['draft', 'test', 'approved'].includes(draft.state) && may(rq.actor, 'catalogue/edit');

/** A page of the workshop: head with state, people and undo, tabs, and what the page brings. Being here is noted, so others see it. */
export async function workshopView(rq: Rq, { draftId, tab, path, status, body }: WorkshopPage): Promise<Reply> {
  return rq.transact(async (ctx) => {
    const draft = await getDraft(ctx, draftId);
    const checked = await checkDraft(ctx.platform, bundleOf(draft));
    const editable = isEditable(draft, rq);
    const others = editable ? await meetInDraft(ctx, draftId, tab) : [];
    const conflicts = editable ? await listConflicts(ctx, draftId) : [];
    const undo = path && editable ? await undoState(ctx, draftId, path) : { undo: false, redo: false };
    const workshop = { draft, checked, others, conflicts, editable, undo };
    return view({
      title: `${tabWords(tab)} – ${draft.name}`,
      width: 'full',
      nav: LIST,
      islands: true,
      ...(status ? { status } : {}),
      crumbs: [{ label: 'Werkstatt', href: LIST }, { label: draft.name, href: tabHref(draftId, 'uebersicht') }, ...(tab === 'uebersicht' ? [] : [{ label: tabWords(tab) }])],
      body: (
        <Enhanced name="workshop-autosave" start="load">
          <div class="workshop" data-workshop={`${LIST}/${draftId}`} data-part={tab} data-revision={draft.revision}>
            <Head workshop={workshop} tab={tab} path={path} back={rq.url} />
            <Tabs label="Teile der Leistung" items={TABS.map(({ key, label }) => ({ label, href: tabHref(draftId, key), current: key === tab, ...(errorsIn(checked, key) ? { count: errorsIn(checked, key) } : {}) }))} />
            <Notices workshop={workshop} />
            <div class="workshop__body">{await body(workshop, ctx)}</div>
          </div>
        </Enhanced>
      ),
    });
  });
}

function Head({ workshop, tab, path, back }: { workshop: Workshop; tab: TabKey; path: string | undefined; back: string }): VNode {
  const { draft, others, editable, undo } = workshop;
  const { words, look } = draftStateWords[draft.state];
  return (
    <PageHeader
      title={tab === 'uebersicht' ? draft.name : `${draft.name}: ${tabWords(tab)}`}
      meta={
        <p class="workshop__meta" data-live="head">
          <Badge state={look}>{words}</Badge>
          <span class="workshop__saved" role="status">
            gespeichert <Time at={draft.changedAt} /> von {draft.changedByName} · Stand {draft.revision}
          </span>
          {others.map(({ accountId, name, part }) => (
            <span key={accountId} class="workshop__present">
              <Icon name="account" size="small" /> {name} arbeitet gerade hier: {tabWords(part)}
            </span>
          ))}
        </p>
      }
      actions={editable && path ? <UndoButtons draft={draft} path={path} undo={undo} back={back} /> : undefined}
    />
  );
}

function UndoButtons({ draft, path, undo, back }: { draft: OpenDraft; path: string; undo: UndoState; back: string }): VNode {
  return (
    <div data-live="undo">
      <Form action={`${LIST}/${draft.id}/rueckgaengig`} inline label="Rückgängig">
        <input type="hidden" name="datei" value={path} />
        <input type="hidden" name="zurueck" value={back} />
        <input type="hidden" name="stand" value={String(draft.revision)} />
        <Button type="submit" size="small" name="was" value="undo" icon="chevron-left" disabled={!undo.undo}>
          {undo.undoOf ? `Rückgängig (von ${undo.undoOf})` : 'Rückgängig'}
        </Button>
        <Button type="submit" size="small" name="was" value="redo" iconEnd="chevron-right" disabled={!undo.redo}>
          Wiederholen
        </Button>
      </Form>
    </div>
  );
}

function Notices({ workshop: { draft, conflicts, editable } }: { workshop: Workshop }): VNode {
  return (
    <Stack gap="small">
      <div data-live="notices">
        {conflicts.map((conflict) => (
          <Alert key={conflict.id} kind="warning" title={`Zwei Stände von ${conflict.path}`}>
            <p>
              {conflict.writtenByName} und jemand anders haben denselben Teil geändert. Nichts ist verloren. <Link href={`${LIST}/${draft.id}/konflikte/${conflict.id}`}>Beide Stände vergleichen und wählen</Link>
            </p>
          </Alert>
        ))}
        {draft.decisionNote && draft.state === 'draft' && (
          <Alert kind="warning" title="Aus der Freigabe zurück">
            <p>{draft.decisionNote}</p>
          </Alert>
        )}
        {!editable && (
          <Alert kind="info" title="Nur zum Ansehen">
            <p>Dieser Entwurf ist abgeschlossen. Eine veröffentlichte Fassung ändert sich nie mehr; für Änderungen beginnen Sie einen neuen Entwurf.</p>
          </Alert>
        )}
        {editable && draft.state !== 'draft' && (
          <Alert kind="info" title={draft.state === 'test' ? 'Dieser Stand wartet auf Freigabe' : 'Dieser Stand ist freigegeben'}>
            <p>Jede Änderung nimmt die {draft.state === 'test' ? 'Abgabe' : 'Freigabe'} zurück.</p>
          </Alert>
        )}
      </div>
    </Stack>
  );
}

type Finding = CheckedDraft['findings'][number];

/** One finding, led by a link to the very place where it is put right. */
function FindingLine({ finding, draftId, here }: { finding: Finding; draftId: string; here: boolean }): VNode {
  const { file, element, at, message } = finding;
  const place = here ? element || file : element ? `${tabWords(tabOfFile(file))}, ${element}` : file;
  const href = placeOfFinding(draftId, finding);
  if (here && at === undefined) return <li>{element ? <strong>{place}</strong> : place}: {message}</li>;
  return (
    <li>
      <Link href={href} {...(at === undefined ? {} : { attributes: { 'data-at': at } })}>
        {place}
      </Link>
      : {message}
    </li>
  );
}

/** What is wrong in some files, with the way to where it is put right. */
export function FindingList({ checked, draftId, files, here = false }: { checked: CheckedDraft; draftId: string; files?: RegExp; /** The page shows these files itself. */ here?: boolean }): VNode {
  const found = checked.findings.filter(({ file }) => !files || files.test(file));
  const errors = found.filter(({ severity }) => severity === 'error');
  const hints = found.filter(({ severity }) => severity === 'warning');
  return (
    <div class="workshop__findings" data-live="findings">
      {errors.length > 0 && (
        <Alert kind="danger" title={errors.length === 1 ? 'Ein Fehler verhindert die Veröffentlichung' : `${errors.length} Fehler verhindern die Veröffentlichung`}>
          <ul>
            {errors.slice(0, 30).map((finding) => (
              <FindingLine key={`${finding.file}${finding.element}${finding.message}`} finding={finding} draftId={draftId} here={here} />
            ))}
          </ul>
        </Alert>
      )}
      {hints.length > 0 && (
        <details class="workshop__hints">
          <summary>{hints.length === 1 ? 'Ein Hinweis' : `${hints.length} Hinweise`}</summary>
          <ul>
            {hints.slice(0, 50).map((finding) => (
              <FindingLine key={`${finding.file}${finding.element}${finding.message}`} finding={finding} draftId={draftId} here={here} />
            ))}
          </ul>
        </details>
      )}
      {errors.length === 0 && hints.length === 0 && (
        <p class="workshop__fine">
          <Icon name="check" size="small" /> Hier ist alles in Ordnung.
        </p>
      )}
    </div>
  );
}
