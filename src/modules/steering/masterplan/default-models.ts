import type { Criterion, MaturityModel, ModelKey } from './maturity-model.ts';

type Said = [key: string, name: string, asks: string, ...anchors: [number, string][]];
const criterion = (...[key, name, asks, ...anchors]: Said): Criterion => ({ key, name, asks, anchors: anchors.map(([level, words]) => ({ level, words })) });
const levels = (...all: [string, number][]) => all.map(([name, hand], level) => ({ level, name, hand }));

/**
 * The two OZG models in our own words, as a start: both are edited in the program, every change is a new version. Criteria and anchors are a working
 * translation, not the official check lists. A level of a criterion says how far the whole service can get with it, so that the weakest decides. The shares of work by hand are our own estimate.
 */
export const defaultModels: Record<ModelKey, MaturityModel> = {
  '2.0': {
    name: 'OZG-Reifegradmodell 2.0',
    source: 'Reifegradmodell 2.0 (Juli 2025), 13 Kriterien, Stufen 0 bis 7; eigene Worte, Orientierungshilfe. Anteile an Handarbeit: eigene Schätzung.',
    levels: levels(['nur vor Ort', 100], ['Information im Netz', 100], ['Formular zum Ausdrucken', 96], ['Antrag geht online', 85], ['Daten kommen ohne Bruch an', 65], ['Bearbeitung läuft digital', 45], ['Register und Verfahren verbunden', 25], ['durchgehend digital', 8]),
    withoutBreaks: 4, minutesPerBreak: 5,
    criteria: [
      criterion('information', 'Information', 'Finden Menschen im Netz, was sie brauchen, in einfacher Sprache?', [0, 'keine Seite'], [2, 'Seite mit Ablauf und Kontakt'], [5, 'Unterlagen, Gebühr, Dauer, Rechtsgrundlage'], [7, 'auch auf Englisch und in Leichter Sprache']),
      criterion('form', 'Antrag', 'Wie kommt der Antrag zu uns?', [1, 'nur vor Ort oder auf Papier'], [2, 'PDF zum Ausdrucken'], [5, 'Online-Formular'], [6, 'mit vorhandenen Daten vorbelegt'], [7, 'ohne Antrag, wo das Recht es erlaubt']),
      criterion('identity', 'Anmeldung', 'Geht die Anmeldung mit dem Vertrauensniveau, das nötig ist?', [2, 'nur persönlich'], [6, 'Konto oder ohne Konto, wie es das Recht verlangt'], [7, 'mit dem gemeinsamen Konto für alle Leistungen']),
      criterion('evidence', 'Nachweise', 'Wie kommen Nachweise zu uns?', [2, 'im Original oder als Kopie'], [5, 'als Datei hochgeladen'], [6, 'aus Registern abgerufen'], [7, 'niemand muss etwas beibringen']),
      criterion('signature', 'Unterschrift', 'Ist Schriftform abgebaut oder digital ersetzt?', [2, 'Unterschrift auf Papier'], [7, 'digital ersetzt oder nicht nötig']),
      criterion('payment', 'Bezahlen', 'Wird online bezahlt?', [2, 'bar oder Rechnung auf Papier'], [4, 'Zahlung im Netz'], [6, 'Zahlung bucht sich selbst'], [7, 'bis in den Haushalt ohne Handarbeit']),
      criterion('notice', 'Bescheid', 'Wie kommt das Ergebnis an?', [2, 'Brief'], [4, 'digital, ohne Siegel'], [6, 'rechtssicher bekannt gegeben, mit Siegel'], [7, 'als maschinenlesbarer Nachweis']),
      criterion('status', 'Stand', 'Sieht man, wie weit der Antrag ist?', [2, 'auf Nachfrage'], [4, 'Eingang wird bestätigt'], [6, 'jeder Schritt ist zu sehen'], [7, 'auch über das gemeinsame Konto']),
      criterion('transfer', 'Datenübergabe', 'Kommen die Daten ohne Abtippen ins Verfahren?', [3, 'Papier oder PDF wird abgetippt'], [5, 'strukturierte Daten'], [6, 'über Standard ins Fachverfahren'], [7, 'auch zurück ins Register']),
      criterion('work', 'Bearbeitung', 'Läuft die Bearbeitung digital?', [3, 'auf Papier'], [4, 'im Programm, Schritte von Hand'], [6, 'mit Aufgaben, Fristen und Vertretung'], [7, 'mit anderen Stellen verbunden']),
      criterion('record', 'Akte', 'Entsteht eine vollständige elektronische Akte?', [3, 'Papierakte'], [4, 'elektronische Ablage'], [6, 'Akte führt sich selbst, mit Fristen'], [7, 'bis zur Aussonderung und Abgabe']),
      criterion('decision', 'Entscheidung', 'Wird, was eindeutig ist, nach Regeln entschieden?', [4, 'immer von Hand'], [5, 'Regeln rechnen und schlagen vor'], [6, 'eindeutige Fälle entscheidet die Maschine'], [7, 'fast alle Fälle laufen selbst durch']),
      criterion('reuse', 'Daten nur einmal', 'Werden Daten genutzt, die es schon gibt?', [4, 'alles wird neu gefragt'], [5, 'Angaben aus dem Konto'], [6, 'Abruf aus Registern mit Einwilligung oder Gesetz'], [7, 'von Amts wegen']),
    ],
  },
  '1.1': {
    name: 'OZG-Reifegradmodell 1.1',
    source: 'Reifegradmodell 1.1 (Juni 2020), 10 Kriterien, Stufen 0 bis 4, konform ab 3; eigene Worte. Anteile an Handarbeit: eigene Schätzung.',
    levels: levels(['offline', 100], ['Information', 100], ['Formular-Assistent', 96], ['Online-Leistung', 80], ['Online-Transaktion', 55]),
    withoutBreaks: 3, minutesPerBreak: 5,
    criteria: [
      criterion('information', 'Information', 'Steht im Netz, was Menschen wissen müssen?', [0, 'nein'], [3, 'ja'], [4, 'auch auf Englisch und in Leichter Sprache']),
      criterion('form', 'Antrag', 'Wie kommt der Antrag zu uns?', [1, 'Papier'], [2, 'Formular mit Hilfe beim Ausfüllen'], [3, 'online'], [4, 'vorbelegt']),
      criterion('identity', 'Anmeldung', 'Geht die Anmeldung online mit dem nötigen Vertrauensniveau?', [2, 'nein'], [4, 'ja']),
      criterion('evidence', 'Nachweise', 'Wie kommen Nachweise?', [2, 'Papier'], [3, 'hochgeladen'], [4, 'die Verwaltung holt sie selbst']),
      criterion('signature', 'Unterschrift', 'Geht es ohne Unterschrift auf Papier?', [2, 'nein'], [4, 'ja']),
      criterion('payment', 'Bezahlen', 'Geht Bezahlen online?', [2, 'nein'], [4, 'ja']),
      criterion('notice', 'Bescheid', 'Kommt das Ergebnis digital?', [2, 'Brief'], [3, 'ins Konto, ohne Siegel'], [4, 'rechtssicher, mit Siegel']),
      criterion('contact', 'Rückfragen', 'Gehen Rückfragen und Nachforderungen online?', [2, 'Brief oder Telefon'], [3, 'im Konto'], [4, 'mit Stand und Fristen']),
      criterion('access', 'Barrierefreiheit', 'Ist das Angebot barrierefrei?', [2, 'nein'], [3, 'ja, geprüft'], [4, 'laufend geprüft']),
      criterion('reuse', 'Daten nur einmal', 'Werden vorhandene Daten genutzt?', [3, 'nein'], [4, 'aus Registern']),
    ],
  },
};
