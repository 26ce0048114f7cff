import type { VNode } from 'preact';
import { z } from 'zod';
import { listServices } from '#core/catalogue';
import { listOffices } from '#core/organisation';
import { page, view, type Reply, type Rq } from '#platform/http';
import { calendarDayOf, formatDate, formatMoney, formatNumber, plural } from '#platform/i18n';
import { may, type Ctx } from '#platform/module';
import { Alert, Badge, BarChart, Button, Columns, Deadline, DescriptionList, ErrorSummary, LineChart, Link, PageHeader, Row, Section, Stack, Time } from '#platform/ui';
import { circlesIn, foundationOf, impactOf, type Hit } from '../services/impact.ts';
import { criticalityOf, kindWords, longevityCriteria, longevityMean, operatorWords, protectionOf, stateWords, type ItService } from '../services/it-service.ts';
import { getItService, listAssessments, listCosts, listItNames, listNeeds, listUses, type Assessment, type YearCost } from '../services/it-services.queries.ts';
import type { Mistakes } from '../services/read-it-service.ts';
import { IT, itHref } from './addresses.ts';
import { AssessmentForm, CostForm, NeedForms, UseForms } from './it-part-forms.tsx';
import { NeedsGraph, type Stop } from './needs-graph.tsx';
import { RADAR_DAYS } from './it-list-page.tsx';

/** What was typed into one of the small forms and refused. */
export type Again = { form: 'kosten' | 'note' | 'braucht' | 'leistung'; typed: Record<string, string>; mistakes: Mistakes };
const params = z.object({ id: z.uuid() });

/** Names, dependencies and citizen services: what the pictures are made of. */
export async function readNetwork(ctx: Ctx) {
  const [names, needs, uses, services] = [await listItNames(ctx), await listNeeds(ctx), await listUses(ctx), await listServices(ctx)];
  return { names, needs, uses, services };
}
export type Network = Awaited<ReturnType<typeof readNetwork>>;

/** Citizen services stand behind the IT services that they use; each is named once, by its hardest and nearest way. */
export function stopsOf(network: Network, hits: Hit[], failed: string): Stop[] {
  const it = new Map(network.names.map((one) => [one.id, one]));
  const titles = new Map(network.services.map(({ slug, name }) => [slug, name]));
  const stops: Stop[] = hits.map((hit) => ({ ...hit, label: it.get(hit.id)?.name ?? hit.id, href: itHref(hit.id), kind: 'it' as const }));
  const byId = new Map<string, Hit>([[failed, { id: failed, effect: 'stops', depth: 0, via: '' }], ...hits.map((hit) => [hit.id, hit] as const)]);
  const citizen = new Map<string, Stop>();
  for (const { serviceId, slug, effect } of network.uses) {
    const through = byId.get(serviceId);
    if (!through) continue;
    const hit: Stop = { id: `slug:${slug}`, label: titles.get(slug) ?? slug, href: `/leistungen/${slug}`, kind: 'citizen', depth: through.depth + 1, via: serviceId, effect: through.effect === 'stops' && effect === 'stops' ? 'stops' : 'limited' };
    const known = citizen.get(slug);
    if (!known || (known.effect === 'limited' && hit.effect === 'stops') || (known.effect === hit.effect && hit.depth < known.depth)) citizen.set(slug, hit);
  }
  return [...stops, ...citizen.values()].sort((a, b) => a.depth - b.depth || (a.effect === b.effect ? 0 : a.effect === 'stops' ? -1 : 1) || a.label.localeCompare(b.label, 'de'));
}

