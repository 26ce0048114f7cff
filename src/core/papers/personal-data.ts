import { erasures, type OwnData, type PersonalData } from '#core/parties';
import type { JsonValue } from '#platform/module';
import { deletePapersOf, listPapersOf, type Paper } from './papers.ts';

const told = (paper: Paper): { [key: string]: JsonValue } => ({ id: paper.id, title: paper.title, kind: paper.kind, validUntil: paper.valid_until, file: paper.name, type: paper.mime, bytes: Number(paper.size), sha256: paper.hash, keptAt: paper.kept_at.toISOString(), download: `/konto/unterlagen/${paper.id}/datei` });

/** The papers of an account, for the export of one's own data; the files themselves are behind the address. */
export const ownPapers: OwnData = {
  key: 'papers',
  title: { de: 'Aufbewahrte Unterlagen', en: 'Papers kept for re-use' },
  why: { de: 'damit Sie sie nicht für jeden Antrag neu suchen müssen', en: 'so that you need not look for them for every application' },
  kept: { de: 'bis Sie sie löschen, längstens so lange wie Ihr Konto', en: 'until you delete them, at most as long as your account' },
  read: async (ctx, accountId) => (await listPapersOf(ctx, accountId)).map((paper) => ({ ...told(paper), open: `/konto/unterlagen/${paper.id}` })),
};

export const paperErasure = erasures.of({
  goes: [{ de: 'Aufbewahrte Unterlagen', en: 'Papers kept for re-use' }],
  erase: deletePapersOf,
});

export const papersOfPerson: PersonalData = {
  key: 'papers',
  title: { de: 'Aufbewahrte Unterlagen', en: 'Papers kept for re-use' },
  read: async (ctx, { accountIds }) => {
    const all: JsonValue[] = [];
    for (const id of accountIds) all.push(...(await listPapersOf(ctx, id)).map(told));
    return all;
  },
  erase: async (ctx, { accountIds }, { dryRun }) => {
    let count = 0;
    for (const id of accountIds) {
      count += (await listPapersOf(ctx, id)).length;
      if (!dryRun) await deletePapersOf(ctx, id);
    }
    return [{ what: 'Aufbewahrte Unterlagen', count, outcome: 'erased' }];
  },
};
