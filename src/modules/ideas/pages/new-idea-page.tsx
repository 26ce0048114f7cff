import { z } from 'zod';
import { listOffices } from '#core/organisation';
import { findSimilar, type SimilarGroup } from '#core/projects';
import { json, page, redirect, view, type Reply, type Rq, type UploadedFile, type View } from '#platform/http';
import { parseMoney } from '#platform/i18n';
import { ANONYMOUS, Problem, type Ctx } from '#platform/module';
import { Alert, Button, ButtonRow, Details, Enhanced, ErrorSummary, FileField, Form, Link, MoneyField, PageHeader, Radios, SelectField, Stack, TextArea, TextField } from '#platform/ui';
import { openCampaigns } from '../flow/campaigns.ts';
import { hrefOf, IDEAS } from '../idea.ts';
import { problem } from '../problems.ts';
import { submitIdea, type NewIdea } from '../submit-idea.ts';

const NEW = `${IDEAS}/neu`;
const short = z.string().trim().max(200).default('');
const long = z.string().trim().max(5000).default('');
const body = z.object({ title: short, problem: long, proposal: long, benefit: long, saving: short, office: short, campaign: short, who: z.enum(['name', 'anonym']).default('name') });
type Typed = z.output<typeof body>;
type Mistake = { id: string; text: string };

async function show(ctx: Ctx, { typed, errors = [], similar = [] }: { typed: Typed; errors?: Mistake[]; similar?: SimilarGroup[] }): Promise<View> {
  const offices = await listOffices(ctx);
  const campaigns = await openCampaigns(ctx);
  const errorOf = (name: string) => errors.find(({ id }) => id === name)?.text;
  return view({
    title: 'Idee einreichen',
    nav: IDEAS,
    islands: true,
    crumbs: [{ label: 'Ideen', href: IDEAS }, { label: 'Neu' }],
    ...(errors.length > 0 ? { status: 422 } : {}),
    body: (
      <Stack>
        {errors.length > 0 && <ErrorSummary errors={errors} />}
        <PageHeader title="Idee einreichen" lead="Zwei Felder genügen: wie die Idee heißt, und was heute stört. Eine Lösung brauchen Sie noch nicht." />
        <Form action={NEW} files>
          <Enhanced name="similar-ideas">
            <TextField name="title" label="Titel" value={typed.title} error={errorOf('title')} maxlength={120} width="full" required />
            <TextArea name="problem" label="Was stört heute?" hint="Zum Beispiel: „Wir tippen die Anträge aus der Post noch einmal ab.“" rows={4} value={typed.problem} error={errorOf('problem')} required />
            <div data-similar aria-live="polite"><Similar groups={similar} /></div>
          </Enhanced>
          <TextArea name="proposal" label="Ihr Vorschlag" rows={4} value={typed.proposal} required={false} />
          <Radios name="who" label="Wie möchten Sie einreichen?" value={typed.who} options={[{ value: 'name', label: 'Mit meinem Namen' }, { value: 'anonym', label: 'Anonym', hint: 'Weder Konto noch Uhrzeit werden gespeichert. Sie bekommen einen Code für ein Postfach.' }]} />
          <Details summary="Mehr angeben: Nutzen, Amt, Dateien" open={Boolean(typed.benefit || typed.saving || typed.office || errorOf('saving')) || similar.length > 0}>
            <TextArea name="benefit" label="Was wäre besser?" rows={2} value={typed.benefit} required={false} />
            <MoneyField name="saving" label="Ersparnis im Jahr, geschätzt" value={typed.saving} error={errorOf('saving')} required={false} />
            <SelectField name="office" label="Welches Amt betrifft es?" value={typed.office} placeholder={false} options={[{ value: '', label: 'alle oder weiß ich nicht' }, ...offices.map(({ id, name }) => ({ value: id, label: name }))]} />
            <FileField name="files" label="Dateien" hint="Bis zu 5 Dateien, je 10 MB. Wer anonym bleiben will: In Dateien kann Ihr Name stehen." multiple required={false} />
          </Details>
          {campaigns.length > 0 && <SelectField name="campaign" label="Gehört zum Aufruf" value={typed.campaign} placeholder={false} options={[{ value: '', label: 'keinem' }, ...campaigns.map(({ id, title }) => ({ value: id, label: title }))]} />}
          <ButtonRow>
            <Button variant="primary">Einreichen</Button>
            <Button formaction={`${NEW}/aehnliches`}>Ähnliches zeigen</Button>
            <Button variant="tertiary" href={IDEAS}>Abbrechen</Button>
          </ButtonRow>
        </Form>
      </Stack>
    ),
  });
}

function Similar({ groups }: { groups: SimilarGroup[] }) {
  if (groups.length === 0) return null;
  return (
    <>
      <p><strong>Gibt es das schon?</strong> Sehen Sie kurz nach; vielleicht bewerten Sie lieber eine vorhandene Idee.</p>
      {groups.map(({ kind, label, found }) => (
        <div key={kind}>
          <p class="muted">{label}</p>
          <ul>{found.map((one) => <li key={one.href}><Link href={one.href}>{one.title}</Link> <span class="muted">{one.note}</span></li>)}</ul>
        </div>
      ))}
    </>
  );
}

