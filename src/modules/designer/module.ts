import { navEntries } from '#core/organisation';
import { routes } from '#platform/http';
import { defineModule } from '#platform/module';
import { draftApi } from './api/draft-api.ts';
import { fileApi } from './api/file-api.ts';
import { replaceApi } from './api/replace-api.ts';
import { stateApi } from './api/state-api.ts';
import { newTablePost, rulesDrawingPage, rulesPage, rulesPost } from './decisions/rules-page.tsx';
import { filesPage, modelerFile, uploadPost, uploadTakePost } from './files/files-page.tsx';
import { formPost, newFormPost } from './form/form-actions.tsx';
import { formPage } from './form/form-page.tsx';
import { translationPage, translationPost } from './form/translation-page.tsx';
import { letterPost, letterPreview, lettersPage, newLetterPost } from './letters/letters-page.tsx';
import { processPage, processTablePage } from './process/process-page.tsx';
import { stepPage, stepPost } from './process/step-page.tsx';
import { replacePost, searchServicesPage, undoReplacementPost } from './search/search-page.tsx';
import { settingsRoutes } from './settings/settings-pages.tsx';
import { languagesPage, languagesPost } from './translation/languages-page.tsx';
import { trialPage, trialPost } from './trial/trial-page.tsx';
import { exportBundle, importCheckPost, importPage, importPost } from './versions/bundle-pages.tsx';
import { rollBackPage, rollBackPost, serviceVersionsPage } from './versions/running-cases.tsx';
import { restorePost, takeVersionPost, versionProcess, versionsPage } from './versions/versions-page.tsx';
import { approvePost, conflictPage, conflictPost, discardPost, handInPost, presencePost, publishDraftPost, reopenPost, sendBackPost, undoPost } from './workshop/draft-actions.tsx';
import { draftFile, draftFilePost, saveFilePost } from './workshop/file-routes.tsx';
import { editServicePost, workshopListPage } from './workshop/list-page.tsx';
import { newServicePage, newServicePost } from './workshop/new-page.tsx';
import { overviewPage } from './workshop/overview-page.tsx';

const pages = [
  workshopListPage, editServicePost, newServicePage, newServicePost, searchServicesPage, replacePost, undoReplacementPost, overviewPage,
  handInPost, approvePost, sendBackPost, publishDraftPost, discardPost, reopenPost, undoPost, presencePost, conflictPage, conflictPost,
  ...settingsRoutes, formPage, formPost, newFormPost, translationPage, translationPost, languagesPage, languagesPost, processPage, processTablePage, stepPage, stepPost, draftFile, draftFilePost, saveFilePost, filesPage, uploadPost, uploadTakePost, modelerFile,
  rulesPage, rulesPost, newTablePost, rulesDrawingPage, lettersPage, letterPost, newLetterPost, letterPreview, trialPage, trialPost,
  versionsPage, restorePost, takeVersionPost, versionProcess, exportBundle, importPage, importCheckPost, importPost, serviceVersionsPage, rollBackPage, rollBackPost,
];

/** The workshop: services are designed, tried out, approved and published in the browser. */
export const designerModule = defineModule({
  name: 'designer',
  contributes: [
    ...[...pages, ...draftApi, ...fileApi, ...replaceApi, ...stateApi].map((one) => routes.of(one)),
    navEntries.of({ site: 'office', label: 'Werkstatt', href: '/office/werkstatt', icon: 'edit', order: 600, access: 'may:catalogue/edit', group: 'Verwaltung' }),
  ],
});
