import type { CaseDocument, DocumentVersion, DueFile } from '#core/records';

/** A file as it goes into a message of the disposal. */
export type MessageFile = Pick<DueFile, 'id' | 'number' | 'title' | 'planPosition' | 'openedAt' | 'closedAt'> & { planTitle: string; proposal: 'A' | 'B' | 'V'; documents: { document: CaseDocument; versions: (DocumentVersion & { fileName: string })[] }[] };
export type MessageHead = { processId: string; at: Date; sender: string; receiver: string; version: '3.0.0' | '3.1.0' };

const esc = (value: string): string =>
  // XML 1.0 knows no other control characters
  // oxlint-disable-next-line no-control-regex -- they are what is taken out
  value.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '').replaceAll(/[<&>"]/g, (sign) => ({ '<': '&lt;', '&': '&amp;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);
const element = (name: string, ...inside: string[]): string => `<xdomea:${name}>${inside.join('')}</xdomea:${name}>`;
const text = (name: string, value: string | number | undefined): string => (value === undefined || value === '' ? '' : element(name, esc(String(value))));
const code = (name: string, { list, version, value, label }: { list: string; version: string; value: string; label?: string }): string =>
  `<xdomea:${name} listURI="urn:xoev-de:xdomea:codeliste:${list}" listVersionID="${version}"><code>${value}</code>${label ? `<name>${esc(label)}</name>` : ''}</xdomea:${name}>`;
const instant = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, 'Z');
const day = (at: Date): string => at.toISOString().slice(0, 10);

function head({ processId, at, sender, receiver }: MessageHead, type: { code: string; name: string }): string {
  const further = type.code === '0503' ? `${text('Importbestaetigung', 1)}${text('RueckmeldungArchivkennung', 1)}${text('Empfangsbestaetigung', 0)}` : text('Empfangsbestaetigung', 0);
  return element('Kopf', text('ProzessID', processId), code('Nachrichtentyp', { list: 'nachrichtentyp', version: '2.0', value: type.code, label: type.name }), text('Erstellungszeitpunkt', instant(at)),
    element('Absender', element('Institution', text('Name', sender))), element('Empfaenger', element('Institution', text('Name', receiver))), further);
}

const general = (about: { title: string; mark?: string; plan?: { number: string; title: string } }): string =>
  element('AllgemeineMetadaten', text('Betreff', about.title), text('Kennzeichen', about.mark), code('Medium', { list: 'medium', version: '1.0', value: '001', label: 'Elektronisch' }), about.plan ? element('Aktenplaneinheit', text('Kennzeichen', about.plan.number), text('Inhaltsangabe', about.plan.title)) : '');

const archival = (file: MessageFile): string =>
  element('ArchivspezifischeMetadaten', element('Aussonderungsart', code('Aussonderungsart', { list: 'aussonderungsart', version: '1.0', value: file.proposal })), ...(file.proposal === 'B' ? [] : [code('Bewertungsvorschlag', { list: 'bewertungsvorschlag', version: '1.0', value: file.proposal })]));

/** Codes of the list "dateiformat"; what it lacks is "other". */
const formats: Record<string, string> = { 'application/pdf': '018', 'text/plain': '030' };

function documentOf({ document, versions }: MessageFile['documents'][number], at: number, withFiles: boolean): string {
  const content = withFiles
    ? versions.toSorted((a, b) => a.number - b.number).map((version) =>
        element('Version', text('Nummer', version.number), element('Format', code('Name', { list: 'dateiformat', version: '2.0', value: formats[version.mime] ?? '045' }), version.mime in formats ? '' : text('SonstigerName', version.mime), text('Version', 'unbekannt'), element('Primaerdokument', text('Dateiname', version.fileName), text('DatumUhrzeit', instant(version.createdAt))))))
    : [];
  return element('Dokument', element('Identifikation', text('ID', document.id), text('NummerImUebergeordnetenContainer', at + 1)), general({ title: document.title }), text('DatumDesSchreibens', document.datedOn ?? day(document.createdAt)), ...content);
}

const caseOf = (file: MessageFile, withFiles: boolean): string =>
  element('Schriftgutobjekt', element('Vorgang', element('Identifikation', text('ID', file.id)), general({ title: file.title, mark: file.number, plan: { number: file.planPosition, title: file.planTitle } }), archival(file),
    element('Laufzeit', text('Beginn', day(file.openedAt)), file.closedAt ? text('Ende', day(file.closedAt)) : ''), ...file.documents.map((one, at) => documentOf(one, at, withFiles))));

const message = (name: string, version: string, ...inside: string[]): string => `<?xml version="1.0" encoding="UTF-8"?>\n<xdomea:${name} xmlns:xdomea="urn:xoev-de:xdomea:schema:${version}">${inside.join('')}</xdomea:${name}>\n`;

/** 0501: what is offered to the archive; metadata only. */
export const offerMessage = (about: MessageHead, files: MessageFile[]): string => message('Aussonderung.Anbieteverzeichnis.0501', about.version, head(about, { code: '0501', name: 'Aussonderung.Anbieteverzeichnis' }), ...files.map((file) => caseOf(file, false)));

/** 0503: what is handed over; the files lie beside it in the ZIP. */
export const handOverMessage = (about: MessageHead, files: MessageFile[]): string => message('Aussonderung.Aussonderung.0503', about.version, head(about, { code: '0503', name: 'Aussonderung.Aussonderung' }), ...files.map((file) => caseOf(file, true)));
