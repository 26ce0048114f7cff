import { addDays } from '#core/organisation';
import type { FormData } from '#engines/forms';
import { addressIn, zoneStreets, type Address, type Dice, type Person } from './sample-cases-people.ts';

/** A paper of the sample city in the file store, as a form keeps it. */
export type Paper = { id: string; name: string; type: string; size: number };
/** Everything that answers are made of. `day`: the day of submission, 'yyyy-mm-dd'. */
export type Making = { dice: Dice; person: Person; day: string; paper(name: string): Paper };

export type DogStory = 'clear' | 'shelter' | 'listed' | 'assistance' | 'rescue' | 'outside';
export type ParkingStory = 'own' | 'lent' | 'no-zone';
export type TradeStory = 'simple' | 'craft' | 'craft-missing' | 'restaurant-missing' | 'company' | 'company-missing';

const dogNames = ['Bello', 'Luna', 'Balu', 'Emma', 'Rocky', 'Nala', 'Bruno', 'Frieda', 'Oskar', 'Mila', 'Sammy', 'Paula', 'Charly', 'Kira', 'Anton', 'Lotte', 'Pepper', 'Hugo', 'Maja', 'Socke'];
const breeds = ['mixed', 'labrador', 'golden-retriever', 'german-shepherd', 'dachshund', 'poodle', 'jack-russell', 'french-bulldog', 'chihuahua', 'beagle', 'border-collie'];

const one = (paper: Paper): Paper[] => [paper];
const reachable = (person: Person): Record<string, string> => ({ email: person.email, ...(person.phone ? { phone: person.phone } : {}) });
const named = ({ givenNames, familyName, birthDate }: Person): Record<string, string> => ({ givenNames, familyName, birthDate });
const elsewhere: Address = { street: 'Hauptstraße', houseNumber: '3', postcode: '99998', city: 'Nachbarstadt' };

function dog(story: DogStory, { dice, day, paper }: Making): FormData {
  const breed = story === 'listed' ? dice.pick(['listed-bullterrier', 'listed-rottweiler', 'listed-american-staffordshire']) : dice.pick(breeds);
  const use = story === 'assistance' || story === 'rescue' ? story : 'companion';
  return {
    name: dice.pick(dogNames),
    breed,
    ...(story === 'listed' ? { hasCertificate: true, certificate: one(paper('Negativzeugnis')) } : {}),
    birthDateKnown: false,
    ageYears: dice.between(1, 9),
    chipNumber: `276098${String(dice.between(100_000_000, 999_999_999))}`,
    keptSince: addDays(day, -dice.between(3, 40)),
    use,
    ...(use === 'companion' ? { fromShelter: story === 'shelter' } : {}),
    ...(story === 'shelter' ? { shelterProof: one(paper('Vertrag mit dem Tierheim')) } : {}),
  };
}

/** Mod-97 check digits over a bank code that no bank has. */
function inventedIban(dice: Dice): string {
  const account = `99995000${String(dice.between(1_000_000_000, 9_999_999_999))}`;
  return `DE${String(98n - (BigInt(`${account}131400`) % 97n)).padStart(2, '0')}${account}`;
}

export function dogAnswers(story: DogStory, making: Making): FormData {
  const { dice, person, paper } = making;
  const others = dice.chance(0.2);
  const dogs = [dog(story, making), ...(story === 'clear' && dice.chance(0.12) ? [dog('clear', making)] : [])];
  const debit = dice.chance(0.35);
  return {
    keeper: { ...named(person), address: story === 'outside' ? elsewhere : person.address, ...reachable(person) },
    keepsOtherDogs: others,
    ...(others ? { registeredDogs: 1 } : {}),
    dogs,
    ...(story === 'assistance' ? { disability: { marks: ['B', 'H'], card: one(paper('Schwerbehindertenausweis')) } } : {}),
    ...(story === 'rescue' ? { rescueProof: one(paper('Prüfungszeugnis')) } : {}),
    payBy: debit ? 'debit' : 'transfer',
    ...(debit ? { bankAccount: { accountHolder: `${person.givenNames} ${person.familyName}`, iban: inventedIban(dice), mandate: true } } : {}),
    truthful: true,
  };
}

