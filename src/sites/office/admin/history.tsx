import { listRecentEvents, type AuditEvent } from '#platform/audit';
import { may, type Ctx } from '#platform/module';
import { Heading, Timeline } from '#platform/ui';

/** What the events of people, offices and roles are called; the log itself shows all of them. */
const names: Record<string, string> = {
  'auth/account-created': 'Konto angelegt',
  'auth/account-changed': 'Kontodaten geändert',
  'auth/account-blocked': 'Gesperrt',
  'auth/account-unblocked': 'Entsperrt',
  'auth/signed-in': 'Angemeldet',
  'auth/signed-out': 'Abgemeldet',
  'auth/sign-in-failed': 'Anmeldung fehlgeschlagen',
  'auth/second-factor-failed': 'Falscher Code',
  'auth/second-factor-reset': 'Zweiter Faktor zurückgesetzt',
  'auth/password-changed': 'Passwort geändert',
  'auth/password-link-requested': 'Link für neues Passwort angefordert',
  'auth/totp-enabled': 'Authenticator-App eingerichtet',
  'auth/totp-disabled': 'Authenticator-App entfernt',
  'auth/passkey-added': 'Passkey hinzugefügt',
  'auth/passkey-removed': 'Passkey entfernt',
  'auth/session-ended': 'Sitzung beendet',
  'auth/sessions-ended': 'Andere Sitzungen beendet',
  'auth/invited': 'Eingeladen',
  'organisation/staff-added': 'In die Verwaltung aufgenommen',
  'organisation/staff-changed': 'Stelle geändert',
  'organisation/role-assigned': 'Rolle gegeben',
  'organisation/role-ended': 'Rolle beendet',
  'organisation/role-created': 'Rolle angelegt',
  'organisation/role-changed': 'Rolle geändert',
  'organisation/office-created': 'Amt angelegt',
  'organisation/office-changed': 'Amt geändert',
  'organisation/office-closed': 'Amt geschlossen',
  'organisation/substitution-arranged': 'Vertretung eingerichtet',
  'organisation/substitution-ended': 'Vertretung beendet',
};

/** The last events of a subject, for those who may read the log. */
export async function recentEvents(ctx: Ctx, subject: string): Promise<AuditEvent[] | undefined> {
  return may(ctx.actor, 'audit/read') ? listRecentEvents(ctx, { subject, limit: 15 }) : undefined;
}

/** Context column: who changed what when. */
export function History({ events }: { events: AuditEvent[] | undefined }) {
  if (!events) return null;
  return (
    <>
      <Heading level={2} size="small">
        Verlauf
      </Heading>
      {events.length === 0 && <p class="kern-body">Noch nichts geschehen.</p>}
      <Timeline label="Verlauf" entries={events.map((event) => ({ id: `e-${event.id}`, at: event.at, title: names[event.type] ?? event.type, actor: event.actor.for ? `${event.actor.name} für ${event.actor.for.name}` : event.actor.name }))} />
    </>
  );
}
