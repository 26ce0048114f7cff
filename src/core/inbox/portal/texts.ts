import { defineTexts } from '#platform/i18n';

export const texts = defineTexts({
  de: {
    inbox: 'Nachrichten',
    lead: 'Bescheide, Briefe und Antworten Ihrer Stadt.',
    empty: 'Noch keine Nachrichten',
    emptyText: 'Wenn Ihre Stadt Ihnen schreibt, finden Sie es hier. Sie bekommen am selben Tag eine E-Mail.',
    unread: 'neu',
    caseNumber: 'Vorgang',
    open: 'Schreiben öffnen (PDF)',
    provided: (date: string) => `Bereitgestellt am ${date}`,
    deemed: (date: string) => `Gilt als bekannt gegeben am ${date}`,
    toCase: 'Zum Antrag',
    back: 'Alle Nachrichten',
    older: 'Ältere Nachrichten',
  },
  en: {
    inbox: 'Messages',
    lead: 'Notices, letters and answers of your city.',
    empty: 'No messages yet',
    emptyText: 'When your city writes to you, you find it here. You get an e-mail on the same day.',
    unread: 'new',
    caseNumber: 'Case',
    open: 'Open the letter (PDF)',
    provided: (date: string) => `Provided on ${date}`,
    deemed: (date: string) => `Counts as received on ${date}`,
    toCase: 'To the application',
    back: 'All messages',
    older: 'Older messages',
  },
});
