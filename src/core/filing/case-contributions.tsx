import { caseActions, eventWords, searchSources, type SearchSource } from '#core/cases';
import { documentKinds, findCaseFileByNumber, getCaseFile, searchDocuments } from '#core/records';
import { page, redirect, routes } from '#platform/http';
import type { Contribution } from '#platform/module';
import { z } from 'zod';

/** Documents by what they say, in the search of the office. */
const documentSearch: SearchSource = {
  id: 'documents',
  label: 'Dokumente',
  order: 40,
  search: async (ctx, text, limit) => {
    const found = await searchDocuments(ctx, { text }, { limit });
    const file = await findCaseFileByNumber(ctx, text);
    const files = file && !file.caseId ? [{ title: `${file.number} ${file.title}`, href: `/office/vorgangsakten/${file.id}`, note: 'Vorgangsakte' }] : [];
    return [...files, ...found.hits.map((hit) => ({ title: hit.title, href: `/office/dokumente/${hit.id}`, note: `${hit.fileNumber} ${hit.fileTitle}`, badge: documentKinds[hit.kind] }))].slice(0, limit);
  },
};

/** From the case to its file. */
const fileOfCase = page({
  method: 'GET',
  path: '/office/vorgaenge/:id/akte',
  site: 'office',
  access: 'staff',
  params: z.object({ id: z.uuid() }),
  handle: async (rq) => redirect(`/office/vorgangsakten/${(await rq.read((ctx) => getCaseFile(ctx, rq.params.id))).id}`),
});

export const caseContributions: Contribution[] = [
  routes.of(fileOfCase),
  searchSources.of(documentSearch),
  caseActions.of({ id: 'filing/file', label: 'Akte öffnen', icon: 'folder', order: 30, href: (found) => `/office/vorgaenge/${found.id}/akte` }),
  eventWords.of({
    'records/file-closed': () => 'Akte zu den Akten geschrieben (zdA)',
    'records/file-reopened': (event) => `Akte wieder geöffnet: ${String(event.data['reason'] ?? '')}`,
    'records/version-added': (event) => `Neue Fassung ${String(event.data['version'] ?? '')} eines Dokuments`,
    'records/redacted': () => 'Geschwärzte Fassung für die Akteneinsicht angelegt',
    'records/whole-file-made': () => 'Ganze Akte als PDF ausgegeben',
    'records/hold-set': (event) => `Aussonderung gesperrt: ${String(event.data['reason'] ?? '')}`,
    'records/hold-released': () => 'Aussonderungssperre aufgehoben',
    'records/file-moved': (event) => `Akte verschoben nach ${String(event.data['to'] ?? '')}`,
  }),
];
