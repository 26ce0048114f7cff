import { z } from 'zod';
import { page, redirect, view, type Reply, type Rq } from '#platform/http';
import { deleteSecret, hasKey, listSecrets, setSecret, type SecretInfo } from '#platform/secrets';
import { Alert, Button, ButtonRow, ConfirmPage, Details, EmptyState, ErrorSummary, Form, Link, PageHeader, Section, Stack, Table, TextArea, TextField, Time } from '#platform/ui';
import { crumbsOf } from './crumbs.ts';
import { attempt, summaryOf, textInput, type FieldErrors } from './form-input.ts';

const PATH = '/office/verwaltung/geheimnisse';
const SECRETS = { label: 'Geheimnisse', href: PATH };
const access = 'may:admin/secrets';
const nameParams = z.object({ name: z.string().max(60) });
const fields = { note: textInput(300), hosts: textInput(2000) };
// the value is neither trimmed nor shown again; a line break at its end comes from copying
const value = z.string().max(5000).default('').transform((text) => text.replace(/[\r\n]+$/, ''));
const newBody = z.object({ name: textInput(60), value, ...fields });
const changeBody = z.object({ value, ...fields });

const hostsOf = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean);
const problems = { 'secrets/name-invalid': 'name', 'secrets/value-invalid': 'value', 'secrets/host-invalid': 'hosts', 'secrets/no-key': 'form' };

type Typed = Partial<{ name: string; note: string; hosts: string }>;

async function list(rq: Rq, typed: Typed = {}, errors: FieldErrors = {}): Promise<Reply> {
  const secrets = await rq.read(listSecrets);
  const ready = hasKey(rq.platform.config);
  const body = (
    <Stack>
      <ErrorSummary errors={summaryOf(errors)} />
      <PageHeader title="Geheimnisse" lead="Zugangsdaten, die andere Systeme von uns hören wollen. Abläufe nennen nur ihren Namen. Den Wert sieht niemand wieder, auch Sie nicht." />
      {!ready && <Alert kind="danger" title="Auf diesem Server ist noch kein Schlüssel eingerichtet.">Setzen Sie SECRET_KEY (zum Beispiel von „openssl rand -base64 32“) und starten Sie neu. Vorher lässt sich nichts speichern.</Alert>}
      <Table<SecretInfo>
        compact
        stack
        caption="Geheimnisse"
        captionHidden
        rows={secrets}
        rowKey={({ name }) => name}
        empty={<EmptyState title="Es gibt noch keine Geheimnisse." icon="lock">Legen Sie eines an, wenn ein Ablauf ein anderes System mit Zugangsdaten aufruft.</EmptyState>}
        columns={[
          { key: 'name', head: 'Name', rowHead: true, cell: ({ name }) => <Link href={`${PATH}/${name}`}>{name}</Link> },
          { key: 'note', head: 'Wofür', cell: ({ note }) => note || '–' },
          { key: 'hosts', head: 'Darf an', cell: ({ hosts }) => hosts.join(', ') || 'niemanden' },
          { key: 'changed', head: 'Zuletzt geändert', narrow: true, cell: ({ changedAt }) => <Time at={changedAt} /> },
          { key: 'by', head: 'Von', wideOnly: true, cell: ({ changedBy }) => changedBy },
        ]}
      />
      <Details summary="Geheimnis anlegen" open={Object.keys(errors).length > 0 || secrets.length === 0}>
        <Form action={PATH} label="Geheimnis anlegen">
          <TextField name="name" label="Name" hint="Großbuchstaben, Ziffern, Unterstrich: MELDEREGISTER_TOKEN. Abläufe schreiben dann secret:MELDEREGISTER_TOKEN." value={typed.name} required maxlength={60} autocomplete="off" spellcheck={false} error={errors.name} />
          <Value error={errors.value} required />
          <About typed={typed} errors={errors} />
          <ButtonRow>
            <Button variant="primary" disabled={!ready}>
              Anlegen
            </Button>
          </ButtonRow>
        </Form>
      </Details>
    </Stack>
  );
  return view({ title: 'Geheimnisse', body, crumbs: crumbsOf(SECRETS), width: 'full', status: Object.keys(errors).length ? 422 : 200 });
}

/** Typed in once, hidden from eyes over the shoulder and from the browser's memory. */
function Value({ error, required, hint }: { error?: string | undefined; required: boolean; hint?: string }) {
  return <TextField name="value" label="Wert" type="password" autocomplete="new-password" maxlength={4000} required={required} error={error} {...(hint ? { hint } : {})} />;
}

function About({ typed, errors }: { typed: Typed; errors: FieldErrors }) {
  return (
    <>
      <TextArea name="hosts" label="An welche Rechner darf er gesendet werden?" hint="Einer je Zeile: register.example.de, *.example.de, 10.0.0.5:8443. An andere sendet ihn kein Ablauf." value={typed.hosts} rows={2} required={false} error={errors.hosts} />
      <TextField name="note" label="Wofür ist es?" value={typed.note} maxlength={300} required={false} />
    </>
  );
}

