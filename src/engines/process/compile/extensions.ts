import { type Element, isElement } from './element.ts';

/** The dialects whose extensions are read: Camunda 8 (zeebe) and Camunda 7 with its forks. */
export type Dialect = 'zeebe' | 'camunda';

/** An extension element with its namespace resolved. */
export type Extension = {
  dialect: Dialect;
  name: string;
  attributes: Record<string, string>;
  body: string;
  children: Extension[];
};

const NAMESPACES: readonly [RegExp, Dialect][] = [
  [/^http:\/\/camunda\.org\/schema\/zeebe\//, 'zeebe'],
  [/^http:\/\/camunda\.org\/schema\/1\.0\/bpmn/, 'camunda'],
  [/^http:\/\/operaton\.org\/schema\//, 'camunda'],
  [/^http:\/\/activiti\.org\/bpmn/, 'camunda'],
  [/^http:\/\/www\.camunda\.com\/fox/, 'camunda'],
];

function dialectOfUri(uri: string): Dialect | undefined {
  return NAMESPACES.find(([pattern]) => pattern.test(uri))?.[1];
}

/** What a prefix stands for at this element; files may declare it on any element above. */
export function dialectOf(prefix: string, element: Element): Dialect | undefined {
  for (let at: Element | undefined = element; at; at = at.$parent) {
    const own = at.$attrs?.[`xmlns:${prefix}`] ?? at[`xmlns:${prefix}`];
    if (typeof own === 'string') return dialectOfUri(own);
  }
  return prefix === 'zeebe' || prefix === 'camunda' ? prefix : undefined;
}

/** The extension elements below `bpmn:extensionElements` that belong to a known dialect. */
export function readExtensions(element: Element): Extension[] {
  const holder = element['extensionElements'];
  if (!isElement(holder)) return [];
  const values = [...(Array.isArray(holder['values']) ? holder['values'] : []), ...(holder.$children ?? [])];
  return values.filter(isElement).flatMap((value) => {
    const extension = readOne(value, element);
    return extension ? [extension] : [];
  });
}

function readOne(value: Element, owner: Element): Extension | undefined {
  const [prefix = '', name = ''] = value.$type.includes(':') ? value.$type.split(':') : ['', value.$type];
  const dialect = dialectOf(prefix, owner);
  if (!dialect) return undefined;
  const attributes: Record<string, string> = {};
  for (const [key, attribute] of Object.entries(value))
    if (!key.startsWith('$') && typeof attribute === 'string') attributes[key] = attribute;
  return {
    dialect,
    name,
    attributes,
    body: (value.$body ?? '').trim(),
    children: (value.$children ?? []).filter(isElement).flatMap((child) => readOne(child, owner) ?? []),
  };
}

/** An attribute of the Camunda 7 family on a BPMN element, e.g. `camunda:assignee`. */
export function camundaAttribute(element: Element, name: string): string | undefined {
  for (const [key, value] of Object.entries(element.$attrs ?? {})) {
    const [prefix, local] = key.split(':');
    if (local === name && prefix && dialectOf(prefix, element) === 'camunda') return value;
  }
  return undefined;
}

/** The first extension of this name. */
export function find(extensions: readonly Extension[], name: string, dialect?: Dialect): Extension | undefined {
  return extensions.find((one) => one.name === name && (dialect === undefined || one.dialect === dialect));
}

/** The children of the first extension of this name. */
export function inside(extensions: readonly Extension[], name: string, child: string): Extension[] {
  return find(extensions, name)?.children.filter((one) => one.name === child) ?? [];
}
