import { electronicFormatIBAN, isValidBIC, isValidIBAN } from 'ibantools';

export type GiroCode = {
  /** Who is paid, at most 70 characters. */
  name: string;
  iban: string;
  bic?: string;
  amountCents: number;
  /** What the payer's bank sends along (Verwendungszweck), at most 140 characters. */
  reference: string;
};

/**
 * The text of an EPC QR code (GiroCode, EPC069-12 version 002) that fills in a SEPA transfer. Use it with `qrSvg(text, 'M')`.
 * Throws when a part is outside the standard's limits, so that no wrong transfer form is ever printed.
 */
export function giroCode(transfer: GiroCode): string {
  const iban = electronicFormatIBAN(transfer.iban) ?? '';
  const bic = transfer.bic?.replace(/\s/g, '').toUpperCase() ?? '';
  const { amountCents } = transfer;
  if (!isValidIBAN(iban)) throw new Error('giro code: the IBAN is wrong');
  if (bic && !isValidBIC(bic)) throw new Error('giro code: the BIC is wrong');
  if (!Number.isSafeInteger(amountCents) || amountCents < 1 || amountCents > 99_999_999_999)
    throw new Error('giro code: the amount must be 0.01 to 999,999,999.99 euros in whole cents');
  const name = oneLine(transfer.name);
  const reference = oneLine(transfer.reference);
  if (!name || [...name].length > 70) throw new Error('giro code: the name must have 1 to 70 characters');
  if ([...reference].length > 140) throw new Error('giro code: the reference has more than 140 characters');
  const amount = `EUR${Math.floor(amountCents / 100)}.${String(amountCents % 100).padStart(2, '0')}`;
  const text = ['BCD', '002', '1', 'SCT', bic, name, iban, amount, '', '', reference].join('\n').trimEnd();
  if (Buffer.byteLength(text) > 331) throw new Error('giro code: more than 331 bytes');
  return text;
}

// A line break inside a field would shift every later field of the code.
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
