import { changeDraft, getDraft } from '#core/catalogue';
import { api, file, json } from '#platform/http';
import { fieldTypeNames } from '#engines/forms';
import { z } from 'zod';
import { forModeler } from '../files/for-modeler.ts';
import { asWritten, readUpload, targetsOf } from '../files/read-upload.ts';
import { problem } from '../problems.ts';
import { findInServices } from '../search/find-in-services.ts';
import { DRAFTS, draftId, editing } from './draft-api.ts';
import { refusal } from './draft-json.ts';

const ONE = `${DRAFTS}/:id`;
const note = z.object({ where: z.string(), message: z.string() });
const place = z.object({ file: z.string(), at: z.string(), where: z.string(), text: z.string() });
const question = z.object({ file: z.string(), page: z.string(), path: z.string(), label: z.string(), type: z.string(), purpose: z.string().optional(), legalBasis: z.string().optional() });
const MOST = 500;

/** Files from and for other tools, and what stands where in all services. */
export const fileApi = [
  api({
    ...editing, method: 'POST', path: `${ONE}/import`, params: draftId, summary: 'BPMN, DMN, form-js, XDatenfelder oder Formular einlesen; mit dryRun nur ansehen',
    body: z.object({ content: z.string().max(2_000_000), target: z.string().max(120).optional().describe('bei Formularen; sonst form.json'), dryRun: z.boolean().default(false) }),
    response: z.object({ kind: z.string(), target: z.string(), notes: z.array(note), revision: z.int().describe('des Entwurfs') }),
    handle: async (rq) => {
      const { content, dryRun } = rq.body;
      const read = await readUpload(content);
      if (!read.ok) return refusal('designer/unreadable', { status: 422, title: read.reasons[0]?.message ?? 'Diese Datei lässt sich nicht lesen.', reasons: read.reasons });
      const draft = await rq.read((ctx) => getDraft(ctx, rq.params.id));
      const targets = targetsOf(read.kind, draft);
      const target = rq.body.target ?? targets[0] ?? '';
      if (!targets.includes(target)) throw problem('designer/refused', { reason: `Daraus wird kein „${target}“. Möglich: ${targets.join(', ')}.` });
      const after = dryRun ? draft : await rq.transact((ctx) => changeDraft(ctx, draft.id, { note: 'Über die Schnittstelle eingelesen', change: ({ files }) => ({ [target]: asWritten(files[target]?.content, read.content) }) }));
      return json({ kind: read.kind, target, notes: read.notes, revision: after.revision });
    },
  }),
  api({
    ...editing, method: 'GET', path: `${ONE}/modeler-file`, params: draftId, query: z.object({ path: z.string().max(120) }), summary: 'Eine Datei, wie der Camunda Modeler sie öffnet; Formulare als form-js',
    handle: async (rq) => {
      const draft = await rq.read((ctx) => getDraft(ctx, rq.params.id));
      const content = draft.files[rq.query.path]?.content;
      if (content === undefined) throw problem('designer/unknown-file', { what: rq.query.path });
      const { name, text } = await forModeler(rq.query.path, content);
      return file({ name, type: name.endsWith('.form') ? 'application/json' : 'application/xml', bytes: new TextEncoder().encode(text) });
    },
  }),
  api({
    ...editing, method: 'GET', path: '/api/services/search', summary: 'Wo etwas steht oder gefragt wird, in allen Leistungen',
    query: z.object({ words: z.string().trim().max(80).default(''), type: z.enum(fieldTypeNames).optional(), part: z.enum(['', 'fragen', 'formular', 'texte', 'prozess', 'regeln', 'briefe']).default('') }),
    response: z.object({ more: z.boolean(), services: z.array(z.object({ service: z.string(), name: z.string(), draftId: z.uuid().optional(), versionId: z.uuid().optional(), questions: z.array(question), places: z.array(place) })) }),
    handle: async (rq) => {
      const { words, type, part } = rq.query;
      if (words.length < 2 && !type) throw problem('designer/refused', { reason: 'Geben Sie mindestens zwei Buchstaben oder die Art der Frage an.' });
      const { services, more } = await rq.read((ctx) => findInServices(ctx, { words, type, part }, MOST));
      return json({
        more,
        services: services.map(({ slug, name, draftId: draft, versionId, questions, places }) => ({
          service: slug, name, ...(draft ? { draftId: draft } : {}), ...(versionId ? { versionId } : {}),
          questions: questions.map(({ file: where, page, path, label, type: kind, purpose, legalBasis }) => ({ file: where, page, path, label, type: kind, ...(purpose ? { purpose } : {}), ...(legalBasis ? { legalBasis } : {}) })),
          places: places.map(({ file: where, at, where: words2, text }) => ({ file: where, at, where: words2, text })),
        })),
      });
    },
  }),
];
