import { compileFeel } from '#engines/decisions';
import { compileForm, type CompiledForm, type FileAnswer, type FormData } from '#engines/forms';
import { paperFile, type Paper, type PaperFacts } from '../papers.ts';
import { paperKinds } from '../tables.ts';
import { kindNames } from './texts.ts';

export const PAPER_PAGE = 'paper';
const title = { de: 'Unterlage', en: 'Paper' };

const facts = [
  { type: 'text', key: 'title', label: { de: 'Wie heißt sie?', en: 'What is it called?' }, hint: { de: 'Sonst nehmen wir den Namen der Datei.', en: 'Otherwise we take the name of the file.' }, maxLength: 120 },
  { type: 'choice', key: 'kind', appearance: 'select', required: true, label: { de: 'Welche Art Unterlage ist es?', en: 'What kind of paper is it?' }, options: paperKinds.map((value) => ({ value, label: kindNames[value] })) },
  { type: 'date', key: 'validUntil', label: { de: 'Gültig bis', en: 'Valid until' }, hint: { de: 'Danach bieten wir sie nicht mehr an.', en: 'After that day we no longer offer it.' }, min: '= today' },
];

function compile(id: string, elements: object[]): CompiledForm {
  const { form, findings } = compileForm({ schemaVersion: 1, id, title, pages: [{ id: PAPER_PAGE, title, elements }] }, { feel: compileFeel });
  if (!form) throw new Error(findings.map((finding) => finding.message).join('; '));
  return form;
}

/** The same questions and checks as in every application: a new paper, and what is said about one that is kept. */
export const newPaperForm = compile('new-paper', [{ ...paperFile, required: true }, ...facts]);
export const paperForm = compile('kept-paper', facts);

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** What was readable; the name of the file stands in for a missing title. */
export function factsOf(values: FormData, file: Pick<FileAnswer, 'name'>): PaperFacts {
  return {
    title: text(values['title']) || file.name.replace(/\.[a-z0-9]{2,5}$/i, ''),
    kind: paperKinds.find((kind) => kind === values['kind']) ?? 'other',
    validUntil: text(values['validUntil']) || null,
  };
}

export const answersOf = (paper: Paper): FormData => ({ title: paper.title, kind: paper.kind, ...(paper.valid_until ? { validUntil: paper.valid_until } : {}) });
