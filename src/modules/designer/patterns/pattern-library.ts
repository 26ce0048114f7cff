import { addTable } from '../decisions/table-file.ts';
import {
  applicantPage, approval, decideForm, end, example, filesOf, letterStep, messageStep, publicName, refusal, start, task, taskForm,
  type Beginning, type Pattern,
} from './pattern.ts';

const wish = { id: 'matter', title: { de: 'Ihr Anliegen', en: 'Your request', 'de-leicht': 'Was wollen Sie?' }, elements: [{ type: 'textarea' as const, key: 'wish', label: { de: 'Was beantragen Sie?', en: 'What do you apply for?' }, required: true, maxLength: 2000 }] };
const application = { ...example, wish: 'Ein Beispiel' };
const withdrawn = { name: 'Der Antrag wird zurückgenommen', application, steps: [{ message: 'application-withdrawn' }], expect: { outcome: 'withdrawn' } };

const decided = (office: string, name: string) => ({
  steps: [start, task(office, { id: 'Task_decide', name: 'Antrag prüfen', form: 'decide', outputs: 'granted = granted\nreason = reason' }), { id: 'Gate_granted', type: 'ExclusiveGateway' as const, values: { name: 'Entsprochen?' } }, letterStep({ id: 'Task_approval', name: 'Bescheid bereitstellen', letter: 'approval', title: name, outcome: 'granted' }), end('End_granted', 'Entsprochen'), letterStep({ id: 'Task_refusal', name: 'Ablehnung bereitstellen', letter: 'refusal', title: name, outcome: 'refused' }), end('End_refused', 'Abgelehnt')],
  ways: [{ from: 'Start', to: 'Task_decide' }, { from: 'Task_decide', to: 'Gate_granted' }, { from: 'Gate_granted', to: 'Task_approval', name: 'ja', when: 'granted' }, { from: 'Gate_granted', to: 'Task_refusal', name: 'nein', otherwise: true }, { from: 'Task_approval', to: 'End_granted' }, { from: 'Task_refusal', to: 'End_refused' }],
  withdrawal: true,
});
const bothWays = [
  { name: 'Dem Antrag wird entsprochen', application, steps: [{ task: 'Task_decide', data: { granted: true } }], expect: { outcome: 'granted', letters: ['approval'] } },
  { name: 'Der Antrag wird abgelehnt', application, steps: [{ task: 'Task_decide', data: { granted: false, reason: 'Die Voraussetzungen liegen nicht vor.' } }], expect: { outcome: 'refused', letters: ['refusal'] } },
  withdrawn,
];

const permit = (beginning: Beginning) => filesOf({ beginning, pages: [applicantPage, wish], taskForms: { decide: decideForm }, plan: decided(beginning.office, beginning.name), letters: { approval: approval(beginning.name), refusal: refusal(beginning.name) }, walkthroughs: bothWays });

const notification = (beginning: Beginning) =>
  filesOf({
    beginning,
    pages: [applicantPage, { ...wish, elements: [{ type: 'textarea', key: 'wish', label: { de: 'Was zeigen Sie an?', en: 'What do you report?' }, required: true, maxLength: 2000 }] }],
    taskForms: { note: taskForm('note', 'Anzeige prüfen', [{ type: 'confirm', key: 'noted', label: 'Die Anzeige ist vollständig und zur Kenntnis genommen', required: true }]) },
    plan: {
      steps: [start, task(beginning.office, { id: 'Task_note', name: 'Anzeige prüfen', form: 'note' }), messageStep({ id: 'Task_confirm', name: 'Eingang bestätigen', subject: 'Ihre Anzeige liegt uns vor', text: '= "Ihre Anzeige " + case.number + " ist vollständig. Sie müssen nichts weiter tun."', outcome: 'granted' }), end('End_noted', 'Anzeige erledigt')],
      ways: [{ from: 'Start', to: 'Task_note' }, { from: 'Task_note', to: 'Task_confirm' }, { from: 'Task_confirm', to: 'End_noted' }],
      withdrawal: true,
    },
    walkthroughs: [{ name: 'Die Anzeige ist vollständig', application, steps: [{ task: 'Task_note', data: { noted: true } }], expect: { outcome: 'granted', messages: ['Ihre Anzeige liegt uns vor'] } }, withdrawn],
  });

