import type { Config } from '#platform/config';
import { defineTexts, formatDateTime, type Locale } from '#platform/i18n';
import { sendMail } from '#platform/mail';
import type { Ctx } from '#platform/module';
import type { Account } from './accounts.ts';

/** The city as mails and authenticator apps name it: the sender's name in MAIL_FROM. */
export const senderName = (config: Pick<Config, 'mailFrom'>): string => /^"?([^"<]+?)"?\s*</.exec(config.mailFrom)?.[1] ?? 'Stadtkern';

const texts = defineTexts({
  de: {
    hello: (name: string) => (name ? `Guten Tag ${name},` : 'Guten Tag,'),
    bye: (city: string) => `Freundliche Grüße\n${city}`,
    notYou: 'Sie waren das nicht? Dann müssen Sie nichts tun.',
    confirmSubject: 'Bitte bestätigen Sie Ihre E-Mail-Adresse',
    confirm: (link: string) => `mit diesem Link bestätigen Sie Ihre E-Mail-Adresse. Danach ist Ihr Konto fertig:\n\n${link}\n\nDer Link gilt 24 Stunden.`,
    existsSubject: 'Sie haben schon ein Konto',
    exists: (signIn: string, forgot: string) => `jemand wollte mit Ihrer E-Mail-Adresse ein neues Konto anlegen. Sie haben aber schon eines.\n\nAnmelden: ${signIn}\nPasswort vergessen: ${forgot}`,
    resetSubject: 'Neues Passwort festlegen',
    reset: (link: string) => `mit diesem Link legen Sie ein neues Passwort fest:\n\n${link}\n\nDer Link gilt eine Stunde und nur einmal.`,
    inviteSubject: 'Ihr Zugang zur digitalen Stadtverwaltung',
    invite: (link: string) => `für Sie wurde ein Zugang eingerichtet. Mit diesem Link legen Sie Ihr Passwort fest:\n\n${link}\n\nDer Link gilt sieben Tage.`,
    changedSubject: 'Ihre Anmeldung wurde geändert',
    changed: (what: string, when: string) => `${what} (${when}).\n\nSie waren das nicht? Legen Sie sofort ein neues Passwort fest und rufen Sie uns an.`,
    passwordChanged: 'Ihr Passwort wurde geändert',
    totpOn: 'Eine Authenticator-App wurde als zweiter Faktor eingerichtet',
    totpOff: 'Die Authenticator-App wurde als zweiter Faktor entfernt',
    passkeyOn: 'Ein Passkey wurde hinzugefügt',
    passkeyOff: 'Ein Passkey wurde entfernt',
    identityOn: 'Ihr Konto wurde mit einem Anmeldedienst verbunden',
    identityOff: 'Die Verbindung Ihres Kontos mit einem Anmeldedienst wurde gelöst',
    factorsReset: 'Ihre zweiten Faktoren wurden zurückgesetzt',
  },
  en: {
    hello: (name: string) => (name ? `Hello ${name},` : 'Hello,'),
    bye: (city: string) => `Kind regards\n${city}`,
    notYou: 'This was not you? Then you need not do anything.',
    confirmSubject: 'Please confirm your e-mail address',
    confirm: (link: string) => `please confirm your e-mail address with this link. Then your account is ready:\n\n${link}\n\nThe link is valid for 24 hours.`,
    existsSubject: 'You already have an account',
    exists: (signIn: string, forgot: string) => `somebody tried to create a new account with your e-mail address. But you already have one.\n\nSign in: ${signIn}\nForgotten password: ${forgot}`,
    resetSubject: 'Set a new password',
    reset: (link: string) => `set a new password with this link:\n\n${link}\n\nThe link is valid for one hour and works once.`,
    inviteSubject: 'Your access to the digital city hall',
    invite: (link: string) => `an account was made for you. Set your password with this link:\n\n${link}\n\nThe link is valid for seven days.`,
    changedSubject: 'Your sign-in was changed',
    changed: (what: string, when: string) => `${what} (${when}).\n\nThis was not you? Set a new password at once and call us.`,
    passwordChanged: 'Your password was changed',
    totpOn: 'An authenticator app was set up as second factor',
    totpOff: 'The authenticator app was removed as second factor',
    passkeyOn: 'A passkey was added',
    passkeyOff: 'A passkey was removed',
    identityOn: 'Your account was connected with a sign-in service',
    identityOff: 'Your account was disconnected from a sign-in service',
    factorsReset: 'Your second factors were reset',
  },
});

export type SecurityChange = 'passwordChanged' | 'totpOn' | 'totpOff' | 'passkeyOn' | 'passkeyOff' | 'identityOn' | 'identityOff' | 'factorsReset';
type To = { email: string; name: string; locale: Locale };

function letter(ctx: Ctx, to: To, paragraphs: string[]): string {
  const t = texts(to.locale);
  return [t.hello(to.name), ...paragraphs, t.bye(senderName(ctx.platform.config))].join('\n\n');
}

/** Nothing that was typed goes into this mail: it may be sent to a stranger's address. */
export async function mailConfirmation(ctx: Ctx, to: Omit<To, 'name'>, link: string): Promise<void> {
  const t = texts(to.locale);
  await sendMail(ctx, { to: to.email, subject: t.confirmSubject, text: letter(ctx, { ...to, name: '' }, [t.confirm(link), t.notYou]) });
}

/** Goes to the owner of the address instead of telling the person at the screen that the account exists. */
export async function mailAccountExists(ctx: Ctx, to: To, links: { signIn: string; forgot: string }): Promise<void> {
  const t = texts(to.locale);
  await sendMail(ctx, { to: to.email, subject: t.existsSubject, text: letter(ctx, to, [t.exists(links.signIn, links.forgot), t.notYou]) });
}

export async function mailPasswordLink(ctx: Ctx, to: To, { link, kind }: { link: string; kind: 'reset' | 'invite' }): Promise<void> {
  const t = texts(to.locale);
  await sendMail(ctx, { to: to.email, subject: kind === 'reset' ? t.resetSubject : t.inviteSubject, text: letter(ctx, to, [t[kind](link), ...(kind === 'reset' ? [t.notYou] : [])]) });
}

/** Tells people about every change to how they sign in, so that a foreign hand is noticed. */
export async function mailSecurityChange(ctx: Ctx, account: Pick<Account, 'email' | 'name' | 'locale'>, change: SecurityChange): Promise<void> {
  if (!account.email) return;
  const t = texts(account.locale);
  const to = { email: account.email, name: account.name, locale: account.locale };
  await sendMail(ctx, { to: to.email, subject: t.changedSubject, text: letter(ctx, to, [t.changed(t[change], formatDateTime(ctx.now, account.locale))]) });
}
