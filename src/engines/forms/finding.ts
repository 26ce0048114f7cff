import { tr } from '#platform/i18n';
import type { Text } from '#platform/i18n';

/** What an author has to change; an error prevents publishing, a warning does not. */
export type Finding = {
  severity: 'error' | 'warning';
  code:
    | 'shape'
    | 'unknown-type'
    | 'unknown-property'
    | 'missing-german-text'
    | 'duplicate-key'
    | 'reserved-key'
    | 'bad-feel'
    | 'unknown-name'
    | 'unknown-option'
    | 'cycle'
    | 'unreachable-page'
    | 'bad-pattern'
    | 'bad-limits'
    | 'bad-rule'
    | 'nothing-to-leave-out'
    | 'unknown-block'
    | 'unknown-code-list'
    | 'bad-signatures'
    | 'unknown-prefill';
  /** Place in the JSON, for example "pages.1.elements.2.condition". */
  path: string;
  /** Place in words: 'Seite „Ihr Hund“, Feld „breed“'. */
  where: string;
  message: string;
};

type JsonPath = readonly (string | number)[];
type Loose = { title?: unknown; id?: unknown; key?: unknown; label?: unknown; type?: unknown; block?: unknown };

const textOf = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value;
  const german = (value as { de?: unknown } | null | undefined)?.de;
  return typeof german === 'string' ? tr(german as Text, 'de') : undefined;
};

function nameOfElement(element: Loose, position: number): string {
  const name = element.type === 'block' && typeof element.block === 'string' ? element.block : typeof element.key === 'string' ? element.key : textOf(element.label);
  const kind = element.type === 'group' ? 'Gruppe' : element.type === 'repeat' ? 'Liste' : element.type === 'info' ? 'Hinweistext' : element.type === 'block' ? 'Baustein' : 'Feld';
  return name ? `${kind} „${name}“` : `${kind} ${position + 1}`;
}

/** The place of a JSON path in an author's words; works on definitions that are not valid. */
export function placeInWords(definition: unknown, path: JsonPath): string {
  const words: string[] = [];
  let value: unknown = definition;
  path.forEach((step, i) => {
    value = (value as Record<string | number, unknown> | null | undefined)?.[step];
    if (typeof step !== 'number' || typeof value !== 'object' || value === null) return;
    const loose = value as Loose;
    if (path[i - 1] === 'pages') words.push(`Seite „${textOf(loose.title) ?? (typeof loose.id === 'string' ? loose.id : step + 1)}“`);
    if (path[i - 1] === 'elements') words.push(nameOfElement(loose, step));
    if (path[i - 1] === 'rules') words.push(`Regel ${step + 1}`);
    if (path[i - 1] === 'signers') words.push(`Unterschrift ${step + 1}`);
    if (path[i - 1] === 'options') words.push(`Auswahl ${step + 1}`);
  });
  return words.length ? words.join(', ') : 'Formular';
}
