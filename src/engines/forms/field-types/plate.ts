import type { Mistake } from '../mistakes.ts';
import type { FieldType } from './field-type.ts';

/** The parts of a German number plate (FZV Anlage 4); suffix E for electric, H for historic. */
export type Plate = { district: string; letters: string; digits: string; suffix: '' | 'E' | 'H' };

const shape = /^([A-ZÄÖÜ]{1,3})-([A-Z]{1,2}) ([1-9]\d{0,3})([EH])?$/;

/** The parts of a stored plate such as "MÜS-AB 123E"; undefined when the text is none. */
export function plateParts(value: string): Plate | undefined {
  const found = shape.exec(value);
  if (!found) return undefined;
  return { district: found[1] ?? '', letters: found[2] ?? '', digits: found[3] ?? '', suffix: (found[4] ?? '') as Plate['suffix'] };
}

/** Stored as "MÜS-AB 123E": with the hyphen, because "MAB 1" could be M-AB 1 or MA-B 1. */
export const plate: FieldType = {
  inputs: ['-district', '-letters', '-digits', '-suffix'],
  read(posted) {
    const [district, letters, digits, suffix] = ['-district', '-letters', '-digits', '-suffix'].map((part) =>
      posted.one(part).replace(/\s/g, '').toUpperCase(),
    );
    const whole = posted.one().trim().toUpperCase();
    if (!district && !letters && !digits) return whole ? readWhole(whole) : {};
    return readParts({ district, letters, digits, suffix });
  },
  check: (value) => (typeof value === 'string' ? checkPlate(value) : { code: 'wrongType' }),
  show: (value) => (typeof value === 'string' ? value : ''),
  schema: () => ({ type: 'string', pattern: shape.source }),
};

function readWhole(whole: string): { value?: string; mistakes?: Mistake[] } {
  const value = whole.replace(/^([A-ZÄÖÜ]{1,3})\s*[-–\s]\s*([A-Z]{1,2})[\s-]*(\d{1,4})\s*([EH]?)$/, '$1-$2 $3$4');
  const mistake = checkPlate(value);
  return mistake ? { mistakes: [mistake] } : { value };
}

function readParts(parts: Record<'district' | 'letters' | 'digits' | 'suffix', string | undefined>) {
  const { district = '', letters = '', digits = '', suffix = '' } = parts;
  const wrong = [
    !/^[A-ZÄÖÜ]{1,3}$/.test(district) && '-district',
    !/^[A-Z]{1,2}$/.test(letters) && '-letters',
    !/^[1-9]\d{0,3}$/.test(digits) && '-digits',
  ].filter((part) => part !== false);
  if (wrong.length > 0) return { mistakes: [{ code: 'plate' as const, part: wrong[0] }] };
  const value = `${district}-${letters} ${digits}${suffix}`;
  const mistake = checkPlate(value);
  return mistake ? { mistakes: [mistake] } : { value };
}

function checkPlate(value: string): Mistake | undefined {
  if (!shape.test(value)) return { code: 'plate' };
  return value.replace(/[- ]/g, '').length > 8 ? { code: 'plateLength' } : undefined;
}
