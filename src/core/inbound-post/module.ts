import { navEntries } from '#core/organisation';
import { routes } from '#platform/http';
import { jobs } from '#platform/jobs';
import { blobUse, defineModule } from '#platform/module';
import { examineJob } from './examine-item.ts';
import { coverCode, coverSheetPage, separationCode, separationSheetPage } from './office/cover-sheet.tsx';
import { entryPage, entryRoute } from './office/entry-page.tsx';
import { discardRoute, fileItemRoute, itemFileRoute, itemPage, itemPageImage } from './office/item-page.tsx';
import { destroyedRoute, postPage, uploadPostRoute } from './office/post-page.tsx';
import { readMailboxJob } from './read-mailbox.ts';
import { receiveApi } from './receive-api.ts';
import { usedHere } from './used-here.ts';
import { watchFolderJob } from './watch-folder.ts';

export const inboundPostModule = defineModule({
  name: 'inbound-post',
  migrations: `${import.meta.dirname}/migrations`,
  permissions: [
    { id: 'inbound-post/work', de: 'Posteingang: Scans und Mails zuordnen, Anträge auf Papier erfassen' },
    { id: 'inbound-post/receive', de: 'Posteingang über die Schnittstelle beliefern' },
  ],
  contributes: [
    ...[separationSheetPage, separationCode, postPage, uploadPostRoute, destroyedRoute, itemPage, fileItemRoute, discardRoute, itemFileRoute, itemPageImage, entryPage, entryRoute, coverSheetPage, coverCode, receiveApi].map(routes.of),
    ...[examineJob, watchFolderJob, readMailboxJob].map(jobs.of),
    blobUse.of(usedHere),
    navEntries.of({ site: 'office', label: 'Posteingang', href: '/office/posteingang', icon: 'inbox', order: 65, access: 'may:inbound-post/work' }),
  ],
});
