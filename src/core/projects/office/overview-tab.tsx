import { formatDate } from '#platform/i18n';
import { may, type Ctx } from '#platform/module';
import { Alert, Button, ButtonRow, Checkbox, Columns, DescriptionList, Details, Form, Link, Radios, Section, SelectField, Stack, TextArea, TextField, type DescriptionItem } from '#platform/ui';
import type { View } from '#platform/http';
import type { VNode } from 'preact';
import { listServices } from '#core/catalogue';
import { benefitWords } from '../apply/benefit-words.ts';
import { phases } from '../gates/phases.ts';
import { suggestLight } from '../light.ts';
import { projectPanels, startWarnings } from '../points.ts';
import { dutyWords, lightWords } from '../project.ts';
import { hasLight, PROJECTS, projectView, tabHref, type Shown } from './project-frame.tsx';

/** What it is for, how it stands, what is next, and what other folders know about it. */
export async function showOverview(ctx: Ctx, shown: Shown): Promise<View> {
  const { row, project } = shown;
  const panels = ctx.platform.contributions(projectPanels).toSorted((a, b) => a.order - b.order);
  const drawn = (await Promise.all(panels.map(async (panel) => ({ panel, content: await panel.render(ctx, project) })))).filter(({ content }) => content);
  const next = await nextStep(ctx, shown);
  const service = row.service_slug ? (await listServices(ctx)).find(({ slug }) => slug === row.service_slug)?.name : undefined;
  return projectView(shown, {
    tab: 'ueberblick',
    actions: <Button href={`${PROJECTS}/${row.id}/steckbrief.pdf`} icon="download" size="small">Steckbrief (PDF)</Button>,
    body: (
      <Columns layout="sidebar">
        <Stack>
          {next && <Section title="Nächster Schritt" id="naechster-schritt">{next}</Section>}
          <Section title="Was danach besser ist" id="zweck">
            <p class="lines">{row.purpose || 'Noch nicht beschrieben.'}</p>
            {row.situation && <Details summary="Wie es heute ist"><p class="lines">{row.situation}</p></Details>}
          </Section>
          <BenefitSection shown={shown} />
          {drawn.map(({ panel, content }) => <Section key={panel.id} title={panel.title} id={panel.id}>{content}</Section>)}
        </Stack>
        <Stack>
          {hasLight(project) && <LightSection shown={shown} />}
          <Section title="Angaben" id="angaben"><DescriptionList stacked items={facts(shown, service)} /></Section>
        </Stack>
      </Columns>
    ),
  });
}

function BenefitSection({ shown: { row, project } }: { shown: Shown }) {
  const words = project.expected && benefitWords(project.expected);
  return (
    <Section title="Erwarteter Nutzen" id="nutzen">
      {words ? <ul><li>{words.hours}</li><li>{words.money}</li></ul> : <p class="muted">In Zahlen ist kein Nutzen angegeben.</p>}
      {row.benefit_text && <p class="lines">{row.benefit_text}</p>}
    </Section>
  );
}

function facts({ row, project, editable, steering }: Shown, service: string | undefined): (DescriptionItem | false)[] {
  const day = (value: string | null): string => (value ? formatDate(value) : 'offen');
  const change = (page: string, about: string): { action?: { href: string; label: string; about: string } } => (editable ? { action: { href: `${PROJECTS}/${row.id}/antrag/${page}`, label: 'ändern', about } } : {});
  return [
    { term: 'Leitung', value: row.lead_name || 'offen', ...change('zeit', 'Leitung') },
    { term: 'Auftrag von', value: row.sponsor_name || 'offen' },
    { term: 'Zeitraum', value: `${day(row.starts_on)} bis ${day(row.ends_on)}`, ...change('zeit', 'Zeitraum') },
    project.mandatory !== null && { term: 'Pflicht', value: `${dutyWords[project.mandatory.kind]}: ${project.mandatory.basis}${project.mandatory.dueOn ? `, bis ${formatDate(project.mandatory.dueOn)}` : ''}`, ...(steering ? change('pflicht', 'Pflicht') : {}) },
    row.service_slug !== null && { term: 'Leistung', value: <Link href={`/leistungen/${row.service_slug}`}>{service ?? row.service_slug}</Link> },
    row.live_on !== null && { term: 'In Betrieb seit', value: day(row.live_on) },
    row.ended_on !== null && { term: 'Beendet am', value: day(row.ended_on) },
    { term: 'Eigene Arbeitstage', value: row.capacity_days ?? 'offen' },
    { term: 'Nutzung', value: row.longevity_years ? `${row.longevity_years} Jahre` : 'offen' },
    row.decided_on !== null && { term: 'Entscheidung', value: `${formatDate(row.decided_on)}, ${row.decided_by_name}: ${row.decision_reason}` },
    row.state === 'stopped' && row.decided_on === null && { term: 'Abgebrochen, weil', value: row.decision_reason },
    row.funding !== '' && { term: 'Mögliche Förderung', value: row.funding },
  ];
}

