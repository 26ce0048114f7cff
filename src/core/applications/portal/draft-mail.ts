import type { Locale } from '#platform/i18n';

type Mail = { subject: string; text: string };
type About = { name: string; until: string; link: string };

const mails: Record<Locale, (about: About) => Mail> = {
  de: ({ name, until, link }) => ({ subject: `Ihr Entwurf: ${name}`, text: `Guten Tag,\n\nmit diesem Link füllen Sie Ihren Antrag „${name}“ bis zum ${until} auf jedem Gerät weiter aus:\n\n${link}\n\nBitte geben Sie den Link nicht weiter: Wer ihn hat, kann Ihre Angaben lesen.\n` }),
  en: ({ name, until, link }) => ({ subject: `Your draft: ${name}`, text: `Good day,\n\nwith this link you can continue your application “${name}” on any device until ${until}:\n\n${link}\n\nPlease keep the link to yourself: whoever has it can read your answers.\n` }),
  'de-leicht': ({ name, until, link }) => ({ subject: `Hier machen Sie weiter: ${name}`, text: `Guten Tag,\n\nSie haben einen Antrag an-gefangen: ${name}.\nMit diesem Link machen Sie weiter:\n\n${link}\n\nDer Link geht bis zum ${until}.\nZeigen Sie den Link niemandem. Wer den Link hat, kann alles lesen.\n` }),
  ar: ({ name, until, link }) => ({ subject: `مسودتك: ${name}`, text: `مرحبًا،\n\nبهذا الرابط تتابع تعبئة طلبك «${name}» على أي جهاز حتى ${until}:\n\n${link}\n\nيرجى عدم إعطاء الرابط لأحد: من يملكه يستطيع قراءة بياناتك.\n` }),
  uk: ({ name, until, link }) => ({ subject: `Ваша чернетка: ${name}`, text: `Добрий день!\n\nЗа цим посиланням ви можете продовжити заяву «${name}» на будь-якому пристрої до ${until}:\n\n${link}\n\nБудь ласка, нікому не передавайте посилання: хто його має, може прочитати ваші дані.\n` }),
  tr: ({ name, until, link }) => ({ subject: `Taslağınız: ${name}`, text: `Merhaba,\n\nbu bağlantıyla “${name}” başvurunuza ${until} tarihine kadar her cihazda devam edebilirsiniz:\n\n${link}\n\nLütfen bağlantıyı kimseye vermeyin: Bağlantıya sahip olan bilgilerinizi okuyabilir.\n` }),
};

/** The mail with the link to a draft, in the language of the form. */
export const draftMail = (locale: Locale, about: About): Mail => mails[locale](about);
