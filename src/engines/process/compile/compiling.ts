import { type CompileFeel, constantly, type Expression } from '../expression.ts';
import type { Finding } from '../findings.ts';
import type { Flow, Node } from '../graph.ts';
import type { Element } from './element.ts';
import { hasJuel, translateJuel } from './juel.ts';
import type { ParsedXml } from './parse-xml.ts';

/** What the compiler is given besides the file; lists of known names turn typos into findings. */
export type CompileOptions = {
  feel: CompileFeel;
  connectors?: readonly string[];
  forms?: readonly string[];
  decisions?: readonly string[];
  /** Processes of other files that can be called. */
  processes?: readonly string[];
  /** Finds dates that are over already. */
  now?: Date;
  /** Whose conventions hold; found out by the namespaces of the file when absent. */
  dialect?: 'zeebe' | 'camunda';
  /** Becomes {@link Graph.version}. */
  version?: string;
};

/** The work table of one compilation. */
export type Compiling = {
  options: CompileOptions;
  xml: ParsedXml;
  findings: Finding[];
  nodes: Map<string, Node>;
  flows: Map<string, Flow>;
  elements: Map<Node, Element>;
  reads: { elementId: string; names: readonly string[] }[];
  lanes: Map<string, string>;
  camunda: boolean;
  /** Expressions already compiled, by text: a table of conditions repeats itself. */
  cache: Map<string, Expression>;
};

type Named = { id?: string; name?: string };

/** Notes an error: the model cannot be published. */
export function refuse(c: Compiling, at: Named, [code, message]: readonly [string, string]): void {
  c.findings.push({ severity: 'error', elementId: at.id ?? '', elementName: at.name ?? '', code, message });
}

/** Notes a warning: the model can be published, but should be looked at. */
export function warn(c: Compiling, at: Named, [code, message]: readonly [string, string]): void {
  c.findings.push({ severity: 'warning', elementId: at.id ?? '', elementName: at.name ?? '', code, message });
}

/** Text of an attribute: `=` is FEEL, `${…}` is JUEL, everything else is itself. */
export function value(c: Compiling, at: Named, text: string): Expression {
  const trimmed = text.trim();
  if (trimmed.startsWith('=')) return feel(c, at, trimmed.slice(1).trim());
  if (hasJuel(trimmed)) return juel(c, at, trimmed);
  return constantly(trimmed, trimmed);
}

/** Text of a condition: FEEL with or without `=`, or JUEL. */
export function condition(c: Compiling, at: Named, text: string): Expression {
  const trimmed = text.trim();
  if (hasJuel(trimmed)) return juel(c, at, trimmed);
  return compileFeel(c, at, { text: trimmed.replace(/^=/, '').trim(), unmarked: !trimmed.startsWith('=') });
}

/** A variable under its name, even when the name is no FEEL name (`first-name`). */
export function variableNamed(c: Compiling, at: Named, name: string): Expression {
  c.reads.push({ elementId: at.id ?? '', names: [name] });
  return { text: name, names: [name], needs: [name], evaluate: (vars) => vars[name] ?? null, constant: false };
}

/** Something the engine cannot work out; a token that comes to it gets an incident. */
export function impossible(text: string, reason: string): Expression {
  return {
    text,
    names: [],
    needs: [],
    constant: false,
    evaluate: () => {
      throw new Error(reason);
    },
  };
}

/** As {@link value}, absent stays absent. */
export function optionalValue(c: Compiling, at: Named, text: string | undefined): Expression | undefined {
  return text === undefined || text.trim() === '' ? undefined : value(c, at, text);
}

function feel(c: Compiling, at: Named, text: string): Expression {
  return compileFeel(c, at, { text, unmarked: false });
}

function compileFeel(c: Compiling, at: Named, { text, unmarked }: { text: string; unmarked: boolean }): Expression {
  const known = c.cache.get(text);
  if (known) {
    if (known.needs.length > 0) c.reads.push({ elementId: at.id ?? '', names: known.needs });
    return known;
  }
  try {
    if (!text) throw new Error('leer');
    const compiled = c.options.feel(text);
    const expression: Expression = {
      text,
      names: [...new Set([...compiled.names, ...(compiled.filterNames ?? [])])],
      needs: compiled.names,
      evaluate: (vars, options) => compiled.evaluate(vars, options),
      constant: false,
    };
    c.cache.set(text, expression);
    if (compiled.names.length > 0) c.reads.push({ elementId: at.id ?? '', names: compiled.names });
    return expression;
  } catch (error) {
    const reason = (error instanceof Error ? error.message.split('\n')[0] : undefined) ?? String(error);
    if (c.camunda && unmarked) {
      warn(c, at, ['condition-text', `„${text}“ ist fester Text und keine Bedingung. Bitte schreiben Sie einen Ausdruck.`]);
      return impossible(text, 'fester Text ist keine Bedingung');
    }
    refuse(c, at, ['expression-invalid', `Der FEEL-Ausdruck „${short(text)}“ ist nicht lesbar (${reason}). Bitte berichtigen Sie ihn.`]);
    return constantly(null, text);
  }
}

function juel(c: Compiling, at: Named, text: string): Expression {
  const translation = translateJuel(text);
  if ('refused' in translation) {
    refuse(c, at, [
      'expression-juel',
      `Der Ausdruck „${short(text)}“ lässt sich nicht übernehmen: ${translation.refused}. Bitte schreiben Sie ihn als FEEL, beginnend mit „=“.`,
    ]);
    return constantly(null, text);
  }
  return feel(c, at, translation.feel);
}

/** Long texts would hide what is wrong with them. */
function short(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 77)}…` : line;
}
