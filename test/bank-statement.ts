type Entry = { amount: string; reference: string; payer?: string; on?: string; key?: string; kind?: 'CRDT' | 'DBIT'; reversal?: boolean };

/** A bank statement after ISO 20022 CAMT.053.001.08 with these entries. */
export function bankStatement(entries: Entry[], { namespace = 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08' } = {}): string {
  const rows = entries.map(
    ({ amount, reference, payer = 'Anna Schmidt', on = '2026-09-16', key = reference, kind = 'CRDT', reversal }, position) =>
      `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${kind}</CdtDbtInd>${reversal ? '<RvslInd>true</RvslInd>' : ''}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${on}</Dt></BookgDt><AcctSvcrRef>REF-${position}-${key}</AcctSvcrRef>
      <NtryDtls><TxDtls><Refs><AcctSvcrRef>REF-${position}-${key}</AcctSvcrRef></Refs><Amt Ccy="EUR">${amount}</Amt><RltdPties><Dbtr><Pty><Nm>${payer}</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>${reference}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="${namespace}"><BkToCstmrStmt><Stmt><Id>1</Id>${rows.join('')}</Stmt></BkToCstmrStmt></Document>`;
}