async function create(rq: Rq<unknown, unknown, z.output<typeof newBody>>): Promise<Reply> {
  const { name, value: text, note, hosts } = rq.body;
  const typed = { name, note, hosts };
  const known = (await rq.read(listSecrets)).some((secret) => secret.name === name);
  if (known) return list(rq, typed, { name: `„${name}“ gibt es schon. Ersetzen Sie dort den Wert.` });
  const refused = await attempt(problems, () => rq.transact((ctx) => setSecret(ctx, { name, value: text, note, hosts: hostsOf(hosts) })));
  return refused ? list(rq, typed, refused) : redirect(PATH, { flash: `${name} ist gespeichert. Abläufe nennen es secret:${name}.` });
}

async function find(rq: Rq<{ name: string }>): Promise<SecretInfo | undefined> {
  return (await rq.read(listSecrets)).find(({ name }) => name === rq.params.name);
}

async function show(rq: Rq<{ name: string }>, typed?: Typed, errors: FieldErrors = {}): Promise<Reply> {
  const secret = await find(rq);
  if (!secret) return redirect(PATH, { flash: { kind: 'warning', text: `„${rq.params.name}“ gibt es nicht (mehr).` } });
  const { name, note, hosts } = secret;
  const body = (
    <Stack>
      <ErrorSummary errors={summaryOf(errors)} />
      <PageHeader title={name} lead={`Abläufe nennen es secret:${name}.`} />
      <Form action={`${PATH}/${name}`} label={`${name} ändern`}>
        <Value error={errors.value} required={false} hint="Leer lassen: der Wert bleibt, wie er ist." />
        <About typed={typed ?? { note, hosts: hosts.join('\n') }} errors={errors} />
        <ButtonRow>
          <Button variant="primary">Speichern</Button>
        </ButtonRow>
      </Form>
      <Section title="Löschen" id="loeschen">
        <Button variant="danger" href={`${PATH}/${name}/loeschen`}>
          Geheimnis löschen
        </Button>
      </Section>
    </Stack>
  );
  return view({ title: name, body, crumbs: crumbsOf(SECRETS, { label: name }), width: 'narrow', status: Object.keys(errors).length ? 422 : 200 });
}

async function change(rq: Rq<{ name: string }, unknown, z.output<typeof changeBody>>): Promise<Reply> {
  const { value: text, note, hosts } = rq.body;
  const refused = await attempt(problems, () => rq.transact((ctx) => setSecret(ctx, { name: rq.params.name, note, hosts: hostsOf(hosts), ...(text ? { value: text } : {}) })));
  return refused ? show(rq, { note, hosts }, refused) : redirect(PATH, { flash: text ? `Der Wert von ${rq.params.name} ist ersetzt.` : `${rq.params.name} ist geändert.` });
}

async function askDelete(rq: Rq<{ name: string }>): Promise<Reply> {
  const secret = await find(rq);
  if (!secret) return redirect(PATH);
  const { name } = secret;
  const body = <ConfirmPage title={`${name} löschen?`} consequences={[`Schritte von Abläufen, die secret:${name} brauchen, werden zu Störungen.`]} undo="Der Wert lässt sich nicht wiederherstellen; Sie müssten ihn neu eingeben." confirm="Löschen" cancel={{ href: `${PATH}/${name}`, label: 'Nicht löschen' }} danger />;
  return view({ title: `${name} löschen`, body, crumbs: crumbsOf(SECRETS, { label: name, href: `${PATH}/${name}` }, { label: 'Löschen' }), width: 'narrow' });
}

/** Secrets for other systems: set, replace, delete; never shown. */
export const secretPages = [
  page({ method: 'GET', path: PATH, site: 'office', access, handle: (rq) => list(rq) }),
  page({ method: 'POST', path: PATH, site: 'office', access, body: newBody, handle: create }),
  page({ method: 'GET', path: `${PATH}/:name`, site: 'office', access, params: nameParams, handle: (rq) => show(rq) }),
  page({ method: 'POST', path: `${PATH}/:name`, site: 'office', access, params: nameParams, body: changeBody, handle: change }),
  page({ method: 'GET', path: `${PATH}/:name/loeschen`, site: 'office', access, params: nameParams, handle: askDelete }),
  page({
    method: 'POST', path: `${PATH}/:name/loeschen`, site: 'office', access, params: nameParams,
    handle: async (rq) => {
      await rq.transact((ctx) => deleteSecret(ctx, rq.params.name));
      return redirect(PATH, { flash: `${rq.params.name} ist gelöscht.` });
    },
  }),
];
