import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  'data-protection/no-request': { status: 404, de: 'Dieses Anliegen gibt es nicht.', en: 'There is no such request.' },
  'data-protection/nobody': { status: 422, de: 'Wählen Sie mindestens ein Konto oder einen Vorgang der Person aus.', en: 'Choose at least one account or case.' },
  'data-protection/not-identified': { status: 422, de: 'Schreiben Sie, woran Sie die Person erkannt haben (Art. 12 Abs. 6 DSGVO).', en: 'Say how the person was identified.' },
  'data-protection/done': { status: 409, de: 'Dieses Anliegen ist schon erledigt.', en: 'This request is done.' },
  'data-protection/other-person': { status: 409, de: 'Löschen darf nur eine andere Person als die, die es vorgeschlagen hat.', en: 'A second person has to approve.' },
  'data-protection/reason-needed': { status: 422, de: 'Schreiben Sie den Grund; die Person muss ihn erfahren (Art. 12 Abs. 4 DSGVO).', en: 'A reason is needed.' },
});
