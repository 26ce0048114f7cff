import { defineTexts } from '#platform/i18n';

export const remarkTexts = defineTexts({
  de: {
    helpful: 'Hat Ihnen diese Seite geholfen?', yes: 'Ja', no: 'Nein', word: 'Möchten Sie noch etwas sagen?', wordHint: 'Bitte nennen Sie keine Namen und nichts über Ihre Gesundheit.', rate: 'Absenden', thanks: 'Vielen Dank!', thanksText: 'Ihre Meinung hilft uns, diese Seite besser zu machen.',
    report: 'Fehler auf dieser Seite melden', reportLead: 'Was stimmt nicht? Ihr Hinweis geht an die Menschen, die diesen Text schreiben.', what: 'Was ist falsch oder fehlt?', email: 'E-Mail-Adresse', emailHint: 'Nur wenn Sie eine Antwort möchten. Wir löschen sie 90 Tage nach der Antwort.', send: 'Hinweis senden', needWords: 'Bitte schreiben Sie, was nicht stimmt.', wrongEmail: 'Diese E-Mail-Adresse ist nicht vollständig, zum Beispiel name@beispiel.de.', reported: 'Danke für Ihren Hinweis!', reportedText: 'Wir sehen uns die Seite an.', back: 'Zurück zur Leistung', trap: 'Dieses Feld bitte frei lassen', choose: 'Bitte wählen Sie Ja oder Nein.',
  },
  en: {
    helpful: 'Did this page help you?', yes: 'Yes', no: 'No', word: 'Would you like to add something?', wordHint: 'Please give no names and nothing about your health.', rate: 'Send', thanks: 'Thank you!', thanksText: 'Your opinion helps us to improve this page.',
    report: 'Report an error on this page', reportLead: 'What is wrong? Your message goes to the people who write this text.', what: 'What is wrong or missing?', email: 'Email address', emailHint: 'Only if you would like an answer. We delete it 90 days after the answer.', send: 'Send', needWords: 'Please write what is wrong.', wrongEmail: 'This email address is not complete, for example name@example.com.', reported: 'Thank you for your message!', reportedText: 'We will look at the page.', back: 'Back to the service', trap: 'Please leave this field empty', choose: 'Please choose yes or no.',
  },
  'de-leicht': { helpful: 'Haben Sie alles verstanden?', word: 'Was möchten Sie uns noch sagen?', report: 'Ist hier etwas falsch?', what: 'Was ist falsch?' },
});
