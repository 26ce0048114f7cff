import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  'mandates/no-organisation': { status: 404, de: 'Diese Organisation gibt es nicht, oder Sie gehören nicht dazu.', en: 'There is no such organisation, or you do not belong to it.' },
  'mandates/administrators-only': { status: 403, de: 'Das darf nur, wer das Organisationskonto verwaltet.', en: 'Only administrators of the organisation account may do this.' },
  'mandates/last-administrator': {
    status: 409,
    de: 'Jemand muss das Organisationskonto verwalten: auf Dauer und für alle Leistungen. Bitte geben Sie diese Rolle vorher einer anderen Person.',
    en: 'Somebody has to administer the organisation account: without end and for all services. Please give this role to another person first.',
  },
  'mandates/no-member': { status: 404, de: 'Diese Person gehört nicht (mehr) zur Organisation.', en: 'This person does not belong to the organisation (any more).' },
  'mandates/old-invitation': {
    status: 404,
    de: 'Diese Einladung gilt nicht (mehr). Sie wurde schon benutzt, zurückgezogen oder ist abgelaufen. Bitten Sie um eine neue.',
    en: 'This invitation is not valid (any more). It was used, withdrawn or has run out. Please ask for a new one.',
  },
  'mandates/other-address': {
    status: 403,
    de: 'Diese Einladung ging an eine andere E-Mail-Adresse als die Ihres Kontos. Melden Sie sich mit dem richtigen Konto an, oder lassen Sie sich unter Ihrer Adresse einladen.',
    en: 'This invitation went to another e-mail address than that of your account. Sign in with the right account, or ask to be invited with your address.',
  },
  'mandates/too-many': { status: 409, de: 'Mehr geht nicht: höchstens {count}.', en: 'At most {count} are possible.' },
});
