import type { VNode } from 'preact';
import { z } from 'zod';
import { page, redirect } from '#platform/http';
import { Problem } from '#platform/module';
import { Alert, Button, ButtonRow, Form } from '#platform/ui';
import type { OwnText } from '../imports/own-texts.ts';
import { approveTranslation, missingEnglish, translateEntry } from '../translation/machine-translation.ts';
import { ENTRIES } from './entries-page.tsx';

const params = z.object({ slug: z.string().regex(/^[a-z][a-z0-9-]{0,79}$/) });
const partWords = { name: 'Name', summary: 'Kurzbeschreibung', description: 'Beschreibung' };

/** What a machine has translated and nobody has looked at; or the offer to have it translated, when the operator named a service. */
export function TranslationPart({ now, offered }: { now: OwnText; /** There is a service for translations. */ offered: boolean }): VNode | null {
  const machine = now.entry.machineTranslated ?? [];
  if (machine.length > 0)
    return (
      <Alert kind="warning" title="Das Englische hat eine Maschine übersetzt; noch niemand hat es geprüft">
        <p>
          Betroffen: {machine.map((part) => partWords[part]).join(', ')}. Auf der englischen Seite steht das dabei. Lesen Sie es unten nach und ändern Sie, was nicht stimmt.
        </p>
        <Form action={`${ENTRIES}/${now.slug}/uebersetzung-geprueft`}>
          <input type="hidden" name="revision" value={String(now.revision)} />
          <ButtonRow>
            <Button>Die Übersetzung stimmt</Button>
          </ButtonRow>
        </Form>
      </Alert>
    );
  if (!offered || missingEnglish(now).length === 0) return null;
  return (
    <Form action={`${ENTRIES}/${now.slug}/uebersetzen`} label="Maschinell übersetzen">
      <ButtonRow>
        <Button icon="language">Englisch maschinell übersetzen</Button>
      </ButtonRow>
    </Form>
  );
}

export const translatePost = page({
  method: 'POST', path: `${ENTRIES}/:slug/uebersetzen`, site: 'office', access: 'may:catalogue/edit', params,
  handle: async (rq) => {
    const back = `${ENTRIES}/${rq.params.slug}`;
    try {
      await translateEntry(rq.platform, { tenantId: rq.tenantId, actor: rq.actor, locale: 'de' }, rq.params.slug);
    } catch (error) {
      if (!(error instanceof Problem) || error.status === 403 || error.status === 404) throw error;
      return redirect(back, { flash: { kind: 'warning', text: error.de } });
    }
    return redirect(back, { flash: 'Übersetzt. Bitte lesen Sie nach, ob es stimmt; bis dahin ist es als maschinell gekennzeichnet.' });
  },
});

export const translationApprovedPost = page({
  method: 'POST', path: `${ENTRIES}/:slug/uebersetzung-geprueft`, site: 'office', access: 'may:catalogue/edit', params, body: z.object({ revision: z.coerce.number().int().min(0) }),
  handle: async (rq) => {
    await rq.transact((ctx) => approveTranslation(ctx, rq.params.slug, rq.body.revision));
    return redirect(`${ENTRIES}/${rq.params.slug}`, { flash: 'Geprüft. Die Seite zeigt die Übersetzung ohne Hinweis.' });
  },
});
