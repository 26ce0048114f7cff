import { formatDateTime } from '#platform/i18n';
import { pagesInWords } from './split-pile.ts';
import type { ItemRow } from './tables.ts';

/** The transfer note of TR-RESISCAN: who made a digital copy of which paper, when, with what, how it was checked, and what became of the paper. */
export function transferNote(item: ItemRow): string {
  const at = (instant: Date | null): string => (instant ? formatDateTime(instant, 'de') : '–');
  return [
    'Transfervermerk (nach BSI TR-03138 RESISCAN)',
    '',
    `Datei: ${item.name}`,
    `SHA-256: ${item.hash}`,
    ...(item.part_pages ? [`Teil eines Stapels: ${pagesInWords(item.part_pages)}, getrennt am Deckblatt oder Trennblatt; Stapel SHA-256: ${item.pile_hash}`] : []),
    `Eingescannt: ${at(item.received_at)} von ${item.received_by}`,
    `Gerät: ${item.device || 'nicht angegeben'}`,
    `Einstellungen: ${item.settings || 'nicht angegeben'}`,
    `Format: ${item.mime}${item.pdf_a ? ` (${item.pdf_a})` : ''}`,
    `Sichtprüfung (vollständig, lesbar, richtig herum): ${item.sight_by ? `${item.sight_by}, ${at(item.sight_at)}` : 'nicht erfolgt'}`,
    `Qualitätsstichprobe: ${item.sample_result ?? 'nicht in der Stichprobe'}`,
    `Papier: ${item.original_destroyed_at ? `vernichtet ${at(item.original_destroyed_at)} von ${item.original_destroyed_by}` : 'noch vorhanden'}`,
    '',
    'Die Datei stimmt bildlich und inhaltlich mit dem Papier überein.',
    '',
  ].join('\n');
}
