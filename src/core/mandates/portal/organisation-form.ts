import { compileFeel } from '#engines/decisions';
import { compileForm, type Address, type CompiledForm, type FormData } from '#engines/forms';
import type { OrganisationFacts } from '../found-organisation.ts';
import type { Organisation } from '../organisation.ts';

// the values are those of the code list `legal-forms`, so that forms can take them over
const legalForms = [
  ['gmbh', 'GmbH'], ['ug', 'UG (haftungsbeschränkt)'], ['ag', 'AG'], ['ohg', 'OHG'], ['kg', 'KG'], ['gmbh-co-kg', 'GmbH & Co. KG'],
  ['eg', 'Genossenschaft', 'Cooperative'], ['verein', 'Verein', 'Association'], ['foreign', 'Ausländische Rechtsform', 'Foreign legal form'], ['founding', 'In Gründung', 'Being founded'],
].map(([value, de, en]) => ({ value, label: { de, en: en ?? de } }));

const definition = {
  schemaVersion: 1,
  id: 'organisation',
  title: { de: 'Organisation', en: 'Organisation' },
  pages: [
    {
      id: 'data',
      title: { de: 'Organisation', en: 'Organisation' },
      elements: [
        { type: 'organisationName', key: 'name', label: { de: 'Name der Organisation', en: 'Name of the organisation' }, hint: { de: 'Wie im Register, wenn sie in einem steht', en: 'As in the register, if it is in one' }, required: true },
        { type: 'choice', key: 'legalForm', appearance: 'select', label: { de: 'Rechtsform', en: 'Legal form' }, options: legalForms },
        { type: 'registerNumber', key: 'registerNumber', label: { de: 'Registernummer', en: 'Register number' }, example: 'HRB 12345' },
        { type: 'text', key: 'registerCourt', label: { de: 'Registergericht', en: 'Register court' }, maxLength: 80 },
        { type: 'address', key: 'address', label: { de: 'Anschrift', en: 'Address' } },
        { type: 'email', key: 'email', label: { de: 'E-Mail-Adresse', en: 'E-mail address' } },
        { type: 'phone', key: 'phone', label: { de: 'Telefonnummer', en: 'Phone number' } },
      ],
    },
  ],
};

export const ORGANISATION_PAGE = 'data';

function compile(): CompiledForm {
  const { form, findings } = compileForm(definition, { feel: compileFeel });
  if (!form) throw new Error(findings.map((finding) => finding.message).join('; '));
  return form;
}

/** The same questions and checks as in every application. */
export const organisationForm: CompiledForm = compile();

export function answersOf({ id: _id, ...facts }: Organisation): FormData {
  return { ...facts } as FormData;
}

export function factsOf(values: FormData): OrganisationFacts {
  const text = (key: string): string | undefined => (typeof values[key] === 'string' && values[key] ? values[key] : undefined);
  const given = { legalForm: text('legalForm'), registerNumber: text('registerNumber'), registerCourt: text('registerCourt'), email: text('email'), phone: text('phone'), address: values['address'] as Address | undefined };
  return { name: text('name') ?? '', ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Omit<OrganisationFacts, 'name'>) };
}
