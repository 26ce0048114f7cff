export type SecretsTables = {
  'secrets.secret': { tenant_id: number; name: string; note: string; hosts: string[]; sealed: string; changed_at: Date; changed_by: string };
};
