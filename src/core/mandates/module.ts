import { navEntries } from '#core/organisation';
import { ownData, personalData } from '#core/parties';
import { mandateSource, signInDetour } from '#platform/auth';
import { routes } from '#platform/http';
import { jobs, runAsSystem } from '#platform/jobs';
import { defineModule } from '#platform/module';
import { mandateToday, mayActForOthers } from './act-for.ts';
import { mandateErasure } from './erasure.ts';
import { forgetInvitations } from './invite-member.ts';
import { organisationData, ownMandates } from './own-data.ts';
import { mandatesOfPerson } from './personal-data.ts';
import { actForPage, actForPost } from './portal/act-for-page.tsx';
import { invitationPage, invitationPost } from './portal/invitation-page.tsx';
import { closePage, closePost, endPage, endPost, invitePage, invitePost, leavePage, leavePost, memberPage, memberPost, withdrawInvitationPost } from './portal/member-pages.tsx';
import { detailsPage, detailsPost, foundPage, foundPost } from './portal/organisation-form-page.tsx';
import { organisationExport, organisationPage, organisationsPage } from './portal/organisations-page.tsx';

const pages = [
  organisationsPage, foundPage, foundPost, invitationPage, invitationPost, organisationPage, organisationExport, detailsPage, detailsPost, invitePage, invitePost, withdrawInvitationPost,
  memberPage, memberPost, endPage, endPost, leavePage, leavePost, closePage, closePost, actForPage, actForPost,
];

export const mandatesModule = defineModule({
  name: 'mandates',
  migrations: `${import.meta.dirname}/migrations`,
  contributes: [
    ...pages.map((route) => routes.of(route)),
    mandateSource.of(mandateToday),
    // whoever may act for several says for whom before anything else
    signInDetour.of(async (ctx, accountId) => ((await mayActForOthers(ctx, accountId)) ? '/konto/handeln' : undefined)),
    mandateErasure,
    ownData.of(ownMandates),
    personalData.of(mandatesOfPerson),
    ownData.of(organisationData),
    navEntries.of({ site: 'portal', label: { de: 'Organisationen', en: 'Organisations' }, hint: { de: 'Für Firmen und Vereine handeln', en: 'Act for companies and associations' }, href: '/konto/organisationen', icon: 'building', order: 70, access: 'citizen' }),
    jobs.of({ name: 'mandates/tidy', schedule: '25 3 * * *', handle: async (platform, tenantId) => void (await platform.transact(runAsSystem(tenantId), forgetInvitations)) }),
  ],
});
