import { getServiceVersion } from '#core/catalogue';
import { page, redirect, view, type View } from '#platform/http';
import { formatNumber, tr } from '#platform/i18n';
import type { Ctx, JsonObject, JsonValue } from '#platform/module';
import { Alert, Button, ButtonRow, DescriptionList, Details, ErrorSummary, Form, Link, PageHeader, Radios, Section, Stack, TextArea, TextField, Time } from '#platform/ui';
import { z } from 'zod';
import { incidentDetails, retryIncident, skipIncident, type IncidentDetails } from '../incidents/resolve-incident.ts';
import { causeAdvice, causeWord } from './incident-words.ts';

const PATH = '/office/stoerungen';
const params = z.object({ id: z.uuid() });
/** Longer values are shown by nobody who could read them; they stay as they are. */
const EDITABLE = 4000;

type Errors = Record<string, string>;
type Typed = { fields?: Record<string, string>; errors?: Errors };
type Editable = { name: string; text: string; kind: 'text' | 'json'; local: boolean };

const editableOf = ({ name, value, local }: IncidentDetails['variables'][number]): Editable => ({ name, local, kind: typeof value === 'string' ? 'text' : 'json', text: typeof value === 'string' ? value : JSON.stringify(value ?? null) });

async function show(ctx: Ctx, id: string, { fields = {}, errors = {} }: Typed = {}): Promise<View> {
  const details = await incidentDetails(ctx, id);
  const { incident } = details;
  const service = await getServiceVersion(ctx, incident.case.versionId);
  return view({
    title: `Störung: ${incident.step}`,
    ...(Object.keys(errors).length > 0 ? { status: 422 } : {}),
    width: 'full',
    nav: PATH,
    crumbs: [{ label: 'Störungen', href: PATH }, { label: incident.step }],
    body: <Body details={details} fields={fields} errors={errors} />,
    aside: (
      <DescriptionList
        stacked
        items={[
          { term: 'Vorgang', value: <Link href={`/office/vorgaenge/${incident.case.id}`}>{incident.case.number}</Link> },
          { term: 'Worum es geht', value: incident.case.title },
          { term: 'Leistung', value: `${tr(service.settings.name, 'de')}, Fassung ${service.number ?? '–'}` },
          { term: 'Seit', value: <Time at={incident.firstRaisedAt} /> },
          { term: 'Zuletzt', value: <Time at={incident.raisedAt} /> },
          { term: 'Versuche der Maschine', value: formatNumber(incident.tries) },
          { term: 'Von Hand wiederholt', value: formatNumber(incident.retried) },
        ]}
      />
    ),
  });
}

type Props = { details: IncidentDetails; fields: Record<string, string>; errors: Errors };

function Body({ details, fields, errors }: Props) {
  const { incident, ways } = details;
  return (
    <Stack>
      <ErrorSummary errors={Object.entries(errors).map(([id, text]) => ({ id, text }))} />
      <PageHeader preline={incident.case.number} title={`Störung: ${incident.step}`} />
      <Alert kind="danger" title={causeWord(incident.code)}>
        {incident.message}
      </Alert>
      <Section title="Noch einmal versuchen" id="wiederholen">
        <Form action={`${PATH}/${incident.id}/wiederholen`} label="Noch einmal versuchen">
          <p class="kern-body">{causeAdvice(incident.code)}</p>
          <Variables details={details} fields={fields} errors={errors} />
          <ButtonRow>
            <Button variant="primary">Noch einmal versuchen</Button>
          </ButtonRow>
        </Form>
      </Section>
      <Section title="Überspringen" id="ueberspringen">
        <Form action={`${PATH}/${incident.id}/ueberspringen`} label="Schritt überspringen">
          <p class="kern-body">Der Vorgang geht weiter, als wäre der Schritt getan. Was der Schritt bewirken sollte, geschieht dann nicht.</p>
          {ways.length > 0 && <Radios name="weg" label="Wie es weitergeht" options={ways.map(({ flowId, title }) => ({ value: flowId, label: title }))} value={fields['weg'] ?? ''} error={errors['weg']} />}
          <TextField name="grund" label="Grund (steht im Verlauf)" maxlength={500} value={fields['grund']} error={errors['grund']} />
          <ButtonRow>
            <Button variant="danger">Schritt überspringen</Button>
          </ButtonRow>
        </Form>
      </Section>
    </Stack>
  );
}

