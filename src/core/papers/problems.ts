import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  'papers/no-paper': { status: 404, de: 'Diese Unterlage gibt es nicht (mehr).', en: 'This paper does not exist (any more).' },
  'papers/too-many': {
    status: 409,
    de: 'In Ihrem Konto ist Platz für {count} Unterlagen mit zusammen {size}. Bitte löschen Sie erst eine, die Sie nicht mehr brauchen.',
    en: 'Your account has room for {count} papers with {size} together. Please delete one first that you no longer need.',
  },
});
