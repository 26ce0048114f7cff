import { connectors } from '#core/cases';
import { navEntries } from '#core/organisation';
import { documentAccess } from '#core/records';
import { subscribers } from '#platform/events';
import { routes } from '#platform/http';
import { jobs, runAsSystem } from '#platform/jobs';
import { closings, defineModule } from '#platform/module';
import { caseContributions } from './case-timeline.tsx';
import { requestPapersConnector, sendMessage } from './connectors.ts';
import { inboxErasure } from './erasure.ts';
import { closePress } from './letter-press.ts';
import { ownMessages } from './own-data.ts';
import { composePage, composePost } from './office/message-page.tsx';
import { postRoomPage, postRoomPost } from './office/post-page.tsx';
import { inboxPage, messagePage } from './portal/inbox-pages.tsx';
import { sendLetter } from './send-letter.ts';
import { tellExtension } from './tell-extension.ts';
import { ownData, personalData } from '#core/parties';
import { messagesOfPerson } from './personal-data.ts';
import { noteDeemed } from './note-deemed.ts';
import { ownsDocument, postRoomSees } from './document-access.ts';

export const inboxModule = defineModule({
  name: 'inbox',
  migrations: `${import.meta.dirname}/migrations`,
  permissions: [{ id: 'inbox/post', de: 'Postausgang bearbeiten' }],
  contributes: [
    ...[inboxPage, messagePage, composePage, composePost, postRoomPage, postRoomPost].map((route) => routes.of(route)),
    ...[sendLetter, sendMessage, requestPapersConnector].map((connector) => connectors.of(connector)),
    inboxErasure,
    documentAccess.of(ownsDocument),
    documentAccess.of(postRoomSees),
    jobs.of({
      name: 'inbox/deemed',
      schedule: '5 0 * * *',
      handle: async (platform, tenantId) => {
        while ((await platform.transact(runAsSystem(tenantId), noteDeemed)) > 0);
      },
    }),
    closings.of(closePress),
    ownData.of(ownMessages),
    personalData.of(messagesOfPerson),
    navEntries.of({ site: 'portal', label: { de: 'Nachrichten', en: 'Messages' }, href: '/konto/nachrichten', icon: 'mail', order: 30, access: 'citizen' }),
    navEntries.of({ site: 'office', label: 'Postausgang', href: '/office/postausgang', icon: 'send', order: 60, access: 'may:inbox/post' }),
    subscribers.of({ name: 'inbox/tell-extension', on: ['cases/clock-extended'], handle: tellExtension }),
    ...caseContributions,
  ],
});