/** The page of one IT service; `again` shows what was typed and refused. */
export async function showItService(rq: Rq<{ id: string }>, again?: Again): Promise<Reply> {
  return rq.read(async (ctx) => {
    const service = await getItService(ctx, rq.params.id);
    const [network, costs, assessments, offices] = [await readNetwork(ctx), await listCosts(ctx, service.id), await listAssessments(ctx, service.id), await listOffices(ctx)];
    const editable = may(rq.actor, 'assets/edit', service.officeId);
    const state = stateWords[service.state];
    return view({
      title: service.name, width: 'full', nav: IT, status: again ? 422 : 200, crumbs: [{ label: 'IT-Dienste', href: IT }, { label: service.name }],
      body: (
        <Stack gap="large">
          {again && <ErrorSummary errors={Object.entries(again.mistakes).map(([field, text]) => ({ id: `${again.form}-${field}`, text: text ?? '' }))} />}
          <PageHeader title={service.name} lead={service.summary} meta={<Row><Badge state={state.look}>{state.words}</Badge><Badge state={criticalityOf(service.criticality).look}>{`Kritikalität ${criticalityOf(service.criticality).words}`}</Badge></Row>} actions={editable ? <Button href={`${itHref(service.id)}/aendern`} icon="edit">Ändern</Button> : undefined} />
          <Columns>
            <Facts service={service} office={offices.find(({ id }) => id === service.officeId)?.name ?? '–'} />
            <ContractFacts service={service} network={network} today={calendarDayOf(ctx.now)} />
          </Columns>
          <Failure service={service} network={network} />
          <Foundation service={service} network={network} />
          {editable && <Columns><NeedForms service={service} network={network} {...(again?.form === 'braucht' ? { again } : {})} /><UseForms service={service} network={network} {...(again?.form === 'leistung' ? { again } : {})} /></Columns>}
          <Columns>
            <Costs costs={costs}>{editable && <CostForm service={service} year={ctx.now.getUTCFullYear()} {...(again?.form === 'kosten' ? { again } : {})} />}</Costs>
            <Quality assessments={assessments}>{editable && <AssessmentForm service={service} year={ctx.now.getUTCFullYear()} assessments={assessments} {...(again?.form === 'note' ? { again } : {})} />}</Quality>
          </Columns>
          <LongevityChart service={service} />
          <p><small>Zuletzt geändert von {service.changedByName}, <Time at={service.changedAt} />. <Link href="/office/projekte/neu">Projekt dazu vorschlagen</Link></small></p>
        </Stack>
      ),
    });
  });
}

function Facts({ service, office }: { service: ItService; office: string }): VNode {
  return (
    <Section title="Überblick" id="ueberblick">
      <DescriptionList
        items={[
          { term: 'Kennung', value: service.key },
          { term: 'Art', value: kindWords[service.kind] },
          { term: 'Amt', value: office },
          { term: 'Verantwortlich', value: service.ownerName || 'noch niemand' },
          { term: 'Betrieb', value: `${operatorWords[service.operator]}${service.provider ? `, ${service.provider}` : ''}` },
          { term: 'Nutzende', value: formatNumber(service.users) },
          { term: 'Kritikalität', value: `${criticalityOf(service.criticality).words}: ohne ihn geht es ${criticalityOf(service.criticality).means}` },
          { term: 'Schutzbedarf', value: `Vertraulichkeit ${protectionOf(service.confidentiality)}, Integrität ${protectionOf(service.integrity)}, Verfügbarkeit ${protectionOf(service.availability)}` },
          { term: 'Personenbezogene Daten', value: service.personalData ? <>ja, Verzeichnis: {recordLink(service.processingRecord)}</> : 'nein' },
          service.interfaces ? { term: 'Schnittstellen', value: service.interfaces } : false,
        ]}
      />
    </Section>
  );
}
/** A record that is an address is one click away; anything else is its number. */
function recordLink(record: string): VNode | string {
  if (record === '') return 'noch nicht eingetragen';
  return /^(https:\/\/|\/)\S+$/.test(record) ? <Link href={record}>{record}</Link> : record;
}

