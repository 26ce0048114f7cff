import type { Locale } from '#platform/i18n';
import type { Ctx } from '#platform/module';

/** How to choose otherwise; of what must be told there is no way to stop it. */
export function footer(ctx: Ctx, { stop, locale }: { stop: string | undefined; locale: Locale }): string {
  const settings = `${ctx.platform.config.publicUrl}/konto/benachrichtigungen`;
  const english = locale === 'en';
  const choose = `${english ? 'Choose what we write about' : 'Wovon wir Ihnen schreiben, wählen Sie hier'}: ${settings}`;
  return `\n-- \n${choose}\n${stop ? `${english ? 'No more mails of this kind' : 'Keine Mails dieser Art mehr'}: ${stop}\n` : ''}`;
}
