import { formatNumber } from '#platform/i18n';
import { useLocale } from '../locale-context.tsx';
import { TextField } from './text-field.tsx';
import type { TextFieldProps } from './text-field.tsx';

export type MoneyFieldProps = Omit<TextFieldProps, 'value' | 'type' | 'inputmode' | 'suffix' | 'prefix'> & {
  /** Integer cents, or the text as it was typed when it was no amount. */
  value?: number | string | null | undefined;
};

/** An amount in euros, typed with a comma; read it back with `parseMoney` of #platform/i18n. */
export function MoneyField({ value, ...field }: MoneyFieldProps) {
  const locale = useLocale(field.locale);
  const shown =
    typeof value === 'number'
      ? formatNumber(value / 100, locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
      : value;
  return <TextField width={10} {...field} value={shown} inputmode="decimal" suffix="€" />;
}