function Variables({ details, fields, errors }: Props) {
  const all = details.variables.map(editableOf);
  const shown = all.filter(({ text }) => text.length <= EDITABLE);
  const open = Object.keys(errors).some((key) => key.startsWith('wert-') || key.startsWith('neu-'));
  return (
    <Details summary={`Angaben des Ablaufs ansehen und ändern (${all.length})`} open={open}>
      <p class="kern-body kern-body--small">Namen geänderter Angaben stehen im Verlauf, ihre Werte nicht. Zahlen, ja/nein (true, false) und Listen sind als JSON geschrieben.</p>
      {shown.map((one) => {
        const field = { name: `wert.${one.name}`, id: `wert-${one.name}`, label: `${one.name}${one.local ? ' (nur für diesen Schritt)' : ''}`, value: fields[`wert.${one.name}`] ?? one.text, error: errors[`wert-${one.name}`], required: false as const };
        return one.text.length > 60 || one.text.includes('\n') ? <TextArea key={one.name} {...field} rows={3} spellcheck={false} /> : <TextField key={one.name} {...field} spellcheck={false} />;
      })}
      {all.length > shown.length && <p class="kern-body kern-body--small">{`${all.length - shown.length} große Angaben lassen sich hier nicht ändern.`}</p>}
      <TextField name="neuname" id="neu-name" label="Neue Angabe: Name" value={fields['neuname']} error={errors['neu-name']} maxlength={100} required={false} />
      <TextField name="neuwert" id="neu-wert" label="Neue Angabe: Wert" hint="Text, oder eine Zahl, true, false oder JSON" value={fields['neuwert']} maxlength={EDITABLE} required={false} />
    </Details>
  );
}

export const incidentPage = page({ method: 'GET', path: `${PATH}/:id`, site: 'office', access: 'may:cases/supervise', params, handle: (rq) => rq.read((ctx) => show(ctx, rq.params.id)) });

type Read = { variables: JsonObject; errors: Errors };

/** What differs from the values as they are now; a value that was text stays text. */
function readVariables(details: IncidentDetails, fields: Record<string, string>): Read {
  const read: Read = { variables: {}, errors: {} };
  for (const one of details.variables.map(editableOf)) {
    const typed = fields[`wert.${one.name}`]?.replaceAll('\r\n', '\n');
    if (typed === undefined || typed === one.text) continue;
    const value = one.kind === 'text' ? typed : parse(typed);
    if (value === undefined) read.errors[`wert-${one.name}`] = `„${one.name}“ ist kein gültiges JSON. Text schreiben Sie in Anführungszeichen.`;
    else read.variables[one.name] = value;
  }
  const name = fields['neuname']?.trim();
  if (!name) return read;
  if (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) read.variables[name] = parse(fields['neuwert'] ?? '') ?? fields['neuwert'] ?? '';
  else read.errors['neu-name'] = 'Ein Name besteht aus Buchstaben, Ziffern und Unterstrich und beginnt nicht mit einer Ziffer.';
  return read;
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

const route = { method: 'POST', site: 'office', access: 'may:cases/supervise', params, body: z.record(z.string(), z.union([z.string(), z.array(z.string())])) } as const;
const plain = (body: Record<string, string | string[]>): Record<string, string> => Object.fromEntries(Object.entries(body).map(([key, value]) => [key, [value].flat()[0] ?? '']));

export const retryRoute = page({
  ...route,
  path: `${PATH}/:id/wiederholen`,
  handle: async (rq) => {
    const fields = plain(rq.body);
    const { variables, errors } = readVariables(await rq.read((ctx) => incidentDetails(ctx, rq.params.id)), fields);
    if (Object.keys(errors).length > 0) return rq.read((ctx) => show(ctx, rq.params.id, { fields, errors }));
    await rq.transact((ctx) => retryIncident(ctx, { incidentId: rq.params.id, variables }));
    return redirect(PATH, { flash: 'Der Schritt wird noch einmal versucht.' });
  },
});

export const skipRoute = page({
  ...route,
  path: `${PATH}/:id/ueberspringen`,
  handle: async (rq) => {
    const fields = plain(rq.body);
    const { incident, ways } = await rq.read((ctx) => incidentDetails(ctx, rq.params.id));
    const errors: Errors = {
      // Without a condition that holds nobody but this person knows the way.
      ...(incident.code === 'no-flow' && ways.length > 0 && !fields['weg'] ? { weg: 'Bitte wählen Sie, wie es weitergeht.' } : {}),
      ...(fields['grund']?.trim() ? {} : { grund: 'Bitte geben Sie einen Grund an.' }),
    };
    if (Object.keys(errors).length > 0) return rq.read((ctx) => show(ctx, rq.params.id, { fields, errors }));
    await rq.transact((ctx) => skipIncident(ctx, { incidentId: rq.params.id, reason: fields['grund'] ?? '', ...(fields['weg'] ? { flowId: fields['weg'] } : {}) }));
    return redirect(PATH, { flash: 'Der Schritt ist übersprungen, der Vorgang geht weiter.' });
  },
});
