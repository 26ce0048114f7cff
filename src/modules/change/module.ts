import { deskParts, navEntries } from '#core/organisation';
import { projectPanels } from '#core/projects';
import { routes } from '#platform/http';
import { jobs, runAsSystem } from '#platform/jobs';
import { defineModule, seeds } from '#platform/module';
import { changeFigures, changeReport } from './figures.ts';
import { closeOldNews } from './news.ts';
import { onceKeepers } from './once-key.ts';
import { deskNews } from './pages/desk-news.tsx';
import { CHANGE } from './pages/fields.tsx';
import { confirmPost, newNewsPage, newNewsPost, newsListPage, newsPage } from './pages/news-pages.tsx';
import { overviewPage } from './pages/overview-page.tsx';
import { affectedDropPost, affectedPost, changePanel, projectChangePage } from './pages/project-page.tsx';
import { answerPost, feedbackPage, feedbackPost, questionPost, questionsPage } from './pages/question-pages.tsx';
import { newSurveyPage, newSurveyPost, surveyCsv, surveyPage, surveyPost } from './pages/survey-pages.tsx';
import { cancelPage, cancelPost, newTrainingPage, newTrainingPost, registerPost, trainingIcs, trainingPage, trainingsIcs, trainingsPage, unregisterPost } from './pages/training-pages.tsx';
import { seedChange } from './seed-change.ts';
import { closeOldSurveys } from './surveys.ts';

const pages = [
  overviewPage, newsListPage, newNewsPage, newNewsPost, newsPage, confirmPost, newSurveyPage, newSurveyPost, surveyPage, surveyPost, surveyCsv, trainingsPage, trainingsIcs, newTrainingPage, newTrainingPost, trainingIcs, trainingPage, registerPost, unregisterPost, cancelPage, cancelPost,
  questionsPage, questionPost, answerPost, feedbackPage, feedbackPost, projectChangePage, affectedPost, affectedDropPost,
];

/** Staff know what changes, learn it, are asked and answered; nobody is watched. */
export const changeModule = defineModule({
  name: 'change',
  migrations: `${import.meta.dirname}/migrations`,
  permissions: [{ id: 'change/edit', de: 'Beschäftigte informieren, befragen und schulen' }],
  contributes: [
    ...pages.map((one) => routes.of(one)),
    ...changeFigures,
    changeReport,
    ...onceKeepers,
    projectPanels.of(changePanel),
    deskParts.of(deskNews),
    navEntries.of({ site: 'office', label: 'Veränderung', href: CHANGE, icon: 'message', order: 380, access: 'staff', group: 'Steuerung' }),
    jobs.of({
      name: 'change/forget', title: 'Schlüssel abgelaufener Nachrichten und Umfragen löschen', schedule: '10 2 * * *',
      handle: async (platform, tenantId) => {
        await platform.transact(runAsSystem(tenantId), closeOldNews);
        await platform.transact(runAsSystem(tenantId), closeOldSurveys);
      },
    }),
    seeds.of({ name: 'change/sample', run: seedChange }),
  ],
});
