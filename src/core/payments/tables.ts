export type PaymentTables = {
  'payments.claim': {
    tenant_id: number;
    id: string;
    case_id: string;
    case_number: string;
    account_id: string | null;
    debtor: string;
    purpose: string;
    amount_cents: number;
    booking_code: string;
    due_on: string;
    /** 'debit': the city collects it, nobody has to do anything. */
    method: 'transfer' | 'debit';
    status: 'open' | 'paid' | 'cancelled';
    created_at: Date;
    paid_on: string | null;
    settled_at: Date | null;
    cancel_reason: string | null;
  };
  'payments.receipt': { tenant_id: number; entry_key: string; claim_id: string | null; amount_cents: number; booked_on: string; payer: string; reference: string; source: 'bank-statement' | 'clerk'; created_at: Date };
};
export type Claim = PaymentTables['payments.claim'];