const certificate = (beginning: Beginning) =>
  filesOf({
    beginning,
    pages: [applicantPage, { id: 'matter', title: { de: 'Wofür Sie die Bescheinigung brauchen', en: 'What you need the certificate for' }, elements: [{ type: 'text', key: 'wish', label: { de: 'Zweck', en: 'Purpose' }, required: true, maxLength: 200 }] }],
    taskForms: { decide: decideForm },
    plan: decided(beginning.office, beginning.name),
    letters: { approval: `---\nkind: certificate\ntitle: ${beginning.name}\nseal: true\n---\nHiermit bescheinigen wir\n\n**{{ applicant.name }}**\n\nZweck: {{ application.wish }}\n`, refusal: refusal(beginning.name) },
    walkthroughs: bothWays,
  });

const reservation = (beginning: Beginning) => {
  const wanted = { ...example, day: '2026-12-05', time: '14:00', persons: 12 };
  return filesOf({
    beginning,
    pages: [applicantPage, { id: 'when', title: { de: 'Wann', en: 'When', 'de-leicht': 'Wann' }, elements: [{ type: 'date', key: 'day', label: { de: 'Tag', en: 'Day' }, required: true, min: '= today' }, { type: 'time', key: 'time', label: { de: 'Uhrzeit', en: 'Time' }, required: true }, { type: 'integer', key: 'persons', label: { de: 'Wie viele Personen', en: 'How many people' }, required: true, min: 1, max: 500 }] }],
    taskForms: { decide: taskForm('decide', 'Reservierung bestätigen', [{ type: 'yesNo', key: 'granted', label: 'Ist der Termin frei?', required: true }]) },
    plan: {
      steps: [start, task(beginning.office, { id: 'Task_decide', name: 'Reservierung prüfen', form: 'decide', due: 'P2WD', outputs: 'granted = granted' }), { id: 'Gate_free', type: 'ExclusiveGateway', values: { name: 'Frei?' } }, messageStep({ id: 'Task_yes', name: 'Zusagen', subject: 'Ihre Reservierung steht fest', text: '= "Wir haben für Sie reserviert. Vorgang " + case.number + "."', outcome: 'granted' }), end('End_yes', 'Reserviert'), messageStep({ id: 'Task_no', name: 'Absagen', subject: 'Der Termin ist leider vergeben', text: 'Bitte wählen Sie einen anderen Termin.', outcome: 'refused' }), end('End_no', 'Nicht frei')],
      ways: [{ from: 'Start', to: 'Task_decide' }, { from: 'Task_decide', to: 'Gate_free' }, { from: 'Gate_free', to: 'Task_yes', name: 'ja', when: 'granted' }, { from: 'Gate_free', to: 'Task_no', name: 'nein', otherwise: true }, { from: 'Task_yes', to: 'End_yes' }, { from: 'Task_no', to: 'End_no' }],
      withdrawal: true,
    },
    walkthroughs: [
      { name: 'Der Termin ist frei', application: wanted, steps: [{ task: 'Task_decide', data: { granted: true } }], expect: { outcome: 'granted' } },
      { name: 'Der Termin ist vergeben', application: wanted, steps: [{ task: 'Task_decide', data: { granted: false } }], expect: { outcome: 'refused' } },
      { ...withdrawn, application: wanted },
    ],
  });
};

const feeTable = addTable(undefined, {
  id: 'fee', name: 'fee', hitPolicy: 'UNIQUE', aggregation: '',
  inputs: [{ id: 'fee_in1', label: 'Art', expression: 'application.kind', type: 'string', values: '"normal","reduced"' }],
  outputs: [{ id: 'fee_out1', label: 'Betrag in Cent', name: 'cents', type: 'number', values: '' }],
  rules: [{ id: 'fee_rule1', description: 'voller Preis', inputs: ['"normal"'], outputs: ['3000'] }, { id: 'fee_rule2', description: 'ermäßigt', inputs: ['"reduced"'], outputs: ['1500'] }],
});