function LightSection({ shown }: { shown: Shown }) {
  const { row, project, editable, today } = shown;
  const suggested = suggestLight(row, today);
  const typed = shown.typed('ampel');
  return (
    <Section title={`Ampel: ${lightWords[project.light]}`} id="ampel">
      <p>{project.lightReason}</p>
      {project.lightSetBy && <p class="muted">Von Hand gesetzt von {project.lightSetBy}{row.override_on ? ` am ${formatDate(row.override_on)}` : ''}. Die Daten sagen: {lightWords[suggested.light]}. {suggested.reason} Ändert sich das, gilt wieder, was die Daten sagen.</p>}
      {project.lightSetBy && editable && <Form action={`${PROJECTS}/${row.id}/ampel/loesen`}><Button size="small">Wieder nach Daten</Button></Form>}
      {editable && !project.lightSetBy && (
        <Details summary="Anders einschätzen" open={shown.again?.form === 'ampel'}>
          <Form action={`${PROJECTS}/${row.id}/ampel`}>
            <SelectField name="ampel" label="Ampel" value={typed.ampel ?? ''} placeholder="Bitte wählen" options={(['green', 'amber', 'red'] as const).filter((one) => one !== suggested.light).map((one) => ({ value: one, label: lightWords[one] }))} />
            <TextArea name="grund" label="Warum" hint="Steht überall neben der Ampel." rows={2} maxlength={500} value={typed.grund} />
            <Button size="small">Setzen</Button>
          </Form>
        </Details>
      )}
    </Section>
  );
}

/** The one thing that can be done now, by whoever may do it. */
async function nextStep(ctx: Ctx, shown: Shown): Promise<VNode | undefined> {
  const { row, editable } = shown;
  const steering = may(ctx.actor, 'steering/edit', row.office_id) || may(ctx.actor, 'steering/decide');
  const stop = steering && ['applied', 'approved', 'running', 'live', 'deferred'].includes(row.state) ? <StopForm shown={shown} /> : undefined;
  const step = await stepForm(ctx, shown, editable);
  return step || stop ? <Stack>{step}{stop}</Stack> : undefined;
}

async function stepForm(ctx: Ctx, shown: Shown, editable: boolean): Promise<VNode | undefined> {
  const { row } = shown;
  const decides = may(ctx.actor, 'steering/decide');
  if ((row.state === 'draft' || row.state === 'deferred') && editable) return <ButtonRow><Button variant="primary" href={`${PROJECTS}/${row.id}/antrag/${row.state === 'draft' ? 'vorhaben' : 'pruefen'}`}>Antrag bearbeiten</Button><Button href={`${PROJECTS}/${row.id}/antrag/pruefen`}>Prüfen und einreichen</Button></ButtonRow>;
  if (row.state === 'applied' && decides) return <DecisionForm shown={shown} />;
  if (row.state === 'applied') return <p>Der Antrag liegt beim Steuerungskreis.</p>;
  if (!editable) return undefined;
  if (row.state === 'approved') return <StartForm shown={shown} warnings={(await Promise.all(ctx.platform.contributions(startWarnings).map((warn) => warn(ctx, shown.project)))).flat()} />;
  if (row.state === 'running') return <><GateHint shown={shown} /><LiveForm shown={shown} services={(await listServices(ctx)).map(({ slug, name }) => ({ value: slug, label: name }))} /></>;
  if (row.state === 'live') return <CloseForm shown={shown} />;
  return undefined;
}

