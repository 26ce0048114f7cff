import type { Locale } from '#platform/i18n';
import { Alert, Button, ButtonRow } from '#platform/ui';
import type { ProofNeeded } from './proof.ts';
import { texts } from './texts.ts';

/** Why one can't go on as one is known now, and the way to change it. What was typed stays. */
export function ProofAlert({ proof, locale }: { proof: Exclude<ProofNeeded, { kind: 'none' }>; locale: Locale }) {
  const t = texts(locale);
  return (
    <Alert kind="warning" title={proof.kind === 'sign-in' ? t.trustText : t.trustLow} level={2}>
      <p class="kern-body">{proof.kind === 'impossible' ? t.trustImpossible : t.trustKeep}</p>
      {proof.kind !== 'impossible' && (
        <ButtonRow>
          {proof.kind === 'prove' ? (
            proof.ways.map((way) => (
              <Button key={way.href} variant="primary" href={way.href}>
                {t.proveWith(way.name)}
              </Button>
            ))
          ) : (
            <Button variant="primary" href={proof.href}>
              {t.signIn}
            </Button>
          )}
        </ButtonRow>
      )}
    </Alert>
  );
}
