import { defineTexts } from '#platform/i18n';

/** The few words components say themselves; everything else is passed in by the page. */
export const words = defineTexts({
  de: {
    optional: 'freiwillig',
    error: 'Fehler',
    errorSummary: 'Bitte prüfen Sie Ihre Angaben',
    choose: 'Bitte wählen',
    day: 'Tag',
    month: 'Monat',
    year: 'Jahr',
    search: 'Suchen',
    remove: 'Entfernen',
    uploaded: 'Hochgeladene Dateien',
    charactersLeft: (limit: number) => `Höchstens ${limit} Zeichen.`,
  },
  en: {
    optional: 'optional',
    error: 'Error',
    errorSummary: 'Please check your answers',
    choose: 'Please choose',
    day: 'Day',
    month: 'Month',
    year: 'Year',
    search: 'Search',
    remove: 'Remove',
    uploaded: 'Uploaded files',
    charactersLeft: (limit: number) => `No more than ${limit} characters.`,
  },
  'de-leicht': {
    optional: 'müssen Sie nicht ausfüllen',
    errorSummary: 'Bitte schauen Sie noch einmal nach',
    choose: 'Bitte wählen Sie aus',
  },
});
