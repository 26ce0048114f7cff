import { navEntries } from '#core/organisation';
import { projectPanels } from '#core/projects';
import { routes } from '#platform/http';
import type { Contribution } from '#platform/module';
import { draftPages } from './draft-pages.tsx';
import { editionPages } from './edition-pages.tsx';
import { indicatorPages } from './indicator-pages.tsx';
import { nodePages } from './node-pages.tsx';
import { strategySeed } from './seed-strategy.ts';
import { sharePages } from './share-pages.tsx';
import { strategyFigures } from './strategy-figures.ts';
import { strategyPanel } from './project-panel.tsx';
import { strategyPdf } from './strategy-pdf.ts';
import { strategyPage } from './strategy-pages.tsx';

export const strategyContributes: Contribution[] = [
  ...[strategyPage, strategyPdf, ...draftPages, ...nodePages, ...editionPages, ...indicatorPages, ...sharePages].map((route) => routes.of(route)),
  strategySeed,
  ...strategyFigures,
  projectPanels.of(strategyPanel),
  navEntries.of({ site: 'office', label: 'Strategie', href: '/office/strategie', icon: 'flag', order: 310, access: 'may:steering/read', group: 'Steuerung' }),
];
