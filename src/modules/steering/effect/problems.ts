import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  'steering/review-not-due': { status: 409, de: 'Diese Fragen stehen noch nicht an: Das Vorhaben ist noch keine {months} Monate in Betrieb.', en: 'This review is not due yet.' },
  'steering/review-not-yours': { status: 403, de: 'Diese Fragen beantwortet die Projektleitung oder die Digitalsteuerung.', en: 'The project lead answers these questions.' },
  'steering/review-number': { status: 422, de: '„{what}“ ist keine Zahl ab null. Lassen Sie das Feld leer, wenn Sie es nicht gemessen haben.', en: '{what} is no number from zero.' },
  'steering/review-used': { status: 422, de: 'Bitte sagen Sie, ob die Lösung wie geplant genutzt wird.', en: 'Please say whether it is used as planned.' },
});
