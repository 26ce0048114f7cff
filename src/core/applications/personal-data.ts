import type { PersonalData } from '#core/parties';
import type { JsonValue } from '#platform/module';
import { deleteDraft, listDrafts } from './drafts.ts';
import { ownApplications } from './own-data.ts';

/** Applications, drafts and signatures of the accounts of a person. Drafts nobody needs go; what was submitted is part of its case. */
export const applicationsOfPerson: PersonalData = {
  key: 'applications',
  title: { de: 'Anträge, Entwürfe und Unterschriften', en: 'Applications, drafts and signatures' },
  read: async (ctx, { accountIds }) => {
    const all: { [key: string]: JsonValue } = {};
    for (const source of ownApplications) {
      const parts: JsonValue[] = [];
      for (const id of accountIds) parts.push(...[await source.read(ctx, id)].flat());
      all[source.key] = parts;
    }
    return all;
  },
  erase: async (ctx, { accountIds }, { dryRun }) => {
    let count = 0;
    for (const accountId of accountIds) {
      const drafts = await listDrafts(ctx, { accountId, tokenHash: null });
      count += drafts.length;
      if (!dryRun) for (const draft of drafts) await deleteDraft(ctx, draft);
    }
    return [{ what: 'Entwürfe von Anträgen', count, outcome: 'erased' }];
  },
};
