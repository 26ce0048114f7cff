import { searchSources } from '#core/cases';
import { deskParts, navEntries } from '#core/organisation';
import { likeness } from '#core/projects';
import { routes } from '#platform/http';
import { jobs, runAsSystem } from '#platform/jobs';
import { blobUse, defineModule, seeds } from '#platform/module';
import { ideaFigures } from './figures.ts';
import { countMyOpinions, remindOfOpinions } from './flow/opinions.ts';
import { hrefOf, IDEAS, stateWords } from './idea.ts';
import { findSimilarIdeas, hashesInUse, listIdeas } from './ideas.queries.ts';
import { awardsPage, awardsPost } from './pages/awards-page.tsx';
import { campaignsPage, campaignsPost } from './pages/campaigns-page.tsx';
import { deskOpinions } from './pages/desk-opinions.tsx';
import { figuresPage } from './pages/figures-page.tsx';
import { attachmentFile, ideaPage } from './pages/idea-page.tsx';
import { ideaPosts } from './pages/idea-posts.ts';
import { ideasCsv, ideasPage } from './pages/list-page.tsx';
import { letterPost, mailboxPage, mailboxPost, revealPost } from './pages/mailbox-page.tsx';
import { newIdeaPage, newIdeaPost, similarJson, similarPost } from './pages/new-idea-page.tsx';
import { ratePage, ratePost } from './pages/rate-page.tsx';
import { ideasReport } from './report-section.ts';
import { seedIdeas } from './seed-ideas.ts';

const pages = [
  ideasPage, ideasCsv, newIdeaPage, newIdeaPost, similarPost, similarJson, ratePage, ratePost, mailboxPage, mailboxPost, letterPost, revealPost, figuresPage, campaignsPage, campaignsPost, awardsPage, awardsPost,
  ideaPage, attachmentFile, ...ideaPosts,
];

/** Ideas of staff: from two minutes of typing to something that is done, or a project. */
export const ideasModule = defineModule({
  name: 'ideas',
  migrations: `${import.meta.dirname}/migrations`,
  permissions: [
    { id: 'ideas/manage', de: 'Ideen moderieren: prüfen, entscheiden, zusammenführen' },
    { id: 'ideas/award', de: 'Prämien für Ideen vorschlagen und (als zweite Person) bewilligen' },
  ],
  contributes: [
    ...pages.map((one) => routes.of(one)),
    ...ideaFigures,
    ideasReport,
    navEntries.of({ site: 'office', label: 'Ideen', href: IDEAS, icon: 'star', order: 370, access: 'staff', group: 'Steuerung', count: countMyOpinions }),
    deskParts.of(deskOpinions),
    likeness.of({ kind: 'idea', label: 'Ideen', find: findSimilarIdeas }),
    searchSources.of({ id: 'ideas', label: 'Ideen', order: 70, search: async (ctx, q, limit) => (await listIdeas(ctx, { q }, { limit })).ideas.map((one) => ({ title: one.title, href: hrefOf(one.id), note: `${one.number}, ${stateWords[one.state].words}` })) }),
    blobUse.of(hashesInUse),
    jobs.of({ name: 'ideas/remind', title: 'An Stellungnahmen zu Ideen erinnern', schedule: '20 6 * * 1-5', handle: async (platform, tenantId) => void (await platform.transact(runAsSystem(tenantId), remindOfOpinions)) }),
    seeds.of({ name: 'ideas/sample', run: seedIdeas }),
  ],
});
