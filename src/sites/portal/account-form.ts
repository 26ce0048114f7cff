import { compileFeel } from '#engines/decisions';
import { compileForm, type CompiledForm } from '#engines/forms';

/** What people may tell about themselves so that forms come filled in; all but the name may stay empty. */
const definition = {
  schemaVersion: 1,
  id: 'account',
  title: { de: 'Meine Daten', en: 'My details' },
  pages: [
    {
      id: 'data',
      title: { de: 'Meine Daten', en: 'My details' },
      elements: [
        { type: 'name', key: 'givenName', label: { de: 'Vornamen', en: 'First names' }, required: true, autocomplete: 'given-name' },
        { type: 'name', key: 'familyName', label: { de: 'Familienname', en: 'Family name' }, required: true, autocomplete: 'family-name' },
        { type: 'birthDate', key: 'birthDate', label: { de: 'Geburtsdatum', en: 'Date of birth' } },
        { type: 'address', key: 'address', label: { de: 'Anschrift', en: 'Address' } },
        { type: 'phone', key: 'phone', label: { de: 'Telefonnummer', en: 'Phone number' } },
      ],
    },
  ],
};

export const ACCOUNT_PAGE = 'data';

function compile(): CompiledForm {
  const { form, findings } = compileForm(definition, { feel: compileFeel });
  if (!form) throw new Error(findings.map((finding) => finding.message).join('; '));
  return form;
}

/** The same questions and checks as in every application. */
export const accountForm: CompiledForm = compile();
