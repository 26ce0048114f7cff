import { navEntries } from '#core/organisation';
import { routes } from '#platform/http';
import type { Contribution } from '#platform/module';
import { comparePage } from './compare-page.tsx';
import { reportsPage, startPost } from './list-page.tsx';
import { publicProof, publicReport, publicReportPdf, publicReports } from './public-pages.tsx';
import { reportPage } from './report-page.tsx';
import { freezePage, freezePost, paperMarkdownRoute, paperPdfRoute, publishPage, publishPost, reportPdf, textPost, textsBeforePage } from './report-routes.tsx';
import { figuresSeed } from './seed-figures.ts';
import { reportsSeed } from './seed-reports.ts';
import { REPORT } from './report.ts';
import { ownSections } from './sections.ts';

const pages = [reportsPage, startPost, comparePage, reportPage, textPost, textsBeforePage, freezePage, freezePost, publishPage, publishPost, reportPdf, paperPdfRoute, paperMarkdownRoute, publicReports, publicReport, publicReportPdf, publicProof];

/** The yearly progress report: draft from live data, frozen editions, public page. */
export const reportContributes: Contribution[] = [
  ...pages.map((one) => routes.of(one)),
  ...ownSections,
  figuresSeed,
  reportsSeed,
  navEntries.of({ site: 'office', label: 'Fortschrittsbericht', href: REPORT, icon: 'document', order: 390, access: 'may:steering/read', group: 'Steuerung' }),
];
