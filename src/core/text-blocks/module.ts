import { caseActions } from '#core/cases';
import { navEntries } from '#core/organisation';
import { caseFilePanels } from '#core/records';
import { routes } from '#platform/http';
import { defineModule, seeds } from '#platform/module';
import { blockPage, blocksPage, changeBlockRoute, createBlockRoute, newBlockPage, retireBlockRoute } from './office/blocks-pages.tsx';
import { writeRoutes } from './office/compose-page.tsx';
import { writePanel } from './office/write-panel.tsx';
import { blockSeed } from './seed-blocks.ts';

export const textBlocksModule = defineModule({
  name: 'text-blocks',
  migrations: `${import.meta.dirname}/migrations`,
  permissions: [{ id: 'text-blocks/write', de: 'Textbausteine und Vorlagen pflegen' }],
  contributes: [
    seeds.of(blockSeed),
    ...[blocksPage, newBlockPage, blockPage, createBlockRoute, changeBlockRoute, retireBlockRoute, ...writeRoutes].map((one) => routes.of(one)),
    caseActions.of({ id: 'text-blocks/write', label: 'Mit Textbausteinen schreiben', icon: 'edit', order: 20, permission: 'cases/work', href: (found) => `/office/vorgaenge/${found.id}/schreiben` }),
    caseFilePanels.of(writePanel),
    navEntries.of({ site: 'office', label: 'Textbausteine', href: '/office/textbausteine', icon: 'document', order: 310, access: 'staff' }),
  ],
});
