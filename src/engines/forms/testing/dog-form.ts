/** A dog registration with everything that forms can do; read it as the example of the format. */
export const dogForm = {
  schemaVersion: 1,
  id: 'dog-registration',
  title: { de: 'Hund anmelden', en: 'Register a dog', 'de-leicht': 'Hund an-melden' },
  pages: [
    {
      id: 'owner',
      title: { de: 'Zu Ihrer Person', en: 'About you' },
      elements: [
        { type: 'group', key: 'owner', label: { de: 'Halterin oder Halter', en: 'Keeper' }, preset: 'person', elements: [] },
        { type: 'address', key: 'address', label: { de: 'Anschrift', en: 'Address' }, required: true, prefill: 'account.address' },
        { type: 'email', key: 'email', label: { de: 'E-Mail-Adresse', en: 'Email address' }, prefill: 'account.email' },
        { type: 'phone', key: 'phone', label: { de: 'Telefon', en: 'Phone' } },
      ],
    },
    {
      id: 'dogs',
      title: { de: 'Ihre Hunde', en: 'Your dogs' },
      lead: 'Bitte nennen Sie alle Hunde in Ihrem Haushalt.',
      elements: [
        {
          type: 'repeat',
          key: 'dogs',
          label: { de: 'Hunde', en: 'Dogs' },
          itemLabel: { de: 'Hund', en: 'Dog' },
          min: 1,
          max: 5,
          elements: [
            { type: 'text', key: 'name', label: 'Rufname', required: true, maxLength: 40 },
            { type: 'date', key: 'since', label: 'Bei Ihnen seit', required: true, max: '= today' },
            {
              type: 'choice',
              key: 'breed',
              label: { de: 'Rasse', en: 'Breed' },
              required: true,
              options: [
                { value: 'mixed', label: { de: 'Mischling', en: 'Mixed breed' } },
                { value: 'listed', label: { de: 'Listenhund', en: 'Listed breed' } },
              ],
            },
            { type: 'text', key: 'permit', label: 'Nummer der Erlaubnis', condition: 'breed = "listed"', required: true, pattern: 'E-\\d{4}', example: 'E-1234' },
            { type: 'text', key: 'chip', label: 'Chip-Nummer', dontKnow: true, pattern: '\\d{15}', required: true },
          ],
          rules: [{ assert: 'not(name = "Hund")', message: 'Bitte geben Sie den Rufnamen an, nicht „Hund“.', fields: ['name'] }],
        },
        { type: 'calculated', key: 'taxCents', label: 'Steuer im Jahr', value: 'count(dogs) * 12000', format: 'money' },
      ],
    },
    {
      id: 'payment',
      title: { de: 'Zahlung', en: 'Payment' },
      elements: [
        {
          type: 'choice',
          key: 'payment',
          label: 'Wie möchten Sie zahlen?',
          required: true,
          options: [
            { value: 'debit', label: 'Lastschrift' },
            { value: 'transfer', label: 'Überweisung' },
          ],
        },
        { type: 'group', label: 'Konto', condition: 'payment = "debit"', preset: 'bankAccount', without: ['accountHolder'], elements: [] },
        { type: 'yesNo', key: 'exempt', label: 'Beantragen Sie eine Befreiung?', required: true },
      ],
    },
    {
      id: 'exemption',
      title: 'Befreiung',
      condition: 'exempt',
      elements: [
        { type: 'textarea', key: 'reason', label: 'Grund', required: true },
        { type: 'file', key: 'proof', label: 'Nachweis', required: true, several: true, max: 2, accept: ['application/pdf', 'image/*'], maxMegabytes: 5 },
        { type: 'info', text: 'Wir prüfen Ihren Nachweis.', appearance: 'note' },
      ],
    },
    {
      id: 'finish',
      title: 'Abschluss',
      elements: [
        { type: 'date', key: 'startOn', label: 'Beginn' },
        { type: 'date', key: 'endOn', label: 'Ende' },
        { type: 'confirm', key: 'correct', label: 'Meine Angaben stimmen.', required: true },
      ],
      rules: [{ assert: 'date(endOn) >= date(startOn)', message: 'Das Ende liegt vor dem Beginn.', fields: ['endOn'] }],
    },
  ],
};

/** Answers that are all right. */
export const goodAnswers = {
  owner: { givenNames: 'Erika', familyName: 'Mustermann', birthDate: '1984-08-12' },
  address: { street: 'Hauptstraße', houseNumber: '5a', postcode: '12345', city: 'Musterstadt' },
  dogs: [
    { name: 'Rex', since: '2026-01-31', breed: 'mixed', chip: null },
    { name: 'Bello', since: '2026-02-01', breed: 'listed', permit: 'E-1234', chip: '276098100000001' },
  ],
  payment: 'debit',
  iban: 'DE02120300000000202051',
  exempt: false,
  correct: true,
};
