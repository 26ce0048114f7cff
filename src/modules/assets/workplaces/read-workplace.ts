import { wholeOf, wordIn, yesOrNo, type Mistakes } from '../services/read-it-service.ts';
import { computerWords, needWords, placeWords, type NeedKey, type WorkplaceInput } from './workplace.ts';

/** Fields of the form and columns of the table. */
export const workplaceFields = {
  code: 'Kennung', site: 'Standort', room: 'Raum', office: 'Amt', kind: 'Art', computer: 'Rechner', year: 'Rechner von (Jahr)', screens: 'Bildschirme', dock: 'Dockingstation', headset: 'Headset', camera: 'Kamera', height: 'Tisch höhenverstellbar', mobile: 'Mobil nutzbar', needs: 'Bedarf des Platzes', met: 'Davon erfüllt',
} as const;
export type WorkplaceField = keyof typeof workplaceFields;
export type WorkplaceCells = Partial<Record<WorkplaceField, string>>;
export type KnownPlaces = { offices: { id: string; key: string; name: string }[]; sites: { id: string; key: string; name: string }[] };

const needOf = (typed: string): NeedKey | undefined => wordIn<NeedKey>(needWords, typed);
/** "stufenlos erreichbar, ruhiger Raum" as keys; undefined with the first word that is none. */
function needsIn(typed: string): { keys: string[]; stranger?: string } {
  const words = typed.split(/[,|]/).map((word) => word.trim()).filter(Boolean);
  const stranger = words.find((word) => needOf(word) === undefined);
  return { keys: [...new Set(words.flatMap((word) => needOf(word) ?? []))], ...(stranger ? { stranger } : {}) };
}

/** What somebody typed or a line of a table says about a workplace, and what is wrong with it. */
export function readWorkplace(cells: WorkplaceCells, known: KnownPlaces): { input: WorkplaceInput; mistakes: Mistakes } {
  const mistakes: Mistakes = {};
  const text = (field: WorkplaceField): string => (cells[field] ?? '').trim();
  const need = <T>(field: WorkplaceField, value: T | undefined, sentence: string): T | undefined => {
    if (value === undefined) mistakes[field] = sentence;
    return value;
  };
  const flag = (field: WorkplaceField): boolean => need(field, yesOrNo(text(field)), 'Schreiben Sie „ja“ oder „nein“.') ?? false;
  if (!/^[A-Za-z0-9ÄÖÜäöüß./ -]{2,40}$/.test(text('code'))) mistakes['code'] = 'Geben Sie dem Platz eine Kennung, zum Beispiel „TR-2.14-1“.';
  const site = need('site', known.sites.find(({ key, name }) => key === text('site') || name === text('site')), text('site') ? `Einen Standort „${text('site')}“ gibt es nicht.` : 'Wählen Sie den Standort.');
  const office = need('office', known.offices.find(({ key, name }) => key === text('office') || name === text('office')), text('office') ? `Ein Amt „${text('office')}“ gibt es nicht.` : 'Wählen Sie das Amt.');
  const year = text('year') === '' ? null : need('year', /^(199\d|20\d\d)$/.test(text('year')) ? Number(text('year')) : undefined, 'Geben Sie das Jahr mit vier Ziffern an.');
  const screens = need('screens', wholeOf(text('screens'), 0), 'Geben Sie eine Zahl von 0 bis 12 an.') ?? 0;
  if (screens > 12) mistakes['screens'] = 'Geben Sie eine Zahl von 0 bis 12 an.';
  const lists = { needs: needsIn(text('needs')), met: needsIn(text('met')) };
  for (const field of ['needs', 'met'] as const) if (lists[field].stranger) mistakes[field] = `„${lists[field].stranger}“ steht nicht in der Liste: ${Object.values(needWords).join(', ')}. Angaben zu Personen gehören nicht hierher.`;
  return {
    input: {
      siteId: site?.id ?? '', code: text('code'), room: text('room'), officeId: office?.id ?? '', kind: need('kind', wordIn(placeWords, text('kind') || 'desk'), `Die Art ist ${Object.values(placeWords).join(', ')}.`) ?? 'desk',
      computer: need('computer', wordIn(computerWords, text('computer') || 'none'), `Der Rechner ist ${Object.values(computerWords).join(', ')}.`) ?? 'none', computerYear: year ?? null, screens,
      dock: flag('dock'), headset: flag('headset'), camera: flag('camera'), heightAdjustable: flag('height'), mobile: flag('mobile'), needs: lists.needs.keys, met: lists.met.keys.filter((key) => lists.needs.keys.includes(key)),
    },
    mistakes,
  };
}
