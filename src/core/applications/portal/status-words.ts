import { hasEnded, type Case } from '#core/cases';
import { formatDate, type Locale } from '#platform/i18n';
import type { BadgeState } from '#platform/ui';
import type { Shown } from './load-application.ts';
import { texts } from './texts.ts';

type Status = Case['status'];

export const statusLook: Record<Status, BadgeState> = { open: 'waiting', 'waiting-applicant': 'soon', 'waiting-payment': 'soon', decided: 'done', closed: 'done', withdrawn: 'neutral' };

const words: Partial<Record<Locale, Record<Status, string>>> & { de: Record<Status, string> } = {
  de: { open: 'in Bearbeitung', 'waiting-applicant': 'wartet auf Sie', 'waiting-payment': 'wartet auf Zahlung', decided: 'entschieden', closed: 'abgeschlossen', withdrawn: 'zurückgezogen' },
  en: { open: 'in progress', 'waiting-applicant': 'waiting for you', 'waiting-payment': 'waiting for payment', decided: 'decided', closed: 'closed', withdrawn: 'withdrawn' },
  'de-leicht': { open: 'Wir arbeiten daran', 'waiting-applicant': 'Wir warten auf Sie', 'waiting-payment': 'Bitte zahlen Sie', decided: 'Wir haben ent-schieden', closed: 'fertig', withdrawn: 'Sie wollten nicht mehr' },
  ar: { open: 'قيد المعالجة', 'waiting-applicant': 'بانتظارك', 'waiting-payment': 'بانتظار الدفع', decided: 'تم البت', closed: 'منتهٍ', withdrawn: 'مسحوب' },
  uk: { open: 'в опрацюванні', 'waiting-applicant': 'чекає на вас', 'waiting-payment': 'чекає на оплату', decided: 'вирішено', closed: 'завершено', withdrawn: 'відкликано' },
  tr: { open: 'işlemde', 'waiting-applicant': 'sizi bekliyor', 'waiting-payment': 'ödeme bekliyor', decided: 'karar verildi', closed: 'tamamlandı', withdrawn: 'geri çekildi' },
};

/** Where a case stands, in a word or two for the applicant. */
export const statusWord = (found: Pick<Case, 'status'>, locale: Locale): string => (words[locale] ?? words.de)[found.status];

/** What we wait for and from whom, in one sentence. */
export function statusSentence({ found, request, claims, locale }: Pick<Shown, 'found' | 'request' | 'claims' | 'locale'>): string {
  const t = texts(locale);
  if (found.status === 'withdrawn') return t.nowWithdrawn;
  if (hasEnded(found) || found.status === 'decided') return t.nowDecided;
  if (found.status === 'waiting-applicant') return request?.dueOn ? t.nowPapersUntil(formatDate(request.dueOn, locale)) : t.nowPapers;
  const claim = claims.find((one) => one.status === 'open' && one.method === 'transfer');
  if (found.status === 'waiting-payment') return claim ? t.nowPaymentUntil(formatDate(claim.due_on, locale)) : t.nowPayment;
  return t.nowOpen;
}

/** Until it is decided. */
export const canWithdraw = ({ found, application }: Pick<Shown, 'found' | 'application'>): boolean => !found.outcome && !hasEnded(found) && !application.withdrawn_at;