export function parkingAnswers(story: ParkingStory, { dice, person, day, paper }: Making): FormData {
  const letters = `${dice.pick([...'ABEHKLMNPRST'])}${dice.pick([...'ABEHKLMNPRST'])}`;
  const address = story === 'no-zone' ? { ...addressIn(dice, ['Werkstraße', 'Nordring']) } : addressIn(dice, zoneStreets);
  return {
    person: { ...named(person), ...reachable(person) },
    address,
    livesThere: true,
    hasPermit: false,
    plate: `MU-${letters} ${dice.between(10, 9999)}`,
    use: story === 'lent' ? 'lent' : 'own',
    ...(story === 'lent' ? { keeper: dice.pick(['Musterbau GmbH', 'Nordwerk AG', 'Praxis am Stadtgraben', 'Petersen Logistik GmbH']), usageProof: one(paper('Bestätigung der Nutzung')) } : {}),
    large: false,
    validFrom: addDays(day, dice.between(3, 21)),
    years: dice.chance(0.7) ? '1' : '2',
    truthful: true,
  };
}

const trades = {
  simple: ['Einzelhandel mit handgemachten Kerzen im Internet', 'Fahrradwerkstatt und Verkauf gebrauchter Räder', 'Grafik und Gestaltung von Internetseiten', 'Reinigung von Büros', 'Nachhilfe und Sprachkurse', 'Handel mit Naturkosmetik', 'Betreuung von Haustieren', 'Verleih von Veranstaltungstechnik'],
  craft: ['Elektroinstallation in Wohngebäuden', 'Friseursalon', 'Herstellung und Verkauf von Backwaren', 'Dachdeckerarbeiten'],
  restaurant: ['Schankwirtschaft mit Außenplätzen', 'Weinstube mit kleiner Küche'],
};
const companies = ['Krume', 'Lichtblick', 'Nordlicht', 'Grünwerk', 'Stadtfalter', 'Fährmann', 'Holzwurm', 'Quellrand'];

export function tradeAnswers(story: TradeStory, { dice, person, day, paper }: Making): FormData {
  const company = story.startsWith('company');
  const trade = story.startsWith('craft') ? 'craft' : story.startsWith('restaurant') ? 'restaurant' : 'none';
  const atHome = trade === 'none' && !company && dice.chance(0.6);
  const name = dice.pick(companies);
  return {
    kind: company ? 'organisation' : 'sole',
    ...(company
      ? {
          organisation: { organisationName: `${name} GmbH`, legalForm: 'gmbh', registerNumber: `HRB ${dice.between(99_010, 99_990)}`, registerCourt: 'Amtsgericht Musterstadt' },
          representatives: [named(person)],
        }
      : {}),
    person: { ...named(person), birthPlace: person.birthPlace, nationality: person.nationality, address: person.address, ...reachable(person) },
    ...(company || dice.chance(0.4) ? { businessName: name } : {}),
    premisesKind: 'main',
    atHome,
    ...(atHome ? {} : { premises: addressIn(dice, ['Marktgasse', 'Bahnhofstraße', 'Werkstraße', 'Poststraße']) }),
    startDate: addDays(day, dice.between(-5, 30)),
    sideline: atHome && dice.chance(0.6),
    fullTime: atHome ? 0 : dice.between(0, 6),
    partTime: atHome ? 0 : dice.between(0, 4),
    activity: dice.pick(trades[trade === 'none' ? 'simple' : trade]),
    trade,
    ...(story === 'craft' ? { craftCard: one(paper('Handwerkskarte')) } : {}),
    ...(story === 'company' ? { registerExtract: one(paper('Auszug aus dem Handelsregister')) } : {}),
    truthful: true,
  };
}