const registrationWithFee = (beginning: Beginning) => {
  const normal = { ...example, kind: 'normal' };
  return filesOf({
    beginning,
    pages: [applicantPage, { id: 'kind', title: { de: 'Ihre Anmeldung', en: 'Your registration' }, elements: [{ type: 'choice', key: 'kind', label: { de: 'Preis', en: 'Price' }, required: true, options: [{ value: 'normal', label: { de: 'voller Preis, 30 €', en: 'full price, €30' } }, { value: 'reduced', label: { de: 'ermäßigt, 15 €', en: 'reduced, €15' } }] }] }],
    plan: {
      steps: [start, { id: 'Task_fee', type: 'BusinessRuleTask', values: { name: 'Gebühr rechnen', decision: 'fee', resultVariable: 'feeCents' } }, { id: 'Task_charge', type: 'ServiceTask', values: { name: 'Gebühr fordern', connector: 'charge-fee', 'input.amountCents': '= feeCents', 'input.purpose': beginning.name, outputs: 'paymentDueOn = paymentDueOn' } }, { id: 'Event_paid', type: 'IntermediateCatchEvent', message: 'payment-received', values: { name: 'Zahlung eingegangen', message: 'payment-received', correlationKey: '=case.number', ...publicName('Wir warten auf Ihre Zahlung', 'We wait for your payment', 'Bitte bezahlen Sie') } }, letterStep({ id: 'Task_letter', name: 'Bestätigung bereitstellen', letter: 'confirmation', title: beginning.name, outcome: 'granted' }), end('End_done', 'Angemeldet')],
      ways: [{ from: 'Start', to: 'Task_fee' }, { from: 'Task_fee', to: 'Task_charge' }, { from: 'Task_charge', to: 'Event_paid' }, { from: 'Event_paid', to: 'Task_letter' }, { from: 'Task_letter', to: 'End_done' }],
      withdrawal: true,
    },
    decisions: feeTable,
    letters: { confirmation: `---\nkind: letter\ntitle: Bestätigung\nsubject: "${beginning.name} – {{ case.number }}"\nseal: true\n---\nSehr geehrte Damen und Herren,\n\nSie sind angemeldet. Die Gebühr von **{{ feeCents | money }}** haben wir erhalten.\n` },
    walkthroughs: [
      { name: 'Voller Preis, bezahlt', application: normal, steps: [{ message: 'payment-received' }], expect: { outcome: 'granted', letters: ['confirmation'], variables: { feeCents: 3000 } } },
      { name: 'Ermäßigt, bezahlt', application: { ...example, kind: 'reduced' }, steps: [{ message: 'payment-received' }], expect: { outcome: 'granted', variables: { feeCents: 1500 } } },
      { ...withdrawn, application: normal },
    ],
    settings: { fee: { text: '30 €, ermäßigt 15 €', decision: 'fee' }, steps: ['Sie melden sich an.', 'Sie bezahlen die Gebühr.', 'Die Bestätigung liegt in Ihrem Postfach.'] },
  });
};

const complaint = (beginning: Beginning) =>
  filesOf({
    beginning,
    pages: [applicantPage, { id: 'matter', title: { de: 'Ihre Beschwerde', en: 'Your complaint' }, elements: [{ type: 'textarea', key: 'wish', label: { de: 'Was ist passiert?', en: 'What happened?' }, required: true, maxLength: 5000 }, { type: 'file', key: 'photos', label: { de: 'Fotos', en: 'Photos' }, accept: ['image/*'], several: true, max: 5 }] }],
    taskForms: { answer: taskForm('answer', 'Antworten', [{ type: 'textarea', key: 'answer', label: 'Antwort', hint: 'Steht so in der Nachricht.', required: true, maxLength: 5000 }]) },
    plan: {
      steps: [start, task(beginning.office, { id: 'Task_answer', name: 'Beschwerde beantworten', form: 'answer', outputs: 'answer = answer', more: publicName('Wir gehen Ihrer Beschwerde nach', 'We look into your complaint', 'Wir prüfen Ihre Beschwerde') }), messageStep({ id: 'Task_send', name: 'Antwort senden', subject: 'Antwort auf Ihre Beschwerde', text: '= answer', outcome: 'granted' }), end('End_answered', 'Beantwortet')],
      ways: [{ from: 'Start', to: 'Task_answer' }, { from: 'Task_answer', to: 'Task_send' }, { from: 'Task_send', to: 'End_answered' }],
      withdrawal: true,
    },
    walkthroughs: [{ name: 'Die Beschwerde wird beantwortet', application: { ...application, photos: [{ id: '00000000-0000-7000-8000-000000000001', name: 'foto.jpg', type: 'image/jpeg', size: 48213 }] }, steps: [{ task: 'Task_answer', data: { answer: 'Wir haben den Fehler behoben.' } }], expect: { outcome: 'granted', messages: ['Antwort auf Ihre Beschwerde'] } }, withdrawn],
  });

