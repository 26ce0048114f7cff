import type { Locale } from '#platform/i18n';

type Mail = { subject: string; text: string };
type About = { service: string; locale: Locale };

/** Mails say what to do and carry no answers: they travel unprotected. */
const letter = (locale: Locale, { subject, lines }: { subject: string; lines: string[] }): Mail => ({ subject, text: [locale === 'en' ? 'Good day,' : 'Guten Tag,', '', ...lines, ''].join('\n') });

type InvitationAbout = About & { name: string; reminder: boolean; link: string };

export function invitationMail({ service, locale, name, reminder, link, code }: InvitationAbout & { code: string }): Mail {
  if (locale === 'en') {
    return letter(locale, {
      subject: `${reminder ? 'Reminder: p' : 'P'}lease sign: ${service}`,
      lines: [`“${service}” needs your signature (${name}).`, ...(reminder ? ['This is a reminder. Only this link still works.'] : []), '', 'Read everything and sign or decline here:', link, '', `Your code: ${code}`, '', 'The application is sent when everybody has signed. Please keep link and code to yourself.', 'If you know nothing about this, simply do nothing.'],
    });
  }
  return letter(locale, {
    subject: `${reminder ? 'Erinnerung: b' : 'B'}itte unterschreiben: ${service}`,
    lines: [`für „${service}“ brauchen wir Ihre Unterschrift (${name}).`, ...(reminder ? ['Das ist eine Erinnerung. Nur dieser Link gilt noch.'] : []), '', 'Hier lesen Sie alles und unterschreiben oder lehnen ab:', link, '', `Ihr Code: ${code}`, '', 'Der Antrag wird abgeschickt, wenn alle unterschrieben haben. Geben Sie Link und Code bitte nicht weiter.', 'Wenn Sie von dem Antrag nichts wissen, brauchen Sie nichts zu tun.'],
  });
}

export function yourTurnMail({ service, locale, link }: InvitationAbout): Mail {
  if (locale === 'en') return letter(locale, { subject: `Your turn to sign: ${service}`, lines: [`the others have signed “${service}”. Now it is your turn:`, link] });
  return letter(locale, { subject: `Sie sind an der Reihe: ${service}`, lines: [`die anderen haben „${service}“ unterschrieben. Jetzt fehlt Ihre Unterschrift:`, link] });
}

/** To those who have signed or were asked: the answers have changed, or the draft is gone. */
export function voidMail({ service, locale, signed, deleted }: About & { signed: boolean; deleted: boolean }): Mail {
  const en = locale === 'en';
  if (deleted) return letter(locale, en ? { subject: `No longer needed: ${service}`, lines: [`“${service}” has been deleted. ${signed ? 'Your signature is void.' : 'Your signature is no longer needed.'}`] } : { subject: `Nicht mehr nötig: ${service}`, lines: [`„${service}“ wurde gelöscht. ${signed ? 'Ihre Unterschrift gilt nicht mehr.' : 'Ihre Unterschrift wird nicht mehr gebraucht.'}`] });
  if (en) return letter(locale, { subject: `Changed: ${service}`, lines: [`the answers of “${service}” have been changed. ${signed ? 'Your signature is therefore void.' : 'Your invitation is therefore void.'}`, 'You get a new invitation when the new version is ready to be signed.'] });
  return letter(locale, { subject: `Geändert: ${service}`, lines: [`die Angaben zu „${service}“ wurden geändert. ${signed ? 'Ihre Unterschrift gilt deshalb nicht mehr.' : 'Ihre Einladung gilt deshalb nicht mehr.'}`, 'Sie bekommen eine neue Einladung, wenn die neue Fassung unterschrieben werden soll.'] });
}

/** To the person who filled in. */
export function declinedMail({ service, locale, name, reason, link }: About & { name: string; reason: string; link: string }): Mail {
  if (locale === 'en') return letter(locale, { subject: `Not signed: ${service}`, lines: [`${name} has declined to sign “${service}”.`, ...(reason ? [`Reason: ${reason}`] : []), '', 'See how it stands and what you can do:', link] });
  return letter(locale, { subject: `Nicht unterschrieben: ${service}`, lines: [`${name} hat die Unterschrift für „${service}“ abgelehnt.`, ...(reason ? [`Begründung: ${reason}`] : []), '', 'So steht es, und das können Sie tun:', link] });
}

/** To the others when everybody has signed. */
export function sentMail({ service, locale, number }: About & { number: string }): Mail {
  if (locale === 'en') return letter(locale, { subject: `Sent: ${service}`, lines: [`everybody has signed “${service}”. It has been sent; its number is ${number}.`] });
  return letter(locale, { subject: `Abgeschickt: ${service}`, lines: [`alle haben „${service}“ unterschrieben. Der Antrag ist abgeschickt; er hat die Nummer ${number}.`] });
}
