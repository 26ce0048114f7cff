import { navEntries } from '#core/organisation';
import { routes } from '#platform/http';
import { defineModule } from '#platform/module';
import { approveRoute, controlRoute, decideRoute, destroyPage, destroyRoute, disposalPage, handOverRoute, messageRoute, offerRoute, overviewPage, proposeRoute } from './office/retention-pages.tsx';

export const retentionModule = defineModule({
  name: 'retention',
  migrations: `${import.meta.dirname}/migrations`,
  permissions: [
    { id: 'retention/work', de: 'Aussonderung vorschlagen und durchführen' },
    { id: 'retention/approve', de: 'Aussonderung freigeben' },
    { id: 'retention/control', de: 'Aussonderung kontrollieren (Datenschutz, Archiv)' },
  ],
  contributes: [
    ...[overviewPage, disposalPage, destroyPage, proposeRoute, decideRoute, approveRoute, controlRoute, destroyRoute, messageRoute, offerRoute, handOverRoute].map(routes.of),
    // who approves and who controls must find it, too
    ...(['work', 'approve', 'control'] as const).map((right) => navEntries.of({ site: 'office', label: 'Aussonderung', href: '/office/aussonderung', icon: 'delete', order: 310, access: `may:retention/${right}` })),
  ],
});
