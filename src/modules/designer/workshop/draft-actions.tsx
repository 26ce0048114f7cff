import { z } from 'zod';
import { approveDraft, discardDraft, getConflict, getDraft, handInDraft, meetInDraft, publishDraft, reopenDraft, sendDraftBack, settleConflict, undoDraftChange } from '#core/catalogue';
import { json, page, redirect, view } from '#platform/http';
import { Button, ButtonRow, Columns, Form, PageHeader, Section, Stack } from '#platform/ui';
import { compareTexts } from '../versions/compare-texts.ts';
import { TextDifference } from '../versions/text-difference.tsx';
import { draftParams } from './requests.ts';
import { LIST, tabHref, tabOfFile, tabWords } from './tabs.ts';

const home = (draftId: string): string => tabHref(draftId, 'uebersicht');
const common = { site: 'office', params: draftParams } as const;

export const handInPost = page({
  ...common, method: 'POST', path: `${LIST}/:draftId/abgeben`, access: 'may:catalogue/edit',
  handle: async (rq) => {
    await rq.transact((ctx) => handInDraft(ctx, rq.params.draftId));
    return redirect(home(rq.params.draftId), { flash: 'Abgegeben. Jetzt sieht eine andere Person den Stand an.' });
  },
});

export const approvePost = page({
  ...common, method: 'POST', path: `${LIST}/:draftId/freigeben`, access: 'may:catalogue/approve', body: z.object({ revision: z.coerce.number().int() }),
  handle: async (rq) => {
    await rq.transact((ctx) => approveDraft(ctx, rq.params.draftId, { revision: rq.body.revision }));
    return redirect(home(rq.params.draftId), { flash: 'Freigegeben. Nun kann die Fassung veröffentlicht werden.' });
  },
});

export const sendBackPost = page({
  ...common, method: 'POST', path: `${LIST}/:draftId/zurueckgeben`, access: 'may:catalogue/approve', body: z.object({ reason: z.string().trim().max(2000).default('') }),
  handle: async (rq) => {
    await rq.transact((ctx) => sendDraftBack(ctx, rq.params.draftId, { reason: rq.body.reason || 'ohne Begründung' }));
    return redirect(home(rq.params.draftId), { flash: 'Zurückgegeben.' });
  },
});

export const publishDraftPost = page({
  ...common, method: 'POST', path: `${LIST}/:draftId/veroeffentlichen`, access: 'may:catalogue/publish',
  handle: async (rq) => {
    const { number } = await rq.transact((ctx) => publishDraft(ctx, rq.params.draftId));
    return redirect(home(rq.params.draftId), { flash: `Fassung ${number} ist veröffentlicht. Neue Anträge nutzen sie ab sofort.` });
  },
});

export const discardPost = page({
  ...common, method: 'POST', path: `${LIST}/:draftId/verwerfen`, access: 'may:catalogue/edit',
  handle: async (rq) => {
    await rq.transact((ctx) => discardDraft(ctx, rq.params.draftId));
    return redirect(LIST, { flash: 'Der Entwurf ist verworfen.' });
  },
});

export const reopenPost = page({
  ...common, method: 'POST', path: `${LIST}/:draftId/wieder-oeffnen`, access: 'may:catalogue/edit',
  handle: async (rq) => {
    await rq.transact((ctx) => reopenDraft(ctx, rq.params.draftId));
    return redirect(home(rq.params.draftId), { flash: 'Der Entwurf ist wieder offen.' });
  },
});

/** Only ways inside the workshop: an address from a form is somebody else's text. */
const backTo = (draftId: string, url: string): string => (url.startsWith(`${LIST}/${draftId}`) ? url : home(draftId));

