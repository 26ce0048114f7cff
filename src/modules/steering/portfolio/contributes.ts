import { navEntries } from '#core/organisation';
import { projectPanels } from '#core/projects';
import { routes } from '#platform/http';
import type { Contribution } from '#platform/module';
import { boardPages } from './board-pages.tsx';
import { PORTFOLIO } from './filter.tsx';
import { framePages } from './frame-pages.tsx';
import { matrixPage } from './matrix-page.tsx';
import { modelPages } from './model-pages.tsx';
import { portfolioFigures } from './portfolio-figures.ts';
import { portfolioPage } from './portfolio-page.tsx';
import { roadMapPages } from './road-map-pages.tsx';
import { roundDetailPages } from './round-page.tsx';
import { roundPages } from './round-pages.tsx';
import { roundApi } from './rounds-api.ts';
import { countToScore } from './rounds.queries.ts';
import { scorePanel } from './score-panel.tsx';
import { scorePages } from './score-pages.tsx';
import { portfolioSeed } from './seed-portfolio.ts';
import { whatIfPages } from './what-if-pages.tsx';

const pages = [portfolioPage, matrixPage, ...boardPages, ...roadMapPages, ...whatIfPages, ...roundPages, ...roundDetailPages, ...scorePages, ...modelPages, ...framePages, roundApi];

export const portfolioContributes: Contribution[] = [
  ...pages.map((route) => routes.of(route)),
  portfolioSeed,
  ...portfolioFigures,
  projectPanels.of(scorePanel),
  navEntries.of({ site: 'office', label: 'Portfolio', href: PORTFOLIO, icon: 'chart', order: 330, access: 'may:steering/read', group: 'Steuerung', count: countToScore }),
];
