import { fileDocument } from '#core/records';
import { page, redirect, requireSpace, view } from '#platform/http';
import { ConfirmPage, TextField } from '#platform/ui';
import { z } from 'zod';
import { requireCaseAccess } from '../access.ts';
import { addNote } from '../add-note.ts';
import { getCase } from '../cases.queries.ts';
import { closeCase } from '../close-case.ts';
import { problem } from '../problems.ts';
import { reassignOffice } from '../reassign-office.ts';
import { reopenCase } from '../reopen-case.ts';
import { endResubmission, setResubmission } from '../set-resubmission.ts';
import { setResponsible } from '../set-responsible.ts';
import { withQuery } from './case-documents.tsx';

const params = z.object({ id: z.uuid() });
const list = z.string().max(2000).default('');
const route = { method: 'POST', site: 'office', access: 'staff', params } as const;
const backTo = (id: string, liste: string, anchor = ''): string => withQuery({ found: { id } as never, task: undefined, list: liste }, {}, anchor);

export const noteRoute = page({
  ...route,
  path: '/office/vorgaenge/:id/vermerke',
  body: z.object({ text: z.string(), liste: list }),
  handle: async (rq) => {
    await rq.transact((ctx) => addNote(ctx, { caseId: rq.params.id, text: rq.body.text }));
    return redirect(backTo(rq.params.id, rq.body.liste, '#verlauf'), { flash: 'Der Vermerk ist gespeichert.' });
  },
});

export const resubmissionRoute = page({
  ...route,
  path: '/office/vorgaenge/:id/wiedervorlagen',
  body: z.object({ am: z.string(), grund: z.string().default(''), liste: list }),
  handle: async (rq) => {
    await rq.transact((ctx) => setResubmission(ctx, { caseId: rq.params.id, dueOn: rq.body.am, reason: rq.body.grund }));
    return redirect(backTo(rq.params.id, rq.body.liste), { flash: 'Der Vorgang kommt an diesem Tag auf Ihren Schreibtisch.' });
  },
});

export const resubmissionDoneRoute = page({
  ...route,
  path: '/office/vorgaenge/:id/wiedervorlagen/:rid/erledigt',
  params: z.object({ id: z.uuid(), rid: z.uuid() }),
  body: z.object({ liste: list, zurueck: z.string().max(2000).optional() }),
  handle: async (rq) => {
    await rq.transact((ctx) => endResubmission(ctx, rq.params.rid));
    return redirect(rq.body.zurueck === '/office' ? '/office' : backTo(rq.params.id, rq.body.liste), { flash: 'Die Wiedervorlage ist erledigt.' });
  },
});

export const responsibleRoute = page({
  ...route,
  path: '/office/vorgaenge/:id/verantwortung',
  body: z.object({ wer: z.enum(['ich', 'niemand']), liste: list }),
  handle: async (rq) => {
    const me = { id: rq.actor.id ?? '', name: rq.actor.name };
    await rq.transact((ctx) => setResponsible(ctx, rq.params.id, rq.body.wer === 'ich' ? me : null));
    return redirect(backTo(rq.params.id, rq.body.liste), { flash: rq.body.wer === 'ich' ? 'Sie sind jetzt verantwortlich.' : 'Für den Vorgang ist jetzt niemand verantwortlich.' });
  },
});

export const reassignRoute = page({
  ...route,
  path: '/office/vorgaenge/:id/abgeben',
  body: z.object({ amt: z.string(), grund: z.string() }),
  handle: async (rq) => {
    await rq.transact((ctx) => reassignOffice(ctx, { caseId: rq.params.id, officeId: rq.body.amt, reason: rq.body.grund }));
    return redirect('/office/arbeit', { flash: 'Der Vorgang liegt jetzt beim anderen Amt.' });
  },
});

/** A scan or a mail that came beside the portal. */
export const fileRoute = page({
  ...route,
  path: '/office/vorgaenge/:id/dokumente',
  body: z.object({ titel: z.string().max(200).default(''), liste: list }),
  files: { maxBytes: 25_000_000, maxFiles: 1 },
  handle: async (rq) => {
    const [upload] = rq.files;
    requireSpace(rq.files);
    if (!upload || upload.error) throw problem('cases/file-needed');
    await rq.transact(async (ctx) => {
      await requireCaseAccess(ctx, await getCase(ctx, rq.params.id));
      const mime = upload.detectedType ?? (upload.declaredType === 'text/plain' ? 'text/plain' : 'application/octet-stream');
      return fileDocument(ctx, { caseId: rq.params.id, kind: 'attachment', title: rq.body.titel.trim() || upload.name, blob: { hash: upload.hash, size: upload.size }, mime, name: upload.name, visibleToApplicant: false });
    });
    return redirect(backTo(rq.params.id, rq.body.liste, '#dokumente'), { flash: 'Das Dokument liegt in der Akte.' });
  },
});

export const closePage = page({
  method: 'GET',
  path: '/office/vorgaenge/:id/beenden',
  site: 'office',
  access: 'may:cases/supervise',
  params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const found = await requireCaseAccess(ctx, await getCase(ctx, rq.params.id));
      return view({
        title: `${found.number} beenden`,
        width: 'narrow',
        body: (
          <ConfirmPage
            title={`Vorgang ${found.number} von Hand beenden?`}
            consequences={[found.outcome ? 'Die Entscheidung bleibt, wie sie ist.' : `${found.applicant.name} bekommt keine Entscheidung über „${found.title}“.`, 'Offene Aufgaben, Fristen und Zahlungen dieses Ablaufs enden.', 'Grund und Name stehen danach im Verlauf.']}
            undo="Was der Ablauf noch vorhatte, kommt nicht zurück. Den Vorgang und seine Akte können Sie wieder öffnen."
            confirm="Vorgang beenden"
            cancel={{ href: `/office/vorgaenge/${found.id}`, label: 'Nicht beenden' }}
            danger
          >
            <TextField name="grund" label="Grund" maxlength={500} />
          </ConfirmPage>
        ),
      });
    }),
});

export const closeRoute = page({
  ...route,
  path: '/office/vorgaenge/:id/beenden',
  body: z.object({ grund: z.string() }),
  handle: async (rq) => {
    await rq.transact((ctx) => closeCase(ctx, { caseId: rq.params.id, reason: rq.body.grund }));
    return redirect(`/office/vorgaenge/${rq.params.id}`, { flash: 'Der Vorgang ist beendet.' });
  },
});

export const reopenRoute = page({
  ...route,
  path: '/office/vorgaenge/:id/wieder-oeffnen',
  body: z.object({ grund: z.string() }),
  handle: async (rq) => {
    await rq.transact((ctx) => reopenCase(ctx, { caseId: rq.params.id, reason: rq.body.grund }));
    return redirect(`/office/vorgaenge/${rq.params.id}`, { flash: 'Der Vorgang und seine Akte sind wieder offen. Schließen Sie ihn danach von Hand.' });
  },
});
