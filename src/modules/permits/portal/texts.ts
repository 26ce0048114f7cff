import { defineTexts } from '#platform/i18n';

export const texts = defineTexts({
  de: {
    permits: 'Ausweise', account: 'Mein Konto', lead: 'Digitale Ausweise Ihrer Stadt. Zeigen Sie sie einfach auf dem Telefon vor.',
    empty: 'Keine Ausweise', emptyText: 'Ihre digitalen Ausweise finden Sie hier, sobald sie ausgestellt sind.',
    valid: 'gültig', 'not-yet': 'noch nicht gültig', expired: 'abgelaufen', replaced: 'ersetzt',
    area: 'Bereich', plate: 'Kennzeichen', from: 'Gültig ab', until: 'Gültig bis', code: 'Nummer',
    qr: 'Prüfcode des Ausweises als QR-Code', hint: 'Sie müssen nichts in das Auto legen. Die Verkehrsüberwachung prüft das Kennzeichen oder diesen Code.',
    over: 'Dieser Ausweis gilt nicht mehr.', current: 'Zum gültigen Ausweis',
    change: 'Kennzeichen ändern', changeLead: 'Sie haben ein anderes Auto? Dann bekommen Sie einen neuen Ausweis. Der alte gilt sofort nicht mehr.',
    newPlate: 'Neues Kennzeichen', changed: 'Der Ausweis gilt jetzt für das neue Kennzeichen.', cancel: 'Abbrechen', example: 'Zum Beispiel MU-AB 12',
    check: 'Ausweis prüfen', checkLead: 'Diese Seite zeigt keine persönlichen Daten.', fake: 'Dieser Code stammt nicht von uns', fakeText: 'Der Ausweis gilt nicht. Vielleicht ist der Code beschädigt; dann scannen Sie ihn bitte noch einmal.',
    unknown: 'Diesen Ausweis gibt es nicht', unknownText: 'Zu dieser Nummer haben wir keinen Ausweis ausgestellt.',
    compare: 'Vergleichen', same: 'Das Kennzeichen passt zum Ausweis.', different: 'Das Kennzeichen passt nicht zum Ausweis.', enterCode: 'Nummer des Ausweises', look: 'Prüfen',
  },
  en: {
    permits: 'Permits', account: 'My account', lead: 'Digital permits of your city. Simply show them on your phone.',
    empty: 'No permits', emptyText: 'You find your digital permits here as soon as they are issued.',
    valid: 'valid', 'not-yet': 'not valid yet', expired: 'expired', replaced: 'replaced',
    area: 'Area', plate: 'Licence plate', from: 'Valid from', until: 'Valid until', code: 'Number',
    qr: 'Check code of the permit as QR code', hint: 'You need not put anything into the car. Traffic wardens check the licence plate or this code.',
    over: 'This permit is no longer valid.', current: 'Go to the valid permit',
    change: 'Change the licence plate', changeLead: 'You drive another car? Then you get a new permit. The old one stops being valid at once.',
    newPlate: 'New licence plate', changed: 'The permit is now valid for the new plate.', cancel: 'Cancel', example: 'For example MU-AB 12',
    check: 'Check a permit', checkLead: 'This page shows no personal data.', fake: 'This code is not ours', fakeText: 'The permit is not valid. Perhaps the code is damaged; then please scan it again.',
    unknown: 'This permit does not exist', unknownText: 'We have issued no permit with this number.',
    compare: 'Compare', same: 'The licence plate matches the permit.', different: 'The licence plate does not match the permit.', enterCode: 'Number of the permit', look: 'Check',
  },
});