export const undoPost = page({
  ...common, method: 'POST', path: `${LIST}/:draftId/rueckgaengig`, access: 'may:catalogue/edit',
  body: z.object({ datei: z.string().max(120), was: z.enum(['undo', 'redo']), zurueck: z.string().max(500).default(''), stand: z.coerce.number().int().optional() }),
  handle: async (rq) => {
    const { datei, was, zurueck, stand } = rq.body;
    await rq.transact((ctx) => undoDraftChange(ctx, rq.params.draftId, { path: datei, redo: was === 'redo', ...(stand === undefined ? {} : { seen: stand }) }));
    return redirect(backTo(rq.params.draftId, zurueck), { flash: was === 'redo' ? 'Die Änderung ist wieder da.' : 'Die letzte Änderung ist rückgängig gemacht.' });
  },
});

/** An open page says that it is there, and hears who else is and whether something has changed. */
export const presencePost = page({
  ...common, method: 'POST', path: `${LIST}/:draftId/anwesend`, access: 'may:catalogue/edit', body: z.object({ part: z.string().max(40) }),
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const others = await meetInDraft(ctx, rq.params.draftId, rq.body.part);
      const { revision, changedByName, files } = await getDraft(ctx, rq.params.draftId);
      const revisions = Object.fromEntries(Object.values(files).map((file) => [file.path, file.revision]));
      return json({ revision, changedBy: changedByName, revisions, others: others.map(({ name, part }) => ({ name, part: tabWords(part) })) });
    }),
});

const conflictParams = draftParams.extend({ conflictId: z.uuid() });

/** Both versions of a part beside each other. */
export const conflictPage = page({
  method: 'GET', path: `${LIST}/:draftId/konflikte/:conflictId`, site: 'office', access: 'may:catalogue/edit', params: conflictParams,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { draftId, conflictId } = rq.params;
      const [draft, conflict] = [await getDraft(ctx, draftId), await getConflict(ctx, draftId, conflictId)];
      const lines = compareTexts(draft.files[conflict.path]?.content ?? '', conflict.content);
      return view({
        title: 'Zwei Stände', width: 'full', nav: LIST,
        crumbs: [{ label: 'Werkstatt', href: LIST }, { label: draft.name, href: home(draftId) }, { label: 'Zwei Stände' }],
        body: (
          <Stack>
            <PageHeader title={`Zwei Stände: ${conflict.path}`} lead={`Jetzt gilt der Stand, den ${draft.changedByName} gespeichert hat. ${conflict.writtenByName} hat gleichzeitig etwas anderes geschrieben. Nichts ist verloren: Wählen Sie, was gelten soll. Der andere Stand bleibt in der Geschichte.`} />
            <Columns>
              <Choice title="So lassen, wie es jetzt ist" choice="theirs" base={`${LIST}/${draftId}/konflikte/${conflictId}`} />
              <Choice title={`Den Stand von ${conflict.writtenByName} nehmen`} choice="mine" base={`${LIST}/${draftId}/konflikte/${conflictId}`} />
            </Columns>
            <Section title="Unterschied" id="unterschied">
              <TextDifference lines={lines} before="jetzt" after={conflict.writtenByName} />
            </Section>
          </Stack>
        ),
      });
    }),
});

function Choice({ title, choice, base }: { title: string; choice: string; base: string }) {
  return (
    <Form action={base}>
      <input type="hidden" name="choice" value={choice} />
      <ButtonRow>
        <Button type="submit">{title}</Button>
      </ButtonRow>
    </Form>
  );
}

export const conflictPost = page({
  method: 'POST', path: `${LIST}/:draftId/konflikte/:conflictId`, site: 'office', access: 'may:catalogue/edit', params: conflictParams, body: z.object({ choice: z.enum(['mine', 'theirs']) }),
  handle: async (rq) => {
    const { draftId, conflictId } = rq.params;
    const path = await rq.transact(async (ctx) => {
      const conflict = await getConflict(ctx, draftId, conflictId);
      await settleConflict(ctx, conflict, rq.body.choice);
      return conflict.path;
    });
    return redirect(tabHref(draftId, tabOfFile(path)), { flash: 'Entschieden.' });
  },
});
