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
import { ownMessages, ownNotices } from './own-data.ts';
import { composePage, composePost } from './office/message-page.tsx';
import { postRoomPage, postRoomPost } from './office/post-page.tsx';
import { sendDigests } from './notices/digest.ts';
import { pushJob } from './notices/push-devices.ts';
import { tellProgress } from './notices/tell-news.ts';
import { inboxPage, messagePage } from './portal/inbox-pages.tsx';
import { noticesPage, noticesPost, pushAddPost, pushRemovePost, pushTryPost, stopPage, stopPost } from './portal/notices-page.tsx';
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
    ...[inboxPage, messagePage, noticesPage, noticesPost, pushAddPost, pushRemovePost, pushTryPost, stopPage, stopPost, composePage, composePost, postRoomPage, postRoomPost].map((route) => routes.of(route)),
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
    jobs.of({
      name: 'inbox/digest',
      title: 'Neues des Tages gesammelt mailen',
      schedule: '0 18 * * *',
      handle: async (platform, tenantId) => {
        while ((await platform.transact(runAsSystem(tenantId), sendDigests)) > 0);
      },
    }),
    jobs.of(pushJob),
    closings.of(closePress),
    ownData.of(ownMessages),
    ownData.of(ownNotices),
    personalData.of(messagesOfPerson),
    navEntries.of({ site: 'portal', label: { de: 'Nachrichten', en: 'Messages' }, hint: { de: 'Schreiben der Stadt und Ihre Antworten', en: 'Letters of the city and your answers' }, href: '/konto/nachrichten', icon: 'mail', order: 30, access: 'citizen' }),
    navEntries.of({ site: 'portal', label: { de: 'Benachrichtigungen', en: 'Notifications' }, hint: { de: 'Per E-Mail oder auf dem Gerät', en: 'By e-mail or on the device' }, href: '/konto/benachrichtigungen', icon: 'bell', order: 85, access: 'citizen' }),
    navEntries.of({ site: 'office', label: 'Postausgang', href: '/office/postausgang', icon: 'send', order: 60, access: 'may:inbox/post' }),
    subscribers.of({ name: 'inbox/tell-extension', on: ['cases/clock-extended'], handle: tellExtension }),
    subscribers.of({ name: 'inbox/tell-progress', on: ['cases/status-changed', 'cases/closed'], handle: tellProgress }),
    ...caseContributions,
  ],
});
