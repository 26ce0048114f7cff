import { z } from 'zod';
import { createDraft } from '#core/catalogue';
import { listOffices } from '#core/organisation';
import { page, redirect, view, type Reply, type Rq } from '#platform/http';
import { Problem } from '#platform/module';
import { Button, ButtonRow, DescriptionList, Details, ErrorSummary, Form, PageHeader, Radios, SelectField, Stack, TextField } from '#platform/ui';
import { describePattern } from '../patterns/describe-pattern.ts';
import { patterns } from '../patterns/pattern-library.ts';
import { LIST, tabHref } from './tabs.ts';

const body = z.object({ muster: z.string().max(40).default(''), name: z.string().max(200).default(''), slug: z.string().max(80).default(''), office: z.string().max(60).default(''), prefix: z.string().max(10).default('') });
type Typed = z.output<typeof body>;
type Mistake = { id: string; text: string };

async function show(rq: Rq, { typed, errors = [] }: { typed: Typed; errors?: Mistake[] }): Promise<Reply> {
  const offices = await rq.read((ctx) => listOffices(ctx));
  const described = await Promise.all(patterns.map(async (pattern) => ({ pattern, description: await describePattern(pattern) })));
  const errorOf = (id: string) => errors.find((one) => one.id === id)?.text;
  return view({
    title: 'Neue Leistung',
    nav: LIST,
    ...(errors.length > 0 ? { status: 422 } : {}),
    crumbs: [{ label: 'Werkstatt', href: LIST }, { label: 'Neue Leistung' }],
    body: (
      <Stack>
        {errors.length > 0 && <ErrorSummary errors={errors} />}
        <PageHeader title="Neue Leistung" lead="Wählen Sie, was am ähnlichsten ist. Danach ändern Sie alles, wie Sie es brauchen." />
        <Form action={`${LIST}/neu`}>
          <TextField name="name" label="Wie heißt die Leistung?" hint="So, wie Bürgerinnen und Bürger sie suchen: „Brennholzschein“." value={typed.name} error={errorOf('name')} />
          <Radios name="muster" label="Muster" value={typed.muster} error={errorOf('muster')} options={patterns.map(({ key, title, summary, parts }) => ({ value: key, label: title, hint: `${summary} Enthält: ${parts}.` }))} />
          <SelectField name="office" label="Zuständiges Amt" value={typed.office} error={errorOf('office')} options={offices.map(({ key, name }) => ({ value: key, label: name }))} placeholder="Bitte wählen" />
          <TextField name="prefix" label="Buchstaben im Aktenzeichen" hint="Zwei bis acht Buchstaben; leer: aus dem Namen gebildet." value={typed.prefix} width={10} error={errorOf('prefix')} />
          <TextField name="slug" label="Kürzel in der Adresse" hint="Kleine Buchstaben und Bindestriche; leer: aus dem Namen gebildet." value={typed.slug} width={20} error={errorOf('slug')} />
          <Stack gap="small">
            {described.map(({ pattern, description }) => (
              <Details key={pattern.key} summary={`Was im Muster „${pattern.title}“ steckt`}>
                <DescriptionList
                  items={[
                    { term: 'Wofür', value: pattern.summary },
                    { term: 'Fragen', value: description.questions.join(' · ') },
                    { term: 'Ablauf', value: description.steps.join(' → ') },
                    { term: 'Schreiben', value: description.letters.join(' · ') || 'nur Nachrichten ins Postfach' },
                  ]}
                />
              </Details>
            ))}
          </Stack>
          <ButtonRow>
            <Button type="submit" variant="primary">
              Leistung anlegen
            </Button>
            <Button href={LIST}>Abbrechen</Button>
          </ButtonRow>
        </Form>
      </Stack>
    ),
  });
}

export const newServicePage = page({ method: 'GET', path: `${LIST}/neu`, site: 'office', access: 'may:catalogue/edit', handle: (rq) => show(rq, { typed: body.parse({}) }) });

const UMLAUTS: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };
/** "Brennholz für Gärten" → "brennholz-fuer-gaerten". */
export const slugOf = (name: string): string => name.toLowerCase().replaceAll(/[äöüß]/g, (letter) => UMLAUTS[letter] ?? letter).normalize('NFD').replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^[-0-9]+|-+$/g, '').slice(0, 60);
const prefixOf = (slug: string): string => slug.replaceAll(/[^a-z]/g, '').slice(0, 5).toUpperCase().padEnd(2, 'X');

export const newServicePost = page({
  method: 'POST',
  path: `${LIST}/neu`,
  site: 'office',
  access: 'may:catalogue/edit',
  body,
  handle: async (rq) => {
    const typed = rq.body;
    const name = typed.name.trim();
    const slug = typed.slug.trim() || slugOf(name);
    const prefix = (typed.prefix.trim() || prefixOf(slug)).toUpperCase();
    const pattern = patterns.find(({ key }) => key === typed.muster);
    const offices = await rq.read((ctx) => listOffices(ctx));
    const errors: Mistake[] = [
      ...(name.length < 3 ? [{ id: 'name', text: 'Geben Sie der Leistung einen Namen.' }] : []),
      ...(pattern ? [] : [{ id: 'muster', text: 'Wählen Sie ein Muster.' }]),
      ...(offices.some(({ key }) => key === typed.office) ? [] : [{ id: 'office', text: 'Wählen Sie das zuständige Amt.' }]),
      ...(/^[A-ZÄÖÜ]{2,8}$/.test(prefix) ? [] : [{ id: 'prefix', text: 'Das Aktenzeichen beginnt mit zwei bis acht Buchstaben.' }]),
      ...(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(slug) ? [] : [{ id: 'slug', text: 'Das Kürzel besteht aus kleinen Buchstaben, Ziffern und Bindestrichen.' }]),
    ];
    if (!pattern || errors.length > 0) return show(rq, { typed, errors });
    const files = await pattern.make({ slug, name, office: typed.office, prefix });
    try {
      const id = await rq.transact((ctx) => createDraft(ctx, { slug, files, note: `Nach dem Muster „${pattern.title}“` }));
      return redirect(tabHref(id, 'uebersicht'), { flash: `„${name}“ ist angelegt und funktioniert schon. Ändern Sie jetzt, was anders sein soll.` });
    } catch (error) {
      if (error instanceof Problem && error.status === 409) return show(rq, { typed, errors: [{ id: 'slug', text: `Das Kürzel „${slug}“ hat schon eine andere Leistung oder ein anderer Entwurf. Bitte geben Sie ein anderes an.` }] });
      throw error;
    }
  },
});
