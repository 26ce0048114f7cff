import { formatDate, formatMoney, formatNumber } from '#platform/i18n';
import type { FieldType } from './field-type.ts';
import { yesNoWord } from './choice-types.ts';
import { isCalendarDay } from './date-types.ts';

/** Never read from what was posted: the engine computes it after every page and again at submission. */
export const calculated: FieldType = {
  read: () => ({}),
  check: () => undefined,
  show(value, { format }, locale) {
    if (typeof value === 'number') {
      if (format === 'money') return formatMoney(value, locale);
      return `${formatNumber(value, locale)}${format === 'percentage' ? ' %' : ''}`;
    }
    if (typeof value === 'boolean') return yesNoWord(value, locale);
    if (typeof value === 'string') return format === 'date' && isCalendarDay(value) ? formatDate(value, locale) : value;
    return '';
  },
  schema({ format = 'text' }) {
    const types = { text: 'string', money: 'integer', integer: 'integer', decimal: 'number', percentage: 'number', date: 'string', yesNo: 'boolean' };
    return { type: types[format], readOnly: true };
  },
};
