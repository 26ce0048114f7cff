import { makeBundle, publishService } from '#core/catalogue';
import type { Ctx } from '#platform/module';

const settings = `
slug: sample-permit
name: { de: Beispielerlaubnis, en: Sample permit, de-leicht: Erlaubnis }
summary: { de: Eine Erlaubnis zum Üben., en: A permit for practice., de-leicht: Eine Erlaubnis. }
office: steueramt
filePlan: '02.3.1'
retentionYears: 10
caseNumberPrefix: BSP
title: '"Erlaubnis für " + application.purpose'
applicant: { givenName: application.name }
statutory: { months: 1 }
`;

const field = (key: string, type: string, more: object = {}) => ({ type, key, label: key, ...more });
const form = { schemaVersion: 1, id: 'sample-permit', title: 'Beispielerlaubnis', pages: [{ id: 'purpose', title: 'Zweck', elements: [field('purpose', 'text'), field('amount', 'integer'), field('name', 'text', { required: false })] }] };
const result = { type: 'choice', key: 'result', label: 'Ergebnis', required: true, options: [{ value: 'grant', label: 'Erlauben' }, { value: 'refuse', label: 'Ablehnen' }, { value: 'papers', label: 'Unterlagen anfordern' }] };
const checkForm = { schemaVersion: 1, id: 'check', title: 'Prüfen', pages: [{ id: 'check', title: 'Prüfen', elements: [result, { type: 'textarea', key: 'reason', label: 'Begründung', required: false }] }] };
const confirmForm = { schemaVersion: 1, id: 'confirm', title: 'Bestätigen', pages: [{ id: 'confirm', title: 'Bestätigen', elements: [{ type: 'yesNo', key: 'confirmed', label: 'Einverstanden' }] }] };

const publicName = (name: string) => `<zeebe:properties><zeebe:property name="publicName" value="${name}"/><zeebe:property name="publicName.en" value="EN ${name}"/></zeebe:properties>`;
const userTask = (id: string, name: string, { formKey, extra = '' }: { formKey: string; extra?: string }) =>
  `<userTask id="${id}" name="${name}"><extensionElements><zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="steueramt"/><zeebe:formDefinition formKey="${formKey}"/><zeebe:taskSchedule dueDate="P3WD"/>${extra}</extensionElements></userTask>`;
const flow = (source: string, target: string, condition?: string) =>
  `<sequenceFlow id="f_${source}_${target}" sourceRef="${source}" targetRef="${target}">${condition ? `<conditionExpression>= ${condition}</conditionExpression>` : ''}</sequenceFlow>`;

/** Small sums are granted by the machine; others are checked, confirmed by a second person, and answered by a letter. */
const process = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="sample" targetNamespace="urn:sample">
  <message id="m_papers" name="papers-received"><extensionElements><zeebe:subscription correlationKey="=case.number"/></extensionElements></message>
  <message id="m_withdrawn" name="application-withdrawn"><extensionElements><zeebe:subscription correlationKey="=case.number"/></extensionElements></message>
  <process id="sample-permit" isExecutable="true">
    <startEvent id="start" name="Eingang"><extensionElements>${publicName('Ihr Antrag ist eingegangen')}</extensionElements></startEvent>
    <businessRuleTask id="rule" name="Klarer Fall?"><extensionElements><zeebe:calledDecision decisionId="clear" resultVariable="clear"/></extensionElements></businessRuleTask>
    <exclusiveGateway id="g_clear" default="f_g_clear_check"/>
    ${userTask('check', 'Antrag prüfen', { formKey: 'check', extra: publicName('Wir prüfen Ihren Antrag') })}
    <exclusiveGateway id="g_result" default="f_g_result_confirm"/>
    <intermediateCatchEvent id="wait" name="Unterlagen abwarten"><extensionElements>${publicName('Wir warten auf Ihre Unterlagen')}</extensionElements><messageEventDefinition id="d_wait" messageRef="m_papers"/></intermediateCatchEvent>
    ${userTask('confirm', 'Ergebnis bestätigen', { formKey: 'confirm', extra: '<zeebe:properties><zeebe:property name="fourEyesNot" value="check"/></zeebe:properties>' })}
    <serviceTask id="number" name="Nummer vergeben"><extensionElements><zeebe:taskDefinition type="assign-number"/></extensionElements></serviceTask>
    <sendTask id="letter" name="Bescheid senden"><extensionElements><zeebe:taskDefinition type="send-letter" retries="2"/><zeebe:ioMapping><zeebe:input source="= application.purpose" target="purpose"/></zeebe:ioMapping>${publicName('Sie bekommen den Bescheid')}</extensionElements></sendTask>
    <scriptTask id="outcome" name="Ergebnis vermerken"><extensionElements><zeebe:script expression="= if result = &quot;refuse&quot; then &quot;refused&quot; else &quot;granted&quot;" resultVariable="outcome"/></extensionElements></scriptTask>
    <endEvent id="end" name="Fertig"/>
    <subProcess id="withdrawal" name="Rücknahme" triggeredByEvent="true">
      <startEvent id="w_start" isInterrupting="true"><messageEventDefinition id="d_withdrawn" messageRef="m_withdrawn"/></startEvent>
      <scriptTask id="w_outcome" name="Rücknahme vermerken"><extensionElements><zeebe:script expression="= &quot;withdrawn&quot;" resultVariable="outcome"/></extensionElements></scriptTask>
      <endEvent id="w_end"/>
      ${flow('w_start', 'w_outcome')}${flow('w_outcome', 'w_end')}
    </subProcess>
    ${flow('start', 'rule')}${flow('rule', 'g_clear')}${flow('g_clear', 'number', 'clear')}${flow('g_clear', 'check')}${flow('check', 'g_result')}
    ${flow('g_result', 'wait', 'result = "papers"')}${flow('g_result', 'confirm')}${flow('wait', 'check')}${flow('confirm', 'number')}${flow('number', 'outcome')}${flow('outcome', 'letter')}${flow('letter', 'end')}
  </process>
</definitions>`;

const decisions = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="sample" name="Beispiel" namespace="urn:sample">
  <inputData id="i_app" name="application"><variable name="application" typeRef="Any"/></inputData>
  <decision id="clear" name="clear"><variable name="clear" typeRef="boolean"/>
    <informationRequirement id="r1"><requiredInput href="#i_app"/></informationRequirement>
    <decisionTable id="t" hitPolicy="UNIQUE"><input id="in" label="Betrag"><inputExpression id="ie" typeRef="number"><text>application.amount</text></inputExpression></input>
      <output id="out" name="clear" typeRef="boolean"/>
      <rule id="small"><description>Kleine Beträge sind klar</description><inputEntry id="e1"><text>&lt; 100</text></inputEntry><outputEntry id="o1"><text>true</text></outputEntry></rule>
      <rule id="large"><description>Ab 100 prüft ein Mensch</description><inputEntry id="e2"><text>&gt;= 100</text></inputEntry><outputEntry id="o2"><text>false</text></outputEntry></rule>
    </decisionTable></decision>
</definitions>`;

/** Publishes a small service with every kind of step, for tests; `change` makes another version of its process. @returns its version id */
export async function publishSample(ctx: Ctx, change: (process: string) => string = (same) => same): Promise<string> {
  const json = (value: object): string => JSON.stringify(value);
  const files = { 'service.yaml': settings.trim(), 'form.json': json(form), 'forms/check.json': json(checkForm), 'forms/confirm.json': json(confirmForm), 'process.bpmn': change(process), 'decisions.dmn': decisions };
  return (await publishService(ctx, makeBundle('sample-permit', files))).versionId;
}
