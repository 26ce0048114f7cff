import { createHash } from 'node:crypto';
import { ParseOption, XmlDocument, XmlElement } from 'libxml2-wasm';
import { problem } from './problems.ts';

/** Money in on a bank statement. */
export type StatementEntry = { entryKey: string; amountCents: number; bookedOn: string; payer: string; reference: string };

const LARGEST = 20_000_000;

/**
 * Reads the credits of a bank statement after ISO 20022 CAMT.053 (any version). Debits and reversals are left out.
 * @throws Problem when it is something else; a DOCTYPE is refused before anything is read.
 */
export function readBankStatement(bytes: Uint8Array): StatementEntry[] {
  if (bytes.length > LARGEST) throw problem('payments/not-a-statement', { reason: 'die Datei ist größer als 20 MB' });
  const text = new TextDecoder().decode(bytes);
  if (/<!DOCTYPE/i.test(text)) throw problem('payments/not-a-statement', { reason: 'die Datei enthält eine Dokumenttyp-Angabe' });
  const document = parse(text);
  try {
    const root = document.root;
    const namespace = root.namespaceUri;
    if (!/camt\.053\.\d{3}\.\d{2}$/.test(namespace)) throw problem('payments/not-a-statement', { reason: 'das Wurzelelement gehört nicht zu camt.053' });
    return root.find('//c:Stmt/c:Ntry[c:CdtDbtInd="CRDT" and not(c:RvslInd="true")]', { c: namespace }).flatMap((entry) => (entry instanceof XmlElement ? entriesOf(entry, { c: namespace }) : []));
  } finally {
    document.dispose();
  }
}

function parse(text: string): XmlDocument {
  try {
    return XmlDocument.fromString(text, { option: ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NONET });
  } catch (error) {
    throw problem('payments/not-a-statement', { reason: (error as Error).message.split('\n')[0]?.slice(0, 200) ?? 'kein XML' });
  }
}

type Names = { c: string };
const textAt = (at: XmlElement, path: string, names: Names): string => at.find(path, names).map((node) => node.content.trim()).filter(Boolean).join(' ');

/** One entry may bundle several transactions; each is one payment. */
function entriesOf(entry: XmlElement, names: Names): StatementEntry[] {
  const details = entry.find('c:NtryDtls/c:TxDtls', names).filter((node): node is XmlElement => node instanceof XmlElement);
  const parts = details.length > 0 ? details : [entry];
  const bookedOn = textAt(entry, 'c:BookgDt/c:Dt | c:BookgDt/c:DtTm', names).slice(0, 10);
  return parts.map((part, index) => {
    const amount = textAt(part, 'c:Amt | c:AmtDtls/c:TxAmt/c:Amt', names).split(' ')[0] || textAt(entry, 'c:Amt', names);
    const payer = textAt(part, './/c:Dbtr//c:Nm', names);
    const reference = textAt(part, './/c:RmtInf/c:Ustrd | .//c:RmtInf/c:Strd/c:CdtrRefInf/c:Ref', names) || textAt(entry, './/c:RmtInf/c:Ustrd', names);
    const own = textAt(part, 'c:Refs/c:AcctSvcrRef', names) || textAt(entry, 'c:AcctSvcrRef', names);
    const key = createHash('sha256').update([own, index, amount, bookedOn, payer, reference].join('|')).digest('hex').slice(0, 40);
    return { entryKey: `camt:${key}`, amountCents: cents(amount), bookedOn, payer, reference };
  });
}

/** '30.00' → 3000, exactly. */
function cents(amount: string): number {
  const found = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(amount);
  if (!found) throw problem('payments/not-a-statement', { reason: `der Betrag „${amount.slice(0, 40)}“ ist nicht lesbar` });
  return Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'));
}
