import { z } from 'zod';
import { bundleOf, changeDraft, checkDraft, getDraft, saveDraftFile } from '#core/catalogue';
import { decodeXml } from '#engines/forms';
import { file, json, page, redirect } from '#platform/http';
import { formatTime } from '#platform/i18n';
import { problem } from '../problems.ts';
import { draftParams, savedByItself } from './requests.ts';
import { LIST, tabHref, tabOfFile } from './tabs.ts';

const query = z.object({ pfad: z.string().max(120) });
const common = { site: 'office', access: 'may:catalogue/edit', params: draftParams } as const;

/** One file of a draft as it is, for the Camunda Modeler and other tools. */
export const draftFile = page({
  ...common, method: 'GET', path: `${LIST}/:draftId/datei`, query,
  handle: async (rq) => {
    const draft = await rq.read((ctx) => getDraft(ctx, rq.params.draftId));
    const found = draft.files[rq.query.pfad];
    if (!found) throw problem('designer/gone', { what: rq.query.pfad });
    const type = /\.(bpmn|dmn)$/.test(found.path) ? 'application/xml' : found.path.endsWith('.json') ? 'application/json' : 'text/plain; charset=utf-8';
    return file({ name: `${draft.slug}-${found.path.split('/').at(-1) ?? ''}`, type, bytes: new TextEncoder().encode(found.content) });
  },
});

/** A file that was worked on elsewhere comes back. */
export const draftFilePost = page({
  ...common, method: 'POST', path: `${LIST}/:draftId/datei`, query, files: { maxBytes: 2_000_000, maxFiles: 1 },
  handle: async (rq) => {
    const [uploaded] = rq.files;
    const back = tabHref(rq.params.draftId, tabOfFile(rq.query.pfad));
    if (!uploaded || uploaded.error) return redirect(back, { flash: { kind: 'warning', text: uploaded?.error ? 'Die Datei ist größer als 2 MB.' : 'Wählen Sie zuerst eine Datei.' } });
    const content = await readText(rq.platform, uploaded.hash);
    await rq.transact((ctx) => changeDraft(ctx, rq.params.draftId, { note: `„${uploaded.name}“ eingelesen`, change: () => ({ [rq.query.pfad]: content.replaceAll('\r\n', '\n') }) }));
    return redirect(back, { flash: `„${uploaded.name}“ ist eingelesen. Was daran nicht stimmt, steht bei der Prüfung.` });
  },
});

/** Text of an uploaded file. @throws designer/unreadable 422 when it is none */
export async function readText(platform: { storage: { get(hash: string): AsyncIterable<Uint8Array> | Promise<AsyncIterable<Uint8Array>> } }, hash: string): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of await platform.storage.get(hash)) parts.push(part);
  const bytes = Buffer.concat(parts);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // XML says its own encoding: FIM schemas come in Latin-1 and UTF-16 too.
    const decoded = decodeXml(bytes);
    if ('text' in decoded && /^\s*</.test(decoded.text)) return decoded.text;
    throw problem('designer/unreadable', { reason: 'Es ist keine Textdatei.' });
  }
}

const saving = z.object({ pfad: z.string().max(120), content: z.string().max(2_000_000), basedOn: z.coerce.number().int().min(0), note: z.string().max(200).default('') });

/** Saves a whole file as an editor in the browser holds it; a conflict keeps both texts. Used by the drawing, the tables and the letters. */
export const saveFilePost = page({
  ...common, method: 'POST', path: `${LIST}/:draftId/speichern`, body: saving,
  handle: async (rq) => {
    const { pfad, content, basedOn, note } = rq.body;
    const saved = await rq.transact((ctx) => saveDraftFile(ctx, rq.params.draftId, { path: pfad, content: content.replaceAll('\r\n', '\n'), basedOn, note: note || `${pfad} geändert`, byItself: savedByItself(rq) }));
    const wantsJson = rq.header('accept')?.includes('json') ?? false;
    if (saved.kind === 'conflict') {
      const to = `${LIST}/${rq.params.draftId}/konflikte/${saved.conflictId}`;
      return wantsJson ? json({ conflict: to, byName: saved.byName }, { status: 409 }) : redirect(to);
    }
    if (!wantsJson) return redirect(tabHref(rq.params.draftId, tabOfFile(pfad)), { flash: 'Gespeichert.' });
    const draft = await rq.read((ctx) => getDraft(ctx, rq.params.draftId));
    const { findings } = await checkDraft(rq.platform, bundleOf(draft));
    return json({ revision: saved.revision, stand: draft.revision, savedAt: formatTime(draft.changedAt), findings: findings.filter(({ file: path }) => path === pfad) });
  },
});
