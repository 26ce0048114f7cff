import { navEntries } from '#core/organisation';
import { routes } from '#platform/http';
import type { Contribution } from '#platform/module';
import { COCKPIT, cockpitPage } from './cockpit-page.tsx';
import { thresholdsPage, thresholdsPost } from './thresholds-page.tsx';

/** Ten figures for the mayor. */
export const cockpitContributes: Contribution[] = [
  ...[cockpitPage, thresholdsPage, thresholdsPost].map((one) => routes.of(one)),
  navEntries.of({ site: 'office', label: 'Cockpit', href: COCKPIT, icon: 'eye', order: 300, access: 'may:steering/read', group: 'Steuerung' }),
];
