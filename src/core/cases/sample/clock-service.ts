import { makeBundle, publishService } from '#core/catalogue';
import type { Ctx } from '#platform/module';

const settings = (statutory: string): string => `
slug: sample-clock
name: { de: Erlaubnis mit Frist, en: Permit with a clock, de-leicht: Erlaubnis }
summary: { de: Zum Üben., en: For practice., de-leicht: Zum Üben. }
office: steueramt
filePlan: '02.3.1'
retentionYears: 10
caseNumberPrefix: UHR
title: '"Erlaubnis für " + application.purpose'
applicant: { givenName: application.name }
statutory: ${statutory}
`;

const form = { schemaVersion: 1, id: 'sample-clock', title: 'Erlaubnis', pages: [{ id: 'purpose', title: 'Zweck', elements: [{ type: 'text', key: 'purpose', label: 'Zweck' }, { type: 'text', key: 'name', label: 'Name', required: false }] }] };
const checkForm = { schemaVersion: 1, id: 'check', title: 'Prüfen', pages: [{ id: 'check', title: 'Prüfen', elements: [{ type: 'text', key: 'next', label: 'Wie weiter' }] }] };
const flow = (source: string, target: string, condition?: string) =>
  `<sequenceFlow id="f_${source}_${target}" sourceRef="${source}" targetRef="${target}">${condition ? `<conditionExpression>= ${condition}</conditionExpression>` : ''}</sequenceFlow>`;
const service = (id: string, type: string, inputs = '') => `<serviceTask id="${id}" name="${id}"><extensionElements><zeebe:taskDefinition type="${type}"/><zeebe:ioMapping>${inputs}</zeebe:ioMapping></extensionElements></serviceTask>`;
const input = (target: string, source: string) => `<zeebe:input source="= ${source}" target="${target}"/>`;

/**
 * One task; the clock can be told everything by its answer `next`, and at its end the permit is deemed granted
 * (event sub-process with a timer that moves with the clock).
 */
const process = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="clock" targetNamespace="urn:clock">
  <message id="m_papers" name="papers-received"/>
  <error id="e_again" errorCode="clock-already-extended"/>
  <process id="sample-clock" isExecutable="true">
    <startEvent id="start"/>
    <exclusiveGateway id="back"/>
    <userTask id="check" name="Prüfen"><extensionElements><zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="steueramt"/><zeebe:formDefinition formKey="check"/><zeebe:properties><zeebe:property name="areaBy" value="= applicant.familyName"/></zeebe:properties></extensionElements></userTask>
    <exclusiveGateway id="which" default="f_which_outcome"/>
    ${service('begin', 'start-clock', input('workingDays', '10'))}
    ${service('hold', 'pause-clock', input('reason', '&quot;Das Gericht prüft&quot;'))}
    ${service('goOn', 'resume-clock')}
    ${service('longer', 'extend-clock', input('months', '1') + input('reason', '&quot;Besonders schwierig&quot;'))}
    <boundaryEvent id="again" attachedToRef="longer"><errorEventDefinition id="d_again" errorRef="e_again"/></boundaryEvent>
    <intermediateCatchEvent id="papers"><messageEventDefinition id="d_papers" messageRef="m_papers"/></intermediateCatchEvent>
    <scriptTask id="refusedTwice"><extensionElements><zeebe:script expression="= true" resultVariable="refusedTwice"/></extensionElements></scriptTask>
    <scriptTask id="outcome"><extensionElements><zeebe:script expression="= &quot;granted&quot;" resultVariable="outcome"/></extensionElements></scriptTask>
    <intermediateCatchEvent id="valid"><timerEventDefinition id="d_valid"><timeDuration>P2Y</timeDuration></timerEventDefinition></intermediateCatchEvent>
    <endEvent id="end"/>
    <subProcess id="deemed" name="Genehmigung gilt als erteilt" triggeredByEvent="true">
      <startEvent id="over" isInterrupting="true"><extensionElements><zeebe:properties><zeebe:property name="timerMoves" value="true"/></zeebe:properties></extensionElements><timerEventDefinition id="d_over"><timeDate>= case.clock.endsAt</timeDate></timerEventDefinition></startEvent>
      <scriptTask id="fiction"><extensionElements><zeebe:script expression="= &quot;deemed&quot;" resultVariable="outcome"/></extensionElements></scriptTask>
      <endEvent id="deemedEnd"/>
      ${flow('over', 'fiction')}${flow('fiction', 'deemedEnd')}
    </subProcess>
    ${flow('start', 'back')}${flow('back', 'check')}${flow('check', 'which')}
    ${flow('which', 'begin', 'next = "start"')}${flow('begin', 'back')}${flow('which', 'hold', 'next = "pause"')}${flow('hold', 'back')}
    ${flow('which', 'goOn', 'next = "resume"')}${flow('goOn', 'back')}${flow('which', 'longer', 'next = "extend"')}${flow('longer', 'back')}${flow('again', 'refusedTwice')}${flow('refusedTwice', 'back')}
    ${flow('which', 'papers', 'next = "papers"')}${flow('papers', 'back')}${flow('which', 'outcome')}${flow('outcome', 'valid')}${flow('valid', 'end')}
  </process>
</definitions>`;

/** Publishes a service whose clock a test moves by the answers of its one task. @returns its version id */
export async function publishClockSample(ctx: Ctx, statutory = '{ months: 3, deemedApproval: true }'): Promise<string> {
  const files = { 'service.yaml': settings(statutory).trim(), 'form.json': JSON.stringify(form), 'forms/check.json': JSON.stringify(checkForm), 'process.bpmn': process };
  return (await publishService(ctx, makeBundle('sample-clock', files))).versionId;
}
