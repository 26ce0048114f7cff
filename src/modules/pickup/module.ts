import { navEntries, shortWays } from '#core/organisation';
import { routes } from '#platform/http';
import { jobs, runAsSystem } from '#platform/jobs';
import { defineModule, seeds } from '#platform/module';
import { pickupPage } from './office/pickup-page.tsx';
import { readyPage, readyPost } from './portal/ready-page.tsx';
import { forgetOld } from './ready-documents.ts';
import { seedDocuments } from './seed-documents.ts';

export const pickupModule = defineModule({
  name: 'pickup',
  migrations: `${import.meta.dirname}/migrations`,
  permissions: [{ id: 'pickup/manage', de: 'Eintragen, welche Ausweise zur Abholung bereitliegen' }],
  contributes: [
    ...[readyPage, readyPost, ...pickupPage].map((route) => routes.of(route)),
    navEntries.of({ site: 'office', label: 'Abholung', href: '/office/abholung', icon: 'tag', order: 80, access: 'may:pickup/manage' }),
    shortWays.of({
      icon: 'tag',
      order: 10,
      href: '/ausweis-fertig',
      title: { de: 'Ist mein Ausweis fertig?', en: 'Is my identity document ready?', ar: 'هل وثيقتي جاهزة؟', uk: 'Чи готовий мій документ?', tr: 'Kimliğim hazır mı?' },
      text: { de: 'Mit der Nummer von Ihrem Abholschein, ohne Namen.', en: 'With the number from your pick-up slip, without your name.', 'de-leicht': 'Haben Sie einen Abhol-Schein? Hier sehen Sie nach.', ar: 'برقم إيصال الاستلام، بدون أسماء.', uk: 'За номером талона, без імені.', tr: 'Teslim fişinizin numarasıyla, isim vermeden.' },
      link: { de: 'Nachsehen', en: 'Have a look', 'de-leicht': 'Nach-schauen', ar: 'تحقق', uk: 'Перевірити', tr: 'Bak' },
    }),
    jobs.of({ name: 'pickup/forget', schedule: '40 3 * * *', handle: async (platform, tenantId) => void (await platform.transact(runAsSystem(tenantId), forgetOld)) }),
    seeds.of({ name: 'pickup/documents', run: seedDocuments }),
  ],
});