function DecisionForm({ shown }: { shown: Shown }) {
  const typed = shown.typed('entscheidung');
  return (
    <Form action={`${PROJECTS}/${shown.row.id}/entscheidung`}>
      <Radios name="entscheidung" label="Entscheidung über den Antrag" value={typed.entscheidung ?? ''} inline options={[{ value: 'approved', label: 'genehmigen' }, { value: 'deferred', label: 'zurückstellen' }, { value: 'rejected', label: 'ablehnen' }]} />
      <TextArea name="grund" label="Begründung" rows={2} value={typed.grund} />
      <ButtonRow><Button variant="primary">Entscheiden</Button></ButtonRow>
    </Form>
  );
}

function StartForm({ shown, warnings }: { shown: Shown; warnings: string[] }) {
  const typed = shown.typed('start');
  return (
    <Form action={`${PROJECTS}/${shown.row.id}/start`}>
      {warnings.map((one) => <Alert key={one} kind="warning" title={one} />)}
      <TextField name="am" label="Beginn" type="date" value={typed.am ?? shown.today} />
      {warnings.length > 0 && <Checkbox name="trotzdem" label="Trotzdem beginnen" checked={typed.trotzdem === 'ja'} />}
      <ButtonRow><Button variant="primary">Projekt beginnen</Button></ButtonRow>
    </Form>
  );
}

function GateHint({ shown: { row } }: { shown: Shown }) {
  const phase = phases.find(({ key }) => key === row.phase);
  return phase?.gate ? <p>Am Ende der Phase „{phase.name}“ steht das Tor „{phase.gate}“. <Link href={tabHref(row.id, 'phasen')}>Nachweise und Tor</Link></p> : null;
}

function LiveForm({ shown, services }: { shown: Shown; services: { value: string; label: string }[] }) {
  const typed = shown.typed('betrieb');
  return (
    <Details summary="In Betrieb nehmen" open={shown.again?.form === 'betrieb' || shown.row.phase === 'rollout' || shown.row.phase === 'operation'}>
      <Form action={`${PROJECTS}/${shown.row.id}/betrieb`}>
        <TextField name="am" label="In Betrieb seit" type="date" value={typed.am ?? shown.today} />
        <SelectField name="leistung" label="Leistung, die damit läuft" hint="Aus ihren Fällen wird die Wirkung gemessen." required={false} value={typed.leistung ?? shown.row.service_slug ?? ''} options={services} placeholder="keine oder mehrere" />
        <ButtonRow><Button variant="primary">In Betrieb nehmen</Button></ButtonRow>
      </Form>
    </Details>
  );
}

function CloseForm({ shown }: { shown: Shown }) {
  return (
    <Form action={`${PROJECTS}/${shown.row.id}/abschluss`}>
      <TextArea name="grund" label="Was erreicht wurde, und was offen bleibt" rows={3} value={shown.typed('abschluss').grund} />
      <ButtonRow><Button variant="primary">Projekt abschließen</Button></ButtonRow>
    </Form>
  );
}

function StopForm({ shown }: { shown: Shown }) {
  return (
    <Details summary="Projekt abbrechen" open={shown.again?.form === 'abbruch'}>
      <Form action={`${PROJECTS}/${shown.row.id}/abbruch`}>
        <p class="muted">Ein Abbruch ist ein normales Ergebnis. Das Projekt bleibt mit allem, was dazugehört, nachlesbar; neu beginnen kann es nur mit einem neuen Antrag.</p>
        <TextArea name="grund" id="abbruch-grund" label="Warum" rows={2} value={shown.typed('abbruch').grund} />
        <ButtonRow><Button variant="danger">Abbrechen</Button></ButtonRow>
      </Form>
    </Details>
  );
}
