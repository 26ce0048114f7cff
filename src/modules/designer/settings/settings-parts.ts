import type { FieldGroup, FieldSpec, Values } from '../fields/field-spec.ts';
import { LOCALES, textIn, withText, type TextLocale } from './service-text.ts';
import { linesIn, rowsOf, withLines } from './service-yaml.ts';

type Plain = Record<string, unknown>;
/** A tab of settings: its fields for what is there now, and how they are read from and written to service.yaml. */
export type SettingsPart = { groups(settings: Plain, choices: Choices): FieldGroup[]; read(settings: Plain): Values; write(settings: Plain, values: Values): Plain };
export type Choices = { offices: { value: string; label: string }[]; lifeSituations: { value: string; label: string }[]; decisions: { value: string; label: string }[] };

const language: Record<TextLocale, string> = { de: '', en: ' – Englisch', 'de-leicht': ' – Leichte Sprache' };
const locales = (name: string, label: string, rest: Omit<FieldSpec, 'name' | 'label'>): FieldSpec[] => LOCALES.map((locale) => ({ ...rest, name: `${name}.${locale}`, label: `${label}${language[locale]}`, ...(locale === 'de' ? {} : { hint: locale === 'en' ? 'Leer: Deutsch wird gezeigt.' : 'Kurze Sätze, ein Gedanke je Satz.' }) }));

const TEXTS = ['name', 'summary', 'description', 'deadline', 'validity'] as const;
const LISTS = ['requirements', 'steps', 'haveReady'] as const;
const german = (groups: FieldSpec[][]): FieldSpec[] => groups.flatMap((specs) => specs.slice(0, 1));

function rows(prefix: string, count: number, cells: FieldSpec[]): FieldSpec[] {
  return Array.from({ length: count + 1 }, (_, row) => cells.map((cell) => ({ ...cell, name: `${prefix}.${row}.${cell.name}`, label: `${cell.label} ${row + 1}` }))).flat();
}
const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

