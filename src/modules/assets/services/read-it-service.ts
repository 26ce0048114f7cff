import { parseMoney } from '#platform/i18n';
import type { ItKind, ItState, Longevity, Operator } from '../tables.ts';
import { criticalityWords, kindWords, longevityCriteria, operatorWords, protectionWords, stateWords, type ItServiceInput } from './it-service.ts';

/** Fields of the form and columns of the table, with the head that people read. */
export const itServiceFields = {
  key: 'Kennung', name: 'Name', summary: 'Zweck', kind: 'Art', office: 'Amt', owner: 'Verantwortlich', operator: 'Betrieb', provider: 'Hersteller oder Betreiber', users: 'Nutzende', state: 'Stand', criticality: 'Kritikalität',
  confidentiality: 'Schutzbedarf Vertraulichkeit', integrity: 'Schutzbedarf Integrität', availability: 'Schutzbedarf Verfügbarkeit', personal: 'Personenbezogene Daten', record: 'Verarbeitungsverzeichnis',
  partner: 'Vertragspartner', contract: 'Vertragsnummer', starts: 'Vertrag von', ends: 'Vertrag bis', notice: 'Kündigungsfrist in Monaten', interfaces: 'Schnittstellen', successor: 'Nachfolger',
  ...Object.fromEntries(longevityCriteria.map(({ key, words }) => [key, words])) as Record<keyof Longevity, string>,
  once: 'Kosten einmalig', running: 'Kosten laufend',
} as const;
export type ItServiceField = keyof typeof itServiceFields;
export type ItServiceCells = Partial<Record<ItServiceField, string>>;
export type Mistakes = Partial<Record<string, string>>;
/** What reading needs to know of the city. */
export type Known = { offices: { id: string; key: string; name: string }[]; services: { id: string; key: string }[]; owners: Map<string, { id: string; name: string }> };
export type ReadItService = { input: Omit<ItServiceInput, 'key'> & { key: string }; cost: { onceCents: number; runningCents: number } | undefined; mistakes: Mistakes };

/** A word of a list by its key or by what people read; undefined when unknown. */
export function wordIn<K extends string>(words: Record<K, string | { words: string }>, typed: string): K | undefined {
  const plain = typed.trim().toLowerCase();
  return (Object.keys(words) as K[]).find((key) => key === plain || (typeof words[key] === 'string' ? words[key] : (words[key] as { words: string }).words).toLowerCase() === plain);
}

const levelIn = (words: readonly string[], typed: string): number | undefined => {
  const plain = typed.trim().toLowerCase();
  const at = words.findIndex((word, index) => word === plain || String(index + 1) === plain);
  return at < 0 ? undefined : at + 1;
};

/** A whole number from what was typed: "1.200"; '' is `empty`; undefined when it is none. */
export function wholeOf(typed: string, empty: number | undefined): number | undefined {
  const bare = typed.trim();
  if (bare === '') return empty;
  return /^(\d{1,3}(\.\d{3})+|\d{1,9})$/.test(bare) ? Number(bare.replaceAll('.', '')) : undefined;
}

