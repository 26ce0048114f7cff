import { hasEnded, listCasesOfAccount } from '#core/cases';
import { erasures } from '#core/parties';
import { chooseLettersByPost } from './delivery.ts';
import { forgetNotices } from './notices/notice-choice.ts';

/** Nobody can retrieve a letter from an account that is gone: running cases are answered by post. */
export const inboxErasure = erasures.of({
  stays: [{ what: { de: 'Nachrichten und Bescheide zu Ihren Anträgen', en: 'Messages and decisions about your applications' }, why: { de: 'Sie gehören zur Akte. Ab der Löschung schicken wir Ihnen Bescheide mit der Post.', en: 'They belong to the record. After the deletion we send you decisions by post.' } }],
  erase: async (ctx, accountId) => {
    await forgetNotices(ctx, accountId);
    for (const one of await listCasesOfAccount(ctx, accountId)) if (!hasEnded(one)) await chooseLettersByPost(ctx, one.id);
  },
});
