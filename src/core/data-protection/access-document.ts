import { setDocument } from '#core/inbox';
import { cityOf, listOffices } from '#core/organisation';
import { personalData } from '#core/parties';
import { calendarDayOf, formatDate, formatDateTime, tr } from '#platform/i18n';
import type { Ctx, JsonValue } from '#platform/module';
import type { RequestRow } from './tables.ts';

type Row = { label: string; value: string };

const words: Record<string, string> = {
  name: 'Name', email: 'E-Mail', profile: 'Angaben zur Person', locale: 'Sprache', createdAt: 'Angelegt', lastSignInAt: 'Zuletzt angemeldet', number: 'Zeichen', title: 'Titel', service: 'Leistung', status: 'Stand', outcome: 'Ergebnis',
  submittedAt: 'Eingegangen', dueOn: 'Frist', applicant: 'Antragstellende Person', answers: 'Angaben', notes: 'Vermerke', decisions: 'Entscheidungsgründe', decidedAt: 'Entschieden', result: 'Ergebnis', author: 'Von', text: 'Text', file: 'Akte', kind: 'Art',
  version: 'Fassung', sha256: 'Prüfsumme', bookingCode: 'Kassenzeichen', debtor: 'Schuldner', purpose: 'Zweck', amountCents: 'Betrag in Cent', paidOn: 'Bezahlt am', direction: 'Richtung', subject: 'Betreff', body: 'Text', delivery: 'Weg', readAt: 'Gelesen',
  documents: 'Schriftstücke', note: 'Hinweis', at: 'Zeitpunkt', type: 'Ereignis', by: 'Von', applications: 'Anträge', drafts: 'Entwürfe', signatures: 'Unterschriften', givenName: 'Vorname', familyName: 'Familienname', birthDate: 'Geburtsdatum', phone: 'Telefon', address: 'Anschrift', street: 'Straße',
  houseNumber: 'Hausnummer', postalCode: 'Postleitzahl', postcode: 'Postleitzahl', city: 'Ort',
};
/** A document of more lines helps nobody; the machine-readable file is complete. */
const MOST_ROWS = 1500;

/** Everything as lines with the way to each value: "2 – Vermerke – 1 – Text". */
export function rowsOf(value: JsonValue, path: string[] = []): Row[] {
  if (value === null || value === '') return [];
  if (typeof value !== 'object') return [{ label: path.join(' – '), value: said(value) }];
  const entries: [string, JsonValue][] = Array.isArray(value) ? value.map((one, at): [string, JsonValue] => [String(at + 1), one]) : Object.entries(value).map(([key, one]): [string, JsonValue] => [words[key] ?? key, one ?? null]);
  return entries.flatMap(([key, one]) => rowsOf(one, [...path, key]));
}

function said(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'ja' : 'nein';
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return formatDateTime(new Date(value), 'de');
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? formatDate(value, 'de') : String(value).slice(0, 2000);
}

/** The answer to an access request to read and to keep, with all data attached as JSON. */
export async function accessDocument(ctx: Ctx, request: RequestRow, data: { [key: string]: JsonValue }): Promise<Uint8Array> {
  const offices = await listOffices(ctx);
  const titles = new Map(ctx.platform.contributions(personalData).map((source) => [source.key, tr(source.title, 'de')]));
  titles.set('mentions', 'Erwähnt in anderen Schriftstücken');
  let left = MOST_ROWS;
  const sections = Object.entries(data).map(([key, value]) => {
    const rows = rowsOf(value);
    const shown = rows.slice(0, Math.max(0, left));
    left -= shown.length;
    if (shown.length < rows.length) shown.push({ label: 'Weiteres', value: `${rows.length - shown.length} weitere Zeilen stehen in der beigefügten Datei auskunft.json.` });
    return { title: titles.get(key) ?? key, rows: shown.length ? shown : [{ label: 'Gespeichert', value: 'nichts' }] };
  });
  const title = 'Auskunft nach Artikel 15 DSGVO';
  const rights = `Das ist bei ${cityOf(ctx.platform).officialName} über Sie gespeichert. Sie können Berichtigung, Löschung oder Einschränkung verlangen, widersprechen und sich bei der Aufsichtsbehörde beschweren. Zwecke, Rechtsgrundlagen, Empfänger und Fristen nennt jede Leistung auf ihrer Seite.`;
  return setDocument(ctx, {
    officeId: offices.find((one) => one.key === 'digitalisierung')?.id ?? offices[0]?.id ?? '',
    layout: 'receipt',
    locale: 'de',
    content: { type: 'doc', attrs: { kind: 'receipt', seal: false, title, subject: title, layout: 'receipt', language: 'de' }, content: [{ type: 'paragraph', content: [{ type: 'text', text: rights }] }] },
    meta: { date: calendarDayOf(ctx.now), createdAt: ctx.now, reference: request.id.slice(0, 8), facts: [{ label: 'Person', value: request.name }, { label: 'Eingegangen am', value: formatDate(request.received_on, 'de') }, { label: 'Stand', value: formatDateTime(ctx.now, 'de') }], sections },
    attachments: [{ name: 'auskunft.json', mime: 'application/json', bytes: new TextEncoder().encode(JSON.stringify(data, null, 1)), relationship: 'data', description: 'Alle Daten, maschinenlesbar' }],
  });
}
