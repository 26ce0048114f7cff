import type { Locale } from '#platform/i18n';

/** What of a rule that fired is needed to tell people about it. */
export type ToldRule = { annotations: readonly { name: string; text: string }[]; inputs: readonly { label: string; value: unknown }[]; outputs: readonly { name: string; value: unknown }[] };

/** Name of the annotation column that tells applicants what a rule means; per language with the language behind: 'publicText.en'. */
export const PUBLIC_TEXT = 'publicText';
export const isPublicText = (name: string): boolean => name === PUBLIC_TEXT || name.startsWith(`${PUBLIC_TEXT}.`);

/**
 * Why, in the words that the authors of the decision tables wrote for applicants: one sentence per rule that fired and has one, none
 * twice. `{Label}` in a sentence stands for the value of that input or output.
 */
export function publicReasons(rules: readonly ToldRule[], locale: Locale): string[] {
  const sentences = rules.flatMap((rule) => {
    const said = rule.annotations.find(({ name, text }) => name === `${PUBLIC_TEXT}.${locale}` && text.trim()) ?? rule.annotations.find(({ name }) => name === PUBLIC_TEXT);
    return said?.text.trim() ? [fill(said.text.trim(), rule, locale)] : [];
  });
  return [...new Set(sentences)];
}

function fill(text: string, { inputs, outputs }: ToldRule, locale: Locale): string {
  const values = new Map<string, unknown>([...inputs.map(({ label, value }): [string, unknown] => [label, value]), ...outputs.map(({ name, value }): [string, unknown] => [name, value])]);
  return text.replaceAll(/\{([^{}]+)\}/g, (whole, name: string) => (values.has(name.trim()) ? words(values.get(name.trim()), locale) : whole));
}

function words(value: unknown, locale: Locale): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'boolean') return locale === 'en' ? (value ? 'yes' : 'no') : value ? 'ja' : 'nein';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