/** What citizens read about the service. */
export const textsPart: SettingsPart = {
  groups: (settings, { lifeSituations }) => {
    const texts = [
      locales('name', 'Name der Leistung', { kind: 'line', hint: 'So suchen Bürgerinnen und Bürger danach: „Hund anmelden“, nicht „Hundesteueranmeldung“.' }),
      locales('summary', 'Ein Satz, der sagt, was man bekommt', { kind: 'text', rows: 2, hint: 'Unter 15 Wörtern, mit „Sie“: „Hier bekommen Sie die Erlaubnis, Brennholz zu holen.“' }),
      locales('description', 'Beschreibung', { kind: 'text', rows: 5, rich: true, hint: 'Wer das braucht und was daran wichtig ist. Leerzeile: neuer Absatz.' }),
      locales('deadline', 'Bis wann man sich melden muss', { kind: 'line', hint: 'Zum Beispiel „innerhalb von zwei Wochen“; leer, wenn es keine Frist gibt.' }),
      locales('validity', 'Wie lange es gilt', { kind: 'line', hint: 'Zum Beispiel „ein Jahr“; leer, wenn es nicht endet.' }),
      locales('requirements', 'Voraussetzungen', { kind: 'text', rows: 4, hint: 'Eine Zeile je Voraussetzung: „Sie wohnen in Musterstadt.“' }),
      locales('steps', 'Wie es abläuft', { kind: 'text', rows: 4, hint: 'Eine Zeile je Schritt, aus Sicht der Person: „Sie bezahlen die Gebühr.“' }),
      locales('haveReady', 'Was man bereithalten soll', { kind: 'text', rows: 3, hint: 'Eine Zeile je Sache: „Ihr Personalausweis“.' }),
    ];
    const papers = rows('papers', lengthOf(settings['papers']), [
      { name: 'name.de', label: 'Unterlage', kind: 'line', hint: 'Zum Beispiel „Nachweis über den Motorsägenkurs“.' },
      { name: 'when.de', label: 'Wer sie braucht', kind: 'line', hint: 'Leer: alle. Sonst: „wenn Sie selbst sägen“.' },
      { name: 'hint.de', label: 'Hinweis dazu', kind: 'line', hint: 'Zum Beispiel „ein Foto genügt“.' },
    ]);
    const law = rows('legalBasis', lengthOf(settings['legalBasis']), [
      { name: 'title.de', label: 'Gesetz oder Satzung', kind: 'line', hint: 'Zum Beispiel „Waldgesetz“.' },
      { name: 'paragraph', label: 'Paragraf', kind: 'line', width: 20, hint: 'Zum Beispiel § 14 Abs. 2' },
      { name: 'url', label: 'Adresse im Netz', kind: 'line', hint: 'Wo man es nachlesen kann: https://…' },
    ]);
    return [
      { fields: german(texts) },
      {
        title: 'Finden',
        fields: [
          { name: 'synonyms.de', label: 'Andere Wörter dafür', kind: 'text', rows: 2, hint: 'Eine Zeile je Wort, zum Beispiel „Kaminholz“; die Suche findet sie auch mit Tippfehlern.' },
          { name: 'lifeSituations', label: 'Lebenslagen', kind: 'many', hint: 'Unter diesen Überschriften steht die Leistung auf der Startseite, zum Beispiel „Wohnen“.', options: lifeSituations },
          { name: 'audience', label: 'Für wen', kind: 'many', hint: 'Wer sie beantragen kann; beides geht.', options: [{ value: 'citizen', label: 'Bürgerinnen und Bürger' }, { value: 'business', label: 'Unternehmen' }] },
          { name: 'minutes', label: 'Minuten zum Ausfüllen', kind: 'number', width: 4, hint: 'Steht neben „Online beantragen“: 5' },
        ],
      },
      { title: 'Unterlagen', fields: papers, more: true },
      { title: 'Rechtsgrundlagen', fields: law, more: true },
    ];
  },
  read: (settings) => ({
    ...Object.fromEntries(TEXTS.flatMap((key) => LOCALES.map((locale) => [`${key}.${locale}`, textIn(settings[key], locale)]))),
    ...Object.fromEntries(LISTS.flatMap((key) => LOCALES.map((locale) => [`${key}.${locale}`, linesIn(settings[key], locale)]))),
    ...readRows(settings, 'papers', ['name.de', 'when.de', 'hint.de']),
    ...readRows(settings, 'legalBasis', ['title.de', 'paragraph', 'url']),
    'synonyms.de': wordsOf(settings['synonyms']).join('\n'),
    lifeSituations: listOf(settings['lifeSituations']).join('\n'),
    audience: (listOf(settings['audience']).length ? listOf(settings['audience']) : ['citizen']).join('\n'),
    minutes: settings['minutes'] === undefined ? '' : String(settings['minutes']),
  }),
  write: (settings, values) => {
    const next: Plain = { ...settings };
    for (const key of TEXTS) for (const locale of LOCALES) assign(next, key, withText(next[key], locale, values[`${key}.${locale}`] ?? ''));
    for (const key of LISTS) for (const locale of LOCALES) next[key] = withLines(next[key], locale, values[`${key}.${locale}`] ?? '');
    next['papers'] = writeRows(settings['papers'], rowsOf(values, 'papers'), ['name', 'when', 'hint']);
    next['legalBasis'] = writeRows(settings['legalBasis'], rowsOf(values, 'legalBasis'), ['title']);
    const words = splitLines(values['synonyms.de']);
    next['synonyms'] = Array.isArray(settings['synonyms']) || settings['synonyms'] === undefined ? words : { ...(settings['synonyms'] as Plain), de: words };
    next['lifeSituations'] = splitLines(values['lifeSituations']);
    next['audience'] = splitLines(values['audience']);
    assign(next, 'minutes', numberOf(values['minutes']));
    return next;
  },
};

/** What it costs. */
export const feePart: SettingsPart = {
  groups: (_settings, { decisions }) => [
    {
      fields: [
        { name: 'fee.cents', label: 'Fester Betrag in Euro', kind: 'money', width: 10, hint: 'Zum Beispiel 12,50. Leer, wenn eine Regel rechnet; 0 für kostenlos.' },
        { name: 'fee.decision', label: 'Oder: die Regel, die den Betrag rechnet', kind: 'choice', options: [{ value: '', label: 'keine' }, ...decisions], hint: 'Tabellen stehen unter „Regeln“. Der Prozess muss sie aufrufen und mit „Gebühr fordern“ abrechnen.' },
        ...locales('fee.text', 'Was auf der Seite der Leistung steht', { kind: 'text', rows: 2, hint: 'Zum Beispiel: „25 € je Festmeter, mindestens 30 €“.' }),
      ],
    },
  ],
  read: (settings) => {
    const fee = (settings['fee'] ?? {}) as Plain;
    return { 'fee.cents': typeof fee['cents'] === 'number' ? (fee['cents'] / 100).toFixed(2).replace('.', ',') : '', 'fee.decision': String(fee['decision'] ?? ''), ...Object.fromEntries(LOCALES.map((locale) => [`fee.text.${locale}`, textIn(fee['text'], locale)])) };
  },
  write: (settings, values) => {
    const fee: Plain = { text: (settings['fee'] as Plain | undefined)?.['text'] };
    for (const locale of LOCALES) assign(fee, 'text', withText(fee['text'], locale, values[`fee.text.${locale}`] ?? ''));
    const euros = (values['fee.cents'] ?? '').replace(/\s|€/g, '');
    if (euros) fee['cents'] = /^\d+([.,]\d{1,2})?$/.test(euros) ? Math.round(Number(euros.replace(',', '.')) * 100) : euros;
    if (values['fee.decision']) fee['decision'] = values['fee.decision'];
    const next: Plain = { ...settings };
    assign(next, 'fee', Object.keys(fee).length > 0 ? fee : undefined);
    return next;
  },
};

