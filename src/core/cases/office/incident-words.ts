/** What a cause is called, and what a person can do about it. */
const causes: Record<string, { word: string; advice: string }> = {
  'job-failed': { word: 'Anschluss meldet einen Fehler', advice: 'Ist das andere System wieder da oder der Fehler dort behoben, versuchen Sie es noch einmal.' },
  'no-flow': { word: 'Der Weg ist unklar', advice: 'Berichtigen Sie unten die Angabe, von der der Weg abhängt, oder wählen Sie beim Überspringen selbst den Weg.' },
  'expression-failed': { word: 'Ein Ausdruck ist nicht berechenbar', advice: 'Meist fehlt eine Angabe oder hat den falschen Typ. Berichtigen Sie sie unten.' },
  'error-uncaught': { word: 'Ein Fehler wird nicht behandelt', advice: 'Berichtigen Sie die Angaben, oder überspringen Sie den Schritt.' },
  'message-unheard': { word: 'Nachricht ohne Empfänger', advice: 'Wartet der Empfänger inzwischen, versuchen Sie es noch einmal. Wird er die Nachricht nicht mehr brauchen, überspringen Sie den Schritt.' },
  'join-stuck': { word: 'Ein Weg kommt nicht an', advice: 'Überspringen Sie, wenn auf den anderen Weg nicht mehr gewartet werden soll.' },
  'step-limit': { word: 'Endlose Schleife', advice: 'Berichtigen Sie die Angabe, von der das Ende der Schleife abhängt.' },
  'token-limit': { word: 'Zu viele Wege zugleich', advice: 'Vermutlich vervielfacht eine Schleife die Wege; das muss in der Leistung geändert werden.' },
  'loop-collection': { word: 'Liste nicht lesbar', advice: 'Berichtigen Sie die Angabe, für deren Einträge der Schritt wiederholt wird.' },
  'loop-too-many': { word: 'Zu viele Wiederholungen', advice: 'Kürzen Sie die Liste, für deren Einträge der Schritt wiederholt wird.' },
  'call-circle': { word: 'Abläufe rufen sich im Kreis auf', advice: 'Das muss in der Leistung geändert werden; danach ziehen Sie den Vorgang um.' },
  'call-unknown': { word: 'Aufgerufener Ablauf fehlt', advice: 'Veröffentlichen Sie den Ablauf und versuchen Sie es noch einmal.' },
  'due-invalid': { word: 'Frist nicht lesbar', advice: 'Berichtigen Sie die Angabe, aus der die Frist entsteht.' },
  'timer-invalid': { word: 'Zeitangabe nicht lesbar', advice: 'Berichtigen Sie die Angabe, aus der die Zeit entsteht.' },
  'key-empty': { word: 'Schlüssel einer Nachricht fehlt', advice: 'Berichtigen Sie die Angabe, die den Schlüssel ergibt.' },
  'reserved-name': { word: 'Name ist vergeben', advice: 'Ein Ergebnis heißt wie eine feste Angabe des Vorgangs; das muss in der Leistung geändert werden.' },
  'not-storable': { word: 'Ergebnis nicht speicherbar', advice: 'Das Ergebnis ist zu groß oder zu tief verschachtelt; das muss in der Leistung geändert werden.' },
};

export const causeWord = (code: string): string => causes[code]?.word ?? 'Schritt ist nicht ausführbar';
export const causeAdvice = (code: string): string => causes[code]?.advice ?? 'Berichtigen Sie die Angaben und versuchen Sie es noch einmal, oder überspringen Sie den Schritt.';
export const knownCauses = Object.entries(causes).map(([code, { word }]) => ({ value: code, label: word }));
