import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  'auth/no-such-account': { status: 404, de: 'Dieses Konto gibt es nicht (mehr).', en: 'There is no such account (any more).' },
  'auth/email-taken': { status: 409, de: 'Mit dieser E-Mail-Adresse gibt es schon ein Konto.', en: 'There is already an account with this e-mail address.' },
  'auth/too-many-attempts': {
    status: 429,
    de: 'Das waren zu viele Versuche. Bitte warten Sie bis {until} und versuchen Sie es dann noch einmal.',
    en: 'Too many attempts. Please wait until {until} and then try again.',
  },
  'auth/step-expired': { status: 401, de: 'Dieser Schritt ist abgelaufen. Bitte melden Sie sich neu an.', en: 'This step has expired. Please sign in again.' },
  'auth/passkey-refused': { status: 400, de: 'Der Passkey wurde nicht angenommen. Bitte versuchen Sie es noch einmal.', en: 'The passkey was not accepted. Please try again.' },
  'auth/last-sign-in': { status: 409, de: 'Das ist Ihre einzige Möglichkeit, sich anzumelden. Richten Sie zuerst eine andere ein.', en: 'This is your only way to sign in. Set up another one first.' },
  'auth/second-factor-needed': { status: 409, de: 'Ohne zweiten Faktor können Sie sich hier nicht anmelden. Richten Sie zuerst einen anderen ein.', en: 'You cannot sign in here without a second factor. Set up another one first.' },
  'auth/sign-in-again': { status: 403, de: 'Aus Sicherheitsgründen: Bitte melden Sie sich neu an und wiederholen Sie diesen Schritt.', en: 'For security: please sign in again and repeat this step.' },
});
