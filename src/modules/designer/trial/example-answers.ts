import { applyConditions, validateAll, type CompiledField, type CompiledForm, type CompiledPage, type FormData, type FormEnv, type Json } from '#engines/forms';

type CompiledElement = CompiledPage['children'][number];

const TEXTS: Record<string, Json> = {
  name: 'Weber', organisationName: 'Bäckerei Weber GmbH', birthDate: '1988-04-12', time: '10:00', email: 'anna.weber@example.org', phone: '+498999998123', iban: 'DE02120300000000202051', bic: 'BYLADEM1001', taxId: '65929970489', registerNumber: 'HRB 12345', plate: 'MU-ST 123', postcode: '99999',
  address: { street: 'Lindenallee', houseNumber: '12', postcode: '99999', city: 'Musterstadt' }, money: 5000, integer: 3, decimal: 2.5, percentage: 10, yesNo: true, confirm: true, country: 'DE', nationality: 'DE', text: 'Beispiel', textarea: 'Ein Beispiel mit einigen Wörtern.',
};

function answerOf({ definition, key, min, max }: CompiledField, today: string): Json | undefined {
  const { type } = definition;
  if (type === 'calculated') return undefined;
  if (key === 'givenNames') return 'Anna';
  if (type === 'date') return today;
  if (type === 'choice') return definition.options?.[0]?.value ?? null;
  if (type === 'multiChoice') return definition.options?.slice(0, 1).map(({ value }) => value) ?? [];
  if (type === 'file') return [{ id: '00000000-0000-7000-8000-000000000001', name: 'beispiel.pdf', type: definition.accept?.some((one) => one.includes('pdf')) === false ? 'image/jpeg' : 'application/pdf', size: 48_213 }];
  const usual = definition.example && (type === 'text' || type === 'textarea') ? definition.example : TEXTS[type];
  if (typeof usual === 'number') return Math.min(typeof max === 'number' ? max : Infinity, Math.max(typeof min === 'number' ? min : -Infinity, usual));
  return usual;
}

function fill(elements: CompiledElement[], today: string): FormData {
  const data: FormData = {};
  for (const element of elements) {
    if (element.kind === 'field') {
      const answer = answerOf(element, today);
      if (answer !== undefined) data[element.key] = answer;
      for (const revealed of element.reveals.values()) Object.assign(data, fill(revealed, today));
    } else if (element.kind === 'group') {
      const inner = fill(element.children, today);
      if (element.key) data[element.key] = inner as Json;
      else Object.assign(data, inner);
    } else if (element.kind === 'repeat') data[element.key] = [fill(element.children, today) as Json];
  }
  return data;
}

/** Answers that fit the questions as far as a machine can know: a beginning for trying out. Hidden questions get none. */
export function exampleAnswers(form: CompiledForm, env: FormEnv): FormData {
  const all = fill(form.pages.flatMap(({ children }) => children), env.today);
  const shown = validateAll(form, all, env).data;
  return applyConditions(form, shown, env);
}
