import { constantly } from '../expression.ts';
import type { EventSpec, EventType, TimerForm } from '../graph.ts';
import { parseInstant } from '../time/local-time.ts';
import { isTimerText } from '../time/timer.ts';
import { type Compiling, condition, optionalValue, refuse, value, warn } from './compiling.ts';
import { body, type Element, kindOf, many, one, text } from './element.ts';
import { camundaAttribute, find, readExtensions } from './extensions.ts';

const TYPES: Record<string, EventType> = {
  MessageEventDefinition: 'message',
  TimerEventDefinition: 'timer',
  SignalEventDefinition: 'signal',
  ErrorEventDefinition: 'error',
  EscalationEventDefinition: 'escalation',
  CompensateEventDefinition: 'compensation',
  ConditionalEventDefinition: 'conditional',
  LinkEventDefinition: 'link',
  TerminateEventDefinition: 'terminate',
  CancelEventDefinition: 'cancel',
};

const TIMERS: readonly [string, TimerForm][] = [
  ['timeDuration', 'duration'],
  ['timeDate', 'date'],
  ['timeCycle', 'cycle'],
];

/** Reads what an event waits for or throws. */
export function readEvent(c: Compiling, element: Element): EventSpec {
  const definitions = [...many(element, 'eventDefinitions'), ...many(element, 'eventDefinitionRef')];
  const [definition] = definitions;
  if (!definition) return { type: 'none' };
  if (definitions.length > 1)
    refuse(c, element, ['event-multiple', 'Ein Ereignis kann hier nur auf eine Sache warten. Bitte teilen Sie es in mehrere Ereignisse auf.']);
  const type = TYPES[kindOf(definition)];
  switch (type) {
    case 'message':
      return { type, ...readMessage(c, element, definition) };
    case 'timer':
      return { type, ...readTimer(c, element, definition) };
    case 'signal':
      return { type, ...readSignal(c, element, definition) };
    case 'error':
      return { type, ...readError(c, element, definition) };
    case 'escalation': {
      const escalation = reference(c, definition, 'escalationRef');
      const code = optionalValue(c, element, text(escalation, 'escalationCode') ?? text(escalation, 'name'));
      return { type, ...(code ? { code } : {}), ...variable('codeVariable', camundaAttribute(definition, 'escalationCodeVariable')) };
    }
    case 'compensation':
      return { type, ...variable('activity', one(definition, 'activityRef')?.id), ...(definition['waitForCompletion'] === false ? { goesOn: true } : {}) };
    case 'conditional':
      return { type, condition: readCondition(c, element, definition), ...variable('variable', camundaAttribute(definition, 'variableName')) };
    case 'link':
      return { type, link: text(definition, 'name') ?? '' };
    case undefined:
      refuse(c, element, ['event-unsupported', 'Diese Art von Ereignis kann nicht ausgeführt werden. Bitte wählen Sie eine andere.']);
      return { type: 'none' };
    default:
      return { type };
  }
}

function variable(key: 'codeVariable' | 'messageVariable' | 'activity' | 'variable', name: string | undefined): Partial<EventSpec> {
  return name ? { [key]: name } : {};
}

/** Follows a reference; a prefix of the target namespace (`tns:pay`) is legal XML and ignored. */
export function reference(c: Compiling, element: Element, key: string): Element | undefined {
  const direct = one(element, key);
  if (direct) return direct;
  const raw = c.xml.unresolved.get(element)?.[key];
  return raw === undefined ? undefined : c.xml.byId.get(raw.slice(raw.indexOf(':') + 1));
}

/** Name and key of the message that an event, a receive or a send task refers to. */
export function readMessage(c: Compiling, at: Element, holder: Element): Pick<EventSpec, 'name' | 'key'> {
  const message = reference(c, holder, 'messageRef');
  const name = text(message, 'name');
  if (!message || !name) return {};
  const key = find(readExtensions(message), 'subscription')?.attributes['correlationKey'];
  const keyExpression = optionalValue(c, at, key);
  return { name: value(c, at, name), ...(keyExpression ? { key: keyExpression } : {}) };
}

function readSignal(c: Compiling, element: Element, definition: Element): Pick<EventSpec, 'name'> {
  const name = text(reference(c, definition, 'signalRef'), 'name');
  if (name) return { name: value(c, element, name) };
  refuse(c, element, ['signal-missing', 'Es ist kein Signal gewählt. Bitte wählen Sie eines oder legen Sie eines an.']);
  return { name: constantly('') };
}

function readError(c: Compiling, element: Element, definition: Element): Partial<EventSpec> {
  const error = reference(c, definition, 'errorRef');
  const raw = c.xml.unresolved.get(definition)?.['errorRef'];
  if (raw && !error)
    warn(c, element, ['error-undeclared', `Der Fehler „${raw}“ ist in der Datei nicht angelegt; sein Name gilt als Fehlercode.`]);
  const code = optionalValue(c, element, text(error, 'errorCode') ?? text(error, 'name') ?? (error ? error.id : raw));
  return {
    ...(code ? { code } : {}),
    ...variable('codeVariable', camundaAttribute(definition, 'errorCodeVariable')),
    ...variable('messageVariable', camundaAttribute(definition, 'errorMessageVariable')),
  };
}

function readCondition(c: Compiling, element: Element, definition: Element) {
  const source = body(definition, 'condition');
  if (source) return condition(c, element, source);
  warn(c, element, ['condition-missing', 'Die Bedingung fehlt, das Ereignis tritt nie ein. Bitte tragen Sie einen FEEL-Ausdruck ein.']);
  return constantly(false);
}

function readTimer(c: Compiling, element: Element, definition: Element): Pick<EventSpec, 'timer'> {
  for (const [key, form] of TIMERS) {
    const source = body(definition, key);
    if (!source) continue;
    const expression = value(c, element, source);
    if (expression.constant && !isTimerText(form, String(expression.evaluate({}))))
      refuse(c, element, [
        'timer-invalid',
        `„${source}“ ist keine gültige Zeitangabe. Bitte schreiben Sie zum Beispiel P14D (14 Tage), P10WD (10 Arbeitstage) oder R3/P7D (dreimal im Abstand von 7 Tagen).`,
      ]);
    const { now } = c.options;
    const at = form === 'date' && expression.constant ? parseInstant(String(expression.evaluate({}))) : undefined;
    if (now && at && at < now)
      warn(c, element, ['timer-past', `Der Zeitpunkt „${source}“ ist schon vorbei. Bitte tragen Sie einen späteren ein oder berechnen Sie ihn aus den Angaben des Falls.`]);
    return { timer: { form, value: expression } };
  }
  refuse(c, element, ['timer-missing', 'Die Zeitangabe fehlt. Bitte tragen Sie eine Dauer, ein Datum oder einen Rhythmus ein.']);
  return {};
}
