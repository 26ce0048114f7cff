declare module 'bpmn-js-differ' {
  type Changes = Record<string, unknown>;
  export function diff(before: unknown, after: unknown): { _changed: Changes; _added: Changes; _removed: Changes; _layoutChanged: Changes };
}
