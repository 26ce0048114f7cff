import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  'text-blocks/no-block': { status: 404, de: 'Diesen Textbaustein gibt es nicht, oder er gehört einem anderen Amt.', en: 'There is no such text block.' },
  'text-blocks/name-needed': { status: 422, de: 'Bitte geben Sie einen Namen ein (höchstens 120 Zeichen).', en: 'Please enter a name.' },
  'text-blocks/text-needed': { status: 422, de: 'Bitte schreiben Sie einen Text (höchstens 10.000 Zeichen).', en: 'Please write a text.' },
  'text-blocks/use-needed': { status: 422, de: 'Bitte wählen Sie aus, wofür der Text ist.', en: 'Please choose what the text is for.' },
  'text-blocks/unknown-place': { status: 422, de: 'Diese Platzhalter gibt es nicht: {names}. Unter dem Text steht, welche es gibt.', en: 'Unknown placeholders: {names}.' },
  'text-blocks/name-taken': { status: 409, de: 'Einen Textbaustein „{name}“ gibt es dort schon.', en: 'There is already a text block {name}.' },
  'text-blocks/changed-meanwhile': { status: 409, de: '{name} hat diesen Textbaustein inzwischen geändert (Fassung {version}). Ihr Text steht noch im Feld; vergleichen Sie ihn mit der neuen Fassung und speichern Sie dann noch einmal.', en: '{name} has changed this text block meanwhile.' },
  'text-blocks/gaps': { status: 422, de: 'Hier fehlt noch etwas: {names}. Bitte ergänzen Sie den Text.', en: 'Something is missing: {names}.' },
  'text-blocks/recipient-needed': { status: 422, de: 'Bitte geben Sie Name und Anschrift an (2 bis 6 Zeilen).', en: 'Please enter name and address.' },
});