/** "2027-03-31" or "31.03.2027"; null when empty, undefined when it is no day. */
export function dayOf(typed: string): string | null | undefined {
  const bare = typed.trim();
  if (bare === '') return null;
  const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(bare);
  const iso = german ? `${german[3]}-${german[2]?.padStart(2, '0')}-${german[1]?.padStart(2, '0')}` : bare;
  const time = /^\d{4}-\d{2}-\d{2}$/.test(iso) ? Date.parse(`${iso}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== iso ? undefined : iso;
}

export const yesOrNo = (typed: string): boolean | undefined => (/^(ja|j|1|yes)$/i.test(typed.trim()) ? true : /^(nein|n|0|no|)$/i.test(typed.trim()) ? false : undefined);

const listed = (words: readonly string[]): string => words.map((word) => `„${word}“`).join(', ');
const namesOf = (words: Record<string, string | { words: string }>): string => listed(Object.values(words).map((one) => (typeof one === 'string' ? one : one.words)));

/** What somebody typed or a line of a table says, and what is wrong with it, field by field. */
export function readItService(cells: ItServiceCells, known: Known): ReadItService {
  const mistakes: Mistakes = {};
  const text = (field: ItServiceField): string => (cells[field] ?? '').trim();
  const need = <T>(field: ItServiceField, value: T | undefined, sentence: string): T | undefined => {
    if (value === undefined) mistakes[field] = sentence;
    return value;
  };
  if (!/^[a-z0-9][a-z0-9-]{1,60}$/.test(text('key'))) mistakes['key'] = 'Die Kennung besteht aus kleinen Buchstaben, Ziffern und Bindestrichen, zum Beispiel „wohngeld-verfahren“.';
  if (text('name').length < 3) mistakes['name'] = 'Geben Sie dem Dienst einen Namen.';
  const office = need('office', known.offices.find(({ key, name }) => key === text('office') || name === text('office')), text('office') ? `Ein Amt „${text('office')}“ gibt es nicht.` : 'Wählen Sie das Amt, das verantwortlich ist.');
  const owner = text('owner') === '' ? null : need('owner', known.owners.get(text('owner').toLowerCase()), `„${text('owner')}“ ist keine E-Mail-Adresse einer Person der Verwaltung.`);
  const successor = text('successor') === '' ? null : need('successor', known.services.find(({ key }) => key === text('successor')), `Einen Dienst mit der Kennung „${text('successor')}“ gibt es nicht.`);
  if (successor && successor.key === text('key')) mistakes['successor'] = 'Ein Dienst kann nicht sein eigener Nachfolger sein.';
  const critical = need('criticality', levelIn(criticalityWords.map(({ words }) => words), text('criticality') || 'mittel'), `Die Kritikalität ist ${listed(criticalityWords.map(({ words }) => words))}.`);
  const protection = (field: 'confidentiality' | 'integrity' | 'availability'): number => need(field, levelIn(protectionWords, text(field) || 'normal'), `Der Schutzbedarf ist ${listed(protectionWords)}.`) ?? 1;
  const starts = need('starts', dayOf(text('starts')), 'Schreiben Sie das Datum so: 31.03.2027.');
  const ends = need('ends', dayOf(text('ends')), 'Schreiben Sie das Datum so: 31.03.2027.');
  if (starts && ends && starts > ends) mistakes['ends'] = 'Der Vertrag endet vor seinem Beginn.';
  const notice = need('notice', wholeOf(text('notice'), 0), 'Geben Sie ganze Monate an, zum Beispiel 6.');
  if (notice !== undefined && notice > 60) mistakes['notice'] = 'Eine Kündigungsfrist von mehr als 60 Monaten ist nicht möglich.';
  const personal = need('personal', yesOrNo(text('personal')), 'Schreiben Sie „ja“ oder „nein“.') ?? false;
  return {
    input: {
      key: text('key'), name: text('name'), summary: text('summary'), officeId: office?.id ?? '', ownerId: owner?.id ?? null, ownerName: owner?.name ?? '', provider: text('provider'),
      kind: need<ItKind>('kind', wordIn(kindWords, text('kind') || 'application'), `Die Art ist ${namesOf(kindWords)}.`) ?? 'application',
      operator: need<Operator>('operator', wordIn(operatorWords, text('operator') || 'own'), `Der Betrieb ist ${namesOf(operatorWords)}.`) ?? 'own',
      state: need<ItState>('state', wordIn(stateWords, text('state') || 'running'), `Der Stand ist ${namesOf(stateWords)}.`) ?? 'running',
      users: need('users', wholeOf(text('users'), 0), 'Geben Sie eine ganze Zahl an.') ?? 0, criticality: critical ?? 2,
      confidentiality: protection('confidentiality'), integrity: protection('integrity'), availability: protection('availability'),
      personalData: personal, processingRecord: text('record'), contractPartner: text('partner'), contractNumber: text('contract'), contractStartsOn: starts ?? null, contractEndsOn: ends ?? null, noticeMonths: notice ?? 0,
      interfaces: text('interfaces'), longevity: readLongevity(cells, mistakes), successorId: successor?.id ?? null,
    },
    cost: readCost(cells, mistakes),
    mistakes,
  };
}

function readLongevity(cells: ItServiceCells, mistakes: Mistakes): Longevity {
  const levels: Longevity = {};
  for (const { key } of longevityCriteria) {
    const typed = (cells[key] ?? '').trim();
    if (typed === '') continue;
    if (/^[0-5]$/.test(typed)) levels[key] = Number(typed);
    else mistakes[key] = 'Die Stufe ist eine ganze Zahl von 0 bis 5.';
  }
  return levels;
}

/** Money of a year; undefined when both are empty. */
export function readCost(cells: { once?: string; running?: string }, mistakes: Mistakes): ReadItService['cost'] {
  if (!cells.once?.trim() && !cells.running?.trim()) return undefined;
  const cents = (field: 'once' | 'running'): number => {
    const typed = cells[field]?.trim() || '0';
    const value = parseMoney(typed);
    if (value === undefined || value > 100_000_000_000) mistakes[field] = 'Schreiben Sie den Betrag so: 12.500,00.';
    else if (value < 0) mistakes[field] = 'Kosten sind nie negativ. Eine Gutschrift verringert den Betrag.';
    return value ?? 0;
  };
  return { onceCents: cents('once'), runningCents: cents('running') };
}
