import { erasures } from '#core/parties';
import { deleteDraft, listDrafts } from './drafts.ts';

/** Drafts are the person's alone and go with the account; what was sent is the office's record. */
export const applicationErasure = erasures.of({
  goes: [{ de: 'Entwürfe', en: 'Drafts' }],
  stays: [{ what: { de: 'Anträge, die Sie abgeschickt haben', en: 'Applications that you have sent' }, why: { de: 'Sie gehören zur Akte des Amts und bleiben bis zum Ende ihrer Aufbewahrungsfrist (Artikel 17 Absatz 3 DSGVO). Mit Vorgangsnummer und Zugangscode sehen Sie weiter den Stand.', en: 'They belong to the record of the office and stay until its retention period ends (Article 17(3) GDPR). With number and access code you still see their state.' } }],
  erase: async (ctx, accountId) => {
    for (const draft of await listDrafts(ctx, { accountId, tokenHash: null })) await deleteDraft(ctx, draft);
  },
});