function ContractFacts({ service, network, today }: { service: ItService; network: Network; today: string }): VNode {
  const successor = network.names.find(({ id }) => id === service.successorId);
  return (
    <Section title="Vertrag und Nachfolge" id="vertrag">
      <DescriptionList
        items={[
          { term: 'Partner', value: service.contractPartner || 'kein Vertrag' },
          service.contractNumber ? { term: 'Nummer', value: service.contractNumber } : false,
          service.contractStartsOn ? { term: 'Beginn', value: formatDate(service.contractStartsOn) } : false,
          service.contractPartner ? { term: 'Ende', value: service.contractEndsOn ? <Deadline on={service.contractEndsOn} today={today} soonDays={RADAR_DAYS} /> : 'unbefristet' } : false,
          service.noticeBy ? { term: 'Letzter Tag zum Kündigen', value: <><Deadline on={service.noticeBy} today={today} soonDays={RADAR_DAYS} /> ({plural(service.noticeMonths, { one: 'ein Monat Frist', other: `${service.noticeMonths} Monate Frist` })})</> } : false,
          { term: 'Nachfolger', value: successor ? <Link href={itHref(successor.id)}>{successor.name}</Link> : 'noch keiner bestimmt' },
        ]}
      />
      {service.state === 'leaving' && !successor && <Alert kind="warning" title="Läuft aus, hat aber keinen Nachfolger" level={3}>Tragen Sie ein, was danach kommt, oder schlagen Sie ein Projekt vor.</Alert>}
    </Section>
  );
}

function Failure({ service, network }: { service: ItService; network: Network }): VNode {
  const stops = stopsOf(network, impactOf(network.needs, service.id), service.id);
  const hard = stops.filter(({ effect }) => effect === 'stops');
  const citizens = hard.filter(({ kind }) => kind === 'citizen').length;
  const circle = circlesIn(network.needs).find((one) => one.includes(service.id));
  const names = new Map(network.names.map(({ id, name }) => [id, name]));
  return (
    <Section title="Was stillsteht, wenn er ausfällt" id="ausfall">
      {circle && <Alert kind="info" title="Teil eines Kreises" level={3}>{`Diese Dienste brauchen einander: ${circle.map((id) => names.get(id) ?? id).join(', ')}. Beim Wiederanlauf muss einer zuerst ohne die anderen starten können.`}</Alert>}
      {stops.length === 0 ? (
        <p>Nichts: Kein anderer Dienst und keine Leistung ist als abhängig eingetragen.</p>
      ) : (
        <NeedsGraph
          id="ausfall-bild"
          level={3}
          title={findingOf(hard.length - citizens, citizens)}
          description={`Von links nach rechts: was „${service.name}“ mitnimmt. ${stops.length - hard.length} weitere wären eingeschränkt.`}
          centre={{ id: service.id, label: service.name }}
          stops={stops}
          caption="Was stillsteht oder eingeschränkt ist"
        />
      )}
    </Section>
  );
}

function findingOf(services: number, citizens: number): string {
  const it = plural(services, { one: 'Ein Dienst', other: `${services} Dienste` });
  const forAll = `${plural(citizens, { one: 'eine Leistung', other: `${citizens} Leistungen` })} für Bürgerinnen und Bürger`;
  if (services + citizens === 0) return 'Nichts steht still, manches ist eingeschränkt';
  if (services === 0) return `Still ${citizens === 1 ? 'steht' : 'stehen'} ${forAll}`;
  return citizens === 0 ? `${it} ${services === 1 ? 'steht' : 'stehen'} still` : `${it} und ${forAll} stehen still`;
}

function Foundation({ service, network }: { service: ItService; network: Network }): VNode {
  const it = new Map(network.names.map((one) => [one.id, one]));
  const stops = foundationOf(network.needs, service.id).map((hit): Stop => ({ ...hit, label: it.get(hit.id)?.name ?? hit.id, href: itHref(hit.id), kind: 'it' }));
  return (
    <Section title="Worauf er steht" id="grundlage">
      {stops.length === 0 ? <p>Keine Abhängigkeit eingetragen.</p> : <NeedsGraph id="grundlage-bild" level={3} title={`Er braucht ${plural(stops.length, { one: 'einen anderen Dienst', other: `${stops.length} andere Dienste` })}`} description="Von links nach rechts: was er braucht, und was diese brauchen." centre={{ id: service.id, label: service.name }} stops={stops} caption="Was dieser Dienst braucht" />}
    </Section>
  );
}

