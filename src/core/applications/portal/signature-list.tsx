import { formatDate, formatDateTime, type Locale } from '#platform/i18n';
import { Badge, Table, type BadgeState } from '#platform/ui';
import type { Signature } from '../signing/signing.queries.ts';
import { signingTexts } from './signing-texts.ts';

type Props = { signatures: Signature[]; locale: Locale; /** The signature of whoever reads. */ own?: string | undefined };

const looks: Record<Signature['state'], BadgeState> = { waiting: 'neutral', invited: 'waiting', signed: 'done', declined: 'late', withdrawn: 'soon', void: 'neutral' };

/** How every signature stands; the same for the person who filled in, for those invited and for the office. */
export function SignatureList({ signatures, locale, own }: Props) {
  const t = signingTexts(locale);
  return (
    <Table
      caption={t.signaturesOf}
      captionHidden
      stack
      rows={signatures}
      rowKey={(row) => row.id}
      columns={[
        { key: 'party', head: t.party, rowHead: true, cell: (row) => row.label },
        { key: 'name', head: t.person, cell: (row) => (row.id === own ? `${row.name} (${t.you})` : row.name) },
        { key: 'state', head: t.state, cell: (row) => <Badge state={looks[row.state]}>{stateWords(row, locale)}</Badge> },
      ]}
    />
  );
}

/** Where one signature stands, in words. */
export function stateWords(signature: Signature, locale: Locale): string {
  const t = signingTexts(locale);
  const { state, is_self: self } = signature;
  if (state === 'signed' && signature.signed_at) return [t.signedOn(formatDateTime(signature.signed_at, locale)), ...trustWords(signature, locale)].join(', ');
  if (state === 'declined' && signature.declined_at) return t.declinedOn(formatDate(signature.declined_at, locale)) + (signature.reason ? `: ${signature.reason}` : '');
  if (state === 'invited' && self) return t.yourTurn;
  if (state === 'invited' && signature.reminded_at) return t.remindedOn(formatDate(signature.reminded_at, locale));
  if (state === 'invited' && signature.invited_at) return t.invitedOn(formatDate(signature.invited_at, locale));
  return state === 'withdrawn' ? t.withdrawn : state === 'void' ? t.void : t.waiting;
}

function trustWords({ name, signed_name: written, trust_level: trust }: Signature, locale: Locale): string[] {
  const t = signingTexts(locale);
  const level = trust === 'substantial' || trust === 'high' ? [t.proven] : trust === 'basic' ? [t.withAccount] : [];
  return [...(written && written !== name ? [t.signedAs(written)] : []), ...level];
}
