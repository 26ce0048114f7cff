import type { CostType, DutyKind, FundingState, LineKind, SourceKind } from './tables.ts';

export const costTypeWords: Record<CostType, string> = { services: 'Dienstleistungen', licences: 'Lizenzen', hardware: 'Geräte', staff: 'Personal', training: 'Fortbildung', operation: 'Betrieb', other: 'Sonstiges' };
export const lineKindWords: Record<LineKind, string> = { plan: 'Plan', committed: 'Bestellt', forecast: 'Prognose' };
export const sourceWords: Record<SourceKind, string> = { invoice: 'Rechnung', manual: 'Beleg', payroll: 'Personalabrechnung', internal: 'Verrechnung', counter: 'Gegenbuchung' };
export const fundingWords: Record<FundingState, string> = { applied: 'beantragt', approved: 'bewilligt', rejected: 'abgelehnt', closed: 'abgeschlossen' };
export const dutyWords: Record<DutyKind, string> = { 'interim-report': 'Zwischennachweis', 'proof-of-use': 'Verwendungsnachweis', drawdown: 'Mittelabruf', publicity: 'Öffentlichkeit', retention: 'Aufbewahrung', other: 'Sonstiges' };
