import type { FieldTypeName } from '../definition.ts';
import { address } from './address.ts';
import { calculated } from './calculated.ts';
import { choice, confirm, country, multiChoice, nationality, yesNo } from './choice-types.ts';
import { birthDate, date, time } from './date-types.ts';
import type { FieldType } from './field-type.ts';
import { file } from './file.ts';
import { bic, iban, phone, registerNumber, taxId } from './identifier-types.ts';
import { decimal, integer, money, percentage } from './number-types.ts';
import { plate } from './plate.ts';
import { email, name, postcode, text, textarea } from './text-types.ts';

/** Every kind of field; a new kind is one entry here and one in the renderer. */
export const fieldTypes: Record<FieldTypeName, FieldType> = {
  text,
  textarea,
  name,
  organisationName: text,
  birthDate,
  date,
  time,
  email,
  phone,
  iban,
  bic,
  taxId,
  registerNumber,
  plate,
  postcode,
  address,
  money,
  integer,
  decimal,
  percentage,
  yesNo,
  choice,
  multiChoice,
  confirm,
  country,
  nationality,
  file,
  calculated,
};
