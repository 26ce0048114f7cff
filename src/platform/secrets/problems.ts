import { defineProblems } from '#platform/module';

export const problem = defineProblems({
  'secrets/no-key': { status: 503, de: 'Auf diesem Server ist noch kein Schlüssel für Geheimnisse eingerichtet (SECRET_KEY). Bitte wenden Sie sich an die Systembetreuung.', en: 'This server has no key for secrets yet (SECRET_KEY). Please contact the administrator.' },
  'secrets/unreadable': { status: 500, de: 'Ein Geheimnis lässt sich mit den eingerichteten Schlüsseln nicht öffnen (SECRET_KEY, SECRET_KEYS_BEFORE).', en: 'A secret cannot be opened with the keys of this server (SECRET_KEY, SECRET_KEYS_BEFORE).' },
  'secrets/no-such-secret': { status: 404, de: 'Das Geheimnis „{name}“ gibt es nicht. Bitte legen Sie es unter Verwaltung › Geheimnisse an.', en: 'There is no secret “{name}”.' },
  'secrets/name-invalid': { status: 422, de: 'Ein Name besteht aus Großbuchstaben, Ziffern und Unterstrichen, zum Beispiel MELDEREGISTER_TOKEN.', en: 'A name consists of capital letters, digits and underscores.' },
  'secrets/value-invalid': { status: 422, de: 'Bitte geben Sie den Wert ein: 4 bis 4.000 Zeichen, ohne Zeilenumbruch am Ende.', en: 'Please enter the value: 4 to 4,000 characters.' },
  'secrets/host-invalid': { status: 422, de: '„{host}“ ist kein Rechnername. Schreiben Sie zum Beispiel register.example.de, ohne https://.', en: '“{host}” is not a host name.' },
  'secrets/host-forbidden': { status: 403, de: 'Das Geheimnis „{name}“ darf nicht an „{host}“ gesendet werden.', en: 'The secret “{name}” may not be sent to “{host}”.' },
});
