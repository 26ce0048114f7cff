import type { Locale } from '#platform/i18n';
import type { Platform } from '#platform/module';
import { Button, ButtonRow, Form, Prose, TextField } from '#platform/ui';
import type { Account } from '../accounts.ts';
import { securityTexts } from '../security-texts.ts';
import { totpAddress } from '../totp.ts';
import { QrImage } from './qr-image.tsx';

export type TotpSetupProps = { platform: Platform; locale: Locale; secret: string; account: Account; action: string; cancel?: string; error?: string | undefined };

/** Scan, or type the key; then prove it with a first code. */
export function TotpSetup({ platform, locale, secret, account, action, cancel, error }: TotpSetupProps) {
  const t = securityTexts(locale);
  return (
    <Form action={action} label={t.appSetup}>
      <Prose>
        <ol>
          <li>
            {t.appStep1}
            <br />
            <QrImage content={totpAddress({ platform }, secret, account.email ?? account.name)} label={t.appQr} />
            <br />
            {t.appManual} <code>{secret.match(/.{1,4}/g)?.join(' ')}</code>
          </li>
          <li>{t.appStep2}</li>
        </ol>
      </Prose>
      <TextField name="code" label={t.code} autocomplete="one-time-code" inputmode="numeric" width={6} maxlength={20} required error={error} />
      <ButtonRow>
        <Button variant="primary">{t.confirm}</Button>
        {cancel && (
          <Button href={cancel} variant="tertiary">
            {t.cancel}
          </Button>
        )}
      </ButtonRow>
    </Form>
  );
}
