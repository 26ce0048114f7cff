import { casePanels, connectors, eventWords } from '#core/cases';
import { navEntries } from '#core/organisation';
import { subscribers } from '#platform/events';
import { ownData, personalData } from '#core/parties';
import { routes } from '#platform/http';
import { defineModule } from '#platform/module';
import { chargeFeeConnector } from './charge-fee.ts';
import { claimsPanel } from './office/claims-panel.tsx';
import { statementBook, statementCheck, statementPage } from './office/statement-page.tsx';
import { assignPost, unmatchedPage } from './office/unmatched-page.tsx';
import { paymentFigures } from './figures/open-payments.ts';
import { paymentErasure } from './erasure.ts';
import { ownClaims } from './own-data.ts';
import { claimsOfPerson } from './personal-data.ts';
import { dropClaimsOfEnded } from './settle-claim.ts';
import { cancelPost, paidPost, treasuryClaimPage, treasuryPage } from './office/treasury-pages.tsx';
import { claimPage, claimsPage, invoiceFile } from './portal/claim-pages.tsx';

const pages = [claimsPage, claimPage, invoiceFile, treasuryPage, statementPage, statementCheck, statementBook, unmatchedPage, assignPost, treasuryClaimPage, paidPost, cancelPost];

export const paymentsModule = defineModule({
  name: 'payments',
  migrations: `${import.meta.dirname}/migrations`,
  permissions: [{ id: 'payments/book', de: 'Zahlungen buchen' }],
  contributes: [
    ...pages.map((route) => routes.of(route)),
    connectors.of(chargeFeeConnector),
    casePanels.of(claimsPanel),
    subscribers.of({ name: 'payments/drop-claims', on: ['cases/closed'], handle: dropClaimsOfEnded }),
    paymentErasure,
    paymentFigures,
    ownData.of(ownClaims),
    personalData.of(claimsOfPerson),
    navEntries.of({ site: 'portal', label: { de: 'Zahlungen', en: 'Payments' }, hint: { de: 'Was offen und was bezahlt ist', en: 'What is open and what is paid' }, href: '/konto/zahlungen', icon: 'money', order: 40, access: 'citizen' }),
    navEntries.of({ site: 'office', label: 'Kasse', href: '/office/kasse', icon: 'money', order: 70, access: 'may:payments/book' }),
    eventWords.of({
      'payments/charged': () => 'Gebühr erhoben',
      'payments/paid': () => 'Zahlung eingegangen',
      'payments/cancelled': () => 'Forderung entfallen',
    }),
  ],
});
