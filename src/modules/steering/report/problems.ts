import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  'steering/no-report': { status: 404, de: 'Diesen Bericht gibt es nicht (mehr).', en: 'There is no such report.' },
  'steering/report-exists': { status: 409, de: 'An einem Bericht für {year} wird schon gearbeitet.', en: 'There is a draft for {year} already.' },
  'steering/report-year': { status: 422, de: 'Ein Bericht ist für die Jahre 2000 bis {last} möglich.', en: 'A report can be made for 2000 to {last}.' },
  'steering/edition-reason': { status: 422, de: 'Für {year} gibt es schon einen abgeschlossenen Bericht. Schreiben Sie, warum eine neue Ausgabe nötig ist.', en: 'Please say why a new edition is needed.' },
  'steering/report-frozen': { status: 409, de: 'Dieser Bericht ist abgeschlossen und wird nicht mehr geändert. Für Korrekturen gibt es eine neue Ausgabe.', en: 'This report is frozen. Make a new edition.' },
  'steering/report-draft': { status: 409, de: 'Dieser Bericht ist noch ein Entwurf. Schließen Sie ihn zuerst ab.', en: 'This report is still a draft.' },
  'steering/no-part': { status: 404, de: 'Diesen Abschnitt hat der Bericht nicht.', en: 'The report has no such part.' },
  'steering/text-changed': { status: 409, de: '{name} hat diesen Abschnitt um {time} geändert. Ihr Text steht noch da; bitte vergleichen Sie und speichern Sie noch einmal.', en: '{name} has changed this part meanwhile.' },
  'steering/unknown-number': { status: 422, de: 'Diese Platzhalter kennt der Abschnitt nicht: {names}. Ihr Text steht noch da.', en: 'Unknown placeholders: {names}.' },
});