const grant = (beginning: Beginning) => {
  const asked = { ...example, purpose: 'Ein Fest für den Stadtteil', amountCents: 50_000 };
  const plan = decided(beginning.office, beginning.name);
  const confirm = task(beginning.office, { id: 'Task_confirm', name: 'Förderung bestätigen (vier Augen)', form: 'confirm', due: 'P5WD', more: { fourEyes: 'Task_decide' } });
  return filesOf({
    beginning,
    pages: [applicantPage, { id: 'project', title: { de: 'Ihr Vorhaben', en: 'Your project' }, elements: [{ type: 'textarea', key: 'purpose', label: { de: 'Was haben Sie vor?', en: 'What do you plan?' }, required: true, maxLength: 2000 }, { type: 'money', key: 'amountCents', label: { de: 'Wie viel brauchen Sie?', en: 'How much do you need?' }, required: true, max: 10_000_000 }] }],
    taskForms: { decide: decideForm, confirm: taskForm('confirm', 'Förderung bestätigen', [{ type: 'confirm', key: 'confirmed', label: 'Die Entscheidung ist richtig und das Geld ist da', required: true }]) },
    plan: { ...plan, steps: [...plan.steps.slice(0, 3), confirm, ...plan.steps.slice(3)], ways: [...plan.ways.filter(({ to }) => to !== 'Task_approval'), { from: 'Gate_granted', to: 'Task_confirm', name: 'ja', when: 'granted' }, { from: 'Task_confirm', to: 'Task_approval' }].sort((a, b) => Number(a.to === 'Task_refusal') - Number(b.to === 'Task_refusal')) },
    letters: { approval: approval(beginning.name).replace('Die Voraussetzungen liegen vor.', 'Wir fördern „{{ application.purpose }}“ mit {{ application.amountCents | money }}.'), refusal: refusal(beginning.name) },
    walkthroughs: [
      { name: 'Die Förderung wird bewilligt', application: asked, steps: [{ task: 'Task_decide', as: 'anna', data: { granted: true } }, { task: 'Task_confirm', as: 'bernd', data: { confirmed: true } }], expect: { outcome: 'granted', letters: ['approval'] } },
      { name: 'Der Antrag wird abgelehnt', application: asked, steps: [{ task: 'Task_decide', data: { granted: false, reason: 'Die Mittel sind vergeben.' } }], expect: { outcome: 'refused', letters: ['refusal'] } },
      { ...withdrawn, application: asked },
    ],
  });
};

/** What a new service can begin with. */
export const patterns: Pattern[] = [
  { key: 'permit', title: 'Genehmigung', summary: 'Jemand darf etwas erst, wenn das Amt zugestimmt hat.', parts: 'Antrag, eine Prüfung, Bescheid oder Ablehnung', make: permit },
  { key: 'notification', title: 'Anzeige', summary: 'Jemand muss etwas mitteilen; das Amt nimmt es zur Kenntnis.', parts: 'Mitteilung, eine Prüfung, Bestätigung', make: notification },
  { key: 'certificate', title: 'Bescheinigung', summary: 'Jemand braucht ein Papier vom Amt.', parts: 'Antrag, eine Prüfung, Urkunde oder Ablehnung', make: certificate },
  { key: 'reservation', title: 'Reservierung', summary: 'Raum, Platz oder Gerät für einen Tag.', parts: 'Tag und Uhrzeit, Zusage oder Absage', make: reservation },
  { key: 'registration', title: 'Anmeldung mit Gebühr', summary: 'Kurs, Markt, Ferienspiele: anmelden und bezahlen, ohne Handarbeit.', parts: 'Regel für die Gebühr, Zahlung, Bestätigung', make: registrationWithFee },
  { key: 'complaint', title: 'Beschwerde', summary: 'Jemand ist unzufrieden und bekommt eine Antwort.', parts: 'Schilderung mit Fotos, Antwort', make: complaint },
  { key: 'grant', title: 'Förderung', summary: 'Geld der Stadt für ein Vorhaben, mit Vier-Augen-Prinzip.', parts: 'Antrag mit Betrag, zwei Prüfungen, Bescheid', make: grant },
];