const PLAIN = ['office', 'filePlan', 'caseNumberPrefix', 'trustLevel', 'title', 'reviewedOn', 'reviewer', 'leika'] as const;
const APPLICANT = { givenName: 'Vorname', familyName: 'Familienname', birthDate: 'Geburtsdatum', organisation: 'Unternehmen', email: 'E-Mail-Adresse', phone: 'Telefon', address: 'Anschrift' };

/** File, deadlines, identity: what running the service needs. */
export const recordPart: SettingsPart = {
  groups: (_settings, { offices }) => [
    {
      title: 'Zuständig und Akte',
      fields: [
        { name: 'office', label: 'Zuständiges Amt', kind: 'choice', options: offices, hint: 'Dieses Amt steht auf der Seite der Leistung und auf den Briefen.' },
        { name: 'filePlan', label: 'Stelle im Aktenplan', kind: 'line', width: 10, hint: 'Dort liegen die Vorgänge dieser Leistung: 02.3.1' },
        { name: 'retentionYears', label: 'Aufbewahrung in Jahren', kind: 'number', width: 4, hint: 'Gerechnet ab dem Jahr nach dem Abschluss: 10' },
        { name: 'caseNumberPrefix', label: 'Buchstaben im Aktenzeichen', kind: 'line', width: 10, hint: 'Zwei bis acht große Buchstaben: HUND' },
        { name: 'title', label: 'Wie der Vorgang in Listen heißt', kind: 'line', hint: 'Ein Ausdruck (FEEL): "Hund anmelden: " + application.person.familyName' },
      ],
    },
    {
      title: 'Fristen',
      fields: [
        ...locales('processingTime.text', 'Bearbeitungsdauer, wie sie auf der Seite steht', { kind: 'line', hint: 'Zum Beispiel „zwei Wochen“.' }).slice(0, 2),
        { name: 'processingTime.workingDays', label: 'Bearbeitungsdauer in Arbeitstagen', kind: 'number', width: 4, hint: 'Dieselbe Dauer als Zahl, zum Rechnen: 10' },
        { name: 'statutory.months', label: 'Gesetzliche Frist in Monaten', kind: 'number', width: 4, hint: 'Danach gilt der Vorgang als zu spät (§ 75 VwGO: drei Monate).' },
        { name: 'statutory.workingDays', label: 'oder in Arbeitstagen', kind: 'number', width: 4, hint: 'Statt der Monate, wenn das Gesetz so zählt: 20' },
        { name: 'statutory.deemedApproval', label: 'Nach der Frist gilt der Antrag als genehmigt (§ 42a VwVfG)', kind: 'yes', hint: 'Nur ankreuzen, wenn ein Gesetz es für diese Leistung anordnet.' },
      ],
    },
    {
      title: 'Wer beantragt',
      fields: [
        { name: 'trustLevel', label: 'Vertrauensniveau des Kontos', kind: 'choice', hint: 'So sicher muss feststehen, wer beantragt. So niedrig wie möglich, zum Beispiel „auch ohne Konto“.', options: [{ value: 'none', label: 'auch ohne Konto' }, { value: 'basic', label: 'niedrig: Benutzername und Passwort' }, { value: 'substantial', label: 'substanziell: ELSTER-Zertifikat' }, { value: 'high', label: 'hoch: Online-Ausweis' }] },
        { name: 'writtenForm', label: 'Das Gesetz verlangt Schriftform', kind: 'yes', hint: 'Ein Konto mit geprüfter Identität ersetzt sie (OZG § 9a).' },
        ...Object.entries(APPLICANT).map(([key, label]): FieldSpec => ({ name: `applicant.${key}`, label: `Wo im Formular steht: ${label}`, kind: 'line', hint: `Damit Briefe und Akte es finden, zum Beispiel application.person.${key === 'givenName' ? 'givenNames' : key}. Leer: wird nicht gefragt.` })),
      ],
    },
    { title: 'Prüfung der Texte', more: true, fields: [{ name: 'reviewedOn', label: 'Zuletzt geprüft am', kind: 'line', width: 10, hint: 'Tag der letzten Prüfung als 2026-01-31' }, { name: 'reviewer', label: 'Geprüft von', kind: 'line', hint: 'Amt oder Name: „Umweltamt“' }, { name: 'leika', label: 'LeiKa-Schlüssel', kind: 'line', width: 20, hint: '14 Ziffern aus dem Leistungskatalog des Bundes: 99012345678000' }] },
  ],
  read: (settings) => {
    const applicant = (settings['applicant'] ?? {}) as Plain;
    const time = (settings['processingTime'] ?? {}) as Plain;
    const statutory = (settings['statutory'] ?? {}) as Plain;
    return {
      ...Object.fromEntries(PLAIN.map((key) => [key, settings[key] === undefined ? '' : String(settings[key])])),
      trustLevel: String(settings['trustLevel'] ?? 'none'),
      retentionYears: settings['retentionYears'] === undefined ? '' : String(settings['retentionYears']),
      writtenForm: settings['writtenForm'] === true ? 'ja' : '',
      ...Object.fromEntries(Object.keys(APPLICANT).map((key) => [`applicant.${key}`, String(applicant[key] ?? '')])),
      ...Object.fromEntries((['de', 'en'] as const).map((locale) => [`processingTime.text.${locale}`, textIn(time['text'], locale)])),
      'processingTime.workingDays': time['workingDays'] === undefined ? '' : String(time['workingDays']),
      'statutory.months': statutory['months'] === undefined ? '' : String(statutory['months']),
      'statutory.workingDays': statutory['workingDays'] === undefined ? '' : String(statutory['workingDays']),
      'statutory.deemedApproval': statutory['deemedApproval'] === true ? 'ja' : '',
    };
  },
  write: (settings, values) => {
    const next: Plain = { ...settings };
    for (const key of PLAIN) assign(next, key, values[key] || undefined);
    assign(next, 'retentionYears', numberOf(values['retentionYears']));
    if (values['writtenForm'] === 'ja' || settings['writtenForm'] !== undefined) next['writtenForm'] = values['writtenForm'] === 'ja';
    const applicant: Plain = { ...(settings['applicant'] as Plain | undefined) };
    for (const key of Object.keys(APPLICANT)) assign(applicant, key, values[`applicant.${key}`] || undefined);
    next['applicant'] = applicant;
    const time: Plain = { ...(settings['processingTime'] as Plain | undefined) };
    for (const locale of ['de', 'en'] as const) assign(time, 'text', withText(time['text'], locale, values[`processingTime.text.${locale}`] ?? ''));
    assign(time, 'workingDays', numberOf(values['processingTime.workingDays']));
    assign(next, 'processingTime', Object.keys(time).length > 0 ? time : undefined);
    const statutory: Plain = {};
    assign(statutory, 'months', numberOf(values['statutory.months']));
    assign(statutory, 'workingDays', numberOf(values['statutory.workingDays']));
    if (values['statutory.deemedApproval'] === 'ja') statutory['deemedApproval'] = true;
    assign(next, 'statutory', Object.keys(statutory).length > 0 ? statutory : undefined);
    return next;
  },
};

