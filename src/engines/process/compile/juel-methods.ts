export class JuelError extends Error {}

/** A call that FEEL can express: owner and arguments are FEEL already. */
type Method = (owner: string, args: readonly string[]) => string | undefined;

const itself: Method = (owner, args) => (args.length === 0 ? owner : undefined);
const feel =
  (name: string): Method =>
  (owner, args) =>
    `${name}(${[owner, ...args].join(', ')})`;
const compare = (owner: string, [other]: readonly string[]): string | undefined => (other === undefined ? undefined : `(${owner} = ${other})`);

/** Calls on values that occur in real models: they only read, so they mean the same in FEEL. */
const METHODS: Record<string, Method> = {
  equals: compare,
  equalsIgnoreCase: (owner, [other]) => (other === undefined ? undefined : `(lower case(${owner}) = lower case(${other}))`),
  isEmpty: (owner, args) => (args.length === 0 ? `((${owner} = "" or ${owner} = [] or ${owner} = {}) = true)` : undefined),
  size: feel('count'),
  length: feel('string length'),
  contains: (owner, [part]) => (part === undefined ? undefined : `(list contains(${owner}, ${part}) = true or contains(${owner}, ${part}) = true)`),
  containsKey: (owner, [key]) => (key?.startsWith('"') ? `(${entryOf(owner, key)} != null)` : undefined),
  startsWith: feel('starts with'),
  endsWith: feel('ends with'),
  matches: (owner, [pattern]) => (pattern?.startsWith('"') ? `matches(${owner}, ${JSON.stringify(`^(${String(JSON.parse(pattern))})$`)})` : undefined),
  toLowerCase: feel('lower case'),
  toUpperCase: feel('upper case'),
  trim: feel('trim'),
  concat: (owner, [more]) => (more === undefined ? undefined : `(${owner} + ${more})`),
  get: (owner, [key]) => {
    if (key === undefined) return undefined;
    return key.startsWith('"') ? entryOf(owner, key) : `${owner}[${key} + 1]`;
  },
  toString: feel('string'),
  // JSON values of Camunda Spin are plain values here.
  prop: (owner, [key]) => (key?.startsWith('"') ? entryOf(owner, key) : undefined),
  ...Object.fromEntries(
    ['value', 'stringValue', 'numberValue', 'boolValue', 'elements', 'intValue', 'longValue', 'doubleValue', 'booleanValue', 'toDate'].map((name) => [name, itself]),
  ),
  ...Object.fromEntries(
    [['Years', 'Y'], ['Months', 'M'], ['Weeks', 'W'], ['Days', 'D'], ['Hours', 'H'], ['Minutes', 'M'], ['Seconds', 'S']].flatMap(([unit = '', letter = '']) => {
      const prefix = unit === 'Hours' || unit === 'Minutes' || unit === 'Seconds' ? 'PT' : 'P';
      const shifted =
        (sign: string): Method =>
        (owner, [amount]) =>
          amount === undefined ? undefined : `(${owner} ${sign} duration("${prefix}" + string(${amount}) + "${letter}"))`;
      return [[`plus${unit}`, shifted('+')], [`minus${unit}`, shifted('-')]];
    }),
  ),
};

/** Calls on the execution or task, which is where Camunda 7 keeps variables. */
const VARIABLES: Record<string, (name: string) => string> = {
  getVariable: (name) => name,
  getVariableLocal: (name) => name,
  hasVariable: (name) => `(${name} != null)`,
  hasVariableLocal: (name) => `(${name} != null)`,
};

/** A value under a key; one that is no FEEL name is fetched by text. */
function entryOf(owner: string, key: string): string {
  const name = String(JSON.parse(key));
  return /^[A-Za-z_]\w*$/.test(name) ? `${owner}.${name}` : `get value(${owner}, ${key})`;
}

/** Translates a method call; @throws JuelError for what only Java knows. */
export function callMethod(owner: string, name: string, args: readonly string[]): string {
  const [first] = args;
  const variable = (owner === 'execution' || owner === 'task') && Object.hasOwn(VARIABLES, name) && first?.startsWith('"') ? first : undefined;
  const translated = variable !== undefined
    ? VARIABLES[name]?.(String(JSON.parse(variable)))
    : Object.hasOwn(METHODS, name) && owner !== 'execution' && owner !== 'task'
      ? METHODS[name]?.(owner, args)
      : undefined;
  if (translated === undefined) throw new JuelError(`den Aufruf „${owner}.${name}(…)“ gibt es hier nicht`);
  return translated;
}

/** A property of a value; execution and task are Java objects that nothing stands for here. @throws JuelError for those */
export function propertyOf(owner: string, name: string): string {
  if (owner === 'execution' || owner === 'task') throw new JuelError(`die Angabe „${owner}.${name}“ gibt es hier nicht`);
  return `${owner}.${name}`;
}

/** Functions without an owner: the clock of Camunda 7 and its wrappers for JSON. */
export function constructor(name: string, args: readonly string[]): string {
  const [first] = args;
  if ((name === 'now' || name === 'dateTime') && args.length === 0) return 'now()';
  if ((name === 'S' || name === 'JSON') && first !== undefined) return first;
  throw new JuelError(`die Funktion „${name}(…)“ gibt es hier nicht`);
}
