import { defineTexts, type Locale } from '#platform/i18n';

const texts = defineTexts({
  de: {
    organisation: 'Aus dem Konto Ihrer Organisation übernommen. Sie können das ändern.',
    account: 'Aus Ihrem Konto übernommen. Sie können das ändern.',
    earlier: 'Aus Ihrem letzten Antrag übernommen. Bitte prüfen Sie, ob es noch stimmt.',
    register: (name: string) => `Aus dem ${name} übernommen. Wenn etwas nicht stimmt, ändern Sie es bitte.`,
  },
  en: {
    organisation: 'Taken from your organisation’s account. You can change it.',
    account: 'Taken from your account. You can change it.',
    earlier: 'Taken from your last application. Please check that it is still right.',
    register: (name: string) => `Taken from the register “${name}”. Please change it if something is wrong.`,
  },
});

/** Names of registers as people know them; others are shown by their own name. */
const registers: Record<string, string> = { residents: 'Melderegister', businesses: 'Gewerberegister', vehicles: 'Fahrzeugregister' };

/** Where an answer came from, beside its field; undefined for sources nobody needs to know. */
export function sourceWords(from: string, locale: Locale): string | undefined {
  const t = texts(locale);
  const [kind, name = ''] = from.split('.');
  if (kind === 'account') return t.account;
  if (kind === 'organisation') return t.organisation;
  if (kind === 'earlier') return t.earlier;
  return kind === 'register' ? t.register(registers[name] ?? name) : undefined;
}
