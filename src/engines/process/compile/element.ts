/** A moddle element, seen as little as we need: the parser's types know neither extensions nor broken files. */
export type Element = {
  readonly $type: string;
  readonly $attrs?: Record<string, string>;
  readonly $parent?: Element;
  readonly $children?: Element[];
  readonly $body?: string;
  readonly id?: string;
  readonly name?: string;
  readonly [key: string]: unknown;
};

export function isElement(value: unknown): value is Element {
  return typeof value === 'object' && value !== null && '$type' in value;
}

/** The child or reference under this key. */
export function one(element: Element | undefined, key: string): Element | undefined {
  const value = element?.[key];
  return isElement(value) ? value : undefined;
}

/** The children or references under this key. */
export function many(element: Element | undefined, key: string): Element[] {
  const value = element?.[key];
  return Array.isArray(value) ? value.filter(isElement) : [];
}

/** The attribute under this key as text. */
export function text(element: Element | undefined, key: string): string | undefined {
  const value = element?.[key];
  return typeof value === 'string' ? value : undefined;
}

/** The text between the tags of the child under this key. */
export function body(element: Element | undefined, key: string): string | undefined {
  const inner = one(element, key);
  const value = text(inner, 'body') ?? inner?.$body;
  return value?.trim();
}

/** The BPMN name without prefix. */
export function kindOf(element: Element): string {
  return element.$type.replace(/^bpmn:/, '');
}
