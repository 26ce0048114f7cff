import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  'permits/no-permit': { status: 404, de: 'Diesen Ausweis gibt es nicht.', en: 'This permit does not exist.' },
  'permits/dates': { status: 500, de: 'Der Ausweis endet, bevor er beginnt.' },
  'permits/no-plate': { status: 422, de: 'Bitte geben Sie ein Kennzeichen ein, zum Beispiel MU-AB 12.', en: 'Please enter a licence plate, for example MU-AB 12.' },
  'permits/same-plate': { status: 422, de: 'Das ist das Kennzeichen, das schon eingetragen ist.', en: 'This is the plate that is registered already.' },
  'permits/not-valid': { status: 409, de: 'Dieser Ausweis gilt nicht mehr. Bitte beantragen Sie einen neuen.', en: 'This permit is no longer valid. Please apply for a new one.' },
  'permits/no-change': { status: 409, de: 'Das Kennzeichen dieses Ausweises lässt sich nicht online ändern. Bitte rufen Sie uns an.', en: 'The plate of this permit cannot be changed online. Please call us.' },
});
