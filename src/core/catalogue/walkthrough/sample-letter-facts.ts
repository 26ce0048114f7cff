/** What the city adds to every letter, for filling letters in examples. */
export const sampleLetterFacts = {
  authority: { name: 'Stadt Musterstadt, Amt', address: 'Rathausplatz 1, 99999 Musterstadt' },
  court: { name: 'Verwaltungsgericht Musterstadt', address: 'Gerichtsstraße 7, 99999 Musterstadt' },
  city: { name: 'Musterstadt', bank: { name: 'Stadtsparkasse Musterstadt', iban: 'DE31999500000000123456', bic: 'MUSTDE99XXX', creditorName: 'Stadt Musterstadt – Stadtkasse' } },
  office: { name: 'Amt', phone: '+49 89 99998-0', email: 'amt@musterstadt.example' },
  giroCode: 'BCD',
};
