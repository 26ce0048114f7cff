import { erasures } from '#core/parties';

/** What was owed and paid belongs to the city's books. */
export const paymentErasure = erasures.of({
  stays: [{ what: { de: 'Zahlungen', en: 'Payments' }, why: { de: 'Belege bewahrt die Stadtkasse zehn Jahre auf (Haushaltsrecht, § 147 Abgabenordnung).', en: 'The treasury keeps records for ten years (budget law, section 147 AO).' } }],
});