export const newIdeaPage = page({ method: 'GET', path: NEW, site: 'office', access: 'staff', query: z.object({ aufruf: z.string().max(40).default('') }), handle: (rq) => rq.read((ctx) => show(ctx, { typed: { ...body.parse({}), campaign: rq.query.aufruf } })) });

/** Without a script: the same page with what resembles it. */
export const similarPost = page({ method: 'POST', path: `${NEW}/aehnliches`, site: 'office', access: 'staff', body, files: { maxBytes: 10_000_000, maxFiles: 5 }, handle: (rq) => rq.read(async (ctx) => show(ctx, { typed: rq.body, similar: await findSimilar(ctx, `${rq.body.title} ${rq.body.problem}`) })) });

/** For the script, while somebody types: by POST, so that the text stands in no address. */
export const similarJson = page({ method: 'POST', path: `${NEW}/aehnliches.json`, site: 'office', access: 'staff', body: z.object({ text: z.string().max(3000).default('') }), handle: (rq) => rq.read(async (ctx) => json({ groups: await findSimilar(ctx, rq.body.text, { limit: 3 }) })) });

const places: Record<string, string> = { 'ideas/title-needed': 'title', 'ideas/problem-needed': 'problem', 'ideas/wrong-amount': 'saving' };

function mistakesIn(typed: Typed, files: UploadedFile[]): Mistake[] {
  const mistakes: Mistake[] = [];
  if (typed.title.length < 5) mistakes.push({ id: 'title', text: problem('ideas/title-needed').de });
  if (typed.problem.length < 5) mistakes.push({ id: 'problem', text: problem('ideas/problem-needed').de });
  if (typed.saving && (parseMoney(typed.saving) ?? -1) < 0) mistakes.push({ id: 'saving', text: problem('ideas/wrong-amount').de });
  for (const one of files) if (one.error) mistakes.push({ id: 'files', text: `„${one.name}“ wurde nicht übernommen: ${{ 'too-large': 'Sie ist größer als 10 MB', 'too-many': 'Es sind mehr als fünf Dateien', 'no-space': 'Dafür ist gerade kein Platz' }[one.error]}.` });
  return mistakes;
}

export const newIdeaPost = page({
  method: 'POST', path: NEW, site: 'office', access: 'staff', body, files: { maxBytes: 10_000_000, maxFiles: 5 },
  handle: async (rq) => {
    const errors = mistakesIn(rq.body, rq.files);
    if (errors.length > 0) return rq.read((ctx) => show(ctx, { typed: rq.body, errors }));
    try {
      return await submit(rq, rq.body);
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 422) throw error;
      const refused = { id: places[error.code] ?? 'title', text: error.de };
      return rq.read((ctx) => show(ctx, { typed: rq.body, errors: [refused] }));
    }
  },
});

async function submit(rq: Rq, typed: Typed): Promise<Reply> {
  const idea: NewIdea = { title: typed.title, problem: typed.problem, proposal: typed.proposal, benefit: typed.benefit, savingCents: typed.saving ? (parseMoney(typed.saving) ?? null) : null, officeId: typed.office, campaignId: typed.campaign, files: rq.files };
  if (typed.who === 'name') {
    const { id, number } = await rq.transact((ctx) => submitIdea(ctx, idea));
    return redirect(hrefOf(id), { flash: `Danke! Ihre Idee hat die Nummer ${number}.` });
  }
  // from here on nobody knows who asked: neither the row nor the event has an account
  const made = await rq.platform.transact({ tenantId: rq.tenantId, actor: ANONYMOUS }, (ctx) => submitIdea(ctx, idea));
  return view({
    title: 'Anonym eingereicht',
    nav: IDEAS,
    crumbs: [{ label: 'Ideen', href: IDEAS }, { label: 'Anonym eingereicht' }],
    headers: { 'cache-control': 'no-store' },
    body: (
      <Stack>
        <PageHeader title="Ihre Idee ist da" lead={`Sie hat die Nummer ${made.number}. Niemand sieht, von wem sie ist.`} />
        <Alert kind="warning" title="Schreiben Sie diesen Code auf – er wird nur einmal gezeigt">
          <p class="kern-body kern-body--large"><code>{made.code}</code></p>
          <p>Mit ihm öffnen Sie Ihr Postfach: Dort stehen Rückfragen, und dort erfahren Sie, wenn eine Prämie bewilligt ist. Wir können den Code nicht wiederherstellen.</p>
        </Alert>
        <ButtonRow><Button href={`${IDEAS}/postfach`}>Zum Postfach</Button><Button href={hrefOf(made.id)}>Idee ansehen</Button></ButtonRow>
      </Stack>
    ),
  });
}
