import { bundleOf, checkDraft, getDraft, listCurrentBundles, listDrafts } from '#core/catalogue';
import { compileFeel } from '#engines/decisions';
import { compileForm, listAskedFacts, readLibrary, type AskedFact, type CompiledForm, type FieldTypeName } from '#engines/forms';
import { compareWords } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { typeWords } from '../form/element-fields.ts';
import { tabOfFile } from '../workshop/tabs.ts';
import { textPlaces, type TextPlace } from './text-places.ts';

/** `part`: a tab of the workshop, or 'fragen' for what forms ask; `exact`: capitals count. */
export type Search = { words: string; type?: FieldTypeName | undefined; part?: string | undefined; exact?: boolean };
export type Question = AskedFact & { file: string };
export type ServiceHits = { slug: string; name: string; draftId?: string; versionId?: string; number?: number; questions: Question[]; places: TextPlace[] };

type Source = { slug: string; name: string; files: Record<string, string>; forms: () => Promise<[string, CompiledForm][]>; draftId?: string; versionId?: string; number?: number };

const CONTEXT = ['account', 'applicant', 'case', 'application'];

/** Forms of a bundle with what they take from the library; a form that cannot be read asks nothing. */
function compileForms(files: Record<string, string>): [string, CompiledForm][] {
  const { library } = readLibrary(files);
  return Object.entries(files).flatMap(([file, text]): [string, CompiledForm][] => {
    if (!/^(form\.json|forms\/)/.test(file)) return [];
    try {
      const { form } = compileForm(JSON.parse(text), { feel: compileFeel, context: CONTEXT, library });
      return form ? [[file, form]] : [];
    } catch {
      return [];
    }
  });
}

async function* sources(ctx: Ctx): AsyncGenerator<Source> {
  const drafted = new Set<string>();
  for (const { id, slug, name } of await listDrafts(ctx)) {
    drafted.add(slug);
    const bundle = bundleOf(await getDraft(ctx, id));
    const forms = async (): Promise<[string, CompiledForm][]> => {
      const { service } = await checkDraft(ctx.platform, bundle);
      return service ? [['form.json', service.form], ...Object.entries(service.taskForms).map(([key, form]): [string, CompiledForm] => [`forms/${key}.json`, form])] : compileForms(bundle.files);
    };
    yield { slug, name, files: bundle.files, draftId: id, forms };
  }
  for (let after: string | undefined; ; ) {
    const page = await listCurrentBundles(ctx, { after, limit: 40 });
    for (const { slug, name, files, versionId, number } of page) if (!drafted.has(slug)) yield { slug, name, files, versionId, number, forms: async () => compileForms(files) };
    after = page.at(-1)?.slug;
    if (page.length < 40) return;
  }
}

/** Does this question fit: its words, key, purpose or legal basis, and how it is answered? */
function fits(fact: AskedFact, { words, type }: Search): boolean {
  const wanted = words.toLowerCase();
  if (type && fact.type !== type) return false;
  return [fact.label, fact.path, fact.purpose, fact.legalBasis, fact.fim, typeWords[fact.type], ...fact.groups].some((text) => text?.toLowerCase().includes(wanted));
}

const contains = (text: string, { words, exact }: Search): boolean => (exact ? text.includes(words) : text.toLowerCase().includes(words.toLowerCase()));

/** A word that stands nowhere in the source stands in none of its texts, unless it is written in signs for letters: most files need not be read. */
export const mayContain = (content: string, { words }: Pick<Search, 'words'>): boolean => !/^[\p{L}\p{N}]+$/u.test(words) || content.toLowerCase().includes(words.toLowerCase()) || /\\(u|x|\r?\n)|&#/i.test(content);

/**
 * Where words stand in all services: drafts where there are some, otherwise the version that is online. A question of a form is told once,
 * with those that come from blocks and ready-made groups. Stops after `most` hits. @returns by service, and whether there is more
 */
export async function findInServices(ctx: Ctx, search: Search, most: number): Promise<{ services: ServiceHits[]; count: number; more: boolean }> {
  const services: ServiceHits[] = [];
  let count = 0;
  const { part = '', type, words } = search;
  for await (const { files, forms, ...source } of sources(ctx)) {
    const asks = (part === '' || part === 'fragen' || part === 'formular') && !search.exact;
    const questions = asks && (words || type) ? (await forms()).flatMap(([file, form]) => listAskedFacts(form).filter((fact) => fits(fact, search)).map((fact) => ({ ...fact, file }))) : [];
    const told = new Set(questions.map(({ label }) => label));
    const readable = part === 'fragen' || type || !words ? [] : Object.entries(files).filter(([file]) => !/^(blocks|code-lists)\//.test(file) && (part === '' || tabOfFile(file) === part));
    const places = readable.flatMap(([file, content]) => (mayContain(content, search) ? textPlaces(file, content) : [])).filter((place) => contains(place.text, search) && !(told.has(place.text) && place.file.endsWith('.json')));
    if (questions.length + places.length === 0) continue;
    if (count >= most) return { services: inOrder(services), count, more: true };
    count += questions.length + places.length;
    services.push({ ...source, questions, places });
  }
  return { services: inOrder(services), count, more: false };
}

const inOrder = (services: ServiceHits[]): ServiceHits[] => services.sort((a, b) => compareWords(a.name, b.name));
