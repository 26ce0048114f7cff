/** Door: money of projects and of digitalisation as a whole: plan, commitments, bookings, forecast, grants. Amounts are whole cents. */
export { moneyOf, totalMoney, type Money } from './money.ts';
export { bookActual, reverseBooking, type NewBooking } from './book-actual.ts';
export { addLine, changeLine, type NewLine } from './budget-lines.ts';
export { grantTotals, type GrantTotals } from './fundings/grant-totals.ts';
export type { CostType } from './tables.ts';
export { budgetsModule } from './module.ts';
