import type { Locale } from '#platform/i18n';
import { Button, ButtonRow, Checkbox, Form, Link, Stack, TextField } from '#platform/ui';
import type { VNode } from 'preact';
import { z } from 'zod';
import type { Signed } from '../signing/sign.ts';
import { signingTexts } from './signing-texts.ts';

export type SignErrors = { name?: string; declaration?: string };
export const signBody = { name: z.string().max(500).default(''), erklaerung: z.string().optional() };

/** What a person wrote, checked; `declaration` is the sentence they read. */
export function readSigned(body: { name: string; erklaerung?: string | undefined }, declaration: string, locale: Locale): { signed?: Signed; errors: SignErrors } {
  const t = signingTexts(locale);
  const name = body.name.normalize('NFC').replaceAll(/\s+/g, ' ').trim();
  const errors: SignErrors = {
    ...(/\p{L}.*\s.*\p{L}/u.test(name) && name.length <= 200 ? {} : { name: t.nameMissing }),
    ...(body.erklaerung ? {} : { declaration: t.declarationMissing }),
  };
  return Object.keys(errors).length > 0 ? { errors } : { signed: { name, declaration }, errors };
}

/** The mistakes with the inputs they belong to. */
export const listedErrors = ({ name, declaration }: SignErrors): { id: string; text: string }[] => [...(name ? [{ id: 'name', text: name }] : []), ...(declaration ? [{ id: 'erklaerung', text: declaration }] : [])];

type Props = { action: string; button: string; declaration: string; locale: Locale; typed?: string; errors?: SignErrors; before?: VNode | undefined; declineHref?: string };

/** Name in full and the declaration: a signature in text form (§ 126b BGB). */
export function SigningForm({ action, button, declaration, locale, typed = '', errors = {}, before, declineHref }: Props) {
  const t = signingTexts(locale);
  return (
    <Form action={action}>
      <Stack>
        {before}
        <TextField name="name" id="name" label={t.name} hint={t.nameHint} autocomplete="name" value={typed} error={errors.name} maxlength={200} spellcheck={false} required />
        <Checkbox name="erklaerung" id="erklaerung" label={declaration} checked={false} required error={errors.declaration} />
        <ButtonRow>
          <Button variant="primary">{button}</Button>
        </ButtonRow>
        {declineHref && (
          <p class="kern-body">
            <Link href={declineHref}>{t.decline}</Link>
          </p>
        )}
      </Stack>
    </Form>
  );
}