function assign(target: Plain, key: string, value: unknown): void {
  if (value === undefined) delete target[key];
  else target[key] = value;
}

/** A number as typed; what is none stays a text, so that the check can say what is wrong with it. */
function numberOf(text: string | undefined): number | string | undefined {
  if (!text) return undefined;
  return /^\d+$/.test(text) ? Number(text) : text;
}
const splitLines = (text: string | undefined): string[] => (text ?? '').split('\n').map((line) => line.trim()).filter(Boolean);
const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []);
const wordsOf = (value: unknown): string[] => listOf(Array.isArray(value) ? value : (value as Plain | undefined)?.['de']);

function readRows(settings: Plain, key: string, cells: string[]): Values {
  const list = Array.isArray(settings[key]) ? (settings[key] as Plain[]) : [];
  return Object.fromEntries([...list, {}].flatMap((row: Plain, index) => cells.map((cell) => [`${key}.${index}.${cell}`, cell.endsWith('.de') ? textIn(row[cell.slice(0, -3)], 'de') : String(row[cell] ?? '')])));
}

/** Texts keep their other languages as long as the row stays at its place. */
function writeRows(before: unknown, rowsNow: Record<string, string>[], texts: string[]): Plain[] {
  const list = Array.isArray(before) ? (before as Plain[]) : [];
  return rowsNow.map((row, index) => {
    const next: Plain = { ...list[index] };
    for (const [cell, text] of Object.entries(row)) {
      const key = cell.replace(/\.de$/, '');
      assign(next, key, texts.includes(key) ? withText(next[key], 'de', text) : text || undefined);
    }
    return next;
  });
}
