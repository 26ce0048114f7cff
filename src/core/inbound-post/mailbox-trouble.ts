import { StorageFull } from '#platform/storage';

/** What the mail library tells about a failed command. */
type Told = { message?: string; code?: string; authenticationFailed?: boolean; mailboxMissing?: boolean; responseText?: string };

/** Why a mailbox could not be read, so that whoever looks after it knows what to do. */
export function mailboxTrouble(error: unknown, url: URL): string {
  const told = (error ?? {}) as Told;
  const code = told.code ?? '';
  const folder = decodeURIComponent(url.pathname.slice(1)) || 'INBOX';
  if (error instanceof StorageFull) return error.message;
  if (told.authenticationFailed) return `Der Mailserver ${url.hostname} nimmt Benutzernamen oder Kennwort nicht an.`;
  if (told.mailboxMissing) return `Den Ordner „${folder}“ gibt es im Postfach nicht.`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `Den Mailserver ${url.hostname} gibt es nicht, oder sein Name ist gerade nicht aufzulösen.`;
  if (/^(ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|CONNECT_TIMEOUT|GREETING_TIMEOUT|UPGRADE_TIMEOUT)$/.test(code)) return `Der Mailserver ${url.hostname} antwortet nicht.`;
  if (/SSL|TLS|CERT|SELF_SIGNED|UNABLE_TO/.test(code)) return `Mit dem Mailserver ${url.hostname} kommt keine verschlüsselte Verbindung zustande (Port oder Zertifikat).`;
  if (/^(NoConnection|EConnectionClosed|ECONNRESET|EPIPE|ETIMEOUT)$/.test(code)) return `Die Verbindung zum Mailserver ${url.hostname} brach ab.`;
  return `Das Postfach ließ sich nicht lesen: ${told.responseText ?? told.message ?? String(error)}`.slice(0, 300);
}