function Costs({ costs, children }: { costs: YearCost[]; children: VNode | false }): VNode {
  const [before, last] = [costs.at(-2), costs.at(-1)];
  const sum = (cost: YearCost): number => cost.onceCents + cost.runningCents;
  const change = before && last && sum(before) > 0 ? Math.round((sum(last) / sum(before) - 1) * 100) : undefined;
  return (
    <Section title="Kosten" id="kosten">
      {last ? <BarChart id="kosten-bild" title={change === undefined ? `${formatMoney(sum(last))} im Jahr ${last.year}` : `${last.year} ${change === 0 ? 'gleich viel wie' : `${Math.abs(change)} % ${change > 0 ? 'mehr' : 'weniger'} als`} ${before?.year}`} description="Einmalig und laufend zusammen" bars={costs.map((cost) => ({ label: `${cost.year}${cost.onceCents > 0 ? `, davon einmalig ${formatMoney(cost.onceCents)}` : ''}`, value: sum(cost) }))} format={(value) => formatMoney(value)} groupName="Jahr" valueName="Kosten" /> : <p>Noch kein Jahr eingetragen.</p>}
      {children}
    </Section>
  );
}

/** Mean of the four grades, one digit. */
export const gradeOf = ({ operation, fit, usability, value }: Pick<Assessment, 'operation' | 'fit' | 'usability' | 'value'>): number => Math.round(((operation + fit + usability + value) / 4) * 10) / 10;

function Quality({ assessments, children }: { assessments: Assessment[]; children: VNode | false }): VNode {
  const [before, last] = [assessments.at(-2), assessments.at(-1)];
  const change = before && last ? gradeOf(last) - gradeOf(before) : 0;
  const finding = !last ? '' : change === 0 || !before ? `Note ${formatNumber(gradeOf(last))} im Jahr ${last.year}` : `${change > 0 ? 'Besser' : 'Schlechter'} als ${before.year}: Note ${formatNumber(gradeOf(last))} nach ${formatNumber(gradeOf(before))}`;
  return (
    <Section title="Qualität" id="qualitaet">
      {last ? <LineChart id="qualitaet-bild" title={finding} description={`Noten von 1 (schlecht) bis 5 (sehr gut); ${last.outageHours} Stunden Ausfall im Jahr ${last.year}`} labels={assessments.map(({ year }) => String(year))} series={[{ name: 'Betrieb', values: assessments.map(({ operation }) => operation) }, { name: 'Passt zur Aufgabe', values: assessments.map(({ fit }) => fit) }, { name: 'Bedienung', values: assessments.map(({ usability }) => usability) }, { name: 'Preis und Leistung', values: assessments.map(({ value }) => value) }]} groupName="Jahr" /> : <p>Noch nicht bewertet.</p>}
      {last?.note && <p>{last.note}</p>}
      {children}
    </Section>
  );
}

function LongevityChart({ service }: { service: ItService }): VNode {
  const mean = longevityMean(service.longevity);
  const known = longevityCriteria.filter(({ key }) => service.longevity[key] !== undefined);
  return (
    <Section title="Wie lange es tragen wird" id="langlebigkeit">
      {mean === null ? <p>Noch nicht angesehen.</p> : <BarChart id="langlebigkeit-bild" whole={5} title={`Im Mittel Stufe ${formatNumber(mean)} von 5`} description="Nach den Kriterien des Deutschland-Stacks (Testphase); der Mittelwert ordnet nur ein" bars={known.map(({ key, words }) => ({ label: words, value: service.longevity[key] ?? 0, ...((service.longevity[key] ?? 0) <= 1 ? { state: 'late' as const } : {}) }))} groupName="Kriterium" valueName="Stufe" />}
    </Section>
  );
}

export const itPage = page({ method: 'GET', path: `${IT}/d/:id`, site: 'office', access: 'may:assets/read', params, handle: (rq) => showItService(rq) });
