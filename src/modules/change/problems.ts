import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  'change/not-found': { status: 404, de: 'Das gibt es nicht, oder es ist nicht für Sie bestimmt.', en: 'There is no such thing, or it is not for you.' },
  'change/text-needed': { status: 422, de: 'Titel und Text dürfen nicht leer sein.', en: 'Title and text must not be empty.' },
  'change/audience-needed': { status: 422, de: 'Wählen Sie, für wen das ist.', en: 'Choose for whom this is.' },
  'change/unknown-group': { status: 422, de: 'Diese Gruppe gibt es nicht: {ref}.', en: 'There is no such group: {ref}.' },
  'change/dates-reversed': { status: 422, de: 'Das Ende liegt vor dem Anfang.', en: 'The end lies before the beginning.' },
  'change/places-wrong': { status: 422, de: 'Geben Sie 1 bis 1000 Plätze an.', en: 'Give 1 to 1000 places.' },
  'change/over': { status: 409, de: 'Das ist schon vorbei.', en: 'This is over.' },
  'change/cancelled': { status: 409, de: 'Diese Schulung fällt aus.', en: 'This training was cancelled.' },
  'change/already-registered': { status: 409, de: 'Sie sind schon angemeldet.', en: 'You are registered already.' },
  'change/questions-needed': { status: 422, de: 'Eine Umfrage braucht eine bis zehn Fragen; eine Auswahl braucht mindestens zwei Antworten.', en: 'A survey needs one to ten questions.' },
  'change/already-answered': { status: 409, de: 'Sie haben schon geantwortet. Welche Antwort von Ihnen ist, weiß niemand; deshalb lässt sie sich nicht ändern.', en: 'You have answered already.' },
  'change/not-asked': { status: 403, de: 'Diese Umfrage richtet sich an andere.', en: 'This survey is for others.' },
  'change/answer-wrong': { status: 422, de: 'Beantworten Sie mindestens eine Frage, und wählen Sie nur aus dem, was angeboten wird.', en: 'Answer at least one question.' },
  'change/answered': { status: 409, de: 'Diese Frage ist schon beantwortet.', en: 'This question was answered already.' },
});
