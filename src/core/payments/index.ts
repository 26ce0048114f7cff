/** Door: what somebody owes the city for a case, and the money that arrives. Whole cents everywhere. */
export { countUnmatched, findClaimByCode, getClaim, listAccountClaims, listCaseClaims } from './claims.queries.ts';
export { chargeFee } from './charge-fee.ts';
export { assignReceipt, settleClaim, notePayment, cancelClaim, type Money } from './settle-claim.ts';
export { bookingCodesIn, importStatement, previewStatement, type MatchedEntry } from './import-statement.ts';
export { readBankStatement, type StatementEntry } from './bank-statement.ts';
export { ClaimBadge, PaymentBox, invoiceReply } from './portal/claim-pages.tsx';
export { paymentsModule } from './module.ts';
export type { Claim } from './tables.ts';
