import type { Case } from '#core/cases';
import { formatDate, type Locale } from '#platform/i18n';

type Known = { found: Case; deemedApproval: boolean; today: string; locale: Locale };

/**
 * The period within which we must decide, in plain sentences: whether it runs or stands still since when and why, whether it was
 * extended and why, and what happens at its end (§ 42a VwVfG). Empty when there is none, or it is over.
 */
export function clockSentences({ found, deemedApproval, today, locale }: Known): string[] {
  const { clock, dueOn, pausedAt } = found;
  if (!clock || !dueOn || found.outcome || found.closedAt) return [];
  const en = locale === 'en';
  const day = (on: string | Date): string => formatDate(on, locale);
  const sentences: string[] = [];
  if (pausedAt) {
    const why = pauseWords(found, en);
    sentences.push(en ? `The period for our decision has been paused since ${day(pausedAt)}${why}. It goes on afterwards, and the last day moves by the same time.` : `Unsere Frist für die Entscheidung ruht seit dem ${day(pausedAt)}${why}. Danach läuft sie weiter, und der letzte Tag rückt um diese Zeit nach hinten.`);
  } else if (dueOn < today) {
    sentences.push(en ? `Our period ended on ${day(dueOn)}. We are sorry. Please ask us.` : `Unsere Frist endete am ${day(dueOn)}. Das tut uns leid. Bitte fragen Sie nach.`);
  } else sentences.push(en ? `We must decide by ${day(dueOn)}.` : `Wir müssen bis zum ${day(dueOn)} entscheiden.`);
  if (clock.extension) {
    const { on, from, reason } = clock.extension;
    sentences.push(en ? `On ${day(on)} we extended the period (before: ${day(from)}). Reason: ${reason}` : `Am ${day(on)} haben wir die Frist verlängert (vorher: ${day(from)}). Grund: ${reason}`);
  }
  if (deemedApproval) sentences.push(en ? 'If we have not decided by then, your application counts as granted.' : 'Haben wir bis dahin nicht entschieden, gilt Ihr Antrag als genehmigt.');
  return sentences;
}

function pauseWords({ clock, status }: Case, en: boolean): string {
  if (status === 'waiting-applicant') return en ? ' because we need something from you' : ', weil wir noch etwas von Ihnen brauchen';
  if (status === 'waiting-payment') return en ? ' because your payment is still missing' : ', weil Ihre Zahlung noch fehlt';
  const reason = clock?.pause?.reason;
  return reason ? (en ? ` (${reason})` : `: ${reason}`) : '';
}
